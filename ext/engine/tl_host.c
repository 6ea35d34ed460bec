/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The world outside as it is: the system's clock, write(2) and malloc. */
#include "touchline.h"

#include <time.h>
#include <unistd.h>

static int64_t now_ms(void *ctx) {
    (void)ctx;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t write_bytes(void *ctx, int fd, const void *bytes, size_t len) {
    (void)ctx;
    return (int64_t)write(fd, bytes, len);
}

static void *allocate(void *ctx, void *ptr, size_t size) {
    (void)ctx;
    return tl_default_allocator.fn(NULL, ptr, size);
}

const tl_host tl_default_host = {{allocate, NULL}, now_ms, write_bytes, NULL};
