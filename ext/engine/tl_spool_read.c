/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reading side: frame after frame through a window of fixed size, skipping what is damaged to the next good frame.
 */
#include "tl_spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define WINDOW ((size_t)2 * (TL_FRAME_HEADER + TL_EVENT_MAX))

tl_code tl__spool_reader_init(tl_spool_reader *reader, const tl_spool *spool, tl_slice name, int64_t offset,
                              tl_err *err) {
    char path[4200];
    struct stat st;
    int64_t hour = tl__segment_hour(name);
    memset(reader, 0, sizeof(*reader));
    reader->fd = -1;
    reader->mem = spool->host->mem;
    tl_buf_init(&reader->window, reader->mem);
    if (hour < 0 || !tl__segment_path(spool, name, path, sizeof(path))) {
        return tl_fail(err, TL_E_SPOOL_IO, "'%.*s' is no segment", (int)(name.len < 64 ? name.len : 64), name.ptr);
    }
    reader->spool = spool;
    memcpy(reader->name, name.ptr, name.len);
    reader->sealed = spool->host->now_ms(spool->host->ctx) > (hour + 1) * TL_HOUR_MS + TL_SEAL_MS;
    reader->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (reader->fd < 0 || fstat(reader->fd, &st) != 0) {
        tl_code code = tl__fail_errno(err, TL_E_SPOOL_IO, "open", path);
        tl__spool_reader_destroy(reader);
        return code;
    }
    /* A segment shorter than what was read is another file: from its start then, since events count once. */
    reader->offset = offset < 0 || offset > st.st_size ? 0 : offset;
    return TL_OK;
}

void tl__spool_reader_destroy(tl_spool_reader *reader) {
    if (reader->fd >= 0) {
        close(reader->fd);
    }
    reader->fd = -1;
    tl_buf_destroy(&reader->window);
}

/* ---- the window ------------------------------------------------------------------------------------------------ */

static bool fill(tl_spool_reader *r, tl_err *err) {
    while (r->window.len < WINDOW) {
        ssize_t n = pread(r->fd, r->window.ptr + r->window.len, WINDOW - r->window.len,
                          r->window_base + (int64_t)r->window.len);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            tl__fail_errno(err, TL_E_SPOOL_IO, "read a segment in", r->spool->dir);
            return false;
        }
        if (n == 0) {
            return true;
        }
        r->window.len += (size_t)n;
    }
    return true;
}

/* *bytes: the file from `at` on; *available: how many of them, `need` (at most a frame) unless the file ends. */
static bool view(tl_spool_reader *r, int64_t at, size_t need, const unsigned char **bytes, size_t *available,
                 tl_err *err) {
    if (!tl_buf_reserve(&r->window, WINDOW - r->window.len)) {
        tl_fail(err, TL_E_NOMEM, "while reading the spool");
        return false;
    }
    int64_t end = r->window_base + (int64_t)r->window.len;
    if (at < r->window_base || at > end) {
        r->window_base = at;
        r->window.len = 0;
    }
    size_t pos = (size_t)(at - r->window_base);
    if (r->window.len - pos < need) {
        memmove(r->window.ptr, r->window.ptr + pos, r->window.len - pos);
        r->window_base = at;
        r->window.len -= pos;
        pos = 0;
        if (!fill(r, err)) {
            return false;
        }
    }
    *bytes = r->window.ptr + pos;
    *available = r->window.len - pos < need ? r->window.len - pos : need;
    return true;
}

/* ---- frames ---------------------------------------------------------------------------------------------------- */

typedef enum place { PLACE_FRAME, PLACE_BAD, PLACE_END, PLACE_FAIL } place;

/* Is there a whole good frame at `at`? END: the file ends here. */
static place frame_at(tl_spool_reader *r, int64_t at, tl_frame *frame, tl_err *err) {
    const unsigned char *b;
    size_t n;
    unsigned char hash[8];
    if (!view(r, at, TL_FRAME_HEADER, &b, &n, err)) {
        return PLACE_FAIL;
    }
    if (n < TL_FRAME_HEADER) {
        return n == 0 ? PLACE_END : PLACE_BAD;
    }
    size_t len = (size_t)b[0] | (size_t)b[1] << 8 | (size_t)b[2] << 16 | (size_t)b[3] << 24;
    if (len == 0 || len > TL_EVENT_MAX) {
        return PLACE_BAD;
    }
    if (!view(r, at, TL_FRAME_HEADER + len, &b, &n, err)) {
        return PLACE_FAIL;
    }
    if (n < TL_FRAME_HEADER + len) {
        return PLACE_BAD;
    }
    tl__sip64(r->spool->key, b + TL_FRAME_HEADER, len, hash);
    if (memcmp(hash, b + 4, sizeof(hash)) != 0) {
        return PLACE_BAD;
    }
    *frame = (tl_frame){b + TL_FRAME_HEADER, len};
    return PLACE_FRAME;
}

/* Damage is kept aside for whoever wants to look, as far as that goes: it must not stop ingest. */
static void quarantine(tl_spool_reader *r, int64_t from, int64_t to) {
    char path[4300];
    int n =
        snprintf(path, sizeof(path), "%.*s/quarantine", (int)(strlen(r->spool->dir) - strlen("/spool")), r->spool->dir);
    if (n < 0 || (mkdir(path, 0700) != 0 && errno != EEXIST)) {
        return;
    }
    snprintf(path + n, sizeof(path) - (size_t)n, "/%s", r->name);
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    unsigned char bytes[4096];
    while (fd >= 0 && from < to) {
        size_t want = to - from < (int64_t)sizeof(bytes) ? (size_t)(to - from) : sizeof(bytes);
        ssize_t got = pread(r->fd, bytes, want, from);
        if (got <= 0 || write(fd, bytes, (size_t)got) != got) {
            break;
        }
        from += got;
    }
    if (fd >= 0) {
        close(fd);
    }
}

static void give_up(tl_spool_reader *r, int64_t to) {
    if (!r->quiet) {
        quarantine(r, r->offset, to);
        r->skipped += to - r->offset;
    }
    r->offset = to;
}

static place search(tl_spool_reader *r, int64_t *at, tl_frame *frame, tl_err *err) {
    place p;
    while ((p = frame_at(r, *at, frame, err)) == PLACE_BAD) {
        (*at)++;
    }
    return p;
}

/* Looks for a good frame behind a bad place at the offset. Without one that place may be a write in progress: unless
 * the segment is sealed the offset stays. With one the write may have ended while we searched; but what lies before a
 * whole frame is final, since appends wait for each other, so that a second look from the offset on decides. */
static tl_read resync(tl_spool_reader *r, tl_frame *frame, tl_err *err) {
    int64_t at = r->offset; /* again: behind a damaged header a frame may begin at byte 0 */
    place p = search(r, &at, frame, err);
    if (p == PLACE_FRAME) {
        r->window.len = 0;
        at = r->offset;
        p = search(r, &at, frame, err);
    }
    if (p == PLACE_FAIL) {
        return TL_READ_FAIL;
    }
    if (p == PLACE_END && !r->sealed) {
        return TL_READ_END;
    }
    if (at > r->offset) {
        give_up(r, at);
    }
    if (p == PLACE_END) {
        return TL_READ_END;
    }
    r->offset = at + TL_FRAME_HEADER + (int64_t)frame->len;
    return TL_READ_FRAME;
}

/* FRAME: the header is good. A damaged one is skipped like any damage: the frames' keyed hashes tell whether they are
 * this store's. */
static place header(tl_spool_reader *r, tl_err *err) {
    const unsigned char *b;
    unsigned char wanted[TL_SEGMENT_HEADER];
    size_t n;
    if (!view(r, 0, TL_SEGMENT_HEADER, &b, &n, err)) {
        return PLACE_FAIL;
    }
    if (n < TL_SEGMENT_HEADER) {
        return n == 0 ? PLACE_END : PLACE_BAD;
    }
    tl__segment_header(r->spool, b[7], wanted);
    if (memcmp(b, wanted, sizeof(wanted)) != 0) {
        return PLACE_BAD;
    }
    if (b[7] > TL_FORMAT_VERSION) {
        tl_fail(err, TL_E_SPOOL_IO, "segment %s was written by a newer version of the extension", r->name);
        return PLACE_FAIL;
    }
    return PLACE_FRAME;
}

tl_read tl__spool_next(tl_spool_reader *reader, tl_frame *frame, tl_err *err) {
    place p = PLACE_FRAME;
    if (reader->offset == 0 && (p = header(reader, err)) == PLACE_FRAME) {
        reader->offset = TL_SEGMENT_HEADER;
    }
    if (p == PLACE_FRAME) {
        p = frame_at(reader, reader->offset, frame, err);
    }
    switch (p) {
    case PLACE_FRAME:
        reader->offset += TL_FRAME_HEADER + (int64_t)frame->len;
        return TL_READ_FRAME;
    case PLACE_BAD:
        return resync(reader, frame, err);
    case PLACE_END:
        return TL_READ_END;
    case PLACE_FAIL:
        break;
    }
    return TL_READ_FAIL;
}
