/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Memory runs out at every single allocation of a report, a journey and check(), of ours and of SQLite's, and of
 * SQLite's during ingest: an error that says so, nothing leaked, and the next call answers as if nothing had been.
 * (Ours during ingest: test_ingest_crash.c; record: test_store.c; the pure functions: with their tests.) */
#include "tl_test_ingest.h"

/* ---- SQLite's memory
 * ------------------------------------------------------------------------------------------------- */

static test_memory lite;

typedef union block {
    size_t size;
    max_align_t align;
} block;

static void *lite_malloc(int size) {
    block *b = test_memory_fn(&lite, NULL, sizeof(block) + (size_t)size);
    if (b == NULL) {
        return NULL;
    }
    b->size = (size_t)size;
    return b + 1;
}
static void lite_free(void *ptr) {
    if (ptr != NULL) {
        test_memory_fn(&lite, (block *)ptr - 1, 0);
    }
}
static void *lite_realloc(void *ptr, int size) {
    block *b = test_memory_fn(&lite, (block *)ptr - 1, sizeof(block) + (size_t)size);
    if (b == NULL) {
        return NULL;
    }
    b->size = (size_t)size;
    return b + 1;
}
static int lite_size(void *ptr) {
    return ptr != NULL ? (int)((block *)ptr - 1)->size : 0;
}
static int lite_roundup(int size) {
    return (size + 7) & ~7;
}
static int lite_init(void *ctx) {
    (void)ctx;
    return SQLITE_OK;
}
static void lite_shutdown(void *ctx) {
    (void)ctx;
}

static void take_memory_of_sqlite(void) {
    static const sqlite3_mem_methods methods = {lite_malloc,  lite_free, lite_realloc,  lite_size,
                                                lite_roundup, lite_init, lite_shutdown, NULL};
    CHECK_INT(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
    CHECK_INT(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0), SQLITE_OK); /* every allocation comes by */
}

/* ---- asking
 * ----------------------------------------------------------------------------------------------------------- */

static const char *const names[] = {"overview",
                                    "daily",
                                    "dimension",
                                    "orders",
                                    "code",
                                    "funnel",
                                    "paths",
                                    "path_length",
                                    "time_lag",
                                    "assists",
                                    "models",
                                    "unattributed",
                                    "heatmap",
                                    "steps",
                                    "interactions",
                                    "bots",
                                    "uncounted",
                                    "shop",
                                    "windows",
                                    "products",
                                    "links",
                                    "ledger",
                                    "find",
                                    "carts",
                                    "cart_list",
                                    "known",
                                    "differences",
                                    "check",
                                    "state",
                                    "rows of orders",
                                    "rows of credits",
                                    "rows of carts",
                                    "rows of touches",
                                    "rows of sessions",
                                    "rows of clicks",
                                    "rows of events",
                                    "rows of messages",
                                    "csv of credits",
                                    "csv of report:models",
                                    "json of events",
                                    "journey",
                                    "subject"};
#define NAMES (sizeof(names) / sizeof(*names))

/* All rows as a list. */
static tl_code stream(shop *s, tl_slice kind, tl_arena *arena, tl_value *out, tl_err *err) {
    tl_rows *reading;
    tl_value row;
    bool there = true;
    *out = tl_list();
    tl_code code = tl_rows_open(s->store, kind, NULL, &reading, err);
    while (code == TL_OK && there) {
        code = tl_rows_next(reading, &row, &there, err);
        if (code == TL_OK && there) {
            tl_value *kept = tl_list_add(out, arena);
            code = kept != NULL && tl__value_copy(&row, arena, kept) ? TL_OK : tl_fail(err, TL_E_NOMEM, "in the test");
        }
    }
    tl_rows_close(reading);
    return code;
}

/* As many rows as there are; nothing but the file is left. */
static tl_code export_to(shop *s, tl_slice format, tl_slice name, tl_value *out, tl_err *err) {
    char file[64];
    int64_t n;
    tl_pair email = {TL_S("email"), tl_str(TL_S("E-mail"))};
    tl_value keys = {.kind = TL_MAP, .n = 1, .cap = 1, .as.pairs = &email};
    tl_pair channel = {TL_S("channel"), keys}, key = {TL_S("channel_key"), tl_str(TL_S("Key"))};
    tl_pair parts[] = {{TL_S("words"), {.kind = TL_MAP, .n = 1, .cap = 1, .as.pairs = &channel}},
                       {TL_S("columns"), {.kind = TL_MAP, .n = 1, .cap = 1, .as.pairs = &key}},
                       {TL_S("beside"), keys}};
    tl_value layout = {.kind = TL_MAP, .n = 3, .cap = 3, .as.pairs = parts};
    snprintf(file, sizeof file, "/tmp/touchline-export-%d", (int)getpid());
    tl_code code = tl_store_export(s->store, name, NULL, file, format, &layout, NULL, &n, err);
    *out = tl_int(n);
    test_check((unlink(file) == 0) == (code == TL_OK), __FILE__, __LINE__, "a file is there whole or not at all");
    return code;
}

static tl_code ask(shop *s, const char *name, tl_arena *arena, tl_value *out, tl_err *err) {
    static tl_value campaign = {.kind = TL_STR, .as.s = {"google", 6}};
    tl_value keys = {.kind = TL_LIST, .n = 1, .cap = 1, .as.items = &campaign};
    tl_pair source = {{"source", 6}, keys};
    tl_value filter = {.kind = TL_MAP, .n = 1, .cap = 1, .as.pairs = &source};
    tl_value sum[] = {{.kind = TL_STR, .as.s = {"7.50", 4}}, {.kind = TL_INT, .as.i = 1}};
    tl_value pair = {.kind = TL_LIST, .n = 2, .cap = 2, .as.items = sum};
    tl_value sums[] = {pair, pair, pair, pair};
    tl_value said = {.kind = TL_LIST, .n = 4, .cap = 4, .as.items = sums};
    tl_pair fields[] = {{TL_S("type"), tl_str(TL_S("order"))},     {TL_S("order"), tl_str(TL_S("1"))},
                        {TL_S("status"), tl_str(TL_S("on-hold"))}, {TL_S("currency"), tl_str(TL_S("EUR"))},
                        {TL_S("placed_at"), tl_int(NOON)},         {TL_S("total"), tl_int(5)}};
    tl_value snapshot = {.kind = TL_MAP, .n = 6, .cap = 6, .as.pairs = fields};
    tl_pair options[] = {{TL_S("snapshots"), {.kind = TL_LIST, .n = 1, .cap = 1, .as.items = &snapshot}},
                         {TL_S("shop"), said},
                         {TL_S("code"), tl_str(TL_S("00000001"))},
                         {TL_S("search"), tl_str(TL_S("1"))},
                         {TL_S("dim"), tl_str(TL_S("landing"))},
                         {TL_S("compare_from"), tl_int(0)},
                         {TL_S("compare_to"), tl_int(NOON)},
                         {TL_S("from"), tl_int(NOON - 86400000)},
                         {TL_S("to"), tl_int(NOON + 86400000)},
                         {TL_S("window"), tl_int(30)},
                         {TL_S("credit"), tl_str(TL_S("all"))},
                         {TL_S("filter"), filter}};
    tl_value query = {.kind = TL_MAP, .n = 12, .cap = 12, .as.pairs = options};
    *err = (tl_err){TL_OK, ""};
    query.n -= strcmp(name, "interactions") == 0; /* it takes no filter */
    if (strncmp(name, "rows of ", 8) == 0) {
        return stream(s, tl_slice_of(name + 8), arena, out, err);
    }
    const char *of = strstr(name, " of ");
    if (of) {
        return export_to(s, (tl_slice){name, (size_t)(of - name)}, tl_slice_of(of + 4), out, err);
    }
    if (strcmp(name, "check") == 0) {
        return tl_store_check(s->store, arena, out, err);
    }
    if (strcmp(name, "state") == 0) {
        return tl_store_state(s->store, arena, out, err);
    }
    if (strcmp(name, "subject") == 0) {
        return tl_store_subject(s->store, TL_S("customer"), TL_S("1"), arena, out, err);
    }
    if (strcmp(name, "journey") == 0) {
        return tl_store_journey(s->store, TL_S("1"), NULL, arena, out, err);
    }
    return tl_store_report(s->store, tl_slice_of(name), &query, arena, out, err);
}

static bool same(const tl_value *a, const tl_value *b) {
    if (a->kind != b->kind || (a->kind >= TL_LIST && a->n != b->n)) {
        return false;
    }
    for (uint32_t i = 0; a->kind >= TL_LIST && i < a->n; i++) {
        bool equal = a->kind == TL_LIST ? same(&a->as.items[i], &b->as.items[i])
                                        : tl_slice_eq(a->as.pairs[i].key, b->as.pairs[i].key) &&
                                              same(&a->as.pairs[i].value, &b->as.pairs[i].value);
        if (!equal) {
            return false;
        }
    }
    switch (a->kind) {
    case TL_STR:
        return tl_slice_eq(a->as.s, b->as.s);
    case TL_INT:
        return a->as.i == b->as.i;
    case TL_BOOL:
        return a->as.b == b->as.b;
    case TL_FLOAT:
        return memcmp(&a->as.f, &b->as.f, sizeof(double)) == 0;
    default:
        return true;
    }
}

/* `anew`: the handle is opened for each try, so that what comes with the first call fails, too. False: all went well.
 */
static bool fails_at(shop *s, const char *name, test_memory *m, long n, bool and_later, bool anew,
                     const tl_value *wanted) {
    tl_arena arena;
    tl_value out;
    tl_err err;
    if (anew) {
        tl_store_close(s->store);
        shop_open(s, NULL);
    }
    tl_arena_init(&arena, s->host.mem);
    m->calls = 0;
    m->fail_at = n;
    m->and_later = and_later;
    tl_code code = ask(s, name, &arena, &out, &err);
    m->fail_at = 0;
    if (code == TL_OK) { /* SQLite can do without some of what it asks for */
        test_check(same(&out, wanted), __FILE__, __LINE__, "%s answers something else at allocation %ld", name, n);
    } else {
        test_check(code == TL_E_NOMEM && err.code == TL_E_NOMEM, __FILE__, __LINE__, "%s at %ld: %s", name, n, err.msg);
    }
    tl_arena_destroy(&arena);
    return m->calls >= n;
}

/* An arena takes its memory in blocks, so that few of its pieces meet a failure: here its only block has `left` bytes,
 * and there is no other. */
static void fills_the_arena(shop *s, const char *name, const tl_value *wanted) {
    const size_t whole = 1 << 20;
    bool went_well = false;
    for (size_t left = 0; !went_well && left < whole; left += 16 + left / 4096 * 64) {
        test_memory m = {0};
        tl_arena arena;
        tl_value out;
        tl_err err;
        tl_arena_init(&arena, test_allocator(&m));
        CHECK(tl_arena_alloc(&arena, whole) != NULL);
        tl_arena_reset(&arena);
        CHECK(tl_arena_alloc(&arena, whole - left) != NULL);
        m.fail_at = m.calls + 1;
        m.and_later = true;
        tl_code code = ask(s, name, &arena, &out, &err);
        went_well = code == TL_OK;
        test_check(went_well ? same(&out, wanted) : code == TL_E_NOMEM && err.code == code, __FILE__, __LINE__,
                   "%s with %zu bytes: %s", name, left, err.msg);
        tl_arena_destroy(&arena);
    }
    /* markov takes arenas of its own from the same allocator, so that models has never enough here */
    test_check(went_well || strcmp(name, "models") == 0, __FILE__, __LINE__, "%s never has enough memory", name);
}

static void asks(shop *s, const char *name) {
    tl_arena arena;
    tl_value wanted;
    tl_err err;
    long n = 0;
    tl_arena_init(&arena, tl_default_allocator);
    if (!CHECK_INT(ask(s, name, &arena, &wanted, &err), TL_OK)) {
        fprintf(stderr, "%s: %s\n", name, err.msg);
    }
    for (int later = 0; later < 2; later++) {
        for (n = 1; fails_at(s, name, &s->memory, n, later, false, &wanted); n++) {
        }
        test_check(n > 1, __FILE__, __LINE__, "%s allocates %ld times", name, n);
        for (n = 1; fails_at(s, name, &lite, n, later, false, &wanted); n++) {
        }
    }
    for (n = 1; fails_at(s, name, &lite, n, false, true, &wanted); n += 1 + n / 40) {
    }
    test_check(n > 100, __FILE__, __LINE__, "%s: SQLite allocates %ld times", name, n);
    fills_the_arena(s, name, &wanted);
    tl_value again;
    CHECK_INT(ask(s, name, &arena, &again, &err), TL_OK);
    CHECK(same(&again, &wanted));
    tl_arena_destroy(&arena);
}

static void one_day(shop *s) {
    for (int v = 0; v < 3; v++) {
        tell(s, "type=page_view;visitor=v%d;path=/%d;at@%d;source=google;medium=cpc;campaign=c", v, v, v);
        tell(s, "type=product_view;visitor=v%d;path=/p%d;product=1;product_name=Shoe;at@%d", v, v, v + 3);
        tell(s, "type=button_click;visitor=v%d;path=/%d;code=0000000%d;at@%d", v, v, v, v + 10);
        tell(s, "type=message;message=m%d;direction=in;wa_id=52551234567%d;code=0000000%d;at@%d", v, v, v, v + 60);
        tell(s,
             "type=order;order=%d;status=processing;currency=MXN;total=116;tax=16;placed_at@%d;at@%d;visitor=v%d;"
             "customer=%d;code=0000000%d;lines{product=1,name=Shoe,net=100,category=Shoes};refunds{refund=r,at@%d,"
             "total=16}",
             v, v + 500, v + 500, v, v + 1, v, 900);
    }
    tell(s, "type=order;order=x;status=processing;currency=EUR;total=1;placed_at@1;at@2");
}

static void reports(void) {
    shop s;
    shop_begin(&s);
    one_day(&s);
    tell(&s, "type=link_open;visitor=v1;path=/l;kind=short;token=t;at@20");
    ingest(&s);
    for (size_t i = 0; i < NAMES; i++) {
        asks(&s, names[i]);
    }
    shop_end(&s);
}

/* SQLite's memory during ingest, the making of the database included. */
static void ingests(bool and_later) {
    shop s;
    told t;
    tl_err err;
    tl_code code = TL_E_NOMEM;
    shop_begin(&s);
    one_day(&s);
    tl_store_close(s.store);
    for (long n = 1; code != TL_OK; n += 1 + n / 60) {
        shop_open(&s, NULL);
        lite.calls = 0;
        lite.fail_at = n;
        lite.and_later = and_later;
        code = shop_ingest(&s, 0, &t, &err);
        lite.fail_at = 0;
        if (code != TL_OK) {
            test_check(code == TL_E_NOMEM && err.code == code, __FILE__, __LINE__, "at %ld: %s", n, err.msg);
        }
        tl_store_close(s.store);
    }
    shop_open(&s, NULL);
    CHECK(ingest(&s).done);
    CHECK_ROWS(&s,
               "SELECT (SELECT COUNT(*) FROM event), (SELECT COUNT(*) FROM orders), (SELECT COUNT(*) FROM order_path),"
               " (SELECT COUNT(*) FROM message)",
               "9|4|6|3\n");
    CHECK_ROWS(&s, "PRAGMA integrity_check", "ok\n");
    shop_end(&s);
}

enum { ERASE, PRUNE, REKEY, FORGETS };

static tl_code rekey(shop *s, tl_err *err) {
    tl_arena arena;
    tl_value out;
    const tl_slice key = TL_S("another key of thirty-two bytes.");
    TL_TRY(tl_store_rekey_begin(s->store, err));
    TL_TRY(tl_store_rekey_add(s->store, key, TL_S("customer"), TL_S("2"), err));
    tl_arena_init(&arena, s->host.mem);
    tl_code code = tl_store_rekey(s->store, key, &arena, &out, err);
    tl_arena_destroy(&arena);
    return code;
}

/* What a try without memory left undone, the next one does. */
static tl_code forget(shop *s, int what, tl_err *err) {
    int64_t n;
    tl_arena arena;
    tl_value out;
    if (what == REKEY) {
        return rekey(s, err);
    }
    if (what == ERASE) {
        return tl_store_erase(s->store, TL_S("customer"), TL_S("2"), &n, err);
    }
    tl_arena_init(&arena, s->host.mem);
    tl_code code = tl_store_prune(s->store, NOON + 3600000, &arena, &out, err);
    tl_arena_destroy(&arena);
    return code;
}

static void forgets(int what, test_memory *m, bool and_later) {
    tl_err err;
    tl_code code = TL_E_NOMEM;
    for (long n = 1; code != TL_OK; n++) {
        shop s;
        test_memory *of = m != NULL ? m : &s.memory;
        shop_begin(&s);
        s.now = NOON + 7200000;
        one_day(&s);
        ingest(&s);
        of->calls = 0;
        of->fail_at = n;
        of->and_later = and_later;
        code = forget(&s, what, &err);
        of->fail_at = 0;
        test_check(code == TL_OK || (code == TL_E_NOMEM && err.code == code), __FILE__, __LINE__, "at %ld: %s", n,
                   err.msg);
        CHECK_ROWS(&s, "PRAGMA integrity_check", "ok\n");
        if (code != TL_OK && n % 7 == 0) {
            CHECK_INT(forget(&s, what, &err), TL_OK);
            CHECK_ROWS(&s, "SELECT COUNT(*) FROM event", what == PRUNE ? "0\n" : what == ERASE ? "6\n" : "9\n");
        }
        shop_end(&s);
        n += m != NULL ? n / 40 : 0;
    }
}

int main(void) {
    take_memory_of_sqlite();
    reports();
    ingests(false);
    ingests(true);
    for (int what = 0; what < FORGETS; what++) {
        forgets(what, NULL, false);
        forgets(what, NULL, true);
        forgets(what, &lite, false);
    }
    sqlite3_shutdown();
    CHECK_INT(lite.alive, 0);
    return test_report();
}
