/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a person left in the spool and beside it is overwritten where it stands: writers only append, and all of it has
 * been ingested. A frame becomes one of zeros, whole and of the same length; bytes that are in no whole frame any more
 * (a damaged place, what was kept aside) are searched for the values themselves. */
#include "tl_spool.h"
#include "tl_table.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct erasure {
    const tl_spool *spool;
    const tl_event_keys *keys;
    const tl_value *values;
    tl_arena kept, frame;
    tl_table table; /* of values */
} erasure;

/* ---- whole frames ------------------------------------------------------------------------------------------------ */

static bool names_them(const erasure *e, const tl_event *event) {
    static const tl_field fields[] = {TL_FIELD_VISITOR, TL_FIELD_CUSTOMER, TL_FIELD_EMAIL,
                                      TL_FIELD_PHONE,   TL_FIELD_WA_ID,    TL_FIELD_BSUID,
                                      TL_FIELD_CODE,    TL_FIELD_MESSAGE,  TL_FIELD_TOKEN};
    for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
        if (event->fields[fields[i]].set && tl__table_has(&e->table, event->fields[fields[i]].s)) {
            return true;
        }
    }
    return false;
}

static tl_code overwrite(int fd, const void *bytes, size_t len, int64_t at, const char *path, tl_err *err) {
    for (const char *p = bytes; len > 0;) {
        ssize_t n = pwrite(fd, p, len, at);
        if (n < 0 && errno != EINTR) {
            return tl__fail_errno(err, TL_E_SPOOL_IO, "overwrite what was erased in", path);
        }
        n = n < 0 ? 0 : n;
        p += n;
        at += n;
        len -= (size_t)n;
    }
    return TL_OK;
}

static tl_code blank(erasure *e, int fd, int64_t at, size_t len, const char *path, tl_err *err) {
    unsigned char *frame = tl_arena_alloc(&e->frame, TL_FRAME_HEADER + len);
    if (frame == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while erasing");
    }
    memset(frame, 0, TL_FRAME_HEADER + len);
    for (int i = 0; i < 4; i++) {
        frame[i] = (unsigned char)(len >> (8 * i));
    }
    tl__sip64(e->spool->key, frame + TL_FRAME_HEADER, len, frame + 4);
    return overwrite(fd, frame, TL_FRAME_HEADER + len, at, path, err);
}

static tl_code blank_frames(erasure *e, tl_spool_reader *reader, int fd, tl_err *err) {
    tl_frame frame;
    for (;;) {
        tl_event event;
        tl_read read = tl__spool_next(reader, &frame, err);
        if (read != TL_READ_FRAME) {
            return read == TL_READ_END ? TL_OK : err->code;
        }
        tl_arena_reset(&e->frame);
        if (tl__frame_erased(&frame)) {
            continue;
        }
        tl_code code = tl__event_decode(frame.payload, frame.len, e->keys, &e->frame, &event, err);
        if (code == TL_E_NOMEM) {
            return code;
        }
        int64_t at = reader->offset - (int64_t)(TL_FRAME_HEADER + frame.len);
        if (code == TL_OK && names_them(e, &event) &&
            (code = blank(e, fd, at, frame.len, reader->name, err)) != TL_OK) {
            return code;
        }
    }
}

static tl_code in_frames(erasure *e, tl_slice name, int fd, tl_err *err) {
    tl_spool_reader reader;
    tl_code code = tl__spool_reader_init(&reader, e->spool, name, 0, err);
    if (code == TL_OK) {
        reader.quiet = true;
        code = blank_frames(e, &reader, fd, err);
        tl__spool_reader_destroy(&reader);
    }
    return code;
}

/* ---- anywhere else -------------------------------------------------------------------------------------------------
 */

static bool from_hex(tl_slice hex, unsigned char out[16]) {
    for (size_t i = 0; i < 32; i++) {
        char c = hex.len == 32 ? hex.ptr[i] : 'x';
        int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0) {
            return false;
        }
        out[i / 2] = (unsigned char)(i % 2 ? out[i / 2] | digit : digit << 4);
    }
    return true;
}

static tl_code wipe(int fd, const char *map, size_t size, const void *value, size_t len, const char *path,
                    tl_err *err) {
    static const char zeros[256];
    const char *end = map + size;
    for (const char *at = map; (at = memmem(at, (size_t)(end - at), value, len)) != NULL; at += len) {
        for (size_t done = 0, n; done < len; done += n) {
            n = len - done < sizeof(zeros) ? len - done : sizeof(zeros);
            tl_code code = overwrite(fd, zeros, n, at - map + (int64_t)done, path, err);
            if (code != TL_OK) {
                return code;
            }
        }
    }
    return TL_OK;
}

static tl_code wipe_all(const erasure *e, int fd, const char *map, size_t size, const char *path, tl_err *err) {
    tl_code code = TL_OK;
    for (uint32_t i = 0; code == TL_OK && i < e->values->n; i++) {
        unsigned char raw[16];
        tl_slice value = e->values->as.items[i].as.s;
        if (value.len >= TL_TELLING) {
            code = wipe(fd, map, size, value.ptr, value.len, path, err);
        }
        if (code == TL_OK && from_hex(value, raw)) {
            code = wipe(fd, map, size, raw, sizeof(raw), path, err);
        }
    }
    return code;
}

static tl_code anywhere(const erasure *e, int fd, const char *path, tl_err *err) {
    struct stat st;
    if (fstat(fd, &st) != 0) {
        return tl__fail_errno(err, TL_E_SPOOL_IO, "look at", path);
    }
    if (st.st_size == 0) {
        return TL_OK;
    }
    void *map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
    if (map == MAP_FAILED) {
        return tl__fail_errno(err, TL_E_SPOOL_IO, "read", path);
    }
    tl_code code = wipe_all(e, fd, map, (size_t)st.st_size, path, err);
    munmap(map, (size_t)st.st_size);
    return code;
}

/* ---- files --------------------------------------------------------------------------------------------------------
 */

/* segment: its frames first; else a file of what was kept aside. */
static tl_code one_file(erasure *e, const char *path, tl_slice segment, tl_err *err) {
    tl_code code = TL_OK;
    int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return errno == ENOENT ? TL_OK : tl__fail_errno(err, TL_E_SPOOL_IO, "open", path);
    }
    if (segment.len > 0) {
        code = in_frames(e, segment, fd, err);
    }
    if (code == TL_OK) {
        code = anywhere(e, fd, path, err);
    }
    if (code == TL_OK && fdatasync(fd) != 0) {
        code = tl__fail_errno(err, TL_E_SPOOL_IO, "write", path);
    }
    close(fd);
    return code;
}

static tl_code in_segments(erasure *e, tl_err *err) {
    char path[4200];
    tl_value names;
    tl_code code = tl__spool_segments(e->spool, &e->kept, &names, err);
    for (uint32_t i = 0; code == TL_OK && i < names.n; i++) {
        tl_slice name = names.as.items[i].as.s;
        if (tl__segment_path(e->spool, name, path, sizeof(path))) {
            code = one_file(e, path, name, err);
        }
    }
    return code;
}

static tl_code in_quarantine(erasure *e, tl_err *err) {
    char dir[4200], path[4500];
    tl_code code = TL_OK;
    int n = (int)(strlen(e->spool->dir) - strlen("spool"));
    snprintf(dir, sizeof(dir), "%.*squarantine", n, e->spool->dir);
    DIR *d = opendir(dir);
    if (d == NULL) {
        return errno == ENOENT ? TL_OK : tl__fail_errno(err, TL_E_SPOOL_IO, "read", dir);
    }
    for (struct dirent *entry; code == TL_OK && (entry = readdir(d)) != NULL;) {
        if (*entry->d_name != '.') {
            snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
            code = one_file(e, path, TL_S(""), err);
        }
    }
    closedir(d);
    return code;
}

static tl_code remember(erasure *e, tl_err *err) {
    tl__table_init(&e->table, &e->kept);
    for (uint32_t i = 0; i < e->values->n; i++) {
        if (tl__table_number(&e->table, e->values->as.items[i].as.s) == UINT32_MAX) {
            return tl_fail(err, TL_E_NOMEM, "while erasing");
        }
    }
    return TL_OK;
}

tl_code tl__spool_erase(const tl_spool *spool, const tl_event_keys *keys, const tl_value *values, tl_err *err) {
    erasure e = {.spool = spool, .keys = keys, .values = values};
    tl_arena_init(&e.kept, spool->host->mem);
    tl_arena_init(&e.frame, spool->host->mem);
    tl_code code = remember(&e, err);
    if (code == TL_OK) {
        code = in_segments(&e, err);
    }
    if (code == TL_OK) {
        code = in_quarantine(&e, err);
    }
    tl_arena_destroy(&e.frame);
    tl_arena_destroy(&e.kept);
    return code;
}
