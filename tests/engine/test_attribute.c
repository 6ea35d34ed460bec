/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_test_paths.h"

#include <math.h>

#define MOST 12 /* touches of a random path, paths of a random set */

static const char *const models[] = {"last", "last_non_direct", "first", "linear"};

/* ---- worked by hand ---------------------------------------------------------------------------------------------- */

static void credits_one_path(void) {
    one(__LINE__, "a b c", 10, "last", "a=0/0.000 b=0/0.000 c=10/1.000");
    one(__LINE__, "a b c", 10, "first", "a=10/1.000 b=0/0.000 c=0/0.000");
    one(__LINE__, "a b c", 10, "linear", "a=4/0.333 b=3/0.333 c=3/0.333");
    one(__LINE__, "a b c", 11, "linear", "a=4/0.333 b=4/0.333 c=3/0.333");
    one(__LINE__, "a b c", -11, "linear", "a=-4/0.333 b=-4/0.333 c=-3/0.333");
    one(__LINE__, "a b a direct", 10, "last_non_direct", "a=10/1.000 b=0/0.000 direct=0/0.000");
    one(__LINE__, "a b direct direct", 7, "last_non_direct", "a=0/0.000 b=7/1.000 direct=0/0.000");
    one(__LINE__, "direct direct", 7, "last_non_direct", "direct=7/1.000");
    one(__LINE__, "a direct", 7, "last", "a=0/0.000 direct=7/1.000");
    one(__LINE__, "direct a", 7, "first", "direct=7/1.000 a=0/0.000");
    /* the touches share first, 3 2 2 2, and a key has those of its touches */
    one(__LINE__, "a b a b", 9, "linear", "a=5/0.500 b=4/0.500");
    one(__LINE__, "b a a a", 9, "linear", "b=3/0.250 a=6/0.750");
    one(__LINE__, "a", 100, "position", "a=100/1.000");
    one(__LINE__, "a b", 101, "position", "a=51/0.500 b=50/0.500");
    one(__LINE__, "a b c", 100, "position", "a=40/0.400 b=20/0.200 c=40/0.400");
    one(__LINE__, "a b c d e", 100, "position", "a=40/0.400 b=7/0.067 c=7/0.067 d=6/0.067 e=40/0.400");
    one(__LINE__, "a", 0, "linear", "a=0/1.000");
    one(__LINE__, "a b c", 1, "linear", "a=1/0.333 b=0/0.333 c=0/0.333");
    one(__LINE__, "a", INT64_MAX, "last", "a=9223372036854775807/1.000");
    one(__LINE__, "a b", INT64_MIN, "linear", "a=-4611686018427387904/0.500 b=-4611686018427387904/0.500");
}

static void adds_up_paths(void) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list();
    gives(__LINE__, &arena, &paths, "last", NULL, "");
    tl_value *p = path(&arena, &paths, 100, names(&arena, "search whatsapp"));
    put(&arena, p, "conversions", tl_int(3));
    p = path(&arena, &paths, 50, names(&arena, "whatsapp direct"));
    put(&arena, p, "nulls", tl_int(9)); /* tells nothing to these models */
    p = path(&arena, &paths, 7, names(&arena, "email"));
    put(&arena, p, "conversions", tl_int(0));
    put(&arena, p, "at", tl_null());
    gives(__LINE__, &arena, &paths, "last", NULL, "search=0/0.000 whatsapp=100/3.000 direct=50/1.000 email=7/0.000");
    gives(__LINE__, &arena, &paths, "linear", NULL, "search=50/1.500 whatsapp=75/2.000 direct=25/0.500 email=7/0.000");
    tl_arena_destroy(&arena);
}

/* Half-lives of 7 days: touches 14 days, 7 days and nothing old weigh 1, 2 and 4. After the order is as at the order.
 */
static void decays_with_time(void) {
    const int64_t week = INT64_C(604800000), now = INT64_C(1793577600000);
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list(), touches = tl_list(), old = tl_list();
    *tl_list_add(&touches, &arena) = touch(&arena, "a", now - 2 * week, false);
    *tl_list_add(&touches, &arena) = touch(&arena, "b", now - week, false);
    *tl_list_add(&touches, &arena) = touch(&arena, "c", now + week, false);
    put(&arena, path(&arena, &paths, 70, touches), "at", tl_int(now));
    gives(__LINE__, &arena, &paths, "time_decay", NULL, "a=10/0.143 b=20/0.286 c=40/0.571");
    paths = tl_list();
    *tl_list_add(&old, &arena) = touch(&arena, "a", INT64_MIN, false);
    *tl_list_add(&old, &arena) = touch(&arena, "b", INT64_MIN + week, false);
    put(&arena, path(&arena, &paths, 30, old), "at", tl_int(INT64_MAX));
    gives(__LINE__, &arena, &paths, "time_decay", NULL, "a=10/0.333 b=20/0.667");
    tl_arena_destroy(&arena);
}

/* A touch given as an array is direct when it says so, whatever it is called. */
static void believes_the_touch(void) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list(), touches = tl_list();
    *tl_list_add(&touches, &arena) = touch(&arena, "direct", 1, false);
    *tl_list_add(&touches, &arena) = touch(&arena, "typed", 2, true);
    path(&arena, &paths, 10, touches);
    gives(__LINE__, &arena, &paths, "last_non_direct", NULL, "direct=10/1.000 typed=0/0.000");
    tl_arena_destroy(&arena);
}

static void keeps_to_the_window(void) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list(), touches = tl_list();
    *tl_list_add(&touches, &arena) = touch(&arena, "old", 89, false);
    *tl_list_add(&touches, &arena) = touch(&arena, "edge", 90, false);
    *tl_list_add(&touches, &arena) = tl_str(TL_S("timeless"));
    *tl_list_add(&touches, &arena) = touch(&arena, "now", 100, true);
    tl_value *p = path(&arena, &paths, 9, touches);
    tl_value ten = window(&arena, 10), nothing = window(&arena, 0), ages = window(&arena, INT64_MAX);
    /* without a time of its own the path has no window */
    gives(__LINE__, &arena, &paths, "first", &ten, "old=9/1.000 edge=0/0.000 timeless=0/0.000 now=0/0.000");
    put(&arena, p, "at", tl_int(100));
    gives(__LINE__, &arena, &paths, "first", &ten, "old=0/0.000 edge=9/1.000 timeless=0/0.000 now=0/0.000");
    gives(__LINE__, &arena, &paths, "linear", &nothing, "old=0/0.000 edge=0/0.000 timeless=5/0.500 now=4/0.500");
    gives(__LINE__, &arena, &paths, "first", &ages, "old=9/1.000 edge=0/0.000 timeless=0/0.000 now=0/0.000");
    tl_arena_destroy(&arena);
}

/* Where no touch is inside, nobody earns; the ends of time do not wrap around. */
static void keeps_to_the_window_at_the_ends(void) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list(), old = tl_list(), early = tl_list();
    *tl_list_add(&old, &arena) = touch(&arena, "old", INT64_MIN, false);
    put(&arena, path(&arena, &paths, 9, old), "at", tl_int(INT64_MAX));
    *tl_list_add(&early, &arena) = touch(&arena, "early", INT64_MIN, false);
    put(&arena, path(&arena, &paths, 4, early), "at", tl_int(INT64_MIN + 1));
    tl_value ages = window(&arena, INT64_MAX);
    gives(__LINE__, &arena, &paths, "last", &ages, "old=0/0.000 early=4/1.000");
    tl_arena_destroy(&arena);
}

/* ---- against a naive reference, by chance ------------------------------------------------------------------------ */

typedef struct sum {
    int64_t value;
    double conversions;
    bool seen;
} sum;

typedef struct random_path {
    int n, keys[MOST];
    bool direct[MOST], inside[MOST];
    int64_t value, conversions;
} random_path;

static const char *const keys[] = {"direct", "whatsapp", "organic_search", "email", "social", ""};
#define KEYS 6

static random_path make_path(uint64_t *seed, tl_arena *arena, tl_value *paths) {
    random_path r = {.n = 1 + (int)(test_random(seed) % MOST)};
    tl_value touches = tl_list();
    for (int i = 0; i < r.n; i++) {
        int64_t at = (int64_t)(test_random(seed) % 40);
        bool plain = test_random(seed) % 3 == 0;
        r.keys[i] = (int)(test_random(seed) % KEYS);
        r.direct[i] = plain ? r.keys[i] == 0 : test_random(seed) % 2;
        r.inside[i] = plain || at >= 20;
        *tl_list_add(&touches, arena) =
            plain ? tl_str(tl_slice_of(keys[r.keys[i]])) : touch(arena, keys[r.keys[i]], at, r.direct[i]);
    }
    r.value = (int64_t)(test_random(seed) % 200001) - 100000;
    r.conversions = (int64_t)(test_random(seed) % 4);
    tl_value *p = path(arena, paths, r.value, touches);
    put(arena, p, "conversions", tl_int(r.conversions));
    put(arena, p, "at", tl_int(30)); /* with a window of 10: from 20 on */
    return r;
}

/* The touches that earn, all alike: one of them, or each under linear. */
static int earners(const random_path *r, int model, bool windowed, bool *earns) {
    int n = 0, first = -1, last = -1, named = -1;
    for (int i = 0; i < r->n; i++) {
        earns[i] = !windowed || r->inside[i];
        n += earns[i];
        first = earns[i] && first < 0 ? i : first;
        last = earns[i] ? i : last;
        named = earns[i] && !r->direct[i] ? i : named;
    }
    int only = model == 0 ? last : model == 2 ? first : named >= 0 ? named : last;
    for (int i = 0; model != 3 && i < r->n; i++) {
        earns[i] = i == only;
    }
    return model == 3 ? n : n > 0;
}

static void add_naive(const random_path *r, int model, bool windowed, sum *sums) {
    bool earns[MOST];
    int n = earners(r, model, windowed, earns);
    int64_t whole = llabs(r->value), extra = n ? whole % n : 0;
    for (int i = 0; i < r->n; i++) {
        sum *s = &sums[r->keys[i]];
        s->seen = true;
        if (earns[i]) {
            int64_t part = whole / n + (extra-- > 0);
            s->value += r->value < 0 ? -part : part;
            s->conversions += (double)r->conversions / n;
        }
    }
}

static bool same(const tl_value *out, const sum *sums) {
    uint32_t seen = 0;
    for (int k = 0; k < KEYS; k++) {
        const tl_value *row = tl_map_get(out, keys[k]);
        seen += sums[k].seen;
        if ((row != NULL) != sums[k].seen) {
            return false;
        }
        if (row && (tl_map_get(row, "value")->as.i != sums[k].value ||
                    fabs(tl_map_get(row, "conversions")->as.f - sums[k].conversions) > 1e-9)) {
            return false;
        }
    }
    return out->n == seen;
}

static bool adds_up(const tl_value *out, int64_t value, int64_t conversions) {
    double all = 0;
    for (uint32_t i = 0; i < out->n; i++) {
        value -= tl_map_get(&out->as.pairs[i].value, "value")->as.i;
        all += tl_map_get(&out->as.pairs[i].value, "conversions")->as.f;
    }
    return value == 0 && fabs(all - (double)conversions) < 1e-9;
}

static bool agrees_once(uint64_t *seed, tl_arena *arena, int model, bool windowed) {
    sum sums[KEYS] = {0};
    int64_t value = 0, conversions = 0;
    tl_value paths = tl_list(), out, options = windowed ? window(arena, 10) : tl_null();
    tl_err err;
    for (uint64_t n = test_random(seed) % MOST; n > 0; n--) {
        random_path r = make_path(seed, arena, &paths);
        add_naive(&r, model, windowed, sums);
        value += r.value;
        conversions += r.conversions;
    }
    return tl_attribute(&paths, tl_slice_of(models[model]), &options, arena, &out, &err) == TL_OK && same(&out, sums) &&
           (windowed || adds_up(&out, value, conversions));
}

static void agrees_with_a_naive_reference(void) {
    uint64_t seed = 20261123;
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    for (int i = 0; i < 16000; i++) {
        uint64_t before = seed;
        if (!test_check(agrees_once(&seed, &arena, i % 4, i / 4 % 2), __FILE__, __LINE__, "%s, seed %llu",
                        models[i % 4], (unsigned long long)before)) {
            break;
        }
        tl_arena_reset(&arena);
    }
    tl_arena_destroy(&arena);
}

/* 20,000 keys: each has its row, in its place. */
static void takes_many_keys(void) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list(), out, none = tl_null();
    tl_err err;
    for (int i = 0; i < 20000; i++) {
        char key[16];
        snprintf(key, sizeof key, "key %d", i);
        path(&arena, &paths, i, tl_list());
        tl_value *touches = (tl_value *)tl_map_get(&paths.as.items[i], "touches");
        *tl_list_add(touches, &arena) = tl_str(tl_arena_dup(&arena, tl_slice_of(key)));
    }
    CHECK_INT(tl_attribute(&paths, TL_S("first"), &none, &arena, &out, &err), TL_OK);
    CHECK_INT(out.n, 20000);
    bool right = out.n == 20000;
    for (int i = 0; right && i < 20000; i++) {
        right = tl_map_get(&out.as.pairs[i].value, "value")->as.i == i;
    }
    CHECK(right);
    tl_arena_destroy(&arena);
}

/* ---- refusals ---------------------------------------------------------------------------------------------------- */

static void refuses(int line, tl_arena *arena, const tl_value *paths, const char *model, const tl_value *options,
                    tl_code code, const char *part) {
    tl_value out, none = tl_null();
    tl_err err;
    tl_code got = tl_attribute(paths, tl_slice_of(model), options ? options : &none, arena, &out, &err);
    test_int(got, code, __FILE__, line, "code");
    test_int(err.code, code, __FILE__, line, "err.code");
    test_has(err.msg, part, __FILE__, line);
}

static void refuses_models_and_options(void) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list(), options = tl_map(), list = names(&arena, "a"), minus = window(&arena, -1);
    refuses(__LINE__, &arena, &paths, "lsat", NULL, TL_E_MODEL, "'lsat'");
    refuses(__LINE__, &arena, &paths, "", NULL, TL_E_MODEL,
            "last, last_non_direct, first, linear, position, time_decay, markov and shapley");
    refuses(__LINE__, &arena, &paths, "last", &minus, TL_E_QUERY_VALUE, "'window_ms'");
    put(&arena, &options, "half_life", tl_int(1));
    refuses(__LINE__, &arena, &paths, "last", &options, TL_E_QUERY_OPTION, "'half_life'");
    options.as.pairs[0] = (tl_pair){TL_S("window_ms"), tl_str(TL_S("7"))};
    refuses(__LINE__, &arena, &paths, "last", &options, TL_E_QUERY_VALUE, "'window_ms'");
    refuses(__LINE__, &arena, &list, "last", NULL, TL_E_PATH, "path 0");
    paths = tl_map();
    refuses(__LINE__, &arena, &paths, "last", NULL, TL_E_PATH, "list");
    tl_arena_destroy(&arena);
}

/* The second path has what is wrong, so that the message must say 1. */
static void refuses_path(int line, const char *key, tl_value value, const char *part) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list();
    path(&arena, &paths, 1, names(&arena, "a"));
    tl_value *p = path(&arena, &paths, 1, names(&arena, "a"));
    bool replaced = false;
    for (uint32_t i = 0; i < p->n; i++) {
        if (tl_slice_eq(p->as.pairs[i].key, tl_slice_of(key))) {
            p->as.pairs[i].value = value;
            replaced = true;
        }
    }
    if (!replaced) {
        put(&arena, p, key, value);
    }
    refuses(line, &arena, &paths, "linear", NULL, TL_E_PATH, "path 1");
    refuses(line, &arena, &paths, "linear", NULL, TL_E_PATH, part);
    tl_arena_destroy(&arena);
}

static void refuses_paths(void) {
    refuses_path(__LINE__, "touches", tl_list(), "touches");
    refuses_path(__LINE__, "touches", tl_map(), "touches");
    refuses_path(__LINE__, "touches", tl_str(TL_S("a")), "touches");
    refuses_path(__LINE__, "touches", tl_null(), "touches");
    refuses_path(__LINE__, "value", tl_float(1.0), "'value'");
    refuses_path(__LINE__, "value", tl_null(), "'value'");
    refuses_path(__LINE__, "conversions", tl_int(-1), "'conversions'");
    refuses_path(__LINE__, "conversions", tl_str(TL_S("1")), "'conversions'");
    refuses_path(__LINE__, "nulls", tl_int(INT64_MIN), "'nulls'");
    refuses_path(__LINE__, "at", tl_bool(true), "'at'");
    refuses_path(__LINE__, "price", tl_int(1), "'price'");
    refuses_path(__LINE__, "value", tl_int(INT64_MAX), "add up"); /* to the 1 of the first path */
}

static void refuses_touch(int line, const char *key, tl_value value) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list(), touches = names(&arena, "a"), t = tl_map();
    put(&arena, &t, "at", tl_int(1));
    put(&arena, &t, key, value);
    *tl_list_add(&touches, &arena) = t;
    path(&arena, &paths, 1, touches);
    refuses(line, &arena, &paths, "last", NULL, TL_E_PATH, "path 0");
    tl_arena_destroy(&arena);
}

static void refuses_touches(void) {
    refuses_touch(__LINE__, "direct", tl_bool(true)); /* no key */
    refuses_touch(__LINE__, "key", tl_int(7));
    refuses_touch(__LINE__, "key", tl_null());
    refuses_touch(__LINE__, "direct", tl_int(1));
    refuses_touch(__LINE__, "when", tl_int(1));
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value paths = tl_list(), touches = names(&arena, "a");
    *tl_list_add(&touches, &arena) = tl_int(7);
    path(&arena, &paths, 1, touches);
    refuses(__LINE__, &arena, &paths, "last", NULL, TL_E_PATH, "path 0");
    tl_arena_destroy(&arena);
}

static void survives_without_memory(void) {
    tl_arena given;
    uint64_t seed = 4;
    long n = 0;
    tl_arena_init(&given, tl_default_allocator);
    tl_value paths = tl_list(), none = tl_null(), out;
    for (int i = 0; i < 400; i++) {
        make_path(&seed, &given, &paths);
    }
    for (tl_code code = TL_E_NOMEM; code != TL_OK && n < 1000;) {
        n++;
        test_memory memory = {.fail_at = n, .and_later = n % 2};
        tl_arena arena;
        tl_err err;
        tl_arena_init(&arena, test_allocator(&memory));
        code = tl_attribute(&paths, TL_S("linear"), &none, &arena, &out, &err);
        CHECK(code == TL_OK || (code == TL_E_NOMEM && err.code == TL_E_NOMEM));
        tl_arena_destroy(&arena);
        CHECK_INT(memory.alive, 0);
    }
    CHECK(n > 2 && n < 1000);
    tl_arena_destroy(&given);
}

int main(void) {
    credits_one_path();
    adds_up_paths();
    decays_with_time();
    believes_the_touch();
    keeps_to_the_window();
    keeps_to_the_window_at_the_ends();
    agrees_with_a_naive_reference();
    takes_many_keys();
    refuses_models_and_options();
    refuses_paths();
    refuses_touches();
    survives_without_memory();
    return test_report();
}
