/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A country, a line's end, a number; or a kind of identity of more than two letters, a line's end, its value. */
#include "tl_fuzz.h"

static bool normal(const char out[16]) {
    size_t len = strnlen(out, 16);
    return len >= 6 && len <= 15 && strspn(out, "0123456789") == len && out[0] != '0';
}

static void normalizes(tl_slice phone, tl_slice country) {
    char out[16], again[16], number[20] = "+";
    if (!tl_normalize_phone(phone, country, out)) {
        return;
    }
    FUZZ_REQUIRE(normal(out));
    FUZZ_REQUIRE(tl_normalize_phone(phone, country, again) && strcmp(out, again) == 0);
    /* Not the same again, always: of +353 00 ... the country's 0 goes twice, as with libphonenumber. */
    memcpy(number + 1, out, strlen(out) + 1);
    FUZZ_REQUIRE(!tl_normalize_phone(tl_slice_of(number), TL_S(""), again) || normal(again));
}

static void replaces(tl_slice kind, tl_slice value) {
    char out[33] = "", again[33];
    tl_err err = {TL_OK, ""};
    tl_code code = tl_pseudonym(kind, value, TL_S("0123456789abcdef"), out, &err);
    if (code != TL_OK) {
        fuzz_refused(code, &err, TL_DOMAIN_EVENT);
        return;
    }
    FUZZ_REQUIRE(strspn(out, "0123456789abcdef") == 32 && out[32] == '\0');
    FUZZ_REQUIRE(tl_pseudonym(kind, value, TL_S("0123456789abcdef"), again, &err) == TL_OK && strcmp(out, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    tl_slice text = {(const char *)bytes, len}, first = TL_S("");
    if (!fuzz_line(&text, &first)) {
        return 0;
    }
    if (first.len <= 2) {
        normalizes(text, first);
    } else {
        replaces(first, text);
    }
    return 0;
}
