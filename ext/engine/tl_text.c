/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_internal.h"

static size_t length_of(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xc2) { /* a continuation, or an overlong form of ASCII */
        return 0;
    }
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
}

size_t tl__utf8_sequence(const unsigned char *s, size_t len) {
    size_t n = len > 0 ? length_of(s[0]) : 0;
    if (n <= 1 || n > len) {
        return n > len ? 0 : n;
    }
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xf0 && s[1] < 0x90);
    bool surrogate = s[0] == 0xed && s[1] > 0x9f;
    bool beyond = s[0] == 0xf4 && s[1] > 0x8f;
    return overlong || surrogate || beyond ? 0 : n;
}
