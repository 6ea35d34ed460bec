/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From rows to a file that is there whole or not at all. */
#include "tl_export.h"
#include "tl_report_rows.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FLUSH_AT 65536
#define TOLD_EVERY 1000 /* rows */

static const tl_export_format *const formats[] = {&tl_export_csv, &tl_export_json, &tl_export_ndjson, &tl_export_xlsx};

static const tl_export_format *format_of(tl_slice name) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (tl_slice_eq(name, tl_slice_of(formats[i]->name))) {
            return formats[i];
        }
    }
    return NULL;
}

/* ---- the file -----------------------------------------------------------------------------------------------------
 */

/* Beside the file that is asked for, so that one rename puts it in its place. */
static tl_code open_temp(tl_export *x, const char *file, tl_err *err) {
    unsigned char random[8];
    char hex[17];
    if (!tl__random(random, sizeof random)) {
        return tl_fail(err, TL_E_NOMEM, "libsodium cannot be initialised");
    }
    tl__hex(random, sizeof random, hex);
    int n = snprintf(x->temp, sizeof x->temp, "%s.%s.part", file, hex);
    if (n < 0 || (size_t)n >= sizeof x->temp) {
        *x->temp = '\0';
        return tl_fail(err, TL_E_EXPORT_IO, "the path %.100s... is too long", file);
    }
    x->fd = open(x->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (x->fd < 0) {
        *x->temp = '\0';
        return tl__fail_errno(err, TL_E_EXPORT_IO, "make", file);
    }
    return TL_OK;
}

tl_code tl__export_flush(tl_export *x, tl_err *err) {
    const tl_host *host = &x->store->host;
    for (size_t done = 0; done < x->buf.len;) {
        int64_t n = host->write(host->ctx, x->fd, x->buf.ptr + done, x->buf.len - done);
        if (n == 0 || (n < 0 && errno != EINTR)) {
            errno = n == 0 ? ENOSPC : errno;
            return tl__fail_errno(err, TL_E_EXPORT_IO, "write", x->temp);
        }
        done += n > 0 ? (size_t)n : 0;
    }
    x->buf.len = 0;
    return TL_OK;
}

tl_code tl__export_put(tl_export *x, const void *bytes, size_t len, tl_err *err) {
    if (!tl_buf_put(&x->buf, bytes, len)) {
        return tl_fail(err, TL_E_NOMEM, "exporting");
    }
    return x->buf.len < FLUSH_AT ? TL_OK : tl__export_flush(x, err);
}

static tl_code publish(tl_export *x, const char *file, tl_err *err) {
    if (fsync(x->fd) != 0) {
        return tl__fail_errno(err, TL_E_EXPORT_IO, "write", x->temp);
    }
    if (rename(x->temp, file) != 0) {
        return tl__fail_errno(err, TL_E_EXPORT_IO, "make", file);
    }
    *x->temp = '\0';
    return TL_OK;
}

/* ---- rows ---------------------------------------------------------------------------------------------------------
 */

static tl_code add_columns(tl_export *x, const tl_value *row, tl_err *err) {
    tl_arena_reset(&x->row);
    const tl_value *flat = tl__flat(x, row, &x->row);
    return flat ? tl__columns_add(x, flat, err) : tl_fail(err, TL_E_NOMEM, "exporting");
}

static tl_code write_row(tl_export *x, const tl_value *row, const tl_progress *progress, tl_err *err) {
    const tl_value *given = row;
    if (x->format->flat) {
        tl_arena_reset(&x->row);
        given = tl__flat(x, row, &x->row);
        if (!given) {
            return tl_fail(err, TL_E_NOMEM, "exporting");
        }
    }
    if (x->format->row(x, given, err) != TL_OK) {
        return err->code;
    }
    x->rows++;
    if (progress && x->rows % TOLD_EVERY == 0 && !progress->fn(progress->ctx, x->rows)) {
        return tl_fail(err, TL_E_EXPORT_STOPPED, "after %lld rows", (long long)x->rows);
    }
    return TL_OK;
}

/* The records behind figures: all rows of a kind have the same columns, so that the first one tells them. */
static tl_code export_records(tl_export *x, tl_rows *rows, const tl_progress *progress, tl_err *err) {
    tl_value row;
    bool there;
    if (tl_rows_next(rows, &row, &there, err) != TL_OK || (there && add_columns(x, &row, err) != TL_OK) ||
        tl__columns_done(x, err) != TL_OK || x->format->begin(x, err) != TL_OK) {
        return err->code;
    }
    while (there) {
        if (write_row(x, &row, progress, err) != TL_OK || tl_rows_next(rows, &row, &there, err) != TL_OK) {
            return err->code;
        }
    }
    return x->format->end(x, err);
}

static const tl_value *table_of(const tl_value *answer) {
    static const char *const names[] = {"rows", "days", "chain", "nodes"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const tl_value *list = tl_map_get(answer, names[i]);
        if (list && list->kind == TL_LIST) {
            return list;
        }
    }
    return NULL;
}

/* A report's table is in memory anyway, and a figure may be null in its first row. */
static tl_code export_table(tl_export *x, tl_slice name, const tl_value *query, const tl_progress *progress,
                            tl_err *err) {
    tl_value answer;
    if (tl__report_whole(x->store, name, query, &x->kept, &answer, err) != TL_OK) {
        return err->code;
    }
    const tl_value *list = table_of(&answer), *currency = tl_map_get(&answer, "currency");
    if (!list) {
        return tl_fail(err, TL_E_REPORT, "'%.*s' has no table to export", (int)(name.len < 64 ? name.len : 64),
                       name.ptr);
    }
    x->currency = currency ? *currency : tl_null();
    for (uint32_t i = 0; i < list->n; i++) {
        if (add_columns(x, &list->as.items[i], err) != TL_OK) {
            return err->code;
        }
    }
    if (tl__columns_done(x, err) != TL_OK || x->format->begin(x, err) != TL_OK) {
        return err->code;
    }
    for (uint32_t i = 0; i < list->n; i++) {
        if (write_row(x, &list->as.items[i], progress, err) != TL_OK) {
            return err->code;
        }
    }
    return x->format->end(x, err);
}

static tl_code export_named(tl_export *x, tl_slice name, const tl_value *query, const tl_progress *progress,
                            tl_err *err) {
    tl_rows *rows;
    tl_slice report = TL_S("report:");
    if (name.len > report.len && memcmp(name.ptr, report.ptr, report.len) == 0) {
        return export_table(x, (tl_slice){name.ptr + report.len, name.len - report.len}, query, progress, err);
    }
    if (tl_rows_open(x->store, name, query, &rows, err) != TL_OK) {
        return err->code == TL_E_REPORT ? export_table(x, name, query, progress, err) : err->code;
    }
    tl_code code = export_records(x, rows, progress, err);
    tl_rows_close(rows);
    return code;
}

static void clean_up(tl_export *x) {
    if (x->format->drop) {
        x->format->drop(x);
    }
    if (x->fd >= 0) {
        close(x->fd);
    }
    if (*x->temp) {
        (void)unlink(x->temp);
    }
    tl_buf_destroy(&x->buf);
    tl_arena_destroy(&x->row);
    tl_arena_destroy(&x->kept);
}

tl_code tl_store_export(tl_store *store, tl_slice name, const tl_value *query, const char *file, tl_slice format,
                        const tl_value *layout, const tl_progress *progress, int64_t *n, tl_err *err) {
    tl_query q;
    tl_export x = {
        .store = store, .query = &q, .format = format_of(format), .columns = tl_map(), .fd = -1, .book = NULL};
    *err = (tl_err){0};
    *n = 0;
    if (!x.format) {
        return tl_fail(err, TL_E_EXPORT_FORMAT, "'%.*s'; there are csv, json, ndjson and xlsx",
                       (int)(format.len < 32 ? format.len : 32), format.ptr);
    }
    if (tl__layout_read(&x, layout, err) != TL_OK || tl__query_parse(&store->query_defaults, query, &q, err) != TL_OK) {
        return err->code;
    }
    tl_arena_init(&x.kept, store->host.mem);
    tl_arena_init(&x.row, store->host.mem);
    tl_buf_init(&x.buf, store->host.mem);
    tl_code code = open_temp(&x, file, err);
    if (code == TL_OK) {
        code = export_named(&x, name, query, progress, err);
    }
    if (code == TL_OK) {
        code = publish(&x, file, err);
    }
    clean_up(&x);
    *n = code == TL_OK ? x.rows : 0;
    return code;
}
