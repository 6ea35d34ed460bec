/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Workbooks, by libxlsxwriter: a row that is written leaves memory for a temporary file beside the export. */
#include "tl_export.h"

#include <errno.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#ifdef TL_HAVE_XLSXWRITER
#include <xlsxwriter.h>

#define SHEET_ROWS 1000000 /* a sheet has room for 1,048,576 */
#define TEXT_MAX 32767
#define EPOCH 25569 /* 1970-01-01 as a spreadsheet counts days */

typedef struct book {
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *bold, *time, *day;
    lxw_row_t next; /* row of the sheet */
    int64_t bytes;  /* in temporary files of sheets that are full */
    char dir[4200]; /* of temporary files */
    char text[TEXT_MAX + 1];
} book;

static tl_code fail(tl_export *x, lxw_error error, tl_err *err) {
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED) {
        return tl_fail(err, TL_E_NOMEM, "exporting");
    }
    return tl_fail(err, errno == ENOSPC || errno == EDQUOT ? TL_E_DISK_FULL : TL_E_EXPORT_IO, "cannot write %.160s: %s",
                   x->temp, lxw_strerror(error));
}

/* libxlsxwriter does not look at what its temporary files say: a full disk would make a workbook with its end cut off.
 */
static tl_code sheet_written(tl_export *x, tl_err *err) {
    book *b = x->book;
    FILE *file = b->sheet->optimize_tmpfile;
    errno = 0;
    if (!file || fflush(file) != 0 || ferror(file)) {
        errno = errno ? errno : ENOSPC;
        return tl__fail_errno(err, TL_E_EXPORT_IO, "write", x->temp);
    }
    b->bytes += ftell(file);
    return TL_OK;
}

static const char *text_of(book *b, tl_slice s) {
    size_t len = s.len < TEXT_MAX ? s.len : TEXT_MAX;
    while (len < s.len && len > 0 && ((unsigned char)s.ptr[len] & 0xc0) == 0x80) {
        len--;
    }
    memcpy(b->text, s.ptr, len);
    b->text[len] = '\0';
    return b->text;
}

static tl_code add_sheet(tl_export *x, tl_err *err) {
    book *b = x->book;
    b->sheet = workbook_add_worksheet(b->workbook, NULL);
    if (!b->sheet) {
        return fail(x, LXW_ERROR_MEMORY_MALLOC_FAILED, err);
    }
    worksheet_freeze_panes(b->sheet, 1, 0);
    for (uint32_t i = 0; i < x->n; i++) {
        double width = x->list[i].cell == TL_CELL_TIME ? 19 : 14;
        lxw_error error = worksheet_set_column(b->sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
        if (!error) {
            error = worksheet_write_string(b->sheet, 0, (lxw_col_t)i, text_of(b, x->list[i].name), b->bold);
        }
        if (error) {
            return fail(x, error, err);
        }
    }
    b->next = 1;
    return TL_OK;
}

static void dir_of(const char *file, char *dir) {
    const char *slash = strrchr(file, '/');
    size_t len = slash && slash > file ? (size_t)(slash - file) : 1;
    memcpy(dir, slash ? file : ".", len);
    dir[len] = '\0';
}

static tl_code begin(tl_export *x, tl_err *err) {
    tl_allocator mem = x->store->host.mem;
    book *b = x->book = mem.fn(mem.ctx, NULL, sizeof *b);
    if (!b) {
        return tl_fail(err, TL_E_NOMEM, "exporting");
    }
    *b = (book){0};
    dir_of(x->temp, b->dir);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = b->dir};
    b->workbook = workbook_new_opt(x->temp, &options);
    b->bold = b->workbook ? workbook_add_format(b->workbook) : NULL;
    b->time = b->bold ? workbook_add_format(b->workbook) : NULL;
    b->day = b->time ? workbook_add_format(b->workbook) : NULL;
    if (!b->day) {
        return tl_fail(err, TL_E_NOMEM, "exporting");
    }
    format_set_bold(b->bold);
    format_set_num_format(b->time, "yyyy-mm-dd hh:mm:ss");
    format_set_num_format(b->day, "yyyy-mm-dd");
    return add_sheet(x, err);
}

/* "2026-11-23" */
static lxw_error write_day(book *b, lxw_col_t col) {
    lxw_datetime day = {0};
    if (sscanf(b->text, "%4d-%2d-%2d", &day.year, &day.month, &day.day) != 3) {
        return worksheet_write_string(b->sheet, b->next, col, b->text, NULL);
    }
    return worksheet_write_datetime(b->sheet, b->next, col, &day, b->day);
}

static lxw_error write_cell(tl_export *x, uint32_t i, const tl_value *v) {
    book *b = x->book;
    lxw_col_t col = (lxw_col_t)i;
    tl_cell cell = x->list[i].cell;
    switch (v ? v->kind : TL_NULL) {
    case TL_BOOL:
        return worksheet_write_boolean(b->sheet, b->next, col, v->as.b, NULL);
    case TL_INT:
        if (cell == TL_CELL_TIME) {
            double days = (double)tl__local_ms(x->query, v->as.i) / (double)TL_DAY_MS + EPOCH;
            return worksheet_write_number(b->sheet, b->next, col, days, b->time);
        }
        if (cell == TL_CELL_MICROS) {
            return worksheet_write_number(b->sheet, b->next, col, (double)v->as.i / TL_MICROS, NULL);
        }
        return worksheet_write_number(b->sheet, b->next, col, (double)v->as.i, NULL);
    case TL_FLOAT:
        return worksheet_write_number(b->sheet, b->next, col, v->as.f, NULL);
    case TL_STR:
        text_of(b, v->as.s);
        if (cell == TL_CELL_DAY) {
            return write_day(b, col);
        }
        if (cell == TL_CELL_NUMBER && tl__decimal(v->as.s)) {
            return worksheet_write_number(b->sheet, b->next, col, tl__decimal_value(b->text), NULL);
        }
        return worksheet_write_string(b->sheet, b->next, col, b->text, NULL);
    default:
        return LXW_NO_ERROR;
    }
}

static tl_code row(tl_export *x, const tl_value *flat, tl_err *err) {
    book *b = x->book;
    if (b->next > SHEET_ROWS && (sheet_written(x, err) != TL_OK || add_sheet(x, err) != TL_OK)) {
        return err->code;
    }
    for (uint32_t i = 0; i < x->n; i++) {
        lxw_error error = write_cell(x, i, tl__cell_of(x, i, flat));
        if (error) {
            return fail(x, error, err);
        }
    }
    b->next++;
    return TL_OK;
}

static lxw_error write_beside(book *b, lxw_row_t at, const tl_pair *pair) {
    const tl_value *v = &pair->value;
    lxw_error error = worksheet_write_string(b->sheet, at, 0, text_of(b, pair->key), b->bold);
    if (!error && v->kind == TL_INT) {
        return worksheet_write_number(b->sheet, at, 1, (double)v->as.i, NULL);
    }
    return error || v->kind != TL_STR ? error : worksheet_write_string(b->sheet, at, 1, text_of(b, v->as.s), NULL);
}

/* What holds for all rows, on a sheet of its own. */
static tl_code add_beside(tl_export *x, tl_err *err) {
    book *b = x->book;
    const tl_value *beside = x->layout.beside;
    if (!beside) {
        return TL_OK;
    }
    const char *name = text_of(b, x->layout.sheet);
    bool named = *name && workbook_validate_sheet_name(b->workbook, name) == LXW_NO_ERROR;
    b->sheet = workbook_add_worksheet(b->workbook, named ? name : NULL);
    if (!b->sheet) {
        return fail(x, LXW_ERROR_MEMORY_MALLOC_FAILED, err);
    }
    lxw_error error = worksheet_set_column(b->sheet, 0, 1, 28, NULL);
    for (uint32_t i = 0; !error && i < beside->n; i++) {
        error = write_beside(b, i, &beside->as.pairs[i]);
    }
    return error ? fail(x, error, err) : sheet_written(x, err);
}

/* Closing copies the sheets once more: where there is no room for that, it is said before. */
static tl_code end(tl_export *x, tl_err *err) {
    book *b = x->book;
    struct statvfs disk;
    if (sheet_written(x, err) != TL_OK || add_beside(x, err) != TL_OK) {
        return err->code;
    }
    if (statvfs(b->dir, &disk) == 0 && (uint64_t)disk.f_bavail * disk.f_frsize < (uint64_t)b->bytes * 2) {
        return tl_fail(err, TL_E_DISK_FULL, "closing the workbook takes %lld bytes in %.160s", (long long)b->bytes * 2,
                       b->dir);
    }
    errno = 0;
    lxw_error error = workbook_close(b->workbook);
    b->workbook = NULL;
    return error ? fail(x, error, err) : TL_OK;
}

static void drop(tl_export *x) {
    tl_allocator mem = x->store->host.mem;
    book *b = x->book;
    if (b) {
        lxw_workbook_free(b->workbook); /* NULL is allowed */
        mem.fn(mem.ctx, b, 0);
    }
}

const tl_export_format tl_export_xlsx = {"xlsx", true, true, begin, row, end, drop};

const char *tl__xlsxwriter_version(void) {
    return LXW_VERSION;
}

#else

static tl_code begin(tl_export *x, tl_err *err) {
    (void)x;
    return tl_fail(
        err, TL_E_EXPORT_FORMAT,
        "'xlsx': the extension was built without libxlsxwriter; install libxlsxwriter-dev and build it again");
}

const tl_export_format tl_export_xlsx = {"xlsx", true, true, begin, NULL, NULL, NULL};

const char *tl__xlsxwriter_version(void) {
    return "no";
}

#endif
