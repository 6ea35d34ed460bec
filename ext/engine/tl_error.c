/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "touchline.h"

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

/* Length of the well-formed UTF-8 sequence at s, 0 when there is none. s ends with a NUL, which no sequence contains.
 */
static size_t sequence_length(const unsigned char *s) {
    size_t n = s[0] < 0x80                   ? 1
               : s[0] >= 0xc2 && s[0] < 0xe0 ? 2
               : (s[0] & 0xf0) == 0xe0       ? 3
               : s[0] >= 0xf0 && s[0] < 0xf5 ? 4
                                             : 0;
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xc0) != 0x80) {
            return 0;
        }
    }
    bool overlong = (s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xf0 && s[1] < 0x90);
    bool beyond = (s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf4 && s[1] > 0x8f);
    return overlong || beyond ? 0 : n;
}

/* A name from outside may hold anything, and the message goes to logs and pages: keep it printable UTF-8. */
static void make_printable(char *msg) {
    unsigned char *s = (unsigned char *)msg;
    while (*s != '\0') {
        size_t n = sequence_length(s);
        if (n == 0 || *s < 0x20 || *s == 0x7f) {
            *s = '?';
            n = 1;
        }
        s += n;
    }
}

/* vsnprintf may have cut a sequence in two at the end; leave whole ones only. */
static void drop_cut_sequence(char *msg) {
    size_t len = strlen(msg), start = len;
    while (start > 0 && len - start < 4 && ((unsigned char)msg[start - 1] & 0xc0) == 0x80) {
        start--;
    }
    if (start > 0 && (unsigned char)msg[start - 1] >= 0xc0 && sequence_length((unsigned char *)msg + start - 1) == 0) {
        msg[start - 1] = '\0';
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
    } else if ((size_t)n + (size_t)whole >= sizeof(err->msg)) {
        drop_cut_sequence(err->msg);
    }
    make_printable(err->msg);
    return code;
}
