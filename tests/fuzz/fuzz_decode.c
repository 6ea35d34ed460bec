/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes of an event as they lie in the spool: refused, or the one encoding of what they say. */
#include "tl_event.h"
#include "tl_fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    tl_arena arena;
    tl_event event;
    tl_buf again;
    tl_err err = {TL_OK, ""};
    const tl_event_keys keys = {.event = "event-key-fuzz."};
    tl_arena_init(&arena, tl_default_allocator);
    tl_buf_init(&again, tl_default_allocator);
    tl_code code = tl__event_decode(bytes, len, &keys, &arena, &event, &err);
    if (code == TL_OK) {
        unsigned char id[16];
        FUZZ_REQUIRE(tl__event_write(&event, &again, &err) == TL_OK);
        FUZZ_REQUIRE(again.len == len && memcmp(again.ptr, bytes, len) == 0);
        tl__event_id(&event, bytes, len, &keys, id);
        FUZZ_REQUIRE(memcmp(id, event.id, sizeof(id)) == 0);
    } else {
        fuzz_refused(code, &err, TL_DOMAIN_EVENT);
    }
    tl_buf_destroy(&again);
    tl_arena_destroy(&arena);
    return 0;
}
