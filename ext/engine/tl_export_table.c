/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_export.h"

#include <stdio.h>
#include <string.h>

/* ---- what is said of the layout -------------------------------------------------------------------------------- */

static tl_code part(const tl_value *layout, const char *name, tl_kind kind, const tl_value **out, tl_err *err) {
    const tl_value *value = tl_map_get(layout, name);
    *out = value && value->kind != TL_NULL ? value : NULL;
    /* an empty array of PHP is a list */
    if (*out && value->n == 0 && value->kind == TL_LIST) {
        *out = NULL;
    }
    return !*out || value->kind == kind ? TL_OK
                                        : tl_fail(err, TL_E_QUERY_VALUE, "'%s' of the layout is of another kind", name);
}

tl_code tl__layout_read(tl_export *x, const tl_value *layout, tl_err *err) {
    const tl_value *sheet = NULL;
    if (!layout || layout->n == 0) {
        return TL_OK;
    }
    x->laid_out = true;
    if (part(layout, "columns", TL_MAP, &x->layout.columns, err) != TL_OK ||
        part(layout, "words", TL_MAP, &x->layout.words, err) != TL_OK ||
        part(layout, "beside", TL_MAP, &x->layout.beside, err) != TL_OK ||
        part(layout, "sheet", TL_STR, &sheet, err) != TL_OK) {
        return err->code;
    }
    x->layout.sheet = sheet ? sheet->as.s : TL_S("");
    return TL_OK;
}

static const tl_value *get(const tl_value *map, tl_slice key) {
    for (uint32_t i = 0; map && map->kind == TL_MAP && i < map->n; i++) {
        if (tl_slice_eq(map->as.pairs[i].key, key)) {
            return &map->as.pairs[i].value;
        }
    }
    return NULL;
}

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
    case TL_BOOL:
        *text = v->as.b ? TL_S("1") : TL_S("0");
        return true;
    default:
        return v->kind == TL_NULL;
    }
}

/* What a key is called; itself where there are no words for it. */
static const tl_value *in_words(const tl_value *words, const tl_value *v) {
    static const tl_value none = {.kind = TL_NULL};
    char number[24];
    tl_slice text;
    const tl_value *word = NULL;
    if (words && text_of(v ? v : &none, number, sizeof number, &text)) {
        word = get(words, text);
    }
    return word && word->kind == TL_STR ? word : v;
}

/* [a, b] becomes "a > b", as paths are read. */
static bool join(const tl_value *list, const tl_value *words, tl_arena *arena, tl_value *out) {
    tl_buf buf;
    char number[24];
    tl_slice text;
    bool ok = true;
    tl_buf_init(&buf, arena->mem);
    for (uint32_t i = 0; ok && i < list->n; i++) {
        ok = (i == 0 || tl_buf_put(&buf, " > ", 3)) &&
             (!text_of(in_words(words, &list->as.items[i]), number, sizeof number, &text) ||
              tl_buf_put(&buf, text.ptr, text.len));
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

/* {percent, direction} as one number with its sign. */
static bool put_change(const tl_value *change, tl_slice name, tl_arena *arena, tl_value *flat) {
    const tl_value *percent = tl_map_get(change, "percent"), *direction = tl_map_get(change, "direction");
    tl_value value = percent ? *percent : tl_null();
    tl_slice column;
    if (value.kind == TL_STR && direction->kind == TL_STR && tl_slice_eq(direction->as.s, TL_S("down"))) {
        char *text = tl_arena_alloc(arena, value.as.s.len + 1);
        if (!text) {
            return false;
        }
        *text = '-';
        memcpy(text + 1, value.as.s.ptr, value.as.s.len);
        value = tl_str((tl_slice){text, value.as.s.len + 1});
    }
    if (!join_names(name, TL_S("percent"), arena, &column)) {
        return false;
    }
    tl_value *slot = tl_map_add(flat, arena, column);
    return slot && (*slot = value, true);
}

static bool flatten(const tl_export *x, const tl_value *row, tl_slice prefix, tl_arena *arena, tl_value *flat) {
    for (uint32_t i = 0; i < row->n; i++) {
        const tl_pair *pair = &row->as.pairs[i];
        tl_slice name;
        tl_value value = pair->value;
        if (!join_names(prefix, pair->key, arena, &name)) {
            return false;
        }
        if (value.kind == TL_MAP) {
            bool change = x->laid_out && tl_map_get(&value, "direction");
            if (!(change ? put_change(&pair->value, name, arena, flat) : flatten(x, &pair->value, name, arena, flat))) {
                return false;
            }
            continue;
        }
        tl_value *slot = tl_map_add(flat, arena, name);
        if (!slot || (value.kind == TL_LIST && !join(&pair->value, get(x->layout.words, name), arena, &value))) {
            return false;
        }
        *slot = value;
    }
    return true;
}

tl_value *tl__flat(const tl_export *x, const tl_value *row, tl_arena *arena) {
    tl_value *flat = tl_arena_alloc(arena, sizeof *flat);
    if (!flat) {
        return NULL;
    }
    *flat = tl_map();
    return flatten(x, row, TL_S(""), arena, flat) ? flat : NULL;
}

/* ---- columns --------------------------------------------------------------------------------------------------- */

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
                                        "aov",      "points",      "quality",  "share",    "per_click",  NULL};
    char micros[96];
    int len = snprintf(micros, sizeof micros, "%.*s_micros", (int)(name.len < 80 ? name.len : 80), name.ptr);
    bool of_channel = name.len > 9 && memcmp(name.ptr, "channels_", 9) == 0; /* of daily */
    if (of_channel || get(&x->columns, (tl_slice){micros, (size_t)len})) {
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

/* engaged_percent of engaged */
static bool is_part(tl_slice part, tl_slice name) {
    return part.len > name.len && part.ptr[name.len] == '_' && memcmp(part.ptr, name.ptr, name.len) == 0 &&
           !ends_with(part, "_micros");
}

/* Left out: the micros of a printed amount, and what is null in every row but a map of figures in others. */
static bool left_out(const tl_export *x, tl_slice name, const tl_value *kind) {
    if (ends_with(name, "_micros")) {
        return get(&x->columns, (tl_slice){name.ptr, name.len - 7}) != NULL;
    }
    for (uint32_t i = 0; kind->kind == TL_NULL && i < x->columns.n; i++) {
        if (is_part(x->columns.as.pairs[i].key, name)) {
            return true;
        }
    }
    return false;
}

/* An amount of money: it is printed, with its micros beside it. */
static bool is_money(const tl_export *x, tl_slice name) {
    char micros[96];
    int len = snprintf(micros, sizeof micros, "%.*s_micros", (int)(name.len < 80 ? name.len : 80), name.ptr);
    return !last_is(name, "orders") && get(&x->columns, (tl_slice){micros, (size_t)len});
}

static tl_cell cell_of(const tl_export *x, tl_slice name) {
    return is_time(name)                               ? TL_CELL_TIME
           : tl_slice_eq(name, TL_S("date"))           ? TL_CELL_DAY
           : x->laid_out && ends_with(name, "_micros") ? TL_CELL_MICROS
           : is_figure(x, name)                        ? TL_CELL_NUMBER
                                                       : TL_CELL_TEXT;
}

/* Takes it among those that are written, unless the layout leaves it out. */
static void list_column(tl_export *x, tl_slice called, tl_head head) {
    const tl_value *said = get(x->layout.columns, called);
    if (!said || said->kind == TL_STR) {
        head.name = said ? said->as.s : called;
        x->list[x->n++] = head;
    }
}

/* The key beside its words, only where the layout has a heading for it. */
static bool list_key(tl_export *x, tl_slice name, tl_cell cell, tl_err *err) {
    tl_slice key;
    if (!join_names(name, TL_S("key"), &x->kept, &key)) {
        tl_fail(err, TL_E_NOMEM, "exporting");
        return false;
    }
    if (get(x->layout.columns, key)) {
        list_column(x, key, (tl_head){.source = name, .cell = cell});
    }
    return true;
}

static void list_beside(tl_export *x) {
    for (uint32_t i = 0; x->layout.beside && !x->format->aside && i < x->layout.beside->n; i++) {
        const tl_pair *pair = &x->layout.beside->as.pairs[i];
        x->list[x->n++] = (tl_head){.name = pair->key, .cell = TL_CELL_TEXT, .fixed = &pair->value};
    }
}

/* The parts of a figure that is null in the first rows stand where it stands, whichever row they came with. */
static tl_code list_one(tl_export *x, uint32_t at, bool *listed, tl_err *err) {
    tl_slice name = x->columns.as.pairs[at].key;
    const tl_value *words = get(x->layout.words, name), *kind = &x->columns.as.pairs[at].value;
    if (listed[at]) {
        return TL_OK;
    }
    listed[at] = true;
    if (left_out(x, name, kind)) {
        for (uint32_t i = at + 1; kind->kind == TL_NULL && i < x->columns.n; i++) {
            if (is_part(x->columns.as.pairs[i].key, name) && list_one(x, i, listed, err) != TL_OK) {
                return err->code;
            }
        }
        return TL_OK;
    }
    if (x->says_currency && is_money(x, name)) {
        list_column(x, TL_S("currency"), (tl_head){.cell = TL_CELL_TEXT, .fixed = &x->currency});
        x->says_currency = false;
    }
    list_column(x, name, (tl_head){.source = name, .cell = cell_of(x, name), .words = words});
    return !words || list_key(x, name, cell_of(x, name), err) ? TL_OK : err->code;
}

tl_code tl__columns_done(tl_export *x, tl_err *err) {
    uint32_t beside = x->layout.beside ? x->layout.beside->n : 0;
    x->list = tl_arena_alloc(&x->kept, (2 * x->columns.n + beside + 2) * sizeof *x->list);
    bool *listed = tl_arena_alloc(&x->kept, x->columns.n + 1);
    if (!x->list || !listed) {
        return tl_fail(err, TL_E_NOMEM, "exporting");
    }
    memset(listed, 0, x->columns.n + 1);
    x->says_currency = x->laid_out && x->currency.kind == TL_STR && !get(&x->columns, TL_S("currency"));
    for (uint32_t i = 0; i < x->columns.n; i++) {
        if (list_one(x, i, listed, err) != TL_OK) {
            return err->code;
        }
    }
    if (x->n) {
        list_beside(x);
    }
    return TL_OK;
}

const tl_value *tl__cell_of(const tl_export *x, uint32_t i, const tl_value *flat) {
    const tl_head *head = &x->list[i];
    return head->fixed ? head->fixed : in_words(head->words, get(flat, head->source));
}

void tl__micros_text(int64_t micros, char out[32]) {
    size_t len = tl__money_print(micros, 6, out);
    while (len && out[len - 1] == '0') {
        len--;
    }
    out[len && out[len - 1] == '.' ? len - 1 : len] = '\0';
}
