/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of ingest share: a shop with a store in a fresh directory, told of events in a small notation.
 *   fields apart by ';':  name=text  name:integer  name!0|1  name@seconds after NOON  name{field,field}{...} (a list)
 */
#ifndef TL_TEST_INGEST_H
#define TL_TEST_INGEST_H

#include "tl_spool.h"
#include "tl_store_db.h"
#include "tl_test.h"

#define NOON INT64_C(1795521600000) /* 2026-11-24 12:00 UTC */
#define SHOP_KEY "0123456789abcdef"
#define MINUTE 60
#define HOURS 3600
#define DAYS 86400

typedef struct shop {
    char dir[128];
    int64_t now, tick; /* each look at the clock moves it by tick */
    test_memory memory;
    tl_host host;
    tl_arena arena; /* of options and events */
    tl_store *store;
} shop;

__attribute__((unused)) static int64_t shop_now(void *ctx) {
    shop *s = ctx;
    s->now += s->tick;
    return s->now;
}

__attribute__((unused)) static int64_t shop_write(void *ctx, int fd, const void *bytes, size_t len) {
    (void)ctx;
    return (int64_t)write(fd, bytes, len);
}

/* ---- events ----------------------------------------------------------------------------------------------------- */

__attribute__((unused)) static tl_value event_fields(tl_arena *arena, const char *text, const char *end, char apart);

__attribute__((unused)) static tl_value event_list(tl_arena *arena, const char *text, const char *end) {
    tl_value list = tl_list();
    while (text < end && *text == '{') {
        const char *close = memchr(text, '}', (size_t)(end - text));
        *tl_list_add(&list, arena) = event_fields(arena, text + 1, close, ',');
        text = close + 1;
    }
    return list;
}

__attribute__((unused)) static tl_value event_fields(tl_arena *arena, const char *text, const char *end, char apart) {
    tl_value event = tl_map();
    while (text < end) {
        const char *stop = memchr(text, apart, (size_t)(end - text));
        stop = stop != NULL ? stop : end;
        size_t name = strcspn(text, "=:!@{");
        tl_slice rest = {text + name + 1, (size_t)(stop - text) - name - 1};
        tl_value *value = tl_map_add(&event, arena, tl_arena_dup(arena, (tl_slice){text, name}));
        switch (text[name]) {
        case '=':
            *value = tl_str(tl_arena_dup(arena, rest));
            break;
        case ':':
            *value = tl_int(strtoll(rest.ptr, NULL, 10));
            break;
        case '@':
            *value = tl_int(NOON + (int64_t)(strtod(rest.ptr, NULL) * 1000));
            break;
        case '!':
            *value = tl_bool(rest.ptr[0] == '1');
            break;
        default:
            *value = event_list(arena, text + name, stop);
        }
        text = stop + (stop < end);
    }
    return event;
}

__attribute__((unused)) static tl_value event_from(tl_arena *arena, const char *text) {
    return event_fields(arena, text, text + strlen(text), ';');
}

/* ---- the shop ------------------------------------------------------------------------------------------------------
 */

/* options: more of them in the notation, such as "paid_statuses{...}" is not possible: see shop_statuses; "" for none.
 */
__attribute__((unused)) static void shop_open(shop *s, const tl_value *more) {
    tl_err err = {TL_OK, ""};
    tl_value options = tl_map();
    *tl_map_add(&options, &s->arena, TL_S("create")) = tl_bool(true);
    *tl_map_add(&options, &s->arena, TL_S("identity_key")) = tl_str(TL_S(SHOP_KEY));
    for (uint32_t i = 0; more != NULL && i < more->n; i++) {
        *tl_map_add(&options, &s->arena, more->as.pairs[i].key) = more->as.pairs[i].value;
    }
    tl_code code = tl_store_open(&s->store, tl_slice_of(s->dir), &options, &s->host, &err);
    test_check(code == TL_OK, __FILE__, __LINE__, "open: %s", err.msg);
}

__attribute__((unused)) static void shop_begin(shop *s) {
    memset(s, 0, sizeof(*s));
    s->now = NOON;
    s->host = (tl_host){test_allocator(&s->memory), shop_now, shop_write, s};
    tl_arena_init(&s->arena, tl_default_allocator);
    test_directory(s->dir);
    shop_open(s, NULL);
}

__attribute__((unused)) static void shop_end(shop *s) {
    tl_store_close(s->store);
    CHECK_INT(s->memory.alive, 0);
    tl_arena_destroy(&s->arena);
    test_remove(s->dir);
}

__attribute__((unused)) static void tell(shop *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
__attribute__((unused)) static void tell(shop *s, const char *fmt, ...) {
    char text[4000], id[33];
    tl_err err = {TL_OK, ""};
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof(text), fmt, args);
    va_end(args);
    tl_value event = event_from(&s->arena, text);
    test_check(tl_store_record(s->store, &event, id, &err) == TL_OK, __FILE__, __LINE__, "%s: %s", text, err.msg);
}

/* A fresh store with the keys of another, so that equal events have equal ids. */
__attribute__((unused)) static void shop_begin_like(shop *fresh, const shop *other) {
    char command[400];
    shop_begin(fresh);
    tl_store_close(fresh->store);
    snprintf(command, sizeof(command), "cp '%s/key' '%s/key'", other->dir, fresh->dir);
    CHECK_INT(system(command), 0);
    shop_open(fresh, NULL);
}

typedef struct told {
    int64_t events, duplicates, bots, orders, rejected, skipped_bytes, lag_ms;
    bool busy, done;
} told;

__attribute__((unused)) static tl_code shop_ingest(shop *s, int64_t budget_ms, told *out, tl_err *err) {
    tl_arena arena;
    tl_value answer;
    tl_arena_init(&arena, s->host.mem);
    *err = (tl_err){TL_OK, ""};
    tl_code code = tl_store_ingest(s->store, budget_ms, &arena, &answer, err);
    if (code == TL_OK) {
        *out = (told){tl_map_get(&answer, "events")->as.i,   tl_map_get(&answer, "duplicates")->as.i,
                      tl_map_get(&answer, "bots")->as.i,     tl_map_get(&answer, "orders")->as.i,
                      tl_map_get(&answer, "rejected")->as.i, tl_map_get(&answer, "skipped_bytes")->as.i,
                      tl_map_get(&answer, "lag_ms")->as.i,   tl_map_get(&answer, "busy")->as.b,
                      tl_map_get(&answer, "done")->as.b};
    }
    tl_arena_destroy(&arena);
    return code;
}

__attribute__((unused)) static told ingest(shop *s) {
    told t = {0};
    tl_err err;
    test_check(shop_ingest(s, 0, &t, &err) == TL_OK, __FILE__, __LINE__, "ingest: %s", err.msg);
    return t;
}

/* ---- what is in the store -----------------------------------------------------------------------------------------
 */

__attribute__((unused)) static sqlite3 *shop_db(shop *s) {
    tl_db *db = NULL;
    tl_err err;
    test_check(tl__db_get(s->store, &db, &err) == TL_OK, __FILE__, __LINE__, "database: %s", err.msg);
    return db->handle;
}

/* The rows of a query, columns apart by '|', each row ended by '\n'. The caller frees it. */
__attribute__((unused)) static char *rows(shop *s, const char *sql) {
    tl_buf out;
    sqlite3_stmt *statement = NULL;
    tl_buf_init(&out, tl_default_allocator);
    if (sqlite3_prepare_v2(shop_db(s), sql, -1, &statement, NULL) != SQLITE_OK) {
        test_check(false, __FILE__, __LINE__, "%s: %s", sql, sqlite3_errmsg(shop_db(s)));
    }
    while (statement != NULL && sqlite3_step(statement) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *text = (const char *)sqlite3_column_text(statement, i);
            text = text != NULL ? text : "-";
            tl_buf_put(&out, text, strlen(text));
            tl_buf_put(&out, i + 1 < sqlite3_column_count(statement) ? "|" : "\n", 1);
        }
    }
    sqlite3_finalize(statement);
    tl_buf_put(&out, "", 1);
    return (char *)out.ptr;
}

#define CHECK_ROWS(shop, sql, wanted) check_rows((shop), (sql), (wanted), __FILE__, __LINE__)
__attribute__((unused)) static void check_rows(shop *s, const char *sql, const char *wanted, const char *file,
                                               int line) {
    char *got = rows(s, sql);
    test_check(strcmp(got, wanted) == 0, file, line, "%s\ngot:\n%swanted:\n%s", sql, got, wanted);
    free(got);
}

__attribute__((unused)) static int64_t number(shop *s, const char *sql) {
    char *got = rows(s, sql);
    int64_t n = strtoll(got, NULL, 10);
    free(got);
    return n;
}

/* The person of an identity: "visitor", "v1" or "phone", "5255..."; 0 when it is not known. */
__attribute__((unused)) static int64_t person(shop *s, const char *kind, const char *value) {
    char hex[33], sql[300];
    tl_err err;
    bool plain = strcmp(kind, "visitor") == 0 || strcmp(kind, "code") == 0;
    if (!plain && tl_pseudonym(tl_slice_of(kind), tl_slice_of(value), TL_S(SHOP_KEY), hex, &err) != TL_OK) {
        test_check(false, __FILE__, __LINE__, "%s", err.msg);
    }
    snprintf(sql, sizeof(sql), "SELECT person FROM identity WHERE kind = %d AND value = '%s'",
             tl_number_of(tl_identity_words, tl_slice_of(kind)), plain ? value : hex);
    return number(s, sql);
}

/* The path of an order, a line a step: kind channel entry seconds since NOON evidence seconds of the chat */
__attribute__((unused)) static char *path(shop *s, const char *order) {
    char sql[600];
    snprintf(
        sql, sizeof(sql),
        "SELECT CASE t.kind WHEN 1 THEN 'session' WHEN 2 THEN 'click' WHEN 3 THEN 'chat' ELSE 'link' END, t.channel,"
        " t.entry, (t.at - %lld) / 1000, p.evidence, (p.chat_at - %lld) / 1000 FROM order_path p"
        " JOIN orders o ON o.id = p.order_id JOIN touch t ON t.id = p.touch WHERE o.key = '%s' ORDER BY p.pos",
        (long long)NOON, (long long)NOON, order);
    return rows(s, sql);
}

#define CHECK_PATH(shop, order, wanted) check_path((shop), (order), (wanted), __FILE__, __LINE__)
__attribute__((unused)) static void check_path(shop *s, const char *order, const char *wanted, const char *file,
                                               int line) {
    char *got = path(s, order);
    test_check(strcmp(got, wanted) == 0, file, line, "order %s\ngot:\n%swanted:\n%s", order, got, wanted);
    free(got);
}

#endif
