/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reference codes: 8 characters of Crockford's base32, read as people write them. */
#include "tl_internal.h"

#include <string.h>

size_t tl__code_fold(tl_slice text, char out[TL_CODE_FOLDED]) {
    size_t n = 0;
    for (size_t i = 0; i < text.len && n < TL_CODE_FOLDED; i++) {
        char c = text.ptr[i];
        c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        if (c == '-' || c == ' ') {
            continue;
        }
        out[n++] = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
    }
    return n;
}

bool tl__code_canonical(tl_slice text, char out[9]) {
    char folded[TL_CODE_FOLDED];
    size_t n = tl__code_fold(text, folded);
    bool right = n == 8;
    for (size_t i = 0; right && i < 8; i++) {
        right = folded[i] != '\0' && strchr("0123456789ABCDEFGHJKMNPQRSTVWXYZ", folded[i]) != NULL;
    }
    if (right) {
        memcpy(out, folded, 8);
        out[8] = '\0';
    }
    return right;
}
