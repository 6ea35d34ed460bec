/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes of a segment: a byte of flags, two of an offset to read from, then the file. */
#include "tl_fuzz.h"
#include "tl_spool.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEALED = 1, REPAIR = 2, FROM_OFFSET = 4 };
#define NAME "20261124T11.tls"

static tl_spool spool;
static int64_t now;

static int64_t now_ms(void *ctx) {
    (void)ctx;
    return now;
}

static tl_host host;

static void begin(void) {
    const unsigned char id[16] = "store-id-of-fuz", key[16] = "event-key-fuzz.";
    tl_err err;
    char path[200];
    host = fuzz_host;
    host.now_ms = now_ms;
    FUZZ_REQUIRE(tl__spool_init(&spool, &host, tl_slice_of(fuzz_directory()), id, key, 1 << 30, &err) == TL_OK);
    snprintf(path, sizeof(path), "%s/spool", fuzz_directory());
    FUZZ_REQUIRE(mkdir(path, 0700) == 0);
}

/* Makes the hashes right, so that a mutated file has good frames in it and not only damage. */
static void repair(unsigned char *file, size_t len) {
    if (len < TL_SEGMENT_HEADER) {
        return;
    }
    tl__segment_header(&spool, file[7] % 3, file);
    for (size_t at = TL_SEGMENT_HEADER; at + TL_FRAME_HEADER < len;) {
        size_t n = file[at] | (size_t)file[at + 1] << 8;
        if (n == 0 || at + TL_FRAME_HEADER + n > len) {
            at++;
            continue;
        }
        file[at + 2] = file[at + 3] = 0;
        tl__sip64(spool.key, file + at + TL_FRAME_HEADER, n, file + at + 4);
        at += TL_FRAME_HEADER + n;
    }
}

static void put_file(const unsigned char *file, size_t len) {
    char path[4200], kept[200];
    FUZZ_REQUIRE(tl__segment_path(&spool, TL_S(NAME), path, sizeof(path)));
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FUZZ_REQUIRE(fd >= 0 && write(fd, file, len) == (ssize_t)len);
    close(fd);
    snprintf(kept, sizeof(kept), "%s/quarantine/" NAME, fuzz_directory());
    unlink(kept);
}

/* A frame is what the file says at that place, under its hash. */
static void see(const tl_spool_reader *r, const tl_frame *frame, const unsigned char *file) {
    unsigned char hash[8];
    size_t at = (size_t)r->offset - frame->len;
    FUZZ_REQUIRE(frame->len > 0 && frame->len <= TL_EVENT_MAX && at >= TL_FRAME_HEADER);
    FUZZ_REQUIRE(memcmp(frame->payload, file + at, frame->len) == 0);
    tl__sip64(spool.key, file + at, frame->len, hash);
    FUZZ_REQUIRE(memcmp(hash, file + at - 8, sizeof(hash)) == 0);
}

typedef struct told {
    int64_t offset, skipped, framed;
    int frames;
    tl_read last;
} told;

static told read_all(const unsigned char *file, size_t len, int64_t from) {
    told t = {0};
    tl_spool_reader r;
    tl_frame frame;
    tl_err err = {TL_OK, ""};
    FUZZ_REQUIRE(tl__spool_reader_init(&r, &spool, TL_S(NAME), from, &err) == TL_OK);
    FUZZ_REQUIRE(r.offset == (from <= (int64_t)len ? from : 0));
    int64_t last = r.offset;
    while ((t.last = tl__spool_next(&r, &frame, &err)) == TL_READ_FRAME) {
        see(&r, &frame, file);
        FUZZ_REQUIRE(r.offset > last && r.offset <= (int64_t)len);
        last = r.offset;
        t.framed += TL_FRAME_HEADER + (int64_t)frame.len;
        t.frames++;
    }
    if (t.last == TL_READ_FAIL) {
        fuzz_refused(err.code, &err, TL_DOMAIN_STORE);
    }
    t.offset = r.offset;
    t.skipped = r.skipped;
    tl__spool_reader_destroy(&r);
    return t;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len) {
    if (len < 3) {
        return 0;
    }
    if (spool.host == NULL) {
        begin();
    }
    size_t size = len - 3;
    unsigned char *file = malloc(size + 1);
    memcpy(file, bytes + 3, size);
    if (bytes[0] & REPAIR) {
        repair(file, size);
    }
    put_file(file, size);
    int64_t from = bytes[0] & FROM_OFFSET ? bytes[1] | bytes[2] << 8 : 0, start = from <= (int64_t)size ? from : 0;
    now = FUZZ_NOW + (bytes[0] & SEALED ? TL_HOUR_MS : -TL_SEAL_MS);
    told t = read_all(file, size, from);
    int64_t passed = t.offset - start - t.skipped - t.framed;
    FUZZ_REQUIRE(passed == 0 || (start == 0 && passed == TL_SEGMENT_HEADER)); /* each byte is told once */
    if (t.last == TL_READ_END) {
        FUZZ_REQUIRE(!(bytes[0] & SEALED) || t.offset == (int64_t)size);
        told again = read_all(file, size, t.offset);
        FUZZ_REQUIRE(t.offset == 0 || (again.frames == 0 && again.offset == t.offset && again.last == TL_READ_END));
    }
    free(file);
    return 0;
}
