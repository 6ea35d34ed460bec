/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of events, as `wp touchline import` reads them, into two stores: in order at once, and backwards by threes.
 * Both are whole and say the same. */
#include "tl_fuzz.h"

#include <stdio.h>

#define LINES 24

static void clear(tl_store *store, const char *dir) {
    tl_store_close(store);
    fuzz_empty(dir);
}

static void at_once(tl_store *store, tl_slice lines) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    fuzz_record(store, lines);
    fuzz_ingest(store, &arena);
    fuzz_check(store, &arena);
    tl_arena_destroy(&arena);
}

static void backwards(tl_store *store, tl_slice lines) {
    tl_slice all[LINES], line;
    tl_arena arena;
    int n = 0;
    tl_arena_init(&arena, tl_default_allocator);
    while (n < LINES && fuzz_line(&lines, &line)) {
        all[n++] = line;
    }
    while (n > 0) {
        fuzz_record(store, all[--n]);
        if (n % 3 == 0) {
            fuzz_ingest(store, &arena);
            tl_arena_reset(&arena);
        }
    }
    fuzz_check(store, &arena);
    tl_arena_destroy(&arena);
}

/* A person's name is made of a number that depends on who came first. */
static void forget_person(tl_value *journey) {
    for (uint32_t i = 0; i < journey->n; i++) {
        if (tl_slice_eq(journey->as.pairs[i].key, TL_S("person"))) {
            journey->as.pairs[i].value = tl_null();
        }
    }
}

/* Of carts that began in one millisecond it also says which stands first: those are counted only. */
static void forget_people(tl_value *answer) {
    tl_value *rows = (tl_value *)(uintptr_t)tl_map_get(answer, "rows");
    for (uint32_t i = 0; i < rows->n; i++) {
        forget_person(&rows->as.items[i]);
        if (i > 0 && tl_map_get(&rows->as.items[i - 1], "started_at")->as.i ==
                         tl_map_get(&rows->as.items[i], "started_at")->as.i) {
            *rows = tl_null();
            return;
        }
    }
}

static void tell_journeys(tl_store *store, const tl_value *orders, tl_arena *arena, tl_buf *out) {
    const tl_value *rows = tl_map_get(orders, "rows");
    for (uint32_t i = 0; i < rows->n; i++) {
        tl_value journey;
        tl_err err;
        tl_slice key = tl_map_get(&rows->as.items[i], "order")->as.s;
        if (tl_store_journey(store, key, NULL, arena, &journey, &err) != TL_OK) {
            fuzz_wrong("journey of %.*s: %s", (int)key.len, key.ptr, err.msg);
        }
        forget_person(&journey);
        fuzz_print(out, &journey);
        tl_buf_put(out, "\n", 1);
    }
}

static void tell(tl_store *store, tl_buf *out) {
    static const char *const asked[][2] = {{"overview", ""},
                                           {"daily", ""},
                                           {"dimension", "channel"},
                                           {"dimension", "product"},
                                           {"dimension", "customer"},
                                           {"dimension", "landing"},
                                           {"orders", ""},
                                           {"funnel", ""},
                                           {"paths", "source"},
                                           {"path_length", ""},
                                           {"time_lag", ""},
                                           {"assists", "campaign"},
                                           {"models", ""},
                                           {"unattributed", ""},
                                           {"heatmap", ""},
                                           {"steps", "page"},
                                           {"bots", ""},
                                           {"uncounted", ""},
                                           {"shop", ""},
                                           {"windows", ""},
                                           {"products", ""},
                                           {"links", ""},
                                           {"carts", "source"},
                                           {"cart_list", ""}};
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        tl_value query = tl_map(), answer;
        tl_err err;
        *tl_map_add(&query, &arena, TL_S("from")) = tl_int(FUZZ_NOW - 86400000 * INT64_C(200));
        *tl_map_add(&query, &arena, TL_S("to")) = tl_int(FUZZ_NOW + 86400000);
        *tl_map_add(&query, &arena, TL_S("window")) = tl_int(30);
        if (asked[i][1][0] != '\0') {
            *tl_map_add(&query, &arena, TL_S("dim")) = tl_str(tl_slice_of(asked[i][1]));
        }
        tl_code code = tl_store_report(store, tl_slice_of(asked[i][0]), &query, &arena, &answer, &err);
        if (code == TL_OK) {
            if (strcmp(asked[i][0], "cart_list") == 0) {
                forget_people(&answer);
            }
            fuzz_print(out, &answer);
            if (strcmp(asked[i][0], "orders") == 0) {
                tell_journeys(store, &answer, &arena, out);
            }
        } else { /* amounts of more than 64 bits */
            FUZZ_REQUIRE(code == TL_E_QUERY_VALUE && strstr(err.msg, "come to more than") != NULL);
        }
        tl_buf_put(out, "\n", 1);
    }
    tl_arena_destroy(&arena);
}

/* Of events with the same id of their own the first that comes holds, so that order matters to those. */
static bool ids_given(tl_slice lines) {
    bool given = false;
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    for (tl_slice line; fuzz_line(&lines, &line);) {
        tl_value event;
        given = given || (fuzz_json(&arena, line, &event) && tl_map_get(&event, "id") != NULL);
    }
    tl_arena_destroy(&arena);
    return given;
}

/* Shows what stands around the first difference. */
static void same(const char *in_order, const char *reversed) {
    size_t at = 0;
    while (in_order[at] == reversed[at] && in_order[at] != '\0') {
        at++;
    }
    if (in_order[at] != reversed[at]) {
        size_t from = at < 700 ? 0 : at - 700;
        fuzz_wrong("in order:\n%.900s\n---- backwards:\n%.900s", in_order + from, reversed + from);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static char dirs[2][80];
    tl_slice lines = {(const char *)bytes, len}, rest = lines, line;
    tl_buf told[2];
    int n = 0;
    while (fuzz_line(&rest, &line)) {
        n++;
    }
    if (n > LINES) {
        return 0;
    }
    for (int i = 0; i < 2; i++) {
        snprintf(dirs[i], sizeof(dirs[i]), "%.60s/%d", fuzz_directory(), i);
        tl_store *store = fuzz_open(dirs[i]);
        (i == 0 ? at_once : backwards)(store, lines);
        tl_buf_init(&told[i], tl_default_allocator);
        tell(store, &told[i]);
        tl_buf_put(&told[i], "", 1);
        clear(store, dirs[i]);
    }
    if (!ids_given(lines)) {
        same((const char *)told[0].ptr, (const char *)told[1].ptr);
    }
    tl_buf_destroy(&told[0]);
    tl_buf_destroy(&told[1]);
    return 0;
}
