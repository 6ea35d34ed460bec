/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sessionize(): the one rule of tl_session.c over events that the caller gives in any order. docs/api.md. */
#include "tl_table.h"

#include <stdlib.h>
#include <string.h>

typedef struct row {
    uint32_t visitor, index;
    int64_t at;
    tl_slice campaign;
} row;

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "sessionizing events");
}

static tl_code option(const tl_pair *pair, tl_session_rule *rule, tl_err *err) {
    int64_t *target = tl_slice_eq(pair->key, TL_S("timeout_ms")) ? &rule->timeout_ms
                      : tl_slice_eq(pair->key, TL_S("max_ms"))   ? &rule->max_ms
                                                                 : NULL;
    int shown = (int)(pair->key.len < 64 ? pair->key.len : 64);
    if (tl_slice_eq(pair->key, TL_S("campaign"))) {
        rule->one_campaign = pair->value.kind == TL_BOOL && pair->value.as.b;
        return pair->value.kind == TL_BOOL ? TL_OK : tl_fail(err, TL_E_QUERY_VALUE, "'campaign' must be true or false");
    }
    if (!target) {
        return tl_fail(err, TL_E_QUERY_OPTION, "'%.*s'; there are timeout_ms, max_ms and campaign", shown,
                       pair->key.ptr);
    }
    if (pair->value.kind != TL_INT || pair->value.as.i < 0) {
        return tl_fail(err, TL_E_QUERY_VALUE, "'%.*s' must be a whole number of milliseconds, 0 or more", shown,
                       pair->key.ptr);
    }
    *target = pair->value.as.i;
    return TL_OK;
}

static tl_code options_of(const tl_value *options, tl_session_rule *rule, tl_err *err) {
    *rule = (tl_session_rule){TL_SESSION_TIMEOUT_MS, TL_SESSION_MAX_MS, true};
    for (uint32_t i = 0; options && options->kind == TL_MAP && i < options->n; i++) {
        if (option(&options->as.pairs[i], rule, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* A new visitor's name is copied: looked at again for each of its events, the names had better lie close together. */
static bool take_visitor(row *r, tl_table *visitors, tl_slice name) {
    uint32_t before = visitors->n;
    r->visitor = tl__table_number(visitors, name);
    if (r->visitor != before) {
        return r->visitor != UINT32_MAX;
    }
    visitors->keys[before] = tl_arena_dup(visitors->arena, name);
    return visitors->keys[before].ptr != NULL;
}

static tl_code field(row *r, tl_table *visitors, const tl_pair *pair, unsigned *seen, tl_err *err) {
    const tl_value *v = &pair->value;
    if (tl_slice_eq(pair->key, TL_S("visitor")) && v->kind == TL_STR) {
        *seen |= 1;
        return take_visitor(r, visitors, v->as.s) ? TL_OK : no_memory(err);
    }
    if (tl_slice_eq(pair->key, TL_S("at")) && v->kind == TL_INT) {
        r->at = v->as.i;
        *seen |= 2;
        return TL_OK;
    }
    if (tl_slice_eq(pair->key, TL_S("campaign")) && (v->kind == TL_STR || v->kind == TL_NULL)) {
        r->campaign = v->kind == TL_STR ? v->as.s : (tl_slice){NULL, 0};
        return TL_OK;
    }
    return tl_fail(err, TL_E_QUERY_VALUE, "event %u: '%.*s' is unknown or has a wrong type", r->index,
                   (int)(pair->key.len < 64 ? pair->key.len : 64), pair->key.ptr);
}

static tl_code read_event(const tl_value *v, row *r, tl_table *visitors, tl_err *err) {
    unsigned seen = 0;
    if (v->kind != TL_MAP) {
        return tl_fail(err, TL_E_QUERY_VALUE, "event %u is no array of visitor, at and campaign", r->index);
    }
    for (uint32_t i = 0; i < v->n; i++) {
        if (field(r, visitors, &v->as.pairs[i], &seen, err) != TL_OK) {
            return err->code;
        }
    }
    return seen == 3 ? TL_OK
                     : tl_fail(err, TL_E_QUERY_VALUE, "event %u needs 'visitor' (a string) and 'at' (milliseconds)",
                               r->index);
}

static int by_time(const void *x, const void *y) {
    const row *a = x, *b = y;
    if (a->at != b->at) {
        return a->at < b->at ? -1 : 1;
    }
    return a->index < b->index ? -1 : a->index > b->index;
}

static void sort_by_time(row *rows, uint32_t n) {
    uint32_t ordered = 1;
    while (ordered < n && rows[ordered - 1].at <= rows[ordered].at) {
        ordered++;
    }
    if (ordered < n) {
        qsort(rows, n, sizeof *rows, by_time);
    }
}

/* Each visitor's rows together, in order of time: counted out by visitor first, so that only short runs are sorted, and
 * events that come in order are not sorted at all. NULL: out of memory. */
static row *by_visitor_and_time(const row *rows, uint32_t n, uint32_t n_visitors, tl_arena *arena) {
    row *sorted = tl_arena_alloc(arena, (n ? n : 1) * sizeof *sorted);
    uint32_t *ends = tl_arena_alloc(arena, ((size_t)n_visitors + 1) * sizeof *ends), begin = 0;
    if (!sorted || !ends) {
        return NULL;
    }
    memset(ends, 0, ((size_t)n_visitors + 1) * sizeof *ends);
    for (uint32_t i = 0; i < n; i++) {
        ends[rows[i].visitor + 1]++;
    }
    for (uint32_t v = 1; v <= n_visitors; v++) {
        ends[v] += ends[v - 1];
    }
    for (uint32_t i = 0; i < n; i++) {
        sorted[ends[rows[i].visitor]++] = rows[i];
    }
    for (uint32_t v = 0; v < n_visitors; v++) {
        sort_by_time(sorted + begin, ends[v] - begin);
        begin = ends[v];
    }
    return sorted;
}

/* Answers are few beside events: those with small numbers are made once, and stand in many places. */
#define SHARED 256
typedef struct answers {
    tl_value pairs[SHARED][2];
} answers;

static tl_code write_pair(answers *shared, tl_value *item, int64_t number, bool first, tl_arena *arena, tl_err *err) {
    tl_value *kept = number < SHARED ? &shared->pairs[number][first] : NULL;
    if (kept && kept->n) {
        *item = *kept;
        return TL_OK;
    }
    *item = tl_list();
    if (!tl_value_reserve(item, arena, 2)) {
        return no_memory(err);
    }
    *tl_list_add(item, arena) = tl_int(number);
    *tl_list_add(item, arena) = tl_bool(first);
    if (kept) {
        *kept = *item;
    }
    return TL_OK;
}

static tl_code number_sessions(const row *rows, uint32_t n, const tl_session_rule *rule, tl_arena *arena, tl_value *out,
                               tl_err *err) {
    tl_session_state state = {0};
    int64_t number = 0;
    answers *shared = tl_arena_alloc(arena, sizeof *shared);
    if (!shared) {
        return no_memory(err);
    }
    memset(shared, 0, sizeof *shared);
    for (uint32_t i = 0; i < n; i++) {
        if (i == 0 || rows[i].visitor != rows[i - 1].visitor) {
            state = (tl_session_state){0};
            number = 0;
        }
        bool first = tl__session_next(rule, &state, rows[i].at, rows[i].campaign);
        number += first;
        if (write_pair(shared, &out->as.items[rows[i].index], number, first, arena, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

tl_code tl_sessionize(const tl_value *events, const tl_value *options, tl_arena *arena, tl_value *out, tl_err *err) {
    tl_session_rule rule;
    tl_table visitors;
    *err = (tl_err){0};
    if (options_of(options, &rule, err) != TL_OK) {
        return err->code;
    }
    if (events->kind != TL_LIST) {
        return tl_fail(err, TL_E_QUERY_VALUE, "events are a list");
    }
    *out = tl_list();
    tl__table_init(&visitors, arena);
    row *rows = tl_arena_alloc(arena, (events->n ? events->n : 1) * sizeof *rows);
    if (!rows || !tl_value_reserve(out, arena, events->n)) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < events->n; i++) {
        rows[i] = (row){.index = i, .campaign = {NULL, 0}};
        if (read_event(&events->as.items[i], &rows[i], &visitors, err) != TL_OK) {
            return err->code;
        }
    }
    out->n = events->n; /* room for them is reserved */
    rows = by_visitor_and_time(rows, events->n, visitors.n, arena);
    if (!rows) {
        return no_memory(err);
    }
    return number_sessions(rows, events->n, &rule, arena, out, err);
}
