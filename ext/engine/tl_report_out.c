/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_report.h"

#include <stdio.h>
#include <string.h>

void tl__put(tl_out *out, tl_value *map, const char *key, tl_value value) {
    tl_value *slot = out->failed ? NULL : tl_map_add(map, out->arena, tl_slice_of(key));
    if (slot) {
        *slot = value;
    } else {
        out->failed = true;
    }
}

void tl__add(tl_out *out, tl_value *list, tl_value value) {
    tl_value *slot = out->failed ? NULL : tl_list_add(list, out->arena);
    if (slot) {
        *slot = value;
    } else {
        out->failed = true;
    }
}

tl_value tl__text(tl_out *out, tl_slice text) {
    if (!text.len) {
        return tl_null();
    }
    tl_slice copy = tl_arena_dup(out->arena, text);
    out->failed |= copy.ptr == NULL;
    return copy.ptr ? tl_str(copy) : tl_null();
}

tl_value tl__time(int64_t at) {
    return at ? tl_int(at) : tl_null();
}

tl_value tl__money(tl_out *out, int64_t micros) {
    char text[40];
    size_t len = tl__money_print(micros, out->decimals, text);
    return tl__text(out, (tl_slice){text, len});
}

void tl__put_money(tl_out *out, tl_value *map, const char *key, int64_t printed, int64_t micros) {
    char name[48];
    snprintf(name, sizeof name, "%s_micros", key);
    tl_slice copy = tl_arena_dup(out->arena, tl_slice_of(name));
    if (!copy.ptr) {
        out->failed = true;
        return;
    }
    tl__put(out, map, key, tl__money(out, printed));
    tl__put(out, map, copy.ptr, tl_int(micros));
}

/* n / of in percent with one decimal, half away from zero */
static tl_value percent(tl_out *out, int64_t n, int64_t of) {
    char text[40];
    if (of == 0) {
        return tl_null();
    }
    /* 1000 x n / of is tenths of a percent; printed as money with one decimal */
    int64_t tenths = tl__muldiv(n, 1000, of);
    size_t len = tl__money_print(tenths * (TL_MICROS / 10), 1, text);
    return tl__text(out, (tl_slice){text, len});
}

tl_value tl__rate(tl_out *out, int64_t n, int64_t of) {
    tl_value rate = tl_map();
    tl__put(out, &rate, "n", tl_int(n));
    tl__put(out, &rate, "of", tl_int(of));
    tl__put(out, &rate, "percent", percent(out, n, of));
    return rate;
}

tl_value tl__engaged(tl_out *out, const tl_visits *v) {
    return v->unjudged ? tl_null() : tl__rate(out, v->engaged, v->n);
}

tl_value tl__bounced(tl_out *out, const tl_visits *v) {
    return v->unjudged ? tl_null() : tl__rate(out, v->n - v->engaged, v->n);
}

tl_value tl__points(tl_out *out, int64_t quality, int64_t visits) {
    char text[40];
    int64_t tenths = tl__muldiv(quality, 10, visits * TL_QUALITY_POINT);
    size_t len = tl__money_print(tenths * (TL_MICROS / 10), 1, text);
    return tl__text(out, (tl_slice){text, len});
}

tl_value tl__quality(tl_out *out, const tl_visits *v) {
    if (v->unjudged || v->n == 0) {
        return tl_null();
    }
    tl_value mean = tl_map();
    tl__put(out, &mean, "points", tl__points(out, v->quality, v->n));
    tl__put(out, &mean, "sum", tl_int(v->quality));
    tl__put(out, &mean, "of", tl_int(v->n));
    return mean;
}

tl_value tl__change(tl_out *out, int64_t now, int64_t before) {
    if (before == 0) {
        return tl_null();
    }
    tl_value change = tl_map();
    int64_t by = now - before, base = before < 0 ? -before : before;
    tl__put(out, &change, "percent", percent(out, by < 0 ? -by : by, base));
    tl__put(out, &change, "direction", tl_str(by > 0 ? TL_S("up") : by < 0 ? TL_S("down") : TL_S("flat")));
    return change;
}

tl_value tl__orders_figure(tl_out *out, int64_t micros) {
    char text[40];
    size_t len = tl__money_print(micros, 1, text);
    if (len > 2 && memcmp(text + len - 2, ".0", 2) == 0) {
        len -= 2;
    }
    return tl__text(out, (tl_slice){text, len});
}

tl_code tl__done(const tl_out *out, tl_err *err) {
    return out->failed ? tl_fail(err, TL_E_NOMEM, "writing a report") : TL_OK;
}

int tl__by_text(tl_slice a, tl_slice b) {
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len ? memcmp(a.ptr, b.ptr, len) : 0;
    return order ? order : a.len < b.len ? -1 : a.len > b.len;
}

/* ---- searching -----------------------------------------------------------------------------------------------------
 */

static char small(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool contains(tl_slice text, tl_slice part) {
    for (size_t at = 0; at + part.len <= text.len; at++) {
        size_t i = 0;
        while (i < part.len && small(text.ptr[at + i]) == small(part.ptr[i])) {
            i++;
        }
        if (i == part.len) {
            return true;
        }
    }
    return false;
}

bool tl__is_found(const tl_query *q, tl_slice key, tl_slice label) {
    return contains(key, q->search) || contains(label, q->search);
}
