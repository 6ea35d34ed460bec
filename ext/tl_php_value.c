/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "php_touchline.h"

#define DEPTH_MAX 16

static bool convert(zval *from, tl_value *to, tl_arena *arena, int depth, tl_code wrong, tl_err *err);

static bool no_memory(tl_err *err) {
    tl_fail(err, TL_E_NOMEM, "an array could not be taken over");
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

static bool convert_list(HashTable *from, tl_value *to, tl_arena *arena, int depth, tl_code wrong, tl_err *err) {
    zval *item;
    *to = tl_list();
    ZEND_HASH_FOREACH_VAL(from, item) {
        tl_value *slot = tl_list_add(to, arena);
        if (!slot) {
            return no_memory(err);
        }
        if (!convert(item, slot, arena, depth + 1, wrong, err)) {
            return false;
        }
    }
    ZEND_HASH_FOREACH_END();
    return true;
}

static bool convert_map(HashTable *from, tl_value *to, tl_arena *arena, int depth, tl_code wrong, tl_err *err) {
    zend_ulong number;
    zend_string *name;
    zval *item;
    *to = tl_map();
    ZEND_HASH_FOREACH_KEY_VAL(from, number, name, item) {
        tl_slice key = key_of(number, name, arena);
        tl_value *slot = key.ptr ? tl_map_add(to, arena, key) : NULL;
        if (!slot) {
            return no_memory(err);
        }
        if (!convert(item, slot, arena, depth + 1, wrong, err)) {
            return false;
        }
    }
    ZEND_HASH_FOREACH_END();
    return true;
}

static bool convert_array(HashTable *from, tl_value *to, tl_arena *arena, int depth, tl_code wrong, tl_err *err) {
    if (depth > DEPTH_MAX) {
        tl_fail(err, wrong, "arrays are nested more than %d deep", DEPTH_MAX);
        return false;
    }
    return zend_array_is_list(from) ? convert_list(from, to, arena, depth, wrong, err)
                                    : convert_map(from, to, arena, depth, wrong, err);
}

static bool convert(zval *from, tl_value *to, tl_arena *arena, int depth, tl_code wrong, tl_err *err) {
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
        return convert_array(Z_ARRVAL_P(from), to, arena, depth, wrong, err);
    default:
        tl_fail(err, wrong, "%s cannot be taken; give strings, numbers, true, false, null and arrays of them",
                zend_zval_type_name(from));
        return false;
    }
}

bool touchline_value_of(zval *from, tl_value *to, tl_arena *arena, tl_code wrong, tl_err *err) {
    return convert(from, to, arena, 0, wrong, err);
}

bool touchline_map_of(HashTable *from, tl_value *to, tl_arena *arena, tl_code wrong, tl_err *err) {
    return convert_map(from, to, arena, 0, wrong, err);
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
