/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the binding's files share. The binding converts and holds no logic: the engine decides. */
#ifndef PHP_TOUCHLINE_H
#define PHP_TOUCHLINE_H

#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php.h"

#include "engine/touchline.h"

#if SIZEOF_ZEND_LONG < 8
#error "Touchline needs a 64-bit PHP: times in milliseconds and money in micros do not fit into 32 bits"
#endif

extern zend_module_entry touchline_module_entry;
#define phpext_touchline_ptr &touchline_module_entry

ZEND_BEGIN_MODULE_GLOBALS(touchline)
char *dir; /* ini touchline.dir: where the plugin puts its store; the engine never reads it */
zend_long recorded, refused, ingested;
ZEND_END_MODULE_GLOBALS(touchline)
ZEND_EXTERN_MODULE_GLOBALS(touchline)
#define TOUCHLINE_G(v) ZEND_MODULE_GLOBALS_ACCESSOR(touchline, v)

#if defined(ZTS) && defined(COMPILE_DL_TOUCHLINE)
ZEND_TSRMLS_CACHE_EXTERN()
#endif

extern zend_class_entry *touchline_ce_exception, *touchline_ce_store_exception, *touchline_ce_event_exception,
    *touchline_ce_query_exception, *touchline_ce_store, *touchline_ce_rows;

/* tl_php_error.c: the one place that turns an engine's failure into an exception. */
void touchline_throw(const tl_err *err);

/* tl_php_value.c. Strings are borrowed from the zvals, which must outlive the value. On failure (an object, a resource,
 * nesting deeper than 16, out of memory) *err is filled, with the code `wrong` where the value is at fault. */
bool touchline_value_of(zval *from, tl_value *to, tl_arena *arena, tl_code wrong, tl_err *err);
/* As touchline_value_of for a parameter that the API calls an array of named options: [] is an empty map. */
bool touchline_map_of(HashTable *from, tl_value *to, tl_arena *arena, tl_code wrong, tl_err *err);
void touchline_zval_of(const tl_value *from, zval *to);

/* tl_php_store.c */
void touchline_store_register(zend_class_entry *ce);
/* The engine behind an open Touchline\Store. */
tl_store *touchline_store_engine(zend_object *store);

/* tl_php_rows.c. Makes *rows a Touchline\Rows that keeps the store alive; throws what the first reading would. */
void touchline_rows_register(zend_class_entry *ce);
bool touchline_rows_make(zval *rows, zend_object *store, zend_string *name, zval *query);

#endif
