/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of the spool share: a world whose clock and disk the test decides. */
#ifndef TL_TEST_SPOOL_H
#define TL_TEST_SPOOL_H

#include "tl_spool.h"
#include "tl_test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#define HOUR TL_HOUR_MS
#define NOON (INT64_C(1795521600000)) /* 2026-11-24 12:00 UTC */

typedef struct world {
    int64_t now;
    int fail_with; /* errno of the next write */
    int64_t take;  /* bytes the next write takes before it stops, -1: all */
    int writes;
    char dir[128];
    tl_host host;
    tl_spool spool;
} world;

__attribute__((unused)) static int64_t world_now(void *ctx) {
    return ((world *)ctx)->now;
}

__attribute__((unused)) static int64_t world_write(void *ctx, int fd, const void *bytes, size_t len) {
    world *w = ctx;
    w->writes++;
    if (w->fail_with != 0) {
        errno = w->fail_with;
        w->fail_with = 0;
        return -1;
    }
    if (w->take >= 0) {
        len = (size_t)w->take < len ? (size_t)w->take : len;
        w->take = -1;
    }
    return write(fd, bytes, len);
}

static const unsigned char store_id[16] = "store-id-123456", key[16] = "key-123456789ab";

/* The key file of a store, whose check is none of the spool's business. */
__attribute__((unused)) static void put_key(const world *w) {
    unsigned char bytes[48] = "TLKEY\0\0\001";
    char path[300];
    memcpy(bytes + 8, w->spool.store_id, 16);
    memcpy(bytes + 24, w->spool.key, 16);
    snprintf(path, sizeof(path), "%s/key", w->dir);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    CHECK(write(fd, bytes, sizeof(bytes)) == sizeof(bytes));
    close(fd);
}

__attribute__((unused)) static void begin(world *w) {
    memset(w, 0, sizeof(*w));
    w->now = NOON;
    w->take = -1;
    w->host = (tl_host){tl_default_allocator, world_now, world_write, w};
    test_directory(w->dir);
    tl_err err;
    CHECK_INT(tl__spool_init(&w->spool, &w->host, tl_slice_of(w->dir), store_id, key, 1 << 30, &err), TL_OK);
    put_key(w);
}

__attribute__((unused)) static void end(world *w) {
    tl__spool_destroy(&w->spool);
    test_remove(w->dir);
}

__attribute__((unused)) static tl_code append(world *w, const char *payload, tl_err *err) {
    return tl__spool_append(&w->spool, (const unsigned char *)payload, strlen(payload), false, err);
}

__attribute__((unused)) static void put(world *w, const char *payload) {
    tl_err err = {TL_OK, ""};
    test_check(append(w, payload, &err) == TL_OK, __FILE__, __LINE__, "append: %s", err.msg);
}

__attribute__((unused)) static void path_of(const world *w, int64_t at, char path[300]) {
    char name[TL_SEGMENT_NAME + 1];
    tl__segment_name(at / HOUR, name);
    snprintf(path, 300, "%s/spool/%s", w->dir, name);
}

typedef struct reading {
    char text[4096]; /* payloads with a blank after each */
    int frames;
    int64_t offset, skipped;
    tl_read last;
} reading;

__attribute__((unused)) static reading read_from(const world *w, int64_t at, int64_t offset) {
    reading r = {.last = TL_READ_FAIL};
    char name[TL_SEGMENT_NAME + 1];
    tl_spool_reader reader;
    tl_frame frame;
    tl_err err;
    tl__segment_name(at / HOUR, name);
    if (tl__spool_reader_init(&reader, &w->spool, tl_slice_of(name), offset, &err) != TL_OK) {
        return r;
    }
    while ((r.last = tl__spool_next(&reader, &frame, &err)) == TL_READ_FRAME) {
        r.frames++;
        size_t n = strlen(r.text);
        snprintf(r.text + n, sizeof(r.text) - n, "%.*s ", (int)(frame.len < 64 ? frame.len : 64),
                 (const char *)frame.payload);
    }
    r.offset = reader.offset;
    r.skipped = reader.skipped;
    tl__spool_reader_destroy(&reader);
    return r;
}

__attribute__((unused)) static int64_t size_of(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : -1;
}

#endif
