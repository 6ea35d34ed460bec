/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The writing side of the spool: one event, one frame, one write(2), no lock. */
#include "tl_spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define CHECK_SIZE_EVERY 256

tl_code tl__spool_init(tl_spool *spool, const tl_host *host, tl_slice store_dir, const unsigned char store_id[16],
                       const unsigned char key[16], int64_t max_bytes, tl_err *err) {
    memset(spool, 0, sizeof(*spool));
    spool->fd = -1;
    spool->host = host;
    spool->max_bytes = max_bytes;
    memcpy(spool->store_id, store_id, 16);
    memcpy(spool->key, key, 16);
    tl_buf_init(&spool->frame, host->mem);
    int n = snprintf(spool->dir, sizeof(spool->dir), "%.*s/spool", (int)store_dir.len, store_dir.ptr);
    if (n < 0 || (size_t)n >= sizeof(spool->dir)) {
        return tl_fail(err, TL_E_DIR_ACCESS, "the path of the spool is too long");
    }
    return TL_OK;
}

static void close_segment(tl_spool *spool) {
    if (spool->fd >= 0) {
        close(spool->fd);
    }
    spool->fd = -1;
}

void tl__spool_destroy(tl_spool *spool) {
    close_segment(spool);
    tl_buf_destroy(&spool->frame);
}

/* ---- the segment ----------------------------------------------------------------------------------------------- */

static tl_code check_size(tl_spool *spool, tl_err *err) {
    DIR *dir = opendir(spool->dir);
    if (dir == NULL) {
        return errno == ENOENT ? TL_OK : tl__fail_errno(err, TL_E_SPOOL_IO, "read", spool->dir);
    }
    int64_t total = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        struct stat st;
        if (tl__segment_hour(tl_slice_of(entry->d_name)) >= 0 &&
            fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
            total += st.st_size;
        }
    }
    closedir(dir);
    if (total >= spool->max_bytes) {
        spool->since_check = CHECK_SIZE_EVERY; /* look again at the next event */
        return tl_fail(err, TL_E_SPOOL_FULL, "it holds %lld bytes of %lld (spool_max_bytes)", (long long)total,
                       (long long)spool->max_bytes);
    }
    spool->since_check = 0;
    return TL_OK;
}

static tl_code create_segment(tl_spool *spool, const char *name, tl_err *err) {
    unsigned char header[TL_SEGMENT_HEADER];
    tl__segment_header(spool, TL_FORMAT_VERSION, header);
    if (mkdir(spool->dir, 0700) != 0 && errno != EEXIST) {
        return tl__fail_errno(err, TL_E_SPOOL_IO, "make", spool->dir);
    }
    return tl__file_publish(spool->host, spool->dir, name, header, sizeof(header), false, TL_E_SPOOL_IO, err);
}

static tl_code open_segment(tl_spool *spool, int64_t hour, tl_err *err) {
    char name[TL_SEGMENT_NAME + 1], path[4200];
    const tl_slice store = {spool->dir, strlen(spool->dir) - strlen("/spool")};
    close_segment(spool);
    tl_code code = tl__key_still(store, spool->store_id, spool->key, err);
    if (code == TL_OK) {
        code = check_size(spool, err);
    }
    if (code != TL_OK) {
        return code;
    }
    tl__segment_name(hour, name);
    if (!tl__segment_path(spool, tl_slice_of(name), path, sizeof(path))) {
        return tl_fail(err, TL_E_SPOOL_IO, "its path is too long");
    }
    for (int tries = 0; tries < 3 && spool->fd < 0; tries++) {
        spool->fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
        if (spool->fd < 0 && errno != ENOENT) {
            break;
        }
        if (spool->fd < 0 && (code = create_segment(spool, name, err)) != TL_OK) {
            return code;
        }
    }
    if (spool->fd < 0) {
        return tl__fail_errno(err, TL_E_SPOOL_IO, "open", path);
    }
    spool->hour = hour;
    spool->pid = getpid();
    return TL_OK;
}

static tl_code ready_segment(tl_spool *spool, tl_err *err) {
    int64_t hour = spool->host->now_ms(spool->host->ctx) / TL_HOUR_MS;
    if (spool->fd < 0 || hour != spool->hour || spool->pid != getpid()) {
        return open_segment(spool, hour, err);
    }
    return spool->since_check >= CHECK_SIZE_EVERY ? check_size(spool, err) : TL_OK;
}

/* ---- the frame ------------------------------------------------------------------------------------------------- */

static tl_code make_frame(tl_spool *spool, const unsigned char *payload, size_t len, tl_err *err) {
    unsigned char header[TL_FRAME_HEADER];
    for (unsigned i = 0; i < 4; i++) {
        header[i] = (unsigned char)(len >> (8 * i));
    }
    tl__sip64(spool->key, payload, len, header + 4);
    spool->frame.len = 0;
    if (!tl_buf_put(&spool->frame, header, sizeof(header)) || !tl_buf_put(&spool->frame, payload, len)) {
        return tl_fail(err, TL_E_NOMEM, "while writing to the spool");
    }
    return TL_OK;
}

/* What a short write leaves behind stays there: others may have appended after it, and the reader skips it. */
static tl_code write_bytes(const tl_spool *spool, const unsigned char *bytes, size_t len, tl_err *err) {
    int64_t n;
    do {
        n = spool->host->write(spool->host->ctx, spool->fd, bytes, len);
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        return tl__fail_errno(err, TL_E_SPOOL_IO, "write to", spool->dir);
    }
    if ((size_t)n == len) {
        return TL_OK;
    }
    struct statvfs disk;
    bool full = fstatvfs(spool->fd, &disk) == 0 && disk.f_bavail == 0;
    return tl_fail(err, full ? TL_E_DISK_FULL : TL_E_SPOOL_IO, "only %lld of %zu bytes could be written to %.160s",
                   (long long)n, len, spool->dir);
}

/* Ingest may have removed the segment between our opening and our write: then nobody will ever read it. */
static bool was_removed(const tl_spool *spool) {
    struct stat st;
    return fstat(spool->fd, &st) == 0 && st.st_nlink == 0;
}

static tl_code append_bytes(tl_spool *spool, const unsigned char *bytes, size_t len, tl_err *err) {
    for (int tries = 0; tries < 3; tries++) {
        tl_code code = ready_segment(spool, err);
        if (code == TL_OK) {
            code = write_bytes(spool, bytes, len, err);
        }
        if (code != TL_OK) {
            return code;
        }
        spool->since_check++;
        if (!was_removed(spool)) {
            return TL_OK;
        }
        close_segment(spool);
    }
    return tl_fail(err, TL_E_SPOOL_IO, "its segments vanish from %.160s while they are written", spool->dir);
}

tl_code tl__spool_append(tl_spool *spool, const unsigned char *payload, size_t len, bool sync, tl_err *err) {
    if (len == 0 || len > TL_EVENT_MAX) {
        return tl_fail(err, TL_E_EVENT_TOO_LARGE, "%zu bytes", len);
    }
    tl_code code = make_frame(spool, payload, len, err);
    if (code == TL_OK) {
        code = append_bytes(spool, spool->frame.ptr, spool->frame.len, err);
    }
    if (code == TL_OK && sync && fdatasync(spool->fd) != 0) {
        code = tl__fail_errno(err, TL_E_SPOOL_IO, "sync a segment in", spool->dir);
    }
    return code;
}

/* ---- removal --------------------------------------------------------------------------------------------------- */

bool tl__spool_removable(const tl_spool *spool, tl_slice name) {
    int64_t hour = tl__segment_hour(name);
    return hour >= 0 && spool->host->now_ms(spool->host->ctx) >= (hour + 2) * TL_HOUR_MS;
}

/* Events that came too late are as good in the current segment; one that its writer appends there as well counts once,
 * by its id. */
static tl_code save_tail(tl_spool *spool, tl_spool_reader *reader, tl_err *err) {
    tl_frame frame;
    tl_read read;
    while ((read = tl__spool_next(reader, &frame, err)) == TL_READ_FRAME) {
        tl_code code = tl__spool_append(spool, frame.payload, frame.len, true, err);
        if (code != TL_OK) {
            return code;
        }
    }
    return read == TL_READ_END ? TL_OK : TL_E_SPOOL_IO;
}

tl_code tl__spool_remove(tl_spool *spool, tl_slice name, int64_t offset, tl_err *err) {
    char path[4200];
    struct stat st;
    tl_spool_reader reader;
    if (!tl__spool_removable(spool, name) || !tl__segment_path(spool, name, path, sizeof(path)) ||
        access(path, F_OK) != 0) {
        return TL_OK;
    }
    tl_code code = tl__spool_reader_init(&reader, spool, name, offset, err);
    if (code == TL_OK && fstat(reader.fd, &st) == 0 && st.st_size <= offset) {
        code = unlink(path) == 0 ? save_tail(spool, &reader, err) : tl__fail_errno(err, TL_E_SPOOL_IO, "remove", path);
    }
    tl__spool_reader_destroy(&reader);
    return code;
}
