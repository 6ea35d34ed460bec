/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touchline\Store: one engine handle in one PHP object. */
#include "php_touchline.h"

#include "ext/spl/spl_iterators.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"

typedef struct touchline_store {
    tl_store *engine;
    tl_arena in, out; /* reused from call to call, so that a warm record() allocates nothing */
    zend_object std;
} touchline_store;

static zend_object_handlers store_handlers;

static touchline_store *store_of(zend_object *object) {
    return (touchline_store *)((char *)object - XtOffsetOf(touchline_store, std));
}

static zend_object *store_create(zend_class_entry *ce) {
    touchline_store *store = zend_object_alloc(sizeof *store, ce);
    store->engine = NULL;
    tl_arena_init(&store->in, tl_default_allocator);
    tl_arena_init(&store->out, tl_default_allocator);
    zend_object_std_init(&store->std, ce);
    object_properties_init(&store->std, ce);
    store->std.handlers = &store_handlers;
    return &store->std;
}

static void store_free(zend_object *object) {
    touchline_store *store = store_of(object);
    tl_store_close(store->engine);
    tl_arena_destroy(&store->in);
    tl_arena_destroy(&store->out);
    zend_object_std_dtor(object);
}

void touchline_store_register(zend_class_entry *ce) {
    ce->create_object = store_create;
    memcpy(&store_handlers, &std_object_handlers, sizeof store_handlers);
    store_handlers.offset = XtOffsetOf(touchline_store, std);
    store_handlers.free_obj = store_free;
    store_handlers.clone_obj = NULL;
}

static tl_slice slice_of(const zend_string *string) {
    return (tl_slice){ZSTR_VAL(string), ZSTR_LEN(string)};
}

/* The object behind $this, or NULL with an exception when it never was opened (made by reflection). */
static touchline_store *this_store(zval *self) {
    touchline_store *store = store_of(Z_OBJ_P(self));
    if (!store->engine) {
        tl_err err;
        tl_fail(&err, TL_E_DIR_MISSING, "make it with Touchline\\Store::open()");
        touchline_throw(&err);
        return NULL;
    }
    return store;
}

PHP_METHOD(Touchline_Store, __construct) {
    ZEND_PARSE_PARAMETERS_NONE();
}

/* The absolute path of `dir`, seen from the working directory that PHP keeps for the script, when open_basedir allows
 * it. */
static bool path_of(const zend_string *dir, char path[MAXPATHLEN], tl_code wrong, tl_err *err) {
    if (ZSTR_LEN(dir) >= MAXPATHLEN) {
        tl_fail(err, wrong, "the path has %zu bytes, at most %d are possible", ZSTR_LEN(dir), MAXPATHLEN - 1);
        return false;
    }
    /* What cannot be made absolute (nothing, a path below a file) goes on as it is: the engine has the words for it. */
    if (ZSTR_LEN(dir) == 0 || !expand_filepath(ZSTR_VAL(dir), path)) {
        memcpy(path, ZSTR_VAL(dir), ZSTR_LEN(dir) + 1);
    }
    if (*path && php_check_open_basedir_ex(path, 0) != 0) {
        tl_fail(err, TL_E_DIR_BASEDIR, "%.160s; add it to open_basedir or choose another place", path);
        return false;
    }
    return true;
}

PHP_METHOD(Touchline_Store, open) {
    zend_string *dir;
    HashTable *options = NULL;
    ZEND_PARSE_PARAMETERS_START(1, 2)
    Z_PARAM_PATH_STR(dir)
    Z_PARAM_OPTIONAL
    Z_PARAM_ARRAY_HT(options)
    ZEND_PARSE_PARAMETERS_END();

    tl_err err = {0};
    tl_value set = tl_map();
    char path[MAXPATHLEN];
    object_init_ex(return_value, touchline_ce_store);
    touchline_store *store = store_of(Z_OBJ_P(return_value));
    if (!path_of(dir, path, TL_E_DIR_MISSING, &err) ||
        (options && !touchline_map_of(options, &set, &store->in, TL_E_OPTION, &err)) ||
        tl_store_open(&store->engine, tl_slice_of(path), &set, &tl_default_host, &err) != TL_OK) {
        zval_ptr_dtor(return_value);
        ZVAL_NULL(return_value);
        touchline_throw(&err);
    }
}

/* One event to the spool. False: an exception is set. */
static bool record_one(touchline_store *store, zval *event, char id[33]) {
    tl_err err = {0};
    tl_value in;
    tl_arena_reset(&store->in);
    if (touchline_value_of(event, &in, &store->in, TL_E_EVENT_VALUE, &err) &&
        tl_store_record(store->engine, &in, id, &err) == TL_OK) {
        TOUCHLINE_G(recorded)++;
        return true;
    }
    TOUCHLINE_G(refused)++;
    touchline_throw(&err);
    return false;
}

PHP_METHOD(Touchline_Store, record) {
    zval *event;
    ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ARRAY(event)
    ZEND_PARSE_PARAMETERS_END();

    char id[33];
    touchline_store *store = this_store(ZEND_THIS);
    if (store && record_one(store, event, id)) {
        RETURN_STRINGL(id, 32);
    }
}

typedef struct many {
    touchline_store *store;
    zend_long recorded;
} many;

static bool record_item(many *many, zval *item) {
    char id[33];
    ZVAL_DEREF(item);
    if (Z_TYPE_P(item) != IS_ARRAY) {
        tl_err err;
        tl_fail(&err, TL_E_EVENT_VALUE, "an event is an array, not %s", zend_zval_type_name(item));
        touchline_throw(&err);
        return false;
    }
    if (!record_one(many->store, item, id)) {
        return false;
    }
    many->recorded++;
    return true;
}

static int record_next(zend_object_iterator *iterator, void *context) {
    zval *item = iterator->funcs->get_current_data(iterator);
    if (EG(exception) || !item || !record_item(context, item)) {
        return ZEND_HASH_APPLY_STOP;
    }
    return ZEND_HASH_APPLY_KEEP;
}

PHP_METHOD(Touchline_Store, recordMany) {
    zval *events, *item;
    ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_ITERABLE(events)
    ZEND_PARSE_PARAMETERS_END();

    many many = {.store = this_store(ZEND_THIS)};
    if (!many.store) {
        RETURN_THROWS();
    }
    if (Z_TYPE_P(events) == IS_ARRAY) {
        ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(events), item) {
            if (!record_item(&many, item)) {
                break;
            }
        }
        ZEND_HASH_FOREACH_END();
    } else {
        spl_iterator_apply(events, record_next, &many);
    }
    if (!EG(exception)) {
        RETURN_LONG(many.recorded);
    }
}

/* Gives back *out, or throws. The answer's memory goes with the next call. */
static void answer(tl_code code, const tl_value *out, const tl_err *err, zval *return_value) {
    if (code == TL_OK) {
        touchline_zval_of(out, return_value);
    } else {
        touchline_throw(err);
    }
}

PHP_METHOD(Touchline_Store, ingest) {
    zend_long budget = 0;
    ZEND_PARSE_PARAMETERS_START(0, 1)
    Z_PARAM_OPTIONAL
    Z_PARAM_LONG(budget)
    ZEND_PARSE_PARAMETERS_END();

    touchline_store *store = this_store(ZEND_THIS);
    if (!store) {
        RETURN_THROWS();
    }
    tl_err err = {0};
    tl_value out = tl_null();
    tl_arena_reset(&store->out);
    answer(tl_store_ingest(store->engine, budget, &store->out, &out, &err), &out, &err, return_value);
    const tl_value *events = tl_map_get(&out, "events");
    TOUCHLINE_G(ingested) += events && events->kind == TL_INT ? (zend_long)events->as.i : 0;
}

/* What the caller asks for, in the store's arena; false: thrown. */
static bool query_of(touchline_store *store, HashTable *query, tl_value *in) {
    tl_err err = {0};
    *in = tl_map();
    tl_arena_reset(&store->in);
    tl_arena_reset(&store->out);
    if (query && !touchline_map_of(query, in, &store->in, TL_E_QUERY_VALUE, &err)) {
        touchline_throw(&err);
        return false;
    }
    return true;
}

PHP_METHOD(Touchline_Store, report) {
    zend_string *name;
    HashTable *query = NULL;
    ZEND_PARSE_PARAMETERS_START(1, 2)
    Z_PARAM_STR(name)
    Z_PARAM_OPTIONAL
    Z_PARAM_ARRAY_HT(query)
    ZEND_PARSE_PARAMETERS_END();

    touchline_store *store = this_store(ZEND_THIS);
    tl_value in, out;
    if (!store || !query_of(store, query, &in)) {
        RETURN_THROWS();
    }
    tl_err err = {0};
    answer(tl_store_report(store->engine, slice_of(name), &in, &store->out, &out, &err), &out, &err, return_value);
}

tl_store *touchline_store_engine(zend_object *store) {
    return store_of(store)->engine;
}

PHP_METHOD(Touchline_Store, rows) {
    zend_string *name;
    zval *query = NULL;
    ZEND_PARSE_PARAMETERS_START(1, 2)
    Z_PARAM_STR(name)
    Z_PARAM_OPTIONAL
    Z_PARAM_ARRAY(query)
    ZEND_PARSE_PARAMETERS_END();

    if (this_store(ZEND_THIS)) {
        touchline_rows_make(return_value, Z_OBJ_P(ZEND_THIS), name, query);
    }
}

PHP_METHOD(Touchline_Store, journey) {
    zend_string *order;
    HashTable *query = NULL;
    ZEND_PARSE_PARAMETERS_START(1, 2)
    Z_PARAM_STR(order)
    Z_PARAM_OPTIONAL
    Z_PARAM_ARRAY_HT(query)
    ZEND_PARSE_PARAMETERS_END();

    touchline_store *store = this_store(ZEND_THIS);
    tl_value in, out;
    if (!store || !query_of(store, query, &in)) {
        RETURN_THROWS();
    }
    tl_err err = {0};
    answer(tl_store_journey(store->engine, slice_of(order), &in, &store->out, &out, &err), &out, &err, return_value);
}

typedef struct told {
    zend_fcall_info call;
    zend_fcall_info_cache cache;
} told;

/* An exception of the callback stops the export, too; it is the one that the caller sees. */
static bool tell(void *ctx, int64_t rows) {
    told *told = ctx;
    zval argument, answer;
    ZVAL_LONG(&argument, (zend_long)rows);
    ZVAL_UNDEF(&answer);
    told->call.retval = &answer;
    told->call.params = &argument;
    told->call.param_count = 1;
    zend_call_function(&told->call, &told->cache);
    bool on = !EG(exception) && Z_TYPE(answer) != IS_FALSE;
    zval_ptr_dtor(&answer);
    return on;
}

PHP_METHOD(Touchline_Store, export) {
    zend_string *name, *file, *format;
    HashTable *query, *layout = NULL;
    told told = {.call = empty_fcall_info, .cache = empty_fcall_info_cache};
    ZEND_PARSE_PARAMETERS_START(4, 6)
    Z_PARAM_STR(name)
    Z_PARAM_ARRAY_HT(query)
    Z_PARAM_PATH_STR(file)
    Z_PARAM_STR(format)
    Z_PARAM_OPTIONAL
    Z_PARAM_FUNC_OR_NULL(told.call, told.cache)
    Z_PARAM_ARRAY_HT(layout)
    ZEND_PARSE_PARAMETERS_END();

    touchline_store *store = this_store(ZEND_THIS);
    tl_err err = {0};
    tl_arena arena; /* its own: the callback may use the store */
    tl_value in = tl_map(), out = tl_map();
    tl_progress progress = {tell, &told};
    char path[MAXPATHLEN];
    int64_t n = 0;
    if (!store) {
        RETURN_THROWS();
    }
    tl_arena_init(&arena, tl_default_allocator);
    bool ok = path_of(file, path, TL_E_EXPORT_IO, &err) &&
              touchline_map_of(query, &in, &arena, TL_E_QUERY_VALUE, &err) &&
              (!layout || touchline_map_of(layout, &out, &arena, TL_E_QUERY_VALUE, &err)) &&
              tl_store_export(store->engine, slice_of(name), &in, path, slice_of(format), layout ? &out : NULL,
                              ZEND_FCI_INITIALIZED(told.call) ? &progress : NULL, &n, &err) == TL_OK;
    tl_arena_destroy(&arena);
    if (ok) {
        RETURN_LONG(n);
    }
    if (!EG(exception)) {
        touchline_throw(&err);
    }
}

PHP_METHOD(Touchline_Store, subject) {
    zend_string *kind, *value;
    ZEND_PARSE_PARAMETERS_START(2, 2)
    Z_PARAM_STR(kind)
    Z_PARAM_STR(value)
    ZEND_PARSE_PARAMETERS_END();

    touchline_store *store = this_store(ZEND_THIS);
    if (!store) {
        RETURN_THROWS();
    }
    tl_err err = {0};
    tl_value out;
    tl_arena_reset(&store->out);
    answer(tl_store_subject(store->engine, slice_of(kind), slice_of(value), &store->out, &out, &err), &out, &err,
           return_value);
}

PHP_METHOD(Touchline_Store, erase) {
    zend_string *kind, *value;
    ZEND_PARSE_PARAMETERS_START(2, 2)
    Z_PARAM_STR(kind)
    Z_PARAM_STR(value)
    ZEND_PARSE_PARAMETERS_END();

    touchline_store *store = this_store(ZEND_THIS);
    if (!store) {
        RETURN_THROWS();
    }
    tl_err err = {0};
    int64_t n;
    if (tl_store_erase(store->engine, slice_of(kind), slice_of(value), &n, &err) != TL_OK) {
        touchline_throw(&err);
        RETURN_THROWS();
    }
    RETURN_LONG(n);
}

PHP_METHOD(Touchline_Store, prune) {
    zend_long before;
    ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_LONG(before)
    ZEND_PARSE_PARAMETERS_END();

    touchline_store *store = this_store(ZEND_THIS);
    if (!store) {
        RETURN_THROWS();
    }
    tl_err err = {0};
    tl_value out;
    tl_arena_reset(&store->out);
    answer(tl_store_prune(store->engine, before, &store->out, &out, &err), &out, &err, return_value);
}

typedef struct people {
    touchline_store *store;
    tl_slice key;
} people;

static bool rekey_item(const people *people, zval *item) {
    tl_err err = {0};
    ZVAL_DEREF(item);
    HashTable *pair = Z_TYPE_P(item) == IS_ARRAY ? Z_ARRVAL_P(item) : NULL;
    zval *kind = pair ? zend_hash_index_find_deref(pair, 0) : NULL,
         *value = pair ? zend_hash_index_find_deref(pair, 1) : NULL;
    if (!kind || !value || Z_TYPE_P(kind) != IS_STRING || Z_TYPE_P(value) != IS_STRING) {
        tl_fail(&err, TL_E_EVENT_VALUE, "rekey() takes people as [kind, value], two strings each");
    } else {
        tl_store_rekey_add(people->store->engine, people->key, slice_of(Z_STR_P(kind)), slice_of(Z_STR_P(value)), &err);
    }
    if (err.code != TL_OK) {
        touchline_throw(&err);
    }
    return err.code == TL_OK;
}

static int rekey_next(zend_object_iterator *iterator, void *context) {
    zval *item = iterator->funcs->get_current_data(iterator);
    return EG(exception) || !item || !rekey_item(context, item) ? ZEND_HASH_APPLY_STOP : ZEND_HASH_APPLY_KEEP;
}

PHP_METHOD(Touchline_Store, rekey) {
    zend_string *key;
    zval *all, *item;
    ZEND_PARSE_PARAMETERS_START(2, 2)
    Z_PARAM_STR(key)
    Z_PARAM_ITERABLE(all)
    ZEND_PARSE_PARAMETERS_END();

    people people = {this_store(ZEND_THIS), slice_of(key)};
    tl_err err = {0};
    tl_value out;
    if (people.store && tl_store_rekey_begin(people.store->engine, &err) != TL_OK) {
        touchline_throw(&err);
    }
    if (EG(exception)) {
        RETURN_THROWS();
    }
    if (Z_TYPE_P(all) == IS_ARRAY) {
        ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(all), item) {
            if (!rekey_item(&people, item)) {
                break;
            }
        }
        ZEND_HASH_FOREACH_END();
    } else {
        spl_iterator_apply(all, rekey_next, &people);
    }
    if (EG(exception)) {
        RETURN_THROWS();
    }
    tl_arena_reset(&people.store->out);
    answer(tl_store_rekey(people.store->engine, people.key, &people.store->out, &out, &err), &out, &err, return_value);
}

PHP_METHOD(Touchline_Store, state) {
    ZEND_PARSE_PARAMETERS_NONE();

    touchline_store *store = this_store(ZEND_THIS);
    if (!store) {
        RETURN_THROWS();
    }
    tl_err err = {0};
    tl_value out;
    tl_arena_reset(&store->out);
    answer(tl_store_state(store->engine, &store->out, &out, &err), &out, &err, return_value);
}

PHP_METHOD(Touchline_Store, check) {
    ZEND_PARSE_PARAMETERS_NONE();

    touchline_store *store = this_store(ZEND_THIS);
    if (!store) {
        RETURN_THROWS();
    }
    tl_err err = {0};
    tl_value out;
    tl_arena_reset(&store->out);
    answer(tl_store_check(store->engine, &store->out, &out, &err), &out, &err, return_value);
}
