/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The name of a report, or `rows of ` and a name, a line's end, the query as JSON; or `journey`, a line's end, an
 * order. On a small filled store. */
#include "tl_fuzz.h"

static tl_store *store;

static void begin(void) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    store = fuzz_open(fuzz_directory());
    FUZZ_REQUIRE(fuzz_record(store, fuzz_shop(&arena)) > 50);
    fuzz_ingest(store, &arena);
    fuzz_check(store, &arena);
    tl_arena_destroy(&arena);
}

static int64_t micros(const tl_value *map, const char *name) {
    const tl_value *v = tl_map_get(map, name);
    FUZZ_REQUIRE(v != NULL && v->kind == TL_INT);
    return v->as.i;
}

/* WhatsApp + other channels + no known touch + renewals = all, whatever was asked. */
static void adds_up(const tl_value *answer) {
    const tl_value *i = tl_map_get(answer, "identity");
    FUZZ_REQUIRE(i != NULL);
    FUZZ_REQUIRE(micros(i, "whatsapp_micros") == micros(i, "confirmed_micros") + micros(i, "click_only_micros"));
    FUZZ_REQUIRE(micros(i, "total_micros") == micros(i, "whatsapp_micros") + micros(i, "other_micros") +
                                                  micros(i, "unknown_micros") + micros(i, "renewals_micros"));
}

static void answers(tl_slice name, tl_code code, const tl_value *out, const tl_err *err) {
    tl_buf text;
    if (code != TL_OK) {
        fuzz_refused(code, err, TL_DOMAIN_QUERY);
        return;
    }
    if (tl_slice_eq(name, TL_S("overview"))) {
        adds_up(out);
    }
    tl_buf_init(&text, tl_default_allocator);
    fuzz_print(&text, out); /* reads every byte of it */
    tl_buf_destroy(&text);
}

static void streams(tl_slice name, const tl_value *query) {
    tl_rows *rows;
    tl_value row;
    bool there = true;
    tl_err err = {TL_OK, ""};
    tl_code code = tl_rows_open(store, name, query, &rows, &err);
    FUZZ_REQUIRE((rows != NULL) == (code == TL_OK));
    if (code != TL_OK) {
        fuzz_refused(code, &err, TL_DOMAIN_QUERY);
        return;
    }
    while (there) {
        code = tl_rows_next(rows, &row, &there, &err);
        if (code != TL_OK) {
            fuzz_wrong("rows: %s", err.msg);
        }
        answers(name, code, &row, &err);
    }
    tl_rows_close(rows);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    tl_slice text = {(const char *)bytes, len}, name = TL_S("");
    tl_arena arena;
    tl_value query, out;
    tl_err err = {TL_OK, ""};
    if (store == NULL) {
        begin();
    }
    tl_arena_init(&arena, tl_default_allocator);
    fuzz_line(&text, &name);
    if (tl_slice_eq(name, TL_S("journey"))) {
        answers(name, tl_store_journey(store, text, NULL, &arena, &out, &err), &out, &err);
    } else if (!fuzz_json(&arena, text, &query)) {
        /* nothing is asked */
    } else if (name.len >= 8 && memcmp(name.ptr, "rows of ", 8) == 0) {
        streams((tl_slice){name.ptr + 8, name.len - 8}, &query);
    } else {
        answers(name, tl_store_report(store, name, &query, &arena, &out, &err), &out, &err);
    }
    tl_arena_destroy(&arena);
    return 0;
}
