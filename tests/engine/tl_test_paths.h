/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths for attribute(), and what it gives for them as one line of text. */
#ifndef TL_TEST_PATHS_H
#define TL_TEST_PATHS_H

#include "tl_test.h"

__attribute__((unused)) static void put(tl_arena *arena, tl_value *map, const char *key, tl_value value) {
    *tl_map_add(map, arena, tl_slice_of(key)) = value;
}

/* "a b direct" as a list of names */
__attribute__((unused)) static tl_value names(tl_arena *arena, const char *text) {
    tl_value list = tl_list();
    for (size_t len; *text; text += len + (text[len] == ' ')) {
        len = strcspn(text, " ");
        *tl_list_add(&list, arena) = tl_str((tl_slice){text, len});
    }
    return list;
}

__attribute__((unused)) static tl_value *path(tl_arena *arena, tl_value *paths, int64_t value, tl_value touches) {
    tl_value *p = tl_list_add(paths, arena);
    *p = tl_map();
    put(arena, p, "touches", touches);
    put(arena, p, "value", tl_int(value));
    return p;
}

__attribute__((unused)) static tl_value touch(tl_arena *arena, const char *key, int64_t at, bool direct) {
    tl_value t = tl_map();
    put(arena, &t, "key", tl_str(tl_slice_of(key)));
    put(arena, &t, "at", tl_int(at));
    put(arena, &t, "direct", tl_bool(direct));
    return t;
}

__attribute__((unused)) static tl_value window(tl_arena *arena, int64_t ms) {
    tl_value options = tl_map();
    put(arena, &options, "window_ms", tl_int(ms));
    return options;
}

/* "key=value/conversions ..." in the order given, conversions to three decimals */
__attribute__((unused)) static void told(const tl_value *out, char *text, size_t size) {
    size_t len = 0;
    *text = '\0';
    for (uint32_t i = 0; i < out->n && len < size; i++) {
        const tl_pair *pair = &out->as.pairs[i];
        len += (size_t)snprintf(text + len, size - len, "%s%.*s=%lld/%.3f", i ? " " : "", (int)pair->key.len,
                                pair->key.ptr, (long long)tl_map_get(&pair->value, "value")->as.i,
                                tl_map_get(&pair->value, "conversions")->as.f);
    }
}

__attribute__((unused)) static void gives(int line, tl_arena *arena, const tl_value *paths, const char *model,
                                          const tl_value *options, const char *wanted) {
    tl_value out = tl_null(), none = tl_null();
    tl_err err;
    char text[1024];
    tl_code code = tl_attribute(paths, tl_slice_of(model), options ? options : &none, arena, &out, &err);
    if (test_check(code == TL_OK, __BASE_FILE__, line, "%s: %s", model, err.msg)) {
        told(&out, text, sizeof text);
        test_str(text, wanted, __BASE_FILE__, line);
    }
}

/* One path with names as touches. */
__attribute__((unused)) static void one(int line, const char *touches, int64_t value, const char *model,
                                        const char *wanted) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list();
    path(&arena, &paths, value, names(&arena, touches));
    gives(line, &arena, &paths, model, NULL, wanted);
    tl_arena_destroy(&arena);
}

#endif
