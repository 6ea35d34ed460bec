/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_export.h"

#include <stdio.h>
#include <string.h>

static tl_code put(tl_export *x, const char *text, tl_err *err) {
    return tl__export_put(x, text, strlen(text), err);
}

static tl_code put_number(tl_export *x, const tl_value *v, tl_err *err) {
    char text[40];
    int len = v->kind == TL_INT ? snprintf(text, sizeof text, "%lld", (long long)v->as.i)
                                : snprintf(text, sizeof text, "%.17g", v->as.f);
    return tl__export_put(x, text, (size_t)len, err);
}

/* ---- CSV: RFC 4180, UTF-8 with the mark that Excel asks for -------------------------------------------------------
 */

/* A spreadsheet takes a text that begins with one of these for a formula: a quote before it makes it a text. */
static bool like_formula(tl_slice s) {
    static const char *const wide[] = {"\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"}; /* = + - @ */
    for (size_t i = 0; i < 4 && s.len >= 3; i++) {
        if (memcmp(s.ptr, wide[i], 3) == 0) {
            return true;
        }
    }
    return s.len && memchr("=+-@\t\r\n", s.ptr[0], 7);
}

static tl_code csv_text(tl_export *x, tl_slice s, tl_err *err) {
    bool quoted = like_formula(s);
    for (size_t i = 0; !quoted && i < s.len; i++) {
        quoted = memchr(",\"\r\n; \t", s.ptr[i], 7) != NULL;
    }
    if (!quoted) {
        return tl__export_put(x, s.ptr, s.len, err);
    }
    if (put(x, like_formula(s) ? "\"'" : "\"", err) != TL_OK) {
        return err->code;
    }
    for (size_t i = 0; i < s.len; i++) {
        if ((s.ptr[i] == '"' && put(x, "\"", err) != TL_OK) || tl__export_put(x, &s.ptr[i], 1, err) != TL_OK) {
            return err->code;
        }
    }
    return put(x, "\"", err);
}

static tl_code csv_time(tl_export *x, int64_t at, tl_err *err) {
    char text[32];
    tl__local_text(x->query, at, text);
    return put(x, text, err);
}

static tl_code csv_micros(tl_export *x, int64_t micros, tl_err *err) {
    char text[32];
    tl__micros_text(micros, text);
    return put(x, text, err);
}

static tl_code csv_cell(tl_export *x, const tl_head *column, const tl_value *v, tl_err *err) {
    switch (v ? v->kind : TL_NULL) {
    case TL_BOOL:
        return put(x, v->as.b ? "1" : "0", err);
    case TL_INT:
        return column->cell == TL_CELL_TIME     ? csv_time(x, v->as.i, err)
               : column->cell == TL_CELL_MICROS ? csv_micros(x, v->as.i, err)
                                                : put_number(x, v, err);
    case TL_FLOAT:
        return put_number(x, v, err);
    case TL_STR:
        return column->cell == TL_CELL_NUMBER && tl__decimal(v->as.s) ? tl__export_put(x, v->as.s.ptr, v->as.s.len, err)
                                                                      : csv_text(x, v->as.s, err);
    default:
        return TL_OK;
    }
}

static tl_code csv_begin(tl_export *x, tl_err *err) {
    if (put(x, "\xef\xbb\xbf", err) != TL_OK) {
        return err->code;
    }
    for (uint32_t i = 0; i < x->n; i++) {
        if ((i && put(x, ",", err) != TL_OK) || csv_text(x, x->list[i].name, err) != TL_OK) {
            return err->code;
        }
    }
    return x->n ? put(x, "\r\n", err) : TL_OK;
}

static tl_code csv_row(tl_export *x, const tl_value *row, tl_err *err) {
    for (uint32_t i = 0; i < x->n; i++) {
        if ((i && put(x, ",", err) != TL_OK) || csv_cell(x, &x->list[i], tl__cell_of(x, i, row), err) != TL_OK) {
            return err->code;
        }
    }
    return put(x, "\r\n", err);
}

const tl_export_format tl_export_csv = {"csv", true, false, csv_begin, csv_row, tl__export_flush, NULL};

/* ---- JSON: the rows as rows() and report() give them --------------------------------------------------------------
 */

static tl_code json_text(tl_export *x, tl_slice s, tl_err *err) {
    size_t from = 0;
    char escape[8];
    if (put(x, "\"", err) != TL_OK) {
        return err->code;
    }
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        snprintf(escape, sizeof escape, c < 0x20 ? "\\u%04x" : "\\%c", c);
        if (tl__export_put(x, s.ptr + from, i - from, err) != TL_OK || put(x, escape, err) != TL_OK) {
            return err->code;
        }
        from = i + 1;
    }
    return tl__export_put(x, s.ptr + from, s.len - from, err) == TL_OK ? put(x, "\"", err) : err->code;
}

static tl_code json_value(tl_export *x, const tl_value *v, tl_err *err);

static tl_code json_all(tl_export *x, const tl_value *v, tl_err *err) {
    bool map = v->kind == TL_MAP;
    if (put(x, map ? "{" : "[", err) != TL_OK) {
        return err->code;
    }
    for (uint32_t i = 0; i < v->n; i++) {
        if ((i && put(x, ",", err) != TL_OK) ||
            (map && (json_text(x, v->as.pairs[i].key, err) != TL_OK || put(x, ":", err) != TL_OK)) ||
            json_value(x, map ? &v->as.pairs[i].value : &v->as.items[i], err) != TL_OK) {
            return err->code;
        }
    }
    return put(x, map ? "}" : "]", err);
}

static tl_code json_value(tl_export *x, const tl_value *v, tl_err *err) {
    switch (v->kind) {
    case TL_NULL:
        return put(x, "null", err);
    case TL_BOOL:
        return put(x, v->as.b ? "true" : "false", err);
    case TL_INT:
    case TL_FLOAT:
        return put_number(x, v, err);
    case TL_STR:
        return json_text(x, v->as.s, err);
    default:
        return json_all(x, v, err);
    }
}

static tl_code json_begin(tl_export *x, tl_err *err) {
    return put(x, "[", err);
}

static tl_code json_row(tl_export *x, const tl_value *row, tl_err *err) {
    return put(x, x->rows ? ",\n" : "\n", err) == TL_OK ? json_value(x, row, err) : err->code;
}

static tl_code json_end(tl_export *x, tl_err *err) {
    return put(x, "\n]\n", err) == TL_OK ? tl__export_flush(x, err) : err->code;
}

static tl_code ndjson_begin(tl_export *x, tl_err *err) {
    (void)x;
    (void)err;
    return TL_OK;
}

static tl_code ndjson_row(tl_export *x, const tl_value *row, tl_err *err) {
    return json_value(x, row, err) == TL_OK ? put(x, "\n", err) : err->code;
}

const tl_export_format tl_export_json = {"json", false, false, json_begin, json_row, json_end, NULL};
const tl_export_format tl_export_ndjson = {"ndjson", false, false, ndjson_begin, ndjson_row, tl__export_flush, NULL};
