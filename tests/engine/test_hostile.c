/* SPDX-License-Identifier: GPL-2.0-or-later */
/* attribute() and sessionize() on what nobody should send: any bytes as keys, the ends of time, the largest amounts. */
#include "tl_test_paths.h"

#include <math.h>

__extension__ typedef __int128 wide;

static uint64_t seed = 20261125;

static uint64_t below(uint64_t n) {
    return test_random(&seed) % n;
}

static tl_slice any_key(tl_arena *arena) {
    static const char *const odd[] = {"",       "0",    "-0",       "00",       "1e3",    "9223372036854775808",
                                      "direct", "null", "\xff\xfe", "\xc3\xa9", "%s%n%d", "a key that is rather long"};
    char bytes[8];
    if (below(4)) {
        return tl_slice_of(odd[below(12)]);
    }
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)below(3);
    }
    return tl_arena_dup(arena, (tl_slice){bytes, below(sizeof bytes)});
}

static int64_t any_number(void) {
    static const int64_t odd[] = {INT64_MIN, INT64_MIN + 1, -1, 0, 1, INT64_MAX - 1, INT64_MAX};
    return below(2) ? odd[below(7)] : (int64_t)test_random(&seed) >> below(63);
}

static int64_t any_count(void) {
    int64_t n = any_number();
    return n < 0 ? -(n + 1) : n;
}

/* ---- attribute() ----------------------------------------------------------------------------------------------- */

/* What went in, so that it can be looked for in what comes out. */
typedef struct put_in {
    wide value;
    double conversions;
    bool windowed;
} put_in;

/* `timed`: each has a time, as time_decay needs it. */
static tl_value any_touch(tl_arena *arena, bool timed) {
    tl_value t = tl_map();
    if (!timed && below(3) == 0) {
        return tl_str(any_key(arena));
    }
    put(arena, &t, "key", tl_str(any_key(arena)));
    put(arena, &t, "at", tl_int(any_number()));
    if (below(2)) {
        put(arena, &t, "direct", tl_bool(below(2)));
    }
    return t;
}

static void any_path(tl_arena *arena, tl_value *paths, bool modest, bool timed, put_in *in) {
    tl_value touches = tl_list();
    for (uint64_t n = 1 + below(below(8) ? 6 : 60); n > 0; n--) {
        *tl_list_add(&touches, arena) = any_touch(arena, timed);
    }
    int64_t value = modest ? any_number() >> 20 : any_number();
    int64_t conversions = modest ? any_count() >> 20 : any_count();
    tl_value *p = path(arena, paths, value, touches);
    put(arena, p, "conversions", tl_int(conversions));
    put(arena, p, "nulls", tl_int(any_count()));
    put(arena, p, "at", timed || below(4) ? tl_int(any_number()) : tl_null());
    in->value += value;
    in->conversions += (double)conversions;
}

static tl_value any_options(tl_arena *arena, put_in *in) {
    static const char *const transforms[] = {"unique", "exposure", "first", "remove_if_last_and_not_all",
                                             "remove_if_not_all"};
    tl_value options = tl_map(), positions = tl_list();
    in->windowed = below(2);
    if (in->windowed) {
        put(arena, &options, "window_ms", tl_int(any_count()));
    }
    *tl_list_add(&positions, arena) = tl_int(1000000 * (int64_t)below(2));
    *tl_list_add(&positions, arena) = tl_int((int64_t)below(1000001));
    *tl_list_add(&positions, arena) = tl_int(1 + (int64_t)below(1000000));
    put(arena, &options, "positions", positions);
    put(arena, &options, "half_life_ms", tl_int(any_count() | 1));
    put(arena, &options, "order", tl_int(1 + (int64_t)below(4)));
    put(arena, &options, "max_touches", tl_int(any_count() | 1));
    put(arena, &options, "transform", tl_str(tl_slice_of(transforms[below(5)])));
    put(arena, &options, "transform_key", tl_str(any_key(arena)));
    return options;
}

/* Nothing is lost or made: the values add up to the paths', and so do the conversions, as far as doubles can tell. */
static bool balances(const tl_value *out, const put_in *in, bool markov) {
    wide value = 0;
    double conversions = 0;
    for (uint32_t i = 0; i < out->n; i++) {
        const tl_value *row = &out->as.pairs[i].value;
        double own = tl_map_get(row, "conversions")->as.f;
        value += tl_map_get(row, "value")->as.i;
        if (!isfinite(own) || own < 0) {
            return false;
        }
        conversions += own;
    }
    return in->windowed || (value == in->value && (fabs(conversions - in->conversions) <= 1e-9 * in->conversions ||
                                                   (markov && conversions == 0 && in->conversions == 0)));
}

static void attributes(const char *model, bool modest) {
    tl_arena arena;
    put_in in = {0};
    tl_value paths = tl_list(), out;
    tl_err err;
    uint64_t before = seed;
    bool timed = below(4);
    tl_arena_init(&arena, tl_default_allocator);
    for (uint64_t n = below(30); n > 0; n--) {
        any_path(&arena, &paths, modest, timed, &in);
    }
    tl_value options = any_options(&arena, &in);
    tl_code code = tl_attribute(&paths, tl_slice_of(model), &options, &arena, &out, &err);
    bool right = code == TL_OK ? balances(&out, &in, strcmp(model, "markov") == 0)
                               : code == TL_E_PATH && (!modest || (strcmp(model, "time_decay") == 0 && !timed));
    test_check(right, __FILE__, __LINE__, "%s, seed %llu: %s", model, (unsigned long long)before,
               code == TL_OK ? "out of balance" : err.msg);
    tl_arena_destroy(&arena);
}

static void attributes_anything(void) {
    static const char *const models[] = {"last",     "last_non_direct", "first",   "linear",
                                         "position", "time_decay",      "shapley", "markov"};
    for (int i = 0; i < 8000; i++) {
        attributes(models[i % 8], i / 8 % 2);
    }
}

/* An arena whose only block has `left` bytes: each piece of it is missed in turn, and a model's own arenas, too. */
static tl_arena short_of_memory(test_memory *m, size_t left) {
    const size_t whole = 1 << 20;
    tl_arena arena;
    *m = (test_memory){0};
    tl_arena_init(&arena, test_allocator(m));
    CHECK(tl_arena_alloc(&arena, whole) != NULL);
    tl_arena_reset(&arena);
    CHECK(tl_arena_alloc(&arena, whole - left) != NULL);
    m->fail_at = m->calls + 1;
    m->and_later = true;
    return arena;
}

static void attributes_without_memory(const char *model) {
    tl_arena given;
    put_in in = {0};
    tl_value paths = tl_list(), out;
    tl_err err = {TL_OK, ""};
    tl_code code = TL_E_NOMEM;
    tl_arena_init(&given, tl_default_allocator);
    for (int i = 0; i < 12; i++) {
        any_path(&given, &paths, true, true, &in);
    }
    tl_value options = any_options(&given, &in);
    for (size_t left = 0; code == TL_E_NOMEM && left < 1 << 20; left += 16 + left / 4096 * 512) {
        test_memory m;
        tl_arena arena = short_of_memory(&m, left);
        code = tl_attribute(&paths, tl_slice_of(model), &options, &arena, &out, &err);
        test_check(code == TL_OK || (code == TL_E_NOMEM && err.code == code), __FILE__, __LINE__, "%s with %zu: %s",
                   model, left, err.msg);
        tl_arena_destroy(&arena);
        CHECK_INT(m.alive, 0);
    }
    test_check(code == TL_OK || strcmp(model, "markov") == 0, __FILE__, __LINE__, "%s never has enough", model);
    tl_arena_destroy(&given);
}

/* ---- sessionize() ---------------------------------------------------------------------------------------------- */

#define MOST 40

typedef struct given_event {
    tl_slice visitor, campaign; /* campaign.ptr NULL: none */
    int64_t at;
} given_event;

typedef struct session {
    int64_t number, first_at, last_at;
    tl_slice campaign;
} session;

/* The next event of the visitor of event `of` after event `last`, by time and then by place; n: none. */
static int next_of(const given_event *events, int n, int of, int last) {
    int best = n;
    for (int i = 0; i < n; i++) {
        bool later = last == n || events[i].at > events[last].at || (events[i].at == events[last].at && i > last);
        if (later && tl_slice_eq(events[i].visitor, events[of].visitor) &&
            (best == n || events[i].at < events[best].at)) {
            best = i;
        }
    }
    return best;
}

static bool begins(const session *s, const given_event *e, int64_t timeout, int64_t max) {
    return s->number == 0 || (wide)e->at - s->last_at > timeout || (wide)e->at - s->first_at > max ||
           (e->campaign.ptr && !(s->campaign.ptr && tl_slice_eq(e->campaign, s->campaign)));
}

/* The rule, visitor by visitor, in numbers that cannot overflow. */
static bool same_as_naive(const given_event *events, int n, int64_t timeout, int64_t max, const tl_value *out) {
    bool right = out->n == (uint32_t)n;
    for (int i = 0; right && i < n; i++) {
        session s = {0};
        for (int e = next_of(events, n, i, n); right && e < n; e = next_of(events, n, i, e)) {
            bool first = begins(&s, &events[e], timeout, max);
            if (first) {
                s = (session){s.number + 1, events[e].at, events[e].at, events[e].campaign};
            }
            s.last_at = events[e].at;
            const tl_value *row = &out->as.items[e];
            right = row->n == 2 && row->as.items[0].as.i == s.number && row->as.items[1].as.b == first;
        }
    }
    return right;
}

static void sessionizes(void) {
    given_event events[MOST];
    int n = (int)below(MOST + 1);
    int64_t timeout = any_count(), max = any_count();
    uint64_t before = seed;
    tl_arena arena;
    tl_value list = tl_list(), options = tl_map(), out;
    tl_err err;
    tl_arena_init(&arena, tl_default_allocator);
    for (int i = 0; i < n; i++) {
        events[i] = (given_event){any_key(&arena), below(3) ? (tl_slice){NULL, 0} : any_key(&arena), any_number()};
        tl_value *e = tl_list_add(&list, &arena);
        *e = tl_map();
        put(&arena, e, "visitor", tl_str(events[i].visitor));
        put(&arena, e, "campaign", events[i].campaign.ptr ? tl_str(events[i].campaign) : tl_null());
        put(&arena, e, "at", tl_int(events[i].at));
    }
    put(&arena, &options, "timeout_ms", tl_int(timeout));
    put(&arena, &options, "max_ms", tl_int(max));
    bool right =
        tl_sessionize(&list, &options, &arena, &out, &err) == TL_OK && same_as_naive(events, n, timeout, max, &out);
    test_check(right, __FILE__, __LINE__, "seed %llu", (unsigned long long)before);
    tl_arena_destroy(&arena);
}

static void sessionizes_without_memory(void) {
    tl_arena given;
    tl_value list = tl_list(), none = tl_null(), out;
    tl_err err = {TL_OK, ""};
    tl_code code = TL_E_NOMEM;
    tl_arena_init(&given, tl_default_allocator);
    for (int i = 0; i < 30; i++) {
        tl_value *e = tl_list_add(&list, &given);
        *e = tl_map();
        put(&given, e, "visitor", tl_str(any_key(&given)));
        put(&given, e, "at", tl_int(any_number()));
    }
    for (size_t left = 0; code == TL_E_NOMEM && left < 1 << 20; left += 16) {
        test_memory m;
        tl_arena arena = short_of_memory(&m, left);
        code = tl_sessionize(&list, &none, &arena, &out, &err);
        CHECK(code == TL_OK || (code == TL_E_NOMEM && err.code == code));
        tl_arena_destroy(&arena);
        CHECK_INT(m.alive, 0);
    }
    CHECK_INT(code, TL_OK);
    tl_arena_destroy(&given);
}

int main(void) {
    attributes_anything();
    static const char *const models[] = {"last",     "last_non_direct", "first",   "linear",
                                         "position", "time_decay",      "shapley", "markov"};
    for (size_t i = 0; i < 24; i++) {
        attributes_without_memory(models[i % 8]);
    }
    sessionizes_without_memory();
    for (int i = 0; i < 20000; i++) {
        sessionizes();
    }
    return test_report();
}
