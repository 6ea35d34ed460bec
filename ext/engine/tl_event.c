/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An event's way to its canonical bytes: value -> tl_event (checked, pseudonymised) -> bytes -> id. */
#include "tl_event.h"

#include <stdio.h>
#include <string.h>

typedef struct parser {
    const tl_event_keys *keys;
    tl_arena *arena;
    tl_err *err;
} parser;

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "while checking an event");
}

static int shown(size_t len) {
    return len < 64 ? (int)len : 64;
}

/* ---- scalars --------------------------------------------------------------------------------------------------- */

/* An unknown character is kept for the rule to refuse. */
static tl_code parse_code(const parser *p, tl_slice text, tl_field_value *out) {
    char *code = tl_arena_alloc(p->arena, TL_CODE_FOLDED);
    if (code == NULL) {
        return no_memory(p->err);
    }
    *out = (tl_field_value){true, 0, {code, tl__code_fold(text, code)}};
    return TL_OK;
}

static bool phone_shape(tl_slice s) {
    size_t digits = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9') {
            digits++;
        } else if (s.ptr[i] != '+' || i > 0) {
            return false;
        }
    }
    return digits > 0 && digits <= 15;
}

/* Personal data goes no further than here: what comes out is a pseudonym, or unset when it identifies nobody. */
static tl_code parse_key(const parser *p, const tl_rule *rule, tl_slice owner, tl_slice text, tl_field_value *out) {
    tl_rule as_text = *rule;
    as_text.kind = TL_KIND_STR;
    tl_identity_kind kind = (tl_identity_kind)rule->identity;
    char canonical[256];
    size_t len = 0;
    if (!tl__rule_allows(&as_text, &(tl_field_value){true, 0, text}) ||
        (kind == TL_IDENTITY_PHONE && !phone_shape(text))) {
        return tl__rule_fail(rule, owner, p->err);
    }
    if (!tl__canonical(kind, text, canonical, &len)) {
        return TL_OK;
    }
    if (kind == TL_IDENTITY_PHONE && len < 6) {
        return tl__rule_fail(rule, owner, p->err);
    }
    if (p->keys->identity == NULL) {
        return tl_fail(p->err, TL_E_EVENT_KEY, "field '%s' of '%.*s': open the store with identity_key", rule->name.ptr,
                       (int)owner.len, owner.ptr);
    }
    unsigned char hash[16];
    char *hex = tl_arena_alloc(p->arena, 33);
    if (hex == NULL ||
        !tl__pseudonym(kind, (tl_slice){canonical, len}, p->keys->identity, p->keys->identity_len, hash)) {
        return no_memory(p->err);
    }
    tl__hex(hash, sizeof(hash), hex);
    *out = (tl_field_value){true, 0, {hex, 32}};
    return TL_OK;
}

static tl_code parse_text(const parser *p, const tl_rule *rule, tl_slice owner, const tl_value *value,
                          tl_field_value *out) {
    if (value->kind != TL_STR) {
        return tl__rule_fail(rule, owner, p->err);
    }
    if (value->as.s.len == 0) {
        return TL_OK;
    }
    *out = (tl_field_value){true, 0, value->as.s};
    if (rule->kind == TL_KIND_KEY) {
        out->set = false;
        return parse_key(p, rule, owner, value->as.s, out);
    }
    if (rule->kind == TL_KIND_ENUM) {
        out->i = tl_number_of(rule->words, value->as.s);
    } else if (rule->kind == TL_KIND_CODE) {
        tl_code code = parse_code(p, value->as.s, out);
        if (code != TL_OK) {
            return code;
        }
    }
    return tl__rule_allows(rule, out) ? TL_OK : tl__rule_fail(rule, owner, p->err);
}

static tl_code parse_number(const parser *p, const tl_rule *rule, tl_slice owner, const tl_value *value,
                            tl_field_value *out) {
    bool money = rule->kind == TL_KIND_MONEY, flag = rule->kind == TL_KIND_BOOL;
    if (money && value->kind == TL_STR && value->as.s.len == 0) {
        return TL_OK;
    }
    *out = (tl_field_value){.set = true};
    bool right = false;
    if (flag && value->kind == TL_BOOL) {
        out->i = value->as.b;
        right = true;
    } else if (!flag && value->kind == TL_INT) {
        out->i = value->as.i;
        right = true;
    } else if (money && value->kind == TL_STR) {
        right = tl__money_parse(value->as.s, &out->i);
    }
    return right && tl__rule_allows(rule, out) ? TL_OK : tl__rule_fail(rule, owner, p->err);
}

static tl_code parse_scalar(const parser *p, const tl_rule *rule, tl_slice owner, const tl_value *value,
                            tl_field_value *out) {
    switch ((tl_field_kind)rule->kind) {
    case TL_KIND_INT:
    case TL_KIND_BOOL:
    case TL_KIND_MS:
    case TL_KIND_MONEY:
        return parse_number(p, rule, owner, value, out);
    default:
        return parse_text(p, rule, owner, value, out);
    }
}

/* ---- lists and the event --------------------------------------------------------------------------------------- */

/* PHP's empty array is an empty list and an empty object at once. */
static bool is_kind(const tl_value *value, tl_kind kind) {
    return value->kind == kind || ((value->kind == TL_LIST || value->kind == TL_MAP) && value->n == 0);
}

static tl_code parse_item(const parser *p, const tl_rule *list, uint32_t i, const tl_value *value,
                          tl_field_value *fields) {
    char name[32];
    tl_slice owner = {name, (size_t)snprintf(name, sizeof(name), "%s[%u]", list->name.ptr, (unsigned)i)};
    if (!is_kind(value, TL_MAP)) {
        return tl_fail(p->err, TL_E_EVENT_VALUE, "'%s' must be an object", name);
    }
    for (uint32_t k = 0; k < value->n; k++) {
        const tl_pair *pair = &value->as.pairs[k];
        const tl_rule *rule = tl__rule_named(list->items, pair->key);
        if (rule == NULL || fields[rule->number].set) {
            return tl_fail(p->err, TL_E_EVENT_FIELD, "'%.*s' of '%s'", shown(pair->key.len), pair->key.ptr, name);
        }
        tl_code code =
            pair->value.kind == TL_NULL ? TL_OK : parse_scalar(p, rule, owner, &pair->value, &fields[rule->number]);
        if (code != TL_OK) {
            return code;
        }
    }
    return tl__rules_complete(list->items, fields, owner, p->err);
}

static tl_code parse_list(const parser *p, const tl_rule *rule, tl_slice owner, const tl_value *value,
                          tl_event_list *out) {
    if (!is_kind(value, TL_LIST) || value->n > TL_LIST_MAX) {
        return tl__rule_fail(rule, owner, p->err);
    }
    if (value->n == 0) {
        return TL_OK;
    }
    size_t size = value->n * sizeof(out->items[0]);
    out->items = tl_arena_alloc(p->arena, size);
    if (out->items == NULL) {
        return no_memory(p->err);
    }
    memset(out->items, 0, size);
    out->n = value->n;
    for (uint32_t i = 0; i < value->n; i++) {
        tl_code code = parse_item(p, rule, i, &value->as.items[i], out->items[i]);
        if (code != TL_OK) {
            return code;
        }
    }
    return TL_OK;
}

static tl_code parse_type(const tl_value *value, tl_type *type, tl_err *err) {
    const tl_value *word = tl_map_get(value, "type");
    if (word == NULL || word->kind == TL_NULL) {
        return tl_fail(err, TL_E_EVENT_MISSING, "field 'type' is required");
    }
    if (word->kind != TL_STR) {
        return tl_fail(err, TL_E_EVENT_TYPE, "field 'type' must be text such as 'page_view'");
    }
    int number = tl_number_of(tl_type_words, word->as.s);
    if (number < 0) {
        return tl_fail(err, TL_E_EVENT_TYPE, "'%.*s'", shown(word->as.s.len), word->as.s.ptr);
    }
    *type = (tl_type)number;
    return TL_OK;
}

static tl_code parse_at(const tl_value *value, int64_t *at, tl_slice owner, tl_err *err) {
    if (value->kind != TL_INT || value->as.i < 1 || value->as.i > TL_MS_MAX) {
        return tl_fail(err, TL_E_EVENT_VALUE,
                       "field 'at' of '%.*s' must be a time in UTC milliseconds, a whole number from 1 to %lld",
                       (int)owner.len, owner.ptr, (long long)TL_MS_MAX);
    }
    *at = value->as.i;
    return TL_OK;
}

static tl_code parse_field(const parser *p, const tl_rules *rules, tl_slice owner, const tl_pair *pair, tl_event *out) {
    if (tl_slice_eq(pair->key, TL_S("type"))) {
        return TL_OK;
    }
    if (tl_slice_eq(pair->key, TL_S("at"))) {
        return pair->value.kind == TL_NULL ? TL_OK : parse_at(&pair->value, &out->at, owner, p->err);
    }
    const tl_rule *rule = tl__rule_named(&tl__common_rules, pair->key);
    rule = rule != NULL ? rule : tl__rule_named(rules, pair->key);
    if (rule == NULL || out->fields[rule->number].set) {
        return tl_fail(p->err, TL_E_EVENT_FIELD, "'%.*s' of '%.*s'", shown(pair->key.len), pair->key.ptr,
                       (int)owner.len, owner.ptr);
    }
    if (pair->value.kind == TL_NULL) {
        return TL_OK;
    }
    tl_field_value *field = &out->fields[rule->number];
    if (rule->kind != TL_KIND_LIST) {
        return parse_scalar(p, rule, owner, &pair->value, field);
    }
    tl_event_list *list = rule->number == TL_FIELD_LINES ? &out->lines : &out->refunds;
    tl_code code = parse_list(p, rule, owner, &pair->value, list);
    *field = (tl_field_value){.set = list->n > 0, .i = list->n};
    return code;
}

tl_code tl__event_parse(const tl_value *value, const tl_event_keys *keys, int64_t now_ms, tl_arena *arena,
                        tl_event *out, tl_err *err) {
    parser p = {keys, arena, err};
    memset(out, 0, sizeof(*out));
    if (!is_kind(value, TL_MAP)) {
        return tl_fail(err, TL_E_EVENT_VALUE, "an event must be an object of named fields");
    }
    tl_code code = parse_type(value, &out->type, err);
    if (code != TL_OK) {
        return code;
    }
    const tl_rules *rules = tl__rules_of(out->type);
    tl_slice owner = tl_word_of(tl_type_words, (int)out->type);
    out->at = now_ms;
    for (uint32_t i = 0; i < value->n; i++) {
        if ((code = parse_field(&p, rules, owner, &value->as.pairs[i], out)) != TL_OK) {
            return code;
        }
    }
    out->own_id = out->fields[TL_FIELD_ID].set;
    tl_value at = tl_int(out->at);
    code = parse_at(&at, &out->at, owner, err); /* the clock may be wrong, too */
    return code != TL_OK ? code : tl__rules_complete(rules, out->fields, owner, err);
}

tl_code tl__event_encode(const tl_value *value, const tl_event_keys *keys, int64_t now_ms, tl_arena *scratch,
                         tl_buf *out, unsigned char id[16], tl_err *err) {
    tl_event event;
    tl_code code = tl__event_parse(value, keys, now_ms, scratch, &event, err);
    if (code == TL_OK) {
        code = tl__event_write(&event, out, err);
    }
    if (code == TL_OK) {
        tl__event_id(&event, out->ptr, out->len, keys, id);
    }
    return code;
}
