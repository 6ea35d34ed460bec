/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_export.h"

#include <stdio.h>
#include <string.h>

/* ---- flat rows ------------------------------------------------------------------------------------------------- */

static bool text_of(const tl_value *v, char *number, size_t size, tl_slice *text) {
    *text = TL_S("");
    switch (v->kind) {
    case TL_STR:
        *text = v->as.s;
        return true;
    case TL_INT:
        *text = (tl_slice){number, (size_t)snprintf(number, size, "%lld", (long long)v->as.i)};
        return true;
    default:
        return v->kind == TL_NULL;
    }
}

/* [a, b] becomes "a > b", as paths are read. */
static bool join(const tl_value *list, tl_arena *arena, tl_value *out) {
    tl_buf buf;
    char number[24];
    tl_slice text;
    bool ok = true;
    tl_buf_init(&buf, arena->mem);
    for (uint32_t i = 0; ok && i < list->n; i++) {
        ok = (i == 0 || tl_buf_put(&buf, " > ", 3)) &&
             (!text_of(&list->as.items[i], number, sizeof number, &text) || tl_buf_put(&buf, text.ptr, text.len));
    }
    text = tl_arena_dup(arena, buf.len ? (tl_slice){(char *)buf.ptr, buf.len} : TL_S(""));
    tl_buf_destroy(&buf);
    *out = tl_str(text);
    return ok && text.ptr;
}

static bool join_names(tl_slice prefix, tl_slice key, tl_arena *arena, tl_slice *out) {
    if (!prefix.len) {
        *out = key;
        return true;
    }
    char *name = tl_arena_alloc(arena, prefix.len + 1 + key.len);
    if (name) {
        memcpy(name, prefix.ptr, prefix.len);
        name[prefix.len] = '_';
        memcpy(name + prefix.len + 1, key.ptr, key.len);
    }
    *out = (tl_slice){name, prefix.len + 1 + key.len};
    return name != NULL;
}

static bool flatten(const tl_value *row, tl_slice prefix, tl_arena *arena, tl_value *flat) {
    for (uint32_t i = 0; i < row->n; i++) {
        const tl_pair *pair = &row->as.pairs[i];
        tl_slice name;
        tl_value value = pair->value;
        if (!join_names(prefix, pair->key, arena, &name)) {
            return false;
        }
        if (value.kind == TL_MAP) {
            if (!flatten(&pair->value, name, arena, flat)) {
                return false;
            }
            continue;
        }
        tl_value *slot = tl_map_add(flat, arena, name);
        if (!slot || (value.kind == TL_LIST && !join(&pair->value, arena, &value))) {
            return false;
        }
        *slot = value;
    }
    return true;
}

tl_value *tl__flat(const tl_value *row, tl_arena *arena) {
    tl_value *flat = tl_arena_alloc(arena, sizeof *flat);
    if (!flat) {
        return NULL;
    }
    *flat = tl_map();
    return flatten(row, TL_S(""), arena, flat) ? flat : NULL;
}

/* ---- columns --------------------------------------------------------------------------------------------------- */

static const tl_value *get(const tl_value *map, tl_slice key) {
    for (uint32_t i = 0; i < map->n; i++) {
        if (tl_slice_eq(map->as.pairs[i].key, key)) {
            return &map->as.pairs[i].value;
        }
    }
    return NULL;
}

static bool ends_with(tl_slice name, const char *end) {
    tl_slice s = tl_slice_of(end);
    return name.len > s.len && memcmp(name.ptr + name.len - s.len, s.ptr, s.len) == 0;
}

/* The last word of a name: revenue of shapley_revenue. */
static bool last_is(tl_slice name, const char *word) {
    tl_slice s = tl_slice_of(word);
    return tl_slice_eq(name, s) || (ends_with(name, word) && name.ptr[name.len - s.len - 1] == '_');
}

bool tl__decimal(tl_slice text) {
    size_t i = text.len && text.ptr[0] == '-', digits = 0;
    bool point = false;
    for (; i < text.len; i++) {
        if (text.ptr[i] == '.' && !point && digits && i + 1 < text.len) {
            point = true;
        } else if (text.ptr[i] < '0' || text.ptr[i] > '9') {
            return false;
        } else {
            digits++;
        }
    }
    return digits > 0 && digits < 20;
}

double tl__decimal_value(const char *text) {
    double value = 0, scale = 1;
    bool point = false;
    for (const char *c = text + (*text == '-'); *c; c++) {
        if (*c == '.') {
            point = true;
        } else {
            value = value * 10 + (*c - '0');
            scale *= point ? 10 : 1;
        }
    }
    return (*text == '-' ? -value : value) / scale;
}

tl_code tl__columns_add(tl_export *x, const tl_value *flat, tl_err *err) {
    for (uint32_t i = 0; i < flat->n; i++) {
        const tl_pair *pair = &flat->as.pairs[i];
        tl_value *slot = (tl_value *)(uintptr_t)get(&x->columns, pair->key);
        if (!slot) {
            tl_slice name = tl_arena_dup(&x->kept, pair->key);
            slot = name.ptr ? tl_map_add(&x->columns, &x->kept, name) : NULL;
            if (!slot) {
                return tl_fail(err, TL_E_NOMEM, "exporting");
            }
        }
        if (slot->kind == TL_NULL && pair->value.kind != TL_NULL) {
            *slot = tl_int((int64_t)pair->value.kind);
        }
    }
    return TL_OK;
}

/* What the engine prints as a decimal; where its text is none (a name that is called like that), it stays text. */
static bool is_figure(const tl_export *x, tl_slice name) {
    static const char *const words[] = {"percent",  "per_session", "ratio",    "low",      "high",       "total",
                                        "whatsapp", "other",       "unknown",  "previous", "revenue",    "orders",
                                        "last",     "assisted",    "refunded", "refunds",  "difference", "credit",
                                        "aov",      "points",      "quality",  NULL};
    char micros[96];
    int len = snprintf(micros, sizeof micros, "%.*s_micros", (int)(name.len < 80 ? name.len : 80), name.ptr);
    if (get(&x->columns, (tl_slice){micros, (size_t)len})) {
        return true;
    }
    for (size_t i = 0; words[i]; i++) {
        if (last_is(name, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_time(tl_slice name) {
    return last_is(name, "at") || tl_slice_eq(name, TL_S("end"));
}

/* Left out: the micros of a printed amount, and what is null in every row but a map of figures in others. */
static bool left_out(const tl_export *x, tl_slice name, const tl_value *kind) {
    if (ends_with(name, "_micros")) {
        return get(&x->columns, (tl_slice){name.ptr, name.len - 7}) != NULL;
    }
    for (uint32_t i = 0; kind->kind == TL_NULL && i < x->columns.n; i++) {
        tl_slice other = x->columns.as.pairs[i].key;
        if (other.len > name.len && other.ptr[name.len] == '_' && memcmp(other.ptr, name.ptr, name.len) == 0 &&
            !ends_with(other, "_micros")) {
            return true;
        }
    }
    return false;
}

tl_code tl__columns_done(tl_export *x, tl_err *err) {
    x->list = tl_arena_alloc(&x->kept, (x->columns.n + 1) * sizeof *x->list);
    if (!x->list) {
        return tl_fail(err, TL_E_NOMEM, "exporting");
    }
    for (uint32_t i = 0; i < x->columns.n; i++) {
        tl_slice name = x->columns.as.pairs[i].key;
        const tl_value *kind = &x->columns.as.pairs[i].value;
        if (left_out(x, name, kind)) {
            continue;
        }
        x->list[x->n++] = (tl_head){.name = name,
                                    .cell = is_time(name)        ? TL_CELL_TIME
                                            : is_figure(x, name) ? TL_CELL_NUMBER
                                                                 : TL_CELL_TEXT};
    }
    return TL_OK;
}

const tl_value *tl__cell_of(const tl_export *x, uint32_t i, const tl_value *flat) {
    return get(flat, x->list[i].name);
}
