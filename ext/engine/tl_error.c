/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_internal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct error_row {
    tl_code code;
    tl_domain domain;
    const char *name, *text;
} error_row;

#define ERROR_ROW(n, number, domain, text) {TL_E_##n, TL_DOMAIN_##domain, #n, text},
static const error_row error_rows[] = {TL_ERRORS(ERROR_ROW)};

static const error_row *error_row_of(tl_code code) {
    for (size_t i = 0; i < sizeof(error_rows) / sizeof(error_rows[0]); i++) {
        if (error_rows[i].code == code) {
            return &error_rows[i];
        }
    }
    return NULL;
}

const char *tl_code_name(tl_code code) {
    const error_row *row = error_row_of(code);
    if (row != NULL) {
        return row->name;
    }
    return code == TL_OK ? "OK" : "?";
}

tl_domain tl_code_domain(tl_code code) {
    const error_row *row = error_row_of(code);
    return row != NULL ? row->domain : TL_DOMAIN_STORE;
}

/* A name from outside may hold anything, and the message goes to logs and pages: keep it printable UTF-8. What cut a
 * sequence in two at the end is dropped, not replaced. */
static void make_printable(char *msg, bool cut) {
    unsigned char *s = (unsigned char *)msg;
    size_t left = strlen(msg);
    while (left > 0) {
        size_t n = tl__utf8_sequence(s, left);
        if (n == 0 && cut && left < 4 && *s >= 0xc2) {
            *s = '\0';
            return;
        }
        if (n == 0 || *s < 0x20 || *s == 0x7f) {
            *s = '?';
            n = 1;
        }
        s += n;
        left -= n;
    }
}

tl_code tl_fail(tl_err *err, tl_code code, const char *fmt, ...) {
    if (err == NULL) {
        return code;
    }
    const error_row *row = error_row_of(code);
    err->code = code;
    int n = snprintf(err->msg, sizeof(err->msg), "%s: ", row != NULL ? row->text : "unknown failure");
    va_list args;
    va_start(args, fmt);
    int whole = vsnprintf(err->msg + n, sizeof(err->msg) - (size_t)n, fmt, args);
    va_end(args);
    if (whole < 0) {
        err->msg[n] = '\0';
    }
    make_printable(err->msg, whole >= 0 && (size_t)n + (size_t)whole >= sizeof(err->msg));
    return code;
}

tl_code tl__fail_errno(tl_err *err, tl_code code, const char *doing, const char *path) {
    int reason = errno;
    bool full = reason == ENOSPC || reason == EDQUOT;
    return tl_fail(err, full ? TL_E_DISK_FULL : code, "cannot %s %.160s: %s", doing, path, strerror(reason));
}
