/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_test_shop.h"

#include <ctype.h>

/* ---- JSON in single quotes ------------------------------------------------------------------------------------------
 */

typedef struct reader {
    const char *p;
    tl_arena *arena;
} reader;

static void broken(const reader *r) {
    fprintf(stderr, "the test's own JSON is broken before: %.60s\n", r->p);
    abort();
}

/* Counts of checks belong to the test's own file, so what fails here ends the program. */
static void die(const char *what, const tl_err *err) {
    fprintf(stderr, "%s: %s\n", what, err->msg);
    abort();
}

static void blanks(reader *r) {
    while (isspace((unsigned char)*r->p)) {
        r->p++;
    }
}

static bool take(reader *r, char c) {
    blanks(r);
    if (*r->p != c) {
        return false;
    }
    r->p++;
    return true;
}

static tl_slice read_text(reader *r) {
    const char *start = r->p;
    while (*r->p != '\'' && *r->p != '\0') {
        r->p++;
    }
    tl_slice text = tl_arena_dup(r->arena, (tl_slice){start, (size_t)(r->p - start)});
    if (!take(r, '\'')) {
        broken(r);
    }
    return text;
}

static tl_value read_value(reader *r);

static tl_value read_map(reader *r) {
    tl_value map = tl_map();
    while (!take(r, '}')) {
        take(r, ',');
        if (!take(r, '\'')) {
            broken(r);
        }
        tl_slice key = read_text(r);
        if (!take(r, ':')) {
            broken(r);
        }
        tl_value value = read_value(r);
        *tl_map_add(&map, r->arena, key) = value;
    }
    return map;
}

static tl_value read_list(reader *r) {
    tl_value list = tl_list();
    while (!take(r, ']')) {
        take(r, ',');
        tl_value value = read_value(r);
        *tl_list_add(&list, r->arena) = value;
    }
    return list;
}

static bool word(reader *r, const char *text) {
    size_t len = strlen(text);
    bool is = strncmp(r->p, text, len) == 0;
    r->p += is ? len : 0;
    return is;
}

static tl_value read_value(reader *r) {
    char *end;
    if (take(r, '{')) {
        return read_map(r);
    }
    if (take(r, '[')) {
        return read_list(r);
    }
    if (take(r, '\'')) {
        return tl_str(read_text(r));
    }
    if (word(r, "true")) {
        return tl_bool(true);
    }
    if (word(r, "false")) {
        return tl_bool(false);
    }
    if (word(r, "null")) {
        return tl_null();
    }
    int64_t number = strtoll(r->p, &end, 10);
    if (end == r->p) {
        broken(r);
    }
    if (*end == '.') {
        double real = strtod(r->p, &end);
        r->p = end;
        return tl_float(real);
    }
    r->p = end;
    return tl_int(number);
}

static tl_value parse(shop *s, const char *json) {
    reader r = {json, &s->arena};
    tl_value value = read_value(&r);
    blanks(&r);
    if (*r.p != '\0') {
        broken(&r);
    }
    return value;
}

/* ---- the store
 * --------------------------------------------------------------------------------------------------------- */

static int64_t shop_now(void *ctx) {
    return ((shop *)ctx)->now;
}

static int64_t shop_write(void *ctx, int fd, const void *bytes, size_t len) {
    (void)ctx;
    return write(fd, bytes, len);
}

void shop_open(shop *s, const char *options) {
    memset(s, 0, sizeof *s);
    s->now = MONDAY + 365 * DAY;
    s->host = (tl_host){tl_default_allocator, shop_now, shop_write, s};
    tl_arena_init(&s->arena, tl_default_allocator);
    test_directory(s->dir);
    tl_value map = options ? parse(s, options) : tl_map();
    *tl_map_add(&map, &s->arena, TL_S("create")) = tl_bool(true);
    *tl_map_add(&map, &s->arena, TL_S("identity_key")) = tl_str(TL_S("a key of 16 bytes or more"));
    if (tl_store_open(&s->store, tl_slice_of(s->dir), &map, &s->host, &s->err) != TL_OK) {
        die("open", &s->err);
    }
}

void shop_close(shop *s) {
    tl_store_close(s->store);
    tl_arena_destroy(&s->arena);
    test_remove(s->dir);
}

void shop_record(shop *s, const char *json, ...) {
    char text[8192], id[33];
    va_list args;
    va_start(args, json);
    vsnprintf(text, sizeof text, json, args);
    va_end(args);
    tl_value event = parse(s, text);
    if (tl_store_record(s->store, &event, id, &s->err) != TL_OK) {
        die(text, &s->err);
    }
}

void shop_ingest(shop *s) {
    tl_value out;
    if (tl_store_ingest(s->store, 0, &s->arena, &out, &s->err) != TL_OK) {
        die("ingest", &s->err);
    }
}

static const tl_value *answer(shop *s, tl_code code, const tl_value *out, const char *what) {
    if (code != TL_OK) {
        die(what, &s->err);
    }
    return out;
}

static tl_value *room(shop *s) {
    return tl_arena_alloc(&s->arena, sizeof(tl_value));
}

const tl_value *shop_report(shop *s, const char *name, const char *query, ...) {
    char text[4096];
    va_list args;
    va_start(args, query);
    vsnprintf(text, sizeof text, query, args);
    va_end(args);
    tl_value map = parse(s, text), *out = room(s);
    return answer(s, tl_store_report(s->store, tl_slice_of(name), &map, &s->arena, out, &s->err), out, name);
}

const tl_value *shop_journey(shop *s, const char *order) {
    tl_value *out = room(s);
    return answer(s, tl_store_journey(s->store, tl_slice_of(order), NULL, &s->arena, out, &s->err), out, order);
}

const tl_value *shop_check(shop *s) {
    tl_value *out = room(s);
    return answer(s, tl_store_check(s->store, &s->arena, out, &s->err), out, "check");
}

tl_code shop_refused(shop *s, const char *name, const char *query) {
    tl_value map = parse(s, query), out;
    s->err = (tl_err){TL_OK, ""};
    return tl_store_report(s->store, tl_slice_of(name), &map, &s->arena, &out, &s->err);
}

/* ---- reading answers
 * ------------------------------------------------------------------------------------------------------ */

const tl_value *shop_at(const tl_value *value, const char *path) {
    while (value && *path) {
        size_t len = strcspn(path, ".");
        char key[64];
        snprintf(key, sizeof key, "%.*s", (int)len, path);
        if (value->kind == TL_LIST) {
            size_t i = strtoul(key, NULL, 10);
            value = i < value->n ? &value->as.items[i] : NULL;
        } else {
            value = tl_map_get(value, key);
        }
        path += len + (path[len] == '.');
    }
    return value;
}

const char *shop_text(const tl_value *value, const char *path) {
    static char ring[16][256];
    static int turn;
    const tl_value *found = shop_at(value, path);
    if (!found) {
        return "(none)";
    }
    if (found->kind == TL_NULL) {
        return "(null)";
    }
    if (found->kind != TL_STR) {
        return "(no text)";
    }
    char *out = ring[turn++ % 16];
    snprintf(out, 256, "%.*s", (int)found->as.s.len, found->as.s.ptr);
    return out;
}

long long shop_number(const tl_value *value, const char *path) {
    const tl_value *found = shop_at(value, path);
    if (found && found->kind == TL_BOOL) {
        return found->as.b;
    }
    return found && found->kind == TL_INT ? found->as.i : -999999;
}

const tl_value *shop_row(const tl_value *value, const char *list, const char *field, const char *says) {
    const tl_value *rows = shop_at(value, list);
    for (uint32_t i = 0; rows && rows->kind == TL_LIST && i < rows->n; i++) {
        const tl_value *cell = shop_at(&rows->as.items[i], field);
        if (cell && cell->kind == TL_STR && tl_slice_eq(cell->as.s, tl_slice_of(says))) {
            return &rows->as.items[i];
        }
    }
    return NULL;
}
