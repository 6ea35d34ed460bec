/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Canonical bytes -> tl_event. Accepts exactly what tl__event_write makes of an event that tl__event_parse accepts. */
#include "tl_event.h"

#include <string.h>

typedef struct decoder {
    const unsigned char *bytes;
    size_t len, pos;
    tl_arena *arena;
    tl_err *err;
} decoder;

static tl_code malformed(const decoder *d, const char *what) {
    return tl_fail(d->err, TL_E_EVENT_VALUE, "byte %zu of an encoded event: %s", d->pos, what);
}

static bool read_bytes(decoder *d, size_t n, const unsigned char **out) {
    if (d->len - d->pos < n) {
        return false;
    }
    *out = d->bytes + d->pos;
    d->pos += n;
    return true;
}

static bool read_byte(decoder *d, unsigned *out) {
    const unsigned char *b;
    if (!read_bytes(d, 1, &b)) {
        return false;
    }
    *out = *b;
    return true;
}

/* The shortest form only, 64 bits at most. */
static bool read_varint(decoder *d, uint64_t *out) {
    uint64_t v = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        unsigned byte;
        if (!read_byte(d, &byte) || (shift == 63 && byte > 1) || (shift > 0 && byte == 0)) {
            return false;
        }
        v |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            *out = v;
            return true;
        }
    }
    return false;
}

static bool read_text(decoder *d, size_t len, tl_field_value *out) {
    const unsigned char *bytes;
    if (!read_bytes(d, len, &bytes)) {
        return false;
    }
    out->s = (tl_slice){(const char *)bytes, len};
    return true;
}

static bool read_number(decoder *d, tl_field_kind kind, tl_field_value *out) {
    unsigned byte;
    uint64_t v;
    if (kind == TL_KIND_BOOL || kind == TL_KIND_ENUM) {
        bool ok = read_byte(d, &byte);
        out->i = ok ? byte : 0;
        return ok;
    }
    if (!read_varint(d, &v)) {
        return false;
    }
    if (kind == TL_KIND_MS) {
        out->i = v <= (uint64_t)TL_MS_MAX ? (int64_t)v : 0;
    } else {
        out->i = (int64_t)(v >> 1) ^ -(int64_t)(v & 1);
    }
    return true;
}

static tl_code read_key(decoder *d, tl_field_value *out) {
    const unsigned char *bytes;
    if (!read_bytes(d, 16, &bytes)) {
        return malformed(d, "it ends inside a pseudonym");
    }
    char *hex = tl_arena_alloc(d->arena, 33);
    if (hex == NULL) {
        return tl_fail(d->err, TL_E_NOMEM, "while decoding an event");
    }
    tl__hex(bytes, 16, hex);
    out->s = (tl_slice){hex, 32};
    return TL_OK;
}

static tl_code read_scalar(decoder *d, const tl_rule *rule, tl_field_value *out) {
    tl_field_kind kind = (tl_field_kind)rule->kind;
    uint64_t len = 8;
    bool ok = true;
    out->set = true;
    if (kind == TL_KIND_KEY) {
        return read_key(d, out);
    }
    if (kind == TL_KIND_STR || kind == TL_KIND_VISITOR || kind == TL_KIND_CODE) {
        ok = (kind == TL_KIND_CODE || read_varint(d, &len)) && len <= TL_EVENT_MAX && read_text(d, (size_t)len, out);
    } else {
        ok = read_number(d, kind, out);
    }
    if (!ok || !tl__rule_allows(rule, out)) {
        return malformed(d, rule->name.ptr);
    }
    if (kind == TL_KIND_ENUM) {
        out->s = tl_word_of(rule->words, (int)out->i);
    }
    return TL_OK;
}

/* The fields of one item up to its closing 0. */
static tl_code read_item(decoder *d, const tl_rule *list, tl_field_value *fields) {
    unsigned number, last = 0;
    for (;;) {
        if (!read_byte(d, &number)) {
            return malformed(d, "it ends inside a list");
        }
        if (number == 0) {
            return tl__rules_complete(list->items, fields, list->name, d->err) == TL_OK ? TL_OK
                                                                                        : malformed(d, "lacks a field");
        }
        const tl_rule *rule = tl__rule_numbered(list->items, number);
        if (rule == NULL || number <= last) {
            return malformed(d, "no field of a list, or out of order");
        }
        tl_code code = read_scalar(d, rule, &fields[number]);
        if (code != TL_OK) {
            return code;
        }
        last = number;
    }
}

static tl_code read_list(decoder *d, const tl_rule *rule, tl_event_list *out) {
    uint64_t n;
    if (!read_varint(d, &n) || n == 0 || n > TL_LIST_MAX || n > d->len - d->pos) {
        return malformed(d, "the length of a list");
    }
    size_t size = (size_t)n * sizeof(out->items[0]);
    out->items = tl_arena_alloc(d->arena, size);
    if (out->items == NULL) {
        return tl_fail(d->err, TL_E_NOMEM, "while decoding an event");
    }
    memset(out->items, 0, size);
    out->n = (uint32_t)n;
    for (uint32_t i = 0; i < out->n; i++) {
        tl_code code = read_item(d, rule, out->items[i]);
        if (code != TL_OK) {
            return code;
        }
    }
    return TL_OK;
}

static tl_code read_fields(decoder *d, const tl_rules *rules, tl_event *out) {
    unsigned number, last = 0;
    while (d->pos < d->len) {
        if (!read_byte(d, &number) || number <= last) {
            return malformed(d, "fields out of order");
        }
        last = number;
        const tl_rule *rule = tl__rule_numbered(&tl__common_rules, number);
        rule = rule != NULL ? rule : tl__rule_numbered(rules, number);
        if (rule == NULL) {
            return malformed(d, "no field of this type");
        }
        tl_field_value *field = &out->fields[number];
        tl_event_list *list = number == TL_FIELD_LINES ? &out->lines : &out->refunds;
        tl_code code = rule->kind == TL_KIND_LIST ? read_list(d, rule, list) : read_scalar(d, rule, field);
        if (code != TL_OK) {
            return code;
        }
        if (rule->kind == TL_KIND_LIST) {
            *field = (tl_field_value){.set = true, .i = list->n};
        }
    }
    return TL_OK;
}

tl_code tl__event_decode(const unsigned char *bytes, size_t len, const tl_event_keys *keys, tl_arena *arena,
                         tl_event *out, tl_err *err) {
    decoder d = {bytes, len, 0, arena, err};
    unsigned version, type;
    uint64_t at;
    memset(out, 0, sizeof(*out));
    if (len > TL_EVENT_MAX || !read_byte(&d, &version) || version != TL_FORMAT_VERSION) {
        return malformed(&d, "its version or length");
    }
    const tl_rules *rules = read_byte(&d, &type) ? tl__rules_of((tl_type)type) : NULL;
    if (rules == NULL) {
        return malformed(&d, "its type");
    }
    if (!read_varint(&d, &at) || at < 1 || at > (uint64_t)TL_MS_MAX) {
        return malformed(&d, "its time");
    }
    out->type = (tl_type)type;
    out->at = (int64_t)at;
    tl_code code = read_fields(&d, rules, out);
    if (code == TL_OK && tl__rules_complete(rules, out->fields, tl_word_of(tl_type_words, (int)type), err) != TL_OK) {
        code = malformed(&d, "a required field is missing");
    }
    if (code == TL_OK) {
        out->own_id = out->fields[TL_FIELD_ID].set;
        tl__event_id(out, bytes, len, keys, out->id);
    }
    return code;
}
