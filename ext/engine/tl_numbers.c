/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_internal.h"

bool tl__number_put(tl_buf *buf, int64_t number) {
    unsigned char bytes[10];
    size_t n = 0;
    uint64_t z = ((uint64_t)number << 1) ^ (uint64_t)(number >> 63);
    for (; z > 127; z >>= 7) {
        bytes[n++] = (unsigned char)(z | 128);
    }
    bytes[n++] = (unsigned char)z;
    return tl_buf_put(buf, bytes, n);
}

int64_t tl__number_take_long(tl_numbers *r) {
    uint64_t z = 0;
    for (int shift = 0; r->at < r->end && shift < 64; shift += 7) {
        unsigned char byte = *r->at++;
        z |= (uint64_t)(byte & 127) << shift;
        if (byte < 128) {
            return (int64_t)(z >> 1) ^ -(int64_t)(z & 1);
        }
    }
    r->broken = true;
    return 0;
}

tl_slice tl__numbers_text(tl_numbers *r) {
    int64_t len = tl__number_take(r);
    if (len < 0 || len > r->end - r->at) {
        r->broken = true;
        len = 0;
    }
    tl_slice text = {(const char *)r->at, (size_t)len};
    r->at += len;
    return text;
}
