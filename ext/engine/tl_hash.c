/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one file that knows libsodium. SipHash needs no sodium_init; BLAKE2b and the random source do, and it may be
 * called any number of times, from any thread, beside PHP's own sodium extension. */
#include "tl_internal.h"

#include <sodium.h>
#include <string.h>

void tl__sip64(const unsigned char key[16], const void *bytes, size_t len, unsigned char out[8]) {
    crypto_shorthash_siphash24(out, bytes, len, key);
}

void tl__sip128(const unsigned char key[16], const void *bytes, size_t len, unsigned char out[16]) {
    crypto_shorthash_siphashx24(out, bytes, len, key);
}

void tl__hex(const unsigned char *bytes, size_t len, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * len] = '\0';
}

bool tl__random(void *bytes, size_t len) {
    if (sodium_init() < 0) {
        return false;
    }
    randombytes_buf(bytes, len);
    return true;
}

bool tl__blake2b(const unsigned char *key, size_t key_len, const void *bytes, size_t len, unsigned char out[16]) {
    return sodium_init() >= 0 && crypto_generichash(out, 16, bytes, len, key, key_len) == 0;
}

const char *tl__sodium_version(void) {
    return sodium_version_string();
}
