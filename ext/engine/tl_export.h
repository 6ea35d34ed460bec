/* SPDX-License-Identifier: GPL-2.0-or-later */
/* export(): a table to a file, a row at a time. tl_export.c is the way from rows to file, tl_export_table.c the columns
 * of a table, tl_export_text.c CSV, JSON and NDJSON, tl_export_xlsx.c workbooks. */
#ifndef TL_EXPORT_H
#define TL_EXPORT_H

#include "tl_report.h"

typedef enum tl_cell { TL_CELL_TEXT, TL_CELL_NUMBER, TL_CELL_TIME, TL_CELL_DAY, TL_CELL_MICROS } tl_cell;

typedef struct tl_head {
    tl_slice name;   /* the heading */
    tl_slice source; /* of the flat row */
    tl_cell cell;
    const tl_value *words; /* what its keys are called; NULL: themselves */
    const tl_value *fixed; /* the same in every row; NULL: from the row */
} tl_head;

/* How a table is set out for people: maps, NULL where nothing is said. docs/reports.md, Exports. */
typedef struct tl_layout {
    const tl_value *columns, *words, *beside;
    tl_slice sheet;
} tl_layout;

typedef struct tl_export {
    tl_store *store;
    const tl_query *query; /* for the time zone */
    const struct tl_export_format *format;
    tl_layout layout;
    bool laid_out;      /* there is a layout */
    tl_value currency;  /* of a report's money; null: each row says its own, or there is none */
    bool says_currency; /* a column of it is still to come */
    tl_arena kept, row; /* kept: columns and a report's rows; row: the row at hand, flat */
    tl_value columns;   /* a map, name => place in list */
    tl_head *list;
    uint32_t n;
    char temp[4200]; /* the file while it is being written */
    int fd;
    tl_buf buf;
    void *book;   /* of tl_export_xlsx.c */
    int64_t rows; /* written */
} tl_export;

typedef struct tl_export_format {
    const char *name;
    bool flat;  /* row gets the flat row, columns are known at begin */
    bool aside; /* what holds for all rows has a place of its own, and needs no columns */
    tl_code (*begin)(tl_export *x, tl_err *err);
    tl_code (*row)(tl_export *x, const tl_value *row, tl_err *err);
    tl_code (*end)(tl_export *x, tl_err *err);
    void (*drop)(tl_export *x); /* lets go after success and failure; NULL: nothing to let go of */
} tl_export_format;

extern const tl_export_format tl_export_csv, tl_export_json, tl_export_ndjson, tl_export_xlsx;

/* tl_export_table.c */
tl_code tl__layout_read(tl_export *x, const tl_value *layout, tl_err *err);
/* A row's maps become columns called outer_inner, its lists one text. NULL: out of memory. */
tl_value *tl__flat(const tl_export *x, const tl_value *row, tl_arena *arena);
/* Takes the names of a flat row among the columns; then, when all are in, what each column holds. */
tl_code tl__columns_add(tl_export *x, const tl_value *flat, tl_err *err);
tl_code tl__columns_done(tl_export *x, tl_err *err);
/* The value of the i-th column, in words where there are some; NULL: none. */
const tl_value *tl__cell_of(const tl_export *x, uint32_t i, const tl_value *flat);
void tl__micros_text(int64_t micros, char out[32]); /* as many decimals as it has */
bool tl__decimal(tl_slice text);
double tl__decimal_value(const char *text); /* whatever the process's locale says */

/* tl_export.c */
tl_code tl__export_put(tl_export *x, const void *bytes, size_t len, tl_err *err);
tl_code tl__export_flush(tl_export *x, tl_err *err);

#endif
