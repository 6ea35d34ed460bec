/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_internal.h"

#include <string.h>

void tl_buf_init(tl_buf *buf, tl_allocator mem) {
    *buf = (tl_buf){.mem = mem};
}

void tl_buf_destroy(tl_buf *buf) {
    if (buf->ptr != NULL) {
        buf->mem.fn(buf->mem.ctx, buf->ptr, 0);
    }
    buf->ptr = NULL;
    buf->len = buf->cap = 0;
}

bool tl_buf_reserve(tl_buf *buf, size_t more) {
    if (buf->cap - buf->len >= more) {
        return true;
    }
    if (more > SIZE_MAX / 2 - buf->len) {
        return false;
    }
    size_t cap = buf->cap == 0 ? 256 : buf->cap;
    while (cap - buf->len < more) {
        cap *= 2;
    }
    unsigned char *ptr = buf->mem.fn(buf->mem.ctx, buf->ptr, cap);
    if (ptr == NULL) {
        return false;
    }
    buf->ptr = ptr;
    buf->cap = cap;
    return true;
}

bool tl_buf_put(tl_buf *buf, const void *bytes, size_t len) {
    if (!tl_buf_reserve(buf, len)) {
        return false;
    }
    if (len > 0) {
        memcpy(buf->ptr + buf->len, bytes, len);
    }
    buf->len += len;
    return true;
}
