/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rows() when memory runs out at any moment: what was read stands, and the next call goes on where the last one ended.
 */
#include "tl_test_shop.h"

static const char *const names[] = {"orders",   "credits", "carts",  "touches",
                                    "sessions", "events",  "clicks", "messages"};

static void fill(shop *s) {
    for (int i = 0; i < 40; i++) {
        const long long at = MONDAY + i * HOUR;
        shop_record(s, "{'type':'page_view','visitor':'v%d','at':%lld,'path':'/p%d/','source':'s%d','medium':'email'}",
                    i, at, i % 7, i % 3);
        shop_record(s, "{'type':'button_click','visitor':'v%d','at':%lld,'path':'/p%d/','code':'AAAAAA%02d'}", i,
                    at + MINUTE, i % 7, i);
        shop_record(s,
                    "{'type':'cart','visitor':'v%d','at':%lld,'action':'add','product':'p%d','items':1,'value':'5',"
                    "'currency':'EUR'}",
                    i, at + MINUTE, i % 7);
        shop_record(
            s,
            "{'type':'message','message':'m%d','direction':'in','at':%lld,'wa_id':'49151123%05d','code':'AAAAAA%02d'}",
            i, at + 2 * MINUTE, i, i);
        shop_record(s,
                    "{'type':'order','order':'%d','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,'"
                    "total':'%d',"
                    "'visitor':'v%d'}",
                    i, at + HOUR / 2, at + HOUR / 2, i + 1, i);
    }
    shop_ingest(s);
}

/* How many rows there are; `failed` counts the calls that said so and were made again. */
static int64_t read_all(tl_store *store, const char *name, test_memory *memory, long fail_at, long *failed) {
    tl_rows *rows;
    tl_value row, query = tl_map();
    tl_err err;
    bool there = true;
    int64_t n = 0;
    memory->calls = 0;
    memory->fail_at = fail_at;
    while (tl_rows_open(store, tl_slice_of(name), &query, &rows, &err) != TL_OK) {
        CHECK_INT(err.code, TL_E_NOMEM);
        ++*failed;
    }
    for (;;) {
        if (tl_rows_next(rows, &row, &there, &err) != TL_OK) {
            CHECK_INT(err.code, TL_E_NOMEM);
            ++*failed;
            continue;
        }
        if (!there) {
            break;
        }
        n++;
    }
    tl_rows_close(rows);
    memory->fail_at = 0;
    return n;
}

int main(void) {
    shop s;
    shop_open(&s, NULL);
    fill(&s);
    test_memory memory = {0};
    tl_host host = s.host;
    tl_store *store;
    tl_value options = tl_map();
    tl_arena arena;
    host.mem = test_allocator(&memory);
    tl_arena_init(&arena, tl_default_allocator);
    *tl_map_add(&options, &arena, TL_S("identity_key")) = tl_str(TL_S("a key of 16 bytes or more"));
    CHECK_INT(tl_store_open(&store, tl_slice_of(s.dir), &options, &host, &s.err), TL_OK);
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
        long failed = 0, nothing = 0;
        int64_t all = read_all(store, names[k], &memory, 0, &nothing);
        CHECK(all >= 40 && nothing == 0);
        long alive = memory.alive, calls = memory.calls;
        for (long n = 1; n <= calls; n++) {
            CHECK_INT(read_all(store, names[k], &memory, n, &failed), all);
        }
        CHECK_INT(memory.alive, alive);
        test_check(failed > 0, __FILE__, __LINE__, "%s never ran out of memory", names[k]);
    }
    tl_store_close(store);
    CHECK_INT(memory.alive, 0);
    tl_arena_destroy(&arena);
    shop_close(&s);
    return test_report();
}
