/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of events and touches hold small numbers; a report asks for the name of each once. */
#include "tl_report.h"
#include "tl_store_db.h"

#include <string.h>

#define NAMES_MAX (INT64_C(1) << 24) /* what is beyond is damage */

struct tl_names {
    tl_store *store;
    tl_arena *arena;
    tl_dict_name **dict; /* by id */
    tl_source_name **sources;
    size_t n_dict, n_sources;
};

static tl_dict_name no_name = {{"", 0}, {"", 0}};
static tl_source_name no_source = {{"", 0}, {"", 0}, {"", 0}, {"", 0}, 0, 0};

tl_names *tl__names_new(tl_store *store, tl_arena *arena) {
    tl_names *names = tl_arena_alloc(arena, sizeof *names);
    if (names) {
        *names = (tl_names){.store = store, .arena = arena};
    }
    return names;
}

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "reading names");
}

/* Room for the pointer of `id` in a table of pointers; those it had are kept. */
static void *grown(tl_arena *arena, void *old, size_t *n, int64_t id) {
    size_t larger = *n ? *n : 64;
    while (larger <= (size_t)id) {
        larger *= 2;
    }
    void **fresh = tl_arena_alloc(arena, larger * sizeof *fresh);
    if (fresh) {
        memset(fresh, 0, larger * sizeof *fresh);
        if (*n) {
            memcpy(fresh, old, *n * sizeof *fresh);
        }
        *n = larger;
    }
    return fresh;
}

static bool keep(tl_arena *arena, sqlite3_stmt *s, int column, tl_slice *out) {
    tl_slice text = tl__column_text(s, column);
    *out = text.len ? tl_arena_dup(arena, text) : TL_S("");
    return out->ptr != NULL;
}

/* Reads `columns` texts of row `id` into the slices of a fresh name; none where the row is not there. */
static tl_code read_name(tl_names *names, const char *sql, int64_t id, int columns, tl_slice *texts, int64_t numbers[2],
                         tl_err *err) {
    tl_db *db;
    bool right = true, there;
    TL_TRY(tl__db_get(names->store, &db, err));
    sqlite3_stmt *s = tl__bound(db, sql, TL_ARGS(tl__n(id)), err);
    if (s == NULL) {
        return err->code;
    }
    TL_TRY(tl__step(db, s, &there, err));
    for (int i = 0; there && right && i < columns; i++) {
        right = keep(names->arena, s, i, &texts[i]);
    }
    for (int i = 0; there && i < 2; i++) {
        numbers[i] = sqlite3_column_int64(s, columns + i);
    }
    sqlite3_reset(s);
    return right ? TL_OK : no_memory(err);
}

tl_code tl__name_traits(tl_names *names, tl_traits *traits, tl_err *err) {
    const tl_source_name *source;
    TL_TRY(tl__name_source(names, traits->source, &source, err));
    traits->channel = source->channel;
    traits->entry = source->entry;
    return TL_OK;
}

tl_code tl__name_dict(tl_names *names, int64_t id, const tl_dict_name **out, tl_err *err) {
    tl_slice texts[2] = {{"", 0}, {"", 0}};
    int64_t numbers[2];
    *out = &no_name;
    if (id <= 0 || id > NAMES_MAX) {
        return TL_OK;
    }
    if ((size_t)id >= names->n_dict) {
        void *fresh = grown(names->arena, names->dict, &names->n_dict, id);
        if (!fresh) {
            return no_memory(err);
        }
        names->dict = fresh;
    }
    if (!names->dict[id]) {
        tl_dict_name *name = tl_arena_alloc(names->arena, sizeof *name);
        if (!name) {
            return no_memory(err);
        }
        TL_TRY(read_name(names, "SELECT value, name, 0, 0 FROM dict WHERE id = ?1", id, 2, texts, numbers, err));
        *name = (tl_dict_name){texts[0], texts[1]};
        names->dict[id] = name;
    }
    *out = names->dict[id];
    return TL_OK;
}

tl_code tl__name_source(tl_names *names, int64_t id, const tl_source_name **out, tl_err *err) {
    tl_slice texts[4] = {{"", 0}, {"", 0}, {"", 0}, {"", 0}};
    int64_t numbers[2] = {0, 0};
    *out = &no_source;
    if (id <= 0 || id > NAMES_MAX) {
        return TL_OK;
    }
    if ((size_t)id >= names->n_sources) {
        void *fresh = grown(names->arena, names->sources, &names->n_sources, id);
        if (!fresh) {
            return no_memory(err);
        }
        names->sources = fresh;
    }
    if (!names->sources[id]) {
        tl_source_name *name = tl_arena_alloc(names->arena, sizeof *name);
        if (!name) {
            return no_memory(err);
        }
        TL_TRY(read_name(names, "SELECT source, medium, campaign, content, channel, entry FROM source WHERE id = ?1",
                         id, 4, texts, numbers, err));
        *name = (tl_source_name){texts[0], texts[1], texts[2], texts[3], numbers[0], numbers[1]};
        names->sources[id] = name;
    }
    *out = names->sources[id];
    return TL_OK;
}
