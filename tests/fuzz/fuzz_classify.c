/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A digit, then what the rules are asked about: 0 bot, 1 device, 2 channel, 3 medium, 4 an unknown set of rules,
 * 6 intent; 5 a landing, its fields a line each. An 'o', a digit, a list of the owner's own rules as JSON, a line's
 * end, and what they are asked about. */
#include "tl_fuzz.h"
#include "tl_rules.h"

static void classifies(const char *set, tl_slice subject, const tl_value *own, tl_arena *arena) {
    tl_slice label, again;
    tl_err err = {TL_OK, ""};
    tl_code code = tl_classify(tl_slice_of(set), subject, own, arena, &label, &err);
    if (code != TL_OK) {
        fuzz_refused(code, &err, TL_DOMAIN_QUERY);
        FUZZ_REQUIRE((code == TL_E_RULES && strcmp(set, "none") == 0) || (code == TL_E_QUERY_VALUE && own != NULL));
        return;
    }
    FUZZ_REQUIRE(label.ptr == NULL || label.len > 0);
    FUZZ_REQUIRE(tl_classify(tl_slice_of(set), subject, own, arena, &again, &err) == TL_OK);
    FUZZ_REQUIRE((label.ptr == NULL) == (again.ptr == NULL) && (label.ptr == NULL || tl_slice_eq(label, again)));
}

static void comes_from(tl_slice text) {
    tl_landing landing = {TL_S(""), TL_S(""), TL_S(""), TL_S(""), TL_S(""), TL_S(""), TL_S("")};
    tl_slice *fields[] = {&landing.referrer, &landing.source, &landing.medium, &landing.campaign,
                          &landing.content,  &landing.term,   &landing.ad};
    tl_origin origin;
    for (size_t i = 0; i < 7 && fuzz_line(&text, fields[i]); i++) {
    }
    tl__origin(&landing, NULL, &origin);
    size_t len = strnlen(origin.referrer, sizeof(origin.referrer));
    FUZZ_REQUIRE(len < sizeof(origin.referrer) && tl_word_of(tl_channel_words, origin.channel).len > 0);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)origin.referrer[i];
        FUZZ_REQUIRE(c > 0x20 && c < 0x7f && !(c >= 'A' && c <= 'Z'));
    }
    FUZZ_REQUIRE(origin.named == (landing.source.len || landing.medium.len || landing.campaign.len || landing.ad.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static const char *const sets[] = {"bot", "device", "channel", "medium", "none", "", "intent"};
    tl_slice subject = {(const char *)bytes, len}, list = TL_S("");
    tl_arena arena;
    tl_value own;
    bool owned = len > 0 && bytes[0] == 'o';
    if (owned) {
        fuzz_line(&subject, &list);
    }
    const char *digit = (const char *)bytes + owned;
    if (len < 1U + owned || *digit < '0' || *digit > '6' || (owned && (*digit == '5' || list.len < 2))) {
        return 0;
    }
    tl_arena_init(&arena, tl_default_allocator);
    if (owned) {
        if (fuzz_json(&arena, (tl_slice){list.ptr + 2, list.len - 2}, &own)) {
            classifies(sets[*digit - '0'], subject, &own, &arena);
        }
    } else {
        subject = (tl_slice){digit + 1, len - 1};
        if (*digit == '5') {
            comes_from(subject);
        } else {
            classifies(sets[*digit - '0'], subject, NULL, &arena);
        }
    }
    tl_arena_destroy(&arena);
    return 0;
}
