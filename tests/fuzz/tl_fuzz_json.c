/* SPDX-License-Identifier: GPL-2.0-or-later */
/* JSON in and out, for harnesses whose input is a value. */
#include "tl_fuzz.h"

#include <inttypes.h>
#include <stdio.h>

#define DEPTH 60

typedef struct reader {
    const char *p, *end;
    tl_arena *arena;
} reader;

static void blanks(reader *r) {
    while (r->p < r->end && strchr(" \t\r\n", *r->p) != NULL && *r->p != '\0') {
        r->p++;
    }
}

static bool take(reader *r, const char *text) {
    size_t n = strlen(text);
    blanks(r);
    if ((size_t)(r->end - r->p) < n || memcmp(r->p, text, n) != 0) {
        return false;
    }
    r->p += n;
    return true;
}

static int hex(char c) {
    const char *digits = "0123456789abcdef", *at = c != '\0' ? strchr(digits, c | 0x20) : NULL;
    return at != NULL ? (int)(at - digits) : -1;
}

/* Below 0x100 a byte, so that any byte can be said. */
static bool escape(reader *r, char **to) {
    static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
    const char *at = r->p < r->end && *r->p != '\0' ? strchr(from, *r->p) : NULL;
    if (at != NULL) {
        *(*to)++ = into[at - from];
        r->p++;
        return true;
    }
    if (r->end - r->p < 5 || *r->p != 'u') {
        return false;
    }
    unsigned n = 0;
    for (int i = 1; i <= 4; i++) {
        int digit = hex(r->p[i]);
        if (digit < 0) {
            return false;
        }
        n = n << 4 | (unsigned)digit;
    }
    r->p += 5;
    if (n >= 0x800) {
        *(*to)++ = (char)(0xe0 | n >> 12);
        *(*to)++ = (char)(0x80 | (n >> 6 & 63));
        *(*to)++ = (char)(0x80 | (n & 63));
    } else if (n >= 0x100) {
        *(*to)++ = (char)(0xc0 | n >> 6);
        *(*to)++ = (char)(0x80 | (n & 63));
    } else {
        *(*to)++ = (char)n;
    }
    return true;
}

static bool string(reader *r, tl_slice *out) {
    const char *end = r->p;
    while (end < r->end && *end != '"') {
        end += *end == '\\' && end + 1 < r->end ? 2 : 1;
    }
    if (end >= r->end) {
        return false;
    }
    char *text = tl_arena_alloc(r->arena, (size_t)(end - r->p) + 1), *to = text;
    while (r->p < end) {
        if (*r->p != '\\') {
            *to++ = *r->p++;
        } else if (r->p++, !escape(r, &to)) {
            return false;
        }
    }
    r->p = end + 1;
    *out = (tl_slice){text, (size_t)(to - text)};
    return true;
}

/* An integer beyond 64 bits is a float, as in PHP. */
static bool number(reader *r, tl_value *out) {
    char text[64];
    size_t n = 0;
    while (r->p + n < r->end && n < sizeof(text) - 1 && strchr("+-.0123456789eE", r->p[n]) != NULL && r->p[n] != '\0') {
        text[n] = r->p[n];
        n++;
    }
    text[n] = '\0';
    char *end, again[64];
    int64_t i = strtoimax(text, &end, 10);
    snprintf(again, sizeof(again), "%" PRId64, i);
    *out = strcmp(text, again) == 0 ? tl_int(i) : tl_float(strtod(text, &end));
    r->p += n;
    return n > 0 && *end == '\0';
}

static bool value(reader *r, int depth, tl_value *out);

static bool map(reader *r, int depth, tl_value *out) {
    *out = tl_map();
    if (take(r, "}")) {
        return true;
    }
    do {
        tl_slice key;
        tl_value v, *at = NULL;
        if (!take(r, "\"") || !string(r, &key) || !take(r, ":") || !value(r, depth + 1, &v)) {
            return false;
        }
        for (uint32_t i = 0; i < out->n; i++) { /* the last of a name holds */
            at = tl_slice_eq(out->as.pairs[i].key, key) ? &out->as.pairs[i].value : at;
        }
        at = at != NULL ? at : tl_map_add(out, r->arena, key);
        *at = v;
    } while (take(r, ","));
    return take(r, "}");
}

static bool list(reader *r, int depth, tl_value *out) {
    *out = tl_list();
    if (take(r, "]")) {
        return true;
    }
    do {
        tl_value v;
        if (!value(r, depth + 1, &v)) {
            return false;
        }
        *tl_list_add(out, r->arena) = v;
    } while (take(r, ","));
    return take(r, "]");
}

static bool value(reader *r, int depth, tl_value *out) {
    if (depth > DEPTH) {
        return false;
    }
    if (take(r, "{")) {
        return map(r, depth, out);
    }
    if (take(r, "[")) {
        return list(r, depth, out);
    }
    if (take(r, "\"")) {
        *out = tl_str(TL_S(""));
        return string(r, &out->as.s);
    }
    bool yes = take(r, "true");
    if (yes || take(r, "false")) {
        *out = tl_bool(yes);
        return true;
    }
    if (take(r, "null")) {
        *out = tl_null();
        return true;
    }
    return number(r, out);
}

bool fuzz_json(tl_arena *arena, tl_slice text, tl_value *out) {
    reader r = {text.ptr, text.ptr + text.len, arena};
    if (!value(&r, 0, out)) {
        return false;
    }
    blanks(&r);
    return r.p == r.end;
}

/* ---- out -----------------------------------------------------------------------------------------------------------
 */

static void put(tl_buf *out, const char *text) {
    tl_buf_put(out, text, strlen(text));
}

static void print_string(tl_buf *out, tl_slice text) {
    put(out, "\"");
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        char said[8];
        snprintf(said, sizeof(said), c < 0x20 || c == '"' || c == '\\' ? "\\u%04x" : "%c", c);
        put(out, said);
    }
    put(out, "\"");
}

void fuzz_print(tl_buf *out, const tl_value *v) {
    char text[64];
    switch (v->kind) {
    case TL_NULL:
        put(out, "null");
        return;
    case TL_BOOL:
        put(out, v->as.b ? "true" : "false");
        return;
    case TL_INT:
        snprintf(text, sizeof(text), "%" PRId64, v->as.i);
        put(out, text);
        return;
    case TL_FLOAT:
        snprintf(text, sizeof(text), "%.17g", v->as.f);
        put(out, text);
        return;
    case TL_STR:
        print_string(out, v->as.s);
        return;
    default:
        break;
    }
    put(out, v->kind == TL_MAP ? "{" : "[");
    for (uint32_t i = 0; i < v->n; i++) {
        put(out, i > 0 ? ",\n" : "");
        if (v->kind == TL_MAP) {
            print_string(out, v->as.pairs[i].key);
            put(out, ":");
        }
        fuzz_print(out, v->kind == TL_MAP ? &v->as.pairs[i].value : &v->as.items[i]);
    }
    put(out, v->kind == TL_MAP ? "}" : "]");
}
