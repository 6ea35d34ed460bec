/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One event as JSON: refused by name, or encoded in a form that decodes to the same bytes again. */
#include "tl_event.h"
#include "tl_fuzz.h"

static void whole(const tl_buf *bytes, const tl_event_keys *keys, const unsigned char id[16], tl_arena *arena) {
    tl_event event;
    tl_buf again;
    tl_err err = {TL_OK, ""};
    FUZZ_REQUIRE(bytes->len > 0 && bytes->len <= TL_EVENT_MAX);
    if (tl__event_decode(bytes->ptr, bytes->len, keys, arena, &event, &err) != TL_OK) {
        fuzz_wrong("what was encoded is refused: %s", err.msg);
    }
    FUZZ_REQUIRE(memcmp(id, event.id, 16) == 0);
    tl_buf_init(&again, tl_default_allocator);
    FUZZ_REQUIRE(tl__event_write(&event, &again, &err) == TL_OK);
    FUZZ_REQUIRE(again.len == bytes->len && memcmp(again.ptr, bytes->ptr, again.len) == 0);
    tl_buf_destroy(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static const unsigned char identity[] = "0123456789abcdef";
    tl_event_keys keys = {.event = "event-key-fuzz.", .identity = identity, .identity_len = 16};
    unsigned char id[16];
    tl_arena arena;
    tl_value value;
    tl_buf out;
    tl_err err = {TL_OK, ""};
    tl_arena_init(&arena, tl_default_allocator);
    tl_buf_init(&out, tl_default_allocator);
    if (fuzz_json(&arena, (tl_slice){(const char *)bytes, len}, &value)) {
        tl_code code = tl__event_encode(&value, &keys, FUZZ_NOW, &arena, &out, id, &err);
        if (code == TL_OK) {
            whole(&out, &keys, id, &arena);
        } else {
            fuzz_refused(code, &err, TL_DOMAIN_EVENT);
        }
    }
    tl_buf_destroy(&out);
    tl_arena_destroy(&arena);
    return 0;
}
