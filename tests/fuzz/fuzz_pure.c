/* SPDX-License-Identifier: GPL-2.0-or-later */
/* {"paths": ..., "model": ..., "options": ...} goes to attribute(), {"events": ..., "options": ...} to sessionize(),
 * {"open": ...} to what reads the options of a store. */
#include "tl_fuzz.h"
#include "tl_store_dir.h"

#include <math.h>

__extension__ typedef __int128 wide;

static const tl_value none = {.kind = TL_NULL};

static const tl_value *given(const tl_value *input, const char *name) {
    const tl_value *v = tl_map_get(input, name);
    return v != NULL ? v : &none;
}

static wide asked(const tl_value *paths) {
    wide sum = 0;
    for (uint32_t i = 0; i < paths->n; i++) {
        const tl_value *v = tl_map_get(&paths->as.items[i], "value");
        sum += v != NULL && v->kind == TL_INT ? v->as.i : 0;
    }
    return sum;
}

static void attributes(const tl_value *input, tl_arena *arena) {
    const tl_value *model = given(input, "model"), *options = given(input, "options"), *paths = given(input, "paths");
    tl_slice name = model->kind == TL_STR ? model->as.s : TL_S("last");
    tl_value out;
    tl_err err = {TL_OK, ""};
    tl_code code = tl_attribute(paths, name, options, arena, &out, &err);
    if (code != TL_OK) {
        fuzz_refused(code, &err, TL_DOMAIN_QUERY);
        return;
    }
    wide sum = 0;
    for (uint32_t i = 0; i < out.n; i++) {
        const tl_value *row = &out.as.pairs[i].value;
        double n = tl_map_get(row, "conversions")->as.f;
        FUZZ_REQUIRE(isfinite(n) && n >= 0);
        sum += tl_map_get(row, "value")->as.i;
    }
    const tl_value *window = tl_map_get(options, "window_ms");
    FUZZ_REQUIRE((window != NULL && window->kind != TL_NULL) || sum == asked(paths));
}

static void sessionizes(const tl_value *input, tl_arena *arena) {
    const tl_value *events = given(input, "events");
    tl_value out;
    tl_err err = {TL_OK, ""};
    tl_code code = tl_sessionize(events, given(input, "options"), arena, &out, &err);
    if (code != TL_OK) {
        fuzz_refused(code, &err, TL_DOMAIN_QUERY);
        return;
    }
    FUZZ_REQUIRE(out.kind == TL_LIST && out.n == (events->kind == TL_LIST || events->kind == TL_MAP ? events->n : 0));
    for (uint32_t i = 0; i < out.n; i++) {
        const tl_value *row = &out.as.items[i];
        FUZZ_REQUIRE(row->n == 2 && row->as.items[0].as.i >= 1 && row->as.items[0].as.i <= out.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    tl_arena arena;
    tl_value input;
    tl_arena_init(&arena, tl_default_allocator);
    if (fuzz_json(&arena, (tl_slice){(const char *)bytes, len}, &input) && input.kind == TL_MAP) {
        if (tl_map_get(&input, "open") != NULL) {
            tl_open_options options;
            tl_err err = {TL_OK, ""};
            tl_code code = tl__open_options(tl_map_get(&input, "open"), &options, &err);
            if (code != TL_OK) {
                fuzz_refused(code, &err, TL_DOMAIN_STORE);
            }
        } else if (tl_map_get(&input, "events") != NULL) {
            sessionizes(&input, &arena);
        } else {
            attributes(&input, &arena);
        }
    }
    tl_arena_destroy(&arena);
    return 0;
}
