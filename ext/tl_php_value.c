/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "php_touchline.h"

#define DEPTH_MAX 16

typedef struct converter {
    tl_arena *arena;
    tl_code wrong; /* what a value that cannot be taken is called */
    tl_err *err;
    tl_slice key; /* the last one entered, so that a refusal can name its place */
} converter;

static bool convert(converter *c, zval *from, tl_value *to, int depth);

static bool no_memory(converter *c) {
    tl_fail(c->err, TL_E_NOMEM, "an array could not be taken over");
    return false;
}

static bool refuse(converter *c, const char *what) {
    if (c->key.len > 0) {
        tl_fail(c->err, c->wrong, "'%.*s': %s", (int)(c->key.len < 64 ? c->key.len : 64), c->key.ptr, what);
    } else {
        tl_fail(c->err, c->wrong, "%s", what);
    }
    return false;
}

/* Keys that are numbers stand as their digits, as PHP shows them. */
static tl_slice key_of(zend_ulong number, zend_string *key, tl_arena *arena) {
    char digits[MAX_LENGTH_OF_LONG + 1];
    if (key) {
        return (tl_slice){ZSTR_VAL(key), ZSTR_LEN(key)};
    }
    int len = snprintf(digits, sizeof digits, ZEND_LONG_FMT, (zend_long)number);
    return tl_arena_dup(arena, (tl_slice){digits, (size_t)len});
}

static bool convert_list(converter *c, HashTable *from, tl_value *to, int depth) {
    zval *item;
    *to = tl_list();
    if (!tl_value_reserve(to, c->arena, zend_hash_num_elements(from))) {
        return no_memory(c);
    }
    ZEND_HASH_FOREACH_VAL(from, item) {
        tl_value *slot = tl_list_add(to, c->arena);
        if (!slot) {
            return no_memory(c);
        }
        if (!convert(c, item, slot, depth + 1)) {
            return false;
        }
    }
    ZEND_HASH_FOREACH_END();
    return true;
}

static bool convert_map(converter *c, HashTable *from, tl_value *to, int depth) {
    zend_ulong number;
    zend_string *name;
    zval *item;
    *to = tl_map();
    if (!tl_value_reserve(to, c->arena, zend_hash_num_elements(from))) {
        return no_memory(c);
    }
    ZEND_HASH_FOREACH_KEY_VAL(from, number, name, item) {
        tl_slice key = key_of(number, name, c->arena);
        tl_value *slot = key.ptr ? tl_map_add(to, c->arena, key) : NULL;
        if (!slot) {
            return no_memory(c);
        }
        c->key = key;
        if (!convert(c, item, slot, depth + 1)) {
            return false;
        }
    }
    ZEND_HASH_FOREACH_END();
    return true;
}

/* An array that holds itself by reference ends here too. */
static bool convert_array(converter *c, HashTable *from, tl_value *to, int depth) {
    if (depth > DEPTH_MAX) {
        return refuse(c, "arrays are nested more than 16 deep");
    }
    return zend_array_is_list(from) ? convert_list(c, from, to, depth) : convert_map(c, from, to, depth);
}

static bool refuse_type(converter *c, const zval *from) {
    char what[160];
    snprintf(what, sizeof what, "%.60s cannot be taken; give strings, numbers, true, false, null and arrays of them",
             Z_TYPE_P(from) == IS_OBJECT ? "an object" : zend_zval_type_name(from));
    return refuse(c, what);
}

static bool convert(converter *c, zval *from, tl_value *to, int depth) {
    ZVAL_DEREF(from);
    switch (Z_TYPE_P(from)) {
    case IS_NULL:
        *to = tl_null();
        return true;
    case IS_TRUE:
    case IS_FALSE:
        *to = tl_bool(Z_TYPE_P(from) == IS_TRUE);
        return true;
    case IS_LONG:
        *to = tl_int(Z_LVAL_P(from));
        return true;
    case IS_DOUBLE:
        *to = tl_float(Z_DVAL_P(from));
        return true;
    case IS_STRING:
        *to = tl_str((tl_slice){Z_STRVAL_P(from), Z_STRLEN_P(from)});
        return true;
    case IS_ARRAY:
        return convert_array(c, Z_ARRVAL_P(from), to, depth);
    default:
        return refuse_type(c, from);
    }
}

bool touchline_value_of(zval *from, tl_value *to, tl_arena *arena, tl_code wrong, tl_err *err) {
    converter c = {arena, wrong, err, TL_S("")};
    return convert(&c, from, to, 0);
}

bool touchline_map_of(HashTable *from, tl_value *to, tl_arena *arena, tl_code wrong, tl_err *err) {
    converter c = {arena, wrong, err, TL_S("")};
    return convert_map(&c, from, to, 0);
}

static void zval_of_map(const tl_value *from, zval *to) {
    array_init_size(to, from->n);
    for (uint32_t i = 0; i < from->n; i++) {
        zval item;
        touchline_zval_of(&from->as.pairs[i].value, &item);
        zend_symtable_str_update(Z_ARRVAL_P(to), from->as.pairs[i].key.ptr, from->as.pairs[i].key.len, &item);
    }
}

static void zval_of_list(const tl_value *from, zval *to) {
    array_init_size(to, from->n);
    for (uint32_t i = 0; i < from->n; i++) {
        zval item;
        touchline_zval_of(&from->as.items[i], &item);
        zend_hash_next_index_insert_new(Z_ARRVAL_P(to), &item);
    }
}

void touchline_zval_of(const tl_value *from, zval *to) {
    switch (from->kind) {
    case TL_NULL:
        ZVAL_NULL(to);
        break;
    case TL_BOOL:
        ZVAL_BOOL(to, from->as.b);
        break;
    case TL_INT:
        ZVAL_LONG(to, (zend_long)from->as.i);
        break;
    case TL_FLOAT:
        ZVAL_DOUBLE(to, from->as.f);
        break;
    case TL_STR:
        ZVAL_STRINGL(to, from->as.s.ptr, from->as.s.len);
        break;
    case TL_LIST:
        zval_of_list(from, to);
        break;
    case TL_MAP:
        zval_of_map(from, to);
        break;
    }
}
