/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touchline\Rows: a cursor of the engine as an Iterator. */
#include "php_touchline.h"

#include "zend_exceptions.h"
#include "zend_interfaces.h"

typedef struct touchline_rows {
    tl_rows *engine; /* NULL: nothing has been read yet, or it is to be read again */
    zval store;      /* kept alive */
    zend_string *name;
    zval query;
    zval current; /* UNDEF: past the end */
    zend_long key;
    zend_object std;
} touchline_rows;

static zend_object_handlers rows_handlers;

static touchline_rows *rows_of(zend_object *object) {
    return (touchline_rows *)((char *)object - XtOffsetOf(touchline_rows, std));
}

static zend_object *rows_create(zend_class_entry *ce) {
    touchline_rows *rows = zend_object_alloc(sizeof *rows, ce);
    memset(rows, 0, XtOffsetOf(touchline_rows, std));
    zend_object_std_init(&rows->std, ce);
    object_properties_init(&rows->std, ce);
    rows->std.handlers = &rows_handlers;
    return &rows->std;
}

static void rows_free(zend_object *object) {
    touchline_rows *rows = rows_of(object);
    tl_rows_close(rows->engine);
    zval_ptr_dtor(&rows->current);
    zval_ptr_dtor(&rows->query);
    if (rows->name) {
        zend_string_release(rows->name);
    }
    zval_ptr_dtor(&rows->store);
    zend_object_std_dtor(object);
}

void touchline_rows_register(zend_class_entry *ce) {
    ce->create_object = rows_create;
    memcpy(&rows_handlers, &std_object_handlers, sizeof rows_handlers);
    rows_handlers.offset = XtOffsetOf(touchline_rows, std);
    rows_handlers.free_obj = rows_free;
    rows_handlers.clone_obj = NULL;
}

static bool open_rows(touchline_rows *rows) {
    tl_err err = {0};
    tl_arena arena;
    tl_value query = tl_map();
    tl_slice name = {ZSTR_VAL(rows->name), ZSTR_LEN(rows->name)};
    tl_arena_init(&arena, tl_default_allocator);
    bool ok = (Z_TYPE(rows->query) != IS_ARRAY ||
               touchline_map_of(Z_ARRVAL(rows->query), &query, &arena, TL_E_QUERY_VALUE, &err)) &&
              tl_rows_open(touchline_store_engine(Z_OBJ(rows->store)), name, &query, &rows->engine, &err) == TL_OK;
    tl_arena_destroy(&arena);
    if (!ok) {
        touchline_throw(&err);
    }
    return ok;
}

bool touchline_rows_make(zval *value, zend_object *store, zend_string *name, zval *query) {
    object_init_ex(value, touchline_ce_rows);
    touchline_rows *rows = rows_of(Z_OBJ_P(value));
    ZVAL_OBJ_COPY(&rows->store, store);
    rows->name = zend_string_copy(name);
    if (query) {
        ZVAL_COPY(&rows->query, query);
    }
    rows->key = -1; /* nothing has been read */
    if (!open_rows(rows)) {
        zval_ptr_dtor(value);
        ZVAL_NULL(value);
        return false;
    }
    return true;
}

static void advance(touchline_rows *rows) {
    tl_err err = {0};
    tl_value row;
    bool there;
    zval_ptr_dtor(&rows->current);
    ZVAL_UNDEF(&rows->current);
    if (!rows->engine) {
        return;
    }
    if (tl_rows_next(rows->engine, &row, &there, &err) != TL_OK) {
        touchline_throw(&err);
    } else if (there) {
        touchline_zval_of(&row, &rows->current);
        rows->key++;
    }
}

/* A generator that was never started has read nothing: the first question reads. */
static touchline_rows *begun(zval *self) {
    touchline_rows *rows = rows_of(Z_OBJ_P(self));
    if (rows->engine && rows->key < 0 && Z_ISUNDEF(rows->current)) {
        advance(rows);
    }
    return rows;
}

PHP_METHOD(Touchline_Rows, __construct) {
    ZEND_PARSE_PARAMETERS_NONE();
}

PHP_METHOD(Touchline_Rows, current) {
    ZEND_PARSE_PARAMETERS_NONE();
    touchline_rows *rows = begun(ZEND_THIS);
    if (!Z_ISUNDEF(rows->current)) {
        RETURN_COPY(&rows->current);
    }
}

PHP_METHOD(Touchline_Rows, key) {
    ZEND_PARSE_PARAMETERS_NONE();
    touchline_rows *rows = begun(ZEND_THIS);
    if (!Z_ISUNDEF(rows->current)) {
        RETURN_LONG(rows->key);
    }
}

PHP_METHOD(Touchline_Rows, next) {
    ZEND_PARSE_PARAMETERS_NONE();
    advance(begun(ZEND_THIS));
}

PHP_METHOD(Touchline_Rows, rewind) {
    ZEND_PARSE_PARAMETERS_NONE();
    touchline_rows *rows = rows_of(Z_OBJ_P(ZEND_THIS));
    if (!rows->name) {
        return; /* made by reflection: there is nothing to read */
    }
    if (rows->key >= 0 || !rows->engine) {
        tl_rows_close(rows->engine);
        rows->engine = NULL;
        rows->key = -1;
        zval_ptr_dtor(&rows->current);
        ZVAL_UNDEF(&rows->current);
        if (!open_rows(rows)) {
            return;
        }
    }
    begun(ZEND_THIS);
}

PHP_METHOD(Touchline_Rows, valid) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(!Z_ISUNDEF(begun(ZEND_THIS)->current));
}
