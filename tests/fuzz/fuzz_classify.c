/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A digit, then what the rules are asked about: 0 bot, 1 device, 2 channel, 3 medium, 4 an unknown set of rules; 5 a
 * landing, its fields a line each. */
#include "tl_fuzz.h"
#include "tl_rules.h"

static void classifies(const char *set, tl_slice subject) {
    const char *label, *again;
    tl_err err = {TL_OK, ""};
    tl_code code = tl_classify(tl_slice_of(set), subject, &label, &err);
    if (code != TL_OK) {
        fuzz_refused(code, &err, TL_DOMAIN_QUERY);
        FUZZ_REQUIRE(code == TL_E_RULES && label == NULL && strcmp(set, "none") == 0);
        return;
    }
    FUZZ_REQUIRE(label == NULL || strlen(label) > 0);
    FUZZ_REQUIRE(tl_classify(tl_slice_of(set), subject, &again, &err) == TL_OK && label == again);
}

static void comes_from(tl_slice text) {
    tl_landing landing = {TL_S(""), TL_S(""), TL_S(""), TL_S(""), TL_S(""), TL_S(""), TL_S("")};
    tl_slice *fields[] = {&landing.referrer, &landing.source, &landing.medium, &landing.campaign,
                          &landing.content,  &landing.term,   &landing.ad};
    tl_origin origin;
    for (size_t i = 0; i < 7 && fuzz_line(&text, fields[i]); i++) {
    }
    tl__origin(&landing, &origin);
    size_t len = strnlen(origin.referrer, sizeof(origin.referrer));
    FUZZ_REQUIRE(len < sizeof(origin.referrer) && tl_word_of(tl_channel_words, origin.channel).len > 0);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)origin.referrer[i];
        FUZZ_REQUIRE(c > 0x20 && c < 0x7f && !(c >= 'A' && c <= 'Z'));
    }
    FUZZ_REQUIRE(origin.named == (landing.source.len || landing.medium.len || landing.campaign.len || landing.ad.len));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    static const char *const sets[] = {"bot", "device", "channel", "medium", "none"};
    if (len == 0 || bytes[0] < '0' || bytes[0] > '5') {
        return 0;
    }
    tl_slice subject = {(const char *)bytes + 1, len - 1};
    if (bytes[0] == '5') {
        comes_from(subject);
    } else {
        classifies(sets[bytes[0] - '0'], subject);
    }
    return 0;
}
