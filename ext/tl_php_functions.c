/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pure functions: parameters to values, one call of the engine, the answer back. */
#include "php_touchline.h"

static tl_slice slice_of(const zend_string *string) {
    return (tl_slice){ZSTR_VAL(string), ZSTR_LEN(string)};
}

/* Each path is taken over by itself, into memory that the next one uses again. */
static bool attribute_each(zval *paths, tl_attribution *attribution, tl_err *err) {
    tl_arena arena;
    tl_value path;
    zval *item;
    bool ok = zend_array_is_list(Z_ARRVAL_P(paths)) || tl_fail(err, TL_E_PATH, "paths are a list") == TL_OK;
    tl_arena_init(&arena, tl_default_allocator);
    ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(paths), item) {
        tl_arena_reset(&arena);
        ok = ok && touchline_value_of(item, &path, &arena, TL_E_PATH, err) &&
             tl_attribution_add(attribution, &path, err) == TL_OK;
        if (!ok) {
            break;
        }
    }
    ZEND_HASH_FOREACH_END();
    tl_arena_destroy(&arena);
    return ok;
}

PHP_FUNCTION(Touchline_attribute) {
    HashTable *options = NULL;
    zval *paths;
    zend_string *model;
    ZEND_PARSE_PARAMETERS_START(2, 3)
    Z_PARAM_ARRAY(paths)
    Z_PARAM_STR(model)
    Z_PARAM_OPTIONAL
    Z_PARAM_ARRAY_HT(options)
    ZEND_PARSE_PARAMETERS_END();

    tl_err err = {0};
    tl_arena arena;
    tl_value set = tl_map(), out;
    tl_attribution *attribution;
    tl_arena_init(&arena, tl_default_allocator);
    if ((!options || touchline_map_of(options, &set, &arena, TL_E_QUERY_VALUE, &err)) &&
        tl_attribution_begin(&attribution, slice_of(model), &set, &arena, &err) == TL_OK &&
        attribute_each(paths, attribution, &err) && tl_attribution_end(attribution, &out, &err) == TL_OK) {
        touchline_zval_of(&out, return_value);
    } else {
        touchline_throw(&err);
    }
    tl_arena_destroy(&arena);
}

PHP_FUNCTION(Touchline_sessionize) {
    HashTable *options = NULL;
    zval *events;
    ZEND_PARSE_PARAMETERS_START(1, 2)
    Z_PARAM_ARRAY(events)
    Z_PARAM_OPTIONAL
    Z_PARAM_ARRAY_HT(options)
    ZEND_PARSE_PARAMETERS_END();

    tl_err err = {0};
    tl_arena arena;
    tl_value in, set = tl_map(), out;
    tl_arena_init(&arena, tl_default_allocator);
    if (touchline_value_of(events, &in, &arena, TL_E_QUERY_VALUE, &err) &&
        (!options || touchline_map_of(options, &set, &arena, TL_E_QUERY_VALUE, &err)) &&
        tl_sessionize(&in, &set, &arena, &out, &err) == TL_OK) {
        touchline_zval_of(&out, return_value);
    } else {
        touchline_throw(&err);
    }
    tl_arena_destroy(&arena);
}

PHP_FUNCTION(Touchline_classify) {
    zend_string *rules, *subject;
    zval *own = NULL;
    ZEND_PARSE_PARAMETERS_START(2, 3)
    Z_PARAM_STR(rules)
    Z_PARAM_STR(subject)
    Z_PARAM_OPTIONAL
    Z_PARAM_ARRAY(own)
    ZEND_PARSE_PARAMETERS_END();

    tl_err err = {0};
    tl_arena arena;
    tl_value given = tl_null();
    tl_slice label;
    tl_arena_init(&arena, tl_default_allocator);
    if ((own && !touchline_value_of(own, &given, &arena, TL_E_OPTION, &err)) ||
        tl_classify(slice_of(rules), slice_of(subject), own ? &given : NULL, &arena, &label, &err) != TL_OK) {
        touchline_throw(&err);
    } else if (label.ptr) {
        RETVAL_STRINGL(label.ptr, label.len);
    }
    tl_arena_destroy(&arena);
}

PHP_FUNCTION(Touchline_normalize_phone) {
    zend_string *phone, *country;
    ZEND_PARSE_PARAMETERS_START(2, 2)
    Z_PARAM_STR(phone)
    Z_PARAM_STR(country)
    ZEND_PARSE_PARAMETERS_END();

    char digits[16];
    if (tl_normalize_phone(slice_of(phone), slice_of(country), digits)) {
        RETVAL_STRING(digits);
    }
}

PHP_FUNCTION(Touchline_pseudonym) {
    zend_string *kind, *value, *key;
    ZEND_PARSE_PARAMETERS_START(3, 3)
    Z_PARAM_STR(kind)
    Z_PARAM_STR(value)
    Z_PARAM_STR(key)
    ZEND_PARSE_PARAMETERS_END();

    tl_err err = {0};
    char hex[33];
    if (tl_pseudonym(slice_of(kind), slice_of(value), slice_of(key), hex, &err) == TL_OK) {
        RETURN_STRINGL(hex, 32);
    }
    touchline_throw(&err);
}
