/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and headers of segments, and which of them there are. */
#include "tl_spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void tl__segment_header(const tl_spool *spool, unsigned version, unsigned char out[TL_SEGMENT_HEADER]) {
    memcpy(out, "TLSPOOL", 7);
    out[7] = (unsigned char)version;
    memcpy(out + 8, spool->store_id, 16);
    tl__sip64(spool->key, out, 24, out + 24);
}

/* Days since 1970 to a date of the proleptic Gregorian calendar and back, without the time zone of localtime(). */
static void civil_of(int64_t days, int *year, int *month, int *day) {
    int64_t z = days + 719468; /* since 0000-03-01: leap days come last */
    int64_t era = z / 146097, doe = z % 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}

static int64_t days_of(int year, int month, int day) {
    int64_t y = year - (month <= 2), m = month > 2 ? month - 3 : month + 9;
    int64_t yoe = y % 400, doy = (153 * m + 2) / 5 + day - 1;
    return y / 400 * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

void tl__segment_name(int64_t hour, char out[TL_SEGMENT_NAME + 1]) {
    int year, month, day;
    civil_of(hour / 24, &year, &month, &day);
    char text[64];
    snprintf(text, sizeof(text), "%04d%02d%02dT%02d.tls", year, month, day, (int)(hour % 24));
    memcpy(out, text, TL_SEGMENT_NAME);
    out[TL_SEGMENT_NAME] = '\0';
}

static bool digits(const char *s, size_t n, int *out) {
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9') {
            return false;
        }
        *out = *out * 10 + (s[i] - '0');
    }
    return true;
}

int64_t tl__segment_hour(tl_slice name) {
    int year, month, day, hour;
    if (name.len != TL_SEGMENT_NAME || name.ptr[8] != 'T' || memcmp(name.ptr + 11, ".tls", 4) != 0 ||
        !digits(name.ptr, 4, &year) || !digits(name.ptr + 4, 2, &month) || !digits(name.ptr + 6, 2, &day) ||
        !digits(name.ptr + 9, 2, &hour) || year < 1970 || month < 1 || month > 12 || hour > 23) {
        return -1;
    }
    int64_t hours = days_of(year, month, day) * 24 + hour;
    char again[TL_SEGMENT_NAME + 1];
    tl__segment_name(hours < 0 ? 0 : hours, again);
    return memcmp(again, name.ptr, TL_SEGMENT_NAME) == 0 ? hours : -1;
}

bool tl__segment_path(const tl_spool *spool, tl_slice name, char *out, size_t size) {
    int n = snprintf(out, size, "%s/%.*s", spool->dir, (int)name.len, name.ptr);
    return n > 0 && (size_t)n < size;
}

/* What a process that died while it made a segment left behind. */
static void drop_stale(DIR *dir, const char *name, int64_t now_ms) {
    struct stat st;
    if (strncmp(name, ".new-", 5) == 0 && fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
        now_ms - (int64_t)st.st_mtime * 1000 > TL_HOUR_MS) {
        (void)unlinkat(dirfd(dir), name, 0);
    }
}

static int by_name(const void *a, const void *b) {
    const tl_value *x = a, *y = b;
    return memcmp(x->as.s.ptr, y->as.s.ptr, TL_SEGMENT_NAME);
}

tl_code tl__spool_segments(const tl_spool *spool, tl_arena *arena, tl_value *names, tl_err *err) {
    *names = tl_list();
    DIR *dir = opendir(spool->dir);
    if (dir == NULL) { /* nothing has been recorded yet */
        return errno == ENOENT ? TL_OK : tl__fail_errno(err, TL_E_SPOOL_IO, "read", spool->dir);
    }
    tl_code code = TL_OK;
    for (struct dirent *entry; code == TL_OK && (entry = readdir(dir)) != NULL;) {
        tl_slice name = tl_slice_of(entry->d_name);
        if (tl__segment_hour(name) < 0) {
            drop_stale(dir, entry->d_name, spool->host->now_ms(spool->host->ctx));
            continue;
        }
        tl_value *added = tl_list_add(names, arena);
        name = tl_arena_dup(arena, name);
        if (added == NULL || name.ptr == NULL) {
            code = tl_fail(err, TL_E_NOMEM, "while listing the spool");
        } else {
            *added = tl_str(name);
        }
    }
    closedir(dir);
    if (code == TL_OK && names->n > 0) {
        qsort(names->as.items, names->n, sizeof(tl_value), by_name);
    }
    return code;
}
