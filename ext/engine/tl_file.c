/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small files that are there whole or not at all: written under a name of their own, then linked or renamed. */
#include "tl_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static tl_code temp_path(const char *dir, char *path, size_t size, tl_code failure, tl_err *err) {
    unsigned char random[8];
    char hex[17];
    if (!tl__random(random, sizeof(random))) {
        return tl_fail(err, TL_E_NOMEM, "libsodium cannot be initialised");
    }
    tl__hex(random, sizeof(random), hex);
    int n = snprintf(path, size, "%s/.new-%s", dir, hex);
    return n > 0 && (size_t)n < size ? TL_OK : tl_fail(err, failure, "the path %.100s... is too long", dir);
}

static bool write_whole(const tl_host *host, int fd, const void *bytes, size_t len) {
    int64_t n = host->write(host->ctx, fd, bytes, len);
    if (n >= 0 && (size_t)n < len) {
        errno = ENOSPC; /* a local disk writes less than asked only when it is full */
    }
    return n >= 0 && (size_t)n == len && fsync(fd) == 0;
}

/* The new name must outlive a power cut, too. */
static void sync_directory(const char *dir) {
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        close(fd);
    }
}

static tl_code name_it(const char *temp, const char *dir, const char *name, bool replace, tl_code failure,
                       tl_err *err) {
    char path[4200];
    int n = snprintf(path, sizeof(path), "%s/%s", dir, name);
    if (n < 0 || (size_t)n >= sizeof(path)) {
        return tl_fail(err, failure, "the path %.100s... is too long", dir);
    }
    int rc = replace ? rename(temp, path) : link(temp, path);
    if (rc != 0 && !(errno == EEXIST && !replace)) {
        return tl__fail_errno(err, failure, "make", path);
    }
    sync_directory(dir);
    return TL_OK;
}

tl_code tl__file_publish(const tl_host *host, const char *dir, const char *name, const void *bytes, size_t len,
                         bool replace, tl_code failure, tl_err *err) {
    char temp[4200];
    tl_code code = temp_path(dir, temp, sizeof(temp), failure, err);
    if (code != TL_OK) {
        return code;
    }
    int fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        return tl__fail_errno(err, failure, "create a file in", dir);
    }
    code = write_whole(host, fd, bytes, len) ? TL_OK : tl__fail_errno(err, failure, "write a file in", dir);
    close(fd);
    if (code == TL_OK) {
        code = name_it(temp, dir, name, replace, failure, err);
    }
    if (code != TL_OK || !replace) {
        (void)unlink(temp);
    }
    return code;
}

int64_t tl__file_read(const char *path, void *bytes, size_t cap) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) {
        return -1;
    }
    ssize_t n;
    do {
        n = read(fd, bytes, cap);
    } while (n < 0 && errno == EINTR);
    int reason = errno;
    close(fd);
    errno = reason;
    return n;
}
