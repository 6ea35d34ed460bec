/* SPDX-License-Identifier: GPL-2.0-or-later */
/* position, time_decay, shapley, markov and the path transforms, on cases worked by hand. */
#include "tl_test_paths.h"

#include <math.h>

#define WEEK INT64_C(604800000)
#define NOW INT64_C(1793577600000)

typedef struct given {
    tl_arena arena;
    tl_value paths, options;
} given;

static void given_init(given *g) {
    tl_arena_init(&g->arena, tl_default_allocator);
    g->paths = tl_list();
    g->options = tl_map();
}

/* A path of names that `conversions` persons went to an order and `nulls` to none. */
static void way(given *g, const char *touches, int64_t value, int64_t conversions, int64_t nulls) {
    const char *kept = tl_arena_dup(&g->arena, tl_slice_of(touches)).ptr;
    tl_value *p = path(&g->arena, &g->paths, value, names(&g->arena, kept));
    put(&g->arena, p, "conversions", tl_int(conversions));
    put(&g->arena, p, "nulls", tl_int(nulls));
}

/* A path of a, b, c ... so many ms before NOW, where it ends. */
static void aged(given *g, int64_t value, int n, const int64_t *ages) {
    static const char *const letters[] = {"a", "b", "c", "d"};
    tl_value touches = tl_list();
    for (int i = 0; i < n; i++) {
        *tl_list_add(&touches, &g->arena) = touch(&g->arena, letters[i], NOW - ages[i], false);
    }
    put(&g->arena, path(&g->arena, &g->paths, value, touches), "at", tl_int(NOW));
}

static void option(given *g, const char *name, tl_value value) {
    g->options = tl_map();
    put(&g->arena, &g->options, name, value);
}

static tl_value three(given *g, int64_t first, int64_t middle, int64_t last) {
    tl_value list = tl_list();
    *tl_list_add(&list, &g->arena) = tl_int(first);
    *tl_list_add(&list, &g->arena) = tl_int(middle);
    *tl_list_add(&list, &g->arena) = tl_int(last);
    return list;
}

#define GIVES(g, model, wanted) gives(__LINE__, &(g)->arena, &(g)->paths, model, &(g)->options, wanted)

/* ---- position -------------------------------------------------------------------------------------------------- */

static void by_position(int line, const char *touches, int64_t value, const int64_t positions[3], const char *wanted) {
    given g;
    given_init(&g);
    way(&g, touches, value, 1, 0);
    option(&g, "positions", three(&g, positions[0], positions[1], positions[2]));
    gives(line, &g.arena, &g.paths, "position", &g.options, wanted);
    tl_arena_destroy(&g.arena);
}

static void weighs_by_position(void) {
    one(__LINE__, "a", 100, "position", "a=100/1.000");
    one(__LINE__, "a b", 101, "position", "a=51/0.500 b=50/0.500");
    one(__LINE__, "a b c", 100, "position", "a=40/0.400 b=20/0.200 c=40/0.400");
    /* 20 over three touches is 7, 7, 6 */
    one(__LINE__, "a b c d e", 100, "position", "a=40/0.400 b=7/0.067 c=7/0.067 d=6/0.067 e=40/0.400");
    one(__LINE__, "a b c d", -100, "position", "a=-40/0.400 b=-10/0.100 c=-10/0.100 d=-40/0.400");
    one(__LINE__, "a b a", 100, "position", "a=80/0.800 b=20/0.200");
    by_position(__LINE__, "a b c d", 1000, (int64_t[]){30, 30, 40}, "a=300/0.300 b=150/0.150 c=150/0.150 d=400/0.400");
    by_position(__LINE__, "a b", 100, (int64_t[]){10, 60, 30}, "a=25/0.250 b=75/0.750");
    by_position(__LINE__, "a", 100, (int64_t[]){0, 100, 0}, "a=100/1.000");
    by_position(__LINE__, "a b c", 9, (int64_t[]){0, 1, 0}, "a=0/0.000 b=9/1.000 c=0/0.000");
    by_position(__LINE__, "a b c", 9, (int64_t[]){0, 0, 1}, "a=0/0.000 b=0/0.000 c=9/1.000");
    /* a path without a middle, of which only the middle would earn */
    by_position(__LINE__, "a b", 9, (int64_t[]){0, 1, 0}, "a=5/0.500 b=4/0.500");
    by_position(__LINE__, "a b c d", INT64_MAX, (int64_t[]){1000000, 0, 1000000},
                "a=4611686018427387904/0.500 b=0/0.000 c=0/0.000 d=4611686018427387903/0.500");
}

/* ---- time decay ------------------------------------------------------------------------------------------------ */

static void decays_with_age(void) {
    given g;
    given_init(&g);
    aged(&g, 70, 3, (int64_t[]){2 * WEEK, WEEK, 0}); /* 1 : 2 : 4 */
    GIVES(&g, "time_decay", "a=10/0.143 b=20/0.286 c=40/0.571");
    option(&g, "half_life_ms", tl_int(2 * WEEK)); /* 1 : sqrt 2 : 2 */
    GIVES(&g, "time_decay", "a=16/0.227 b=22/0.320 c=32/0.453");
    option(&g, "half_life_ms", tl_int(1)); /* the youngest is all but all */
    GIVES(&g, "time_decay", "a=0/0.000 b=0/0.000 c=70/1.000");
    option(&g, "half_life_ms", tl_int(INT64_MAX)); /* all but alike: what does not divide is the youngest's */
    GIVES(&g, "time_decay", "a=23/0.333 b=23/0.333 c=24/0.333");
    tl_arena_destroy(&g.arena);
}

/* Only the ratios of the weights count: years of half-lives ago they are still there. After the order is as at it. */
static void decays_anywhere(void) {
    given g;
    given_init(&g);
    aged(&g, 30, 2, (int64_t[]){5201 * WEEK, 5200 * WEEK});
    GIVES(&g, "time_decay", "a=10/0.333 b=20/0.667");
    g.paths = tl_list();
    aged(&g, 30, 3, (int64_t[]){WEEK, 0, -WEEK});
    GIVES(&g, "time_decay", "a=6/0.200 b=12/0.400 c=12/0.400");
    g.paths = tl_list();
    tl_value ends = tl_list();
    *tl_list_add(&ends, &g.arena) = touch(&g.arena, "a", INT64_MIN, false);
    *tl_list_add(&ends, &g.arena) = touch(&g.arena, "b", INT64_MIN + WEEK, false);
    put(&g.arena, path(&g.arena, &g.paths, 30, ends), "at", tl_int(INT64_MAX));
    GIVES(&g, "time_decay", "a=10/0.333 b=20/0.667");
    tl_arena_destroy(&g.arena);
}

/* ---- shapley --------------------------------------------------------------------------------------------------- */

/* Three players: a alone is worth 12, a and b together 6 more, b and c 8 more, all three 9 more.
 * a: 12 + 6/2 + 9/3, b: 6/2 + 8/2 + 9/3, c: 8/2 + 9/3. How often or in which order they were met does not count. */
static void shares_among_the_distinct(void) {
    given g;
    given_init(&g);
    way(&g, "a a", 12, 1, 0);
    way(&g, "b a b", 6, 2, 5);
    way(&g, "c b", 8, 1, 0);
    way(&g, "a c b a", 9, 3, 0);
    GIVES(&g, "shapley", "a=18/3.000 b=10/2.500 c=7/1.500");
    tl_arena_destroy(&g.arena);
    one(__LINE__, "b a b c", 10, "shapley", "b=4/0.333 a=3/0.333 c=3/0.333");
    one(__LINE__, "b a b c", -10, "shapley", "b=-4/0.333 a=-3/0.333 c=-3/0.333");
}

/* ---- markov ---------------------------------------------------------------------------------------------------- */

/* The part of the orders that is lost without the key. */
static void removes(int line, given *g, const char *key, double wanted) {
    tl_value out, none = tl_map();
    tl_err err;
    CHECK_INT(tl_attribute(&g->paths, TL_S("markov"), &none, &g->arena, &out, &err), TL_OK);
    const tl_value *row = tl_map_get(&out, key);
    const tl_value *removal = row ? tl_map_get(row, "removal") : NULL;
    test_check(removal && fabs(removal->as.f - wanted) < 1e-12, __FILE__, line, "without %s %f, not %f", key,
               removal ? removal->as.f : -1, wanted);
}

/* The example that introductions work: start -> C1 2/3, C2 1/3; C1 -> C2 1/2, nothing 1/2; C2 -> C3; C3 -> order 1/2.
 * 1/3 orders; without C1 1/6; without C2 or C3 none. Effects 1/2, 1, 1. */
static void removes_one_after_another(void) {
    given g;
    given_init(&g);
    way(&g, "C1 C2 C3", 100, 1, 0);
    way(&g, "C1", 0, 0, 1);
    way(&g, "C2 C3", 0, 0, 1);
    GIVES(&g, "markov", "C1=20/0.200 C2=40/0.400 C3=40/0.400");
    g.paths = tl_list();
    way(&g, "C1 C2 C3", 300, 3, 0); /* the same paths, grouped and more of them */
    way(&g, "C1", 0, 0, 3);
    way(&g, "C2 C3", 0, 0, 3);
    GIVES(&g, "markov", "C1=60/0.600 C2=120/1.200 C3=120/1.200");
    removes(__LINE__, &g, "C1", 0.5);
    removes(__LINE__, &g, "C2", 1);
    removes(__LINE__, &g, "C3", 1);
    tl_arena_destroy(&g.arena);
}

/* a -> b, and from b on: c 1/3, b again 1/3, a again 1/3 (weights 2, 2, 2), c -> order. Everyone orders, and always by
 * a, b and c. Besides, d alone leads 2 of 4 to an order: a third of the start's.
 * Orders 2/3 + 1/3 * 1/2 = 5/6. Without a, b or c: 1/6. Without d: 2/3. Effects 2/3, 2/3, 2/3, 1/6: 4 4 4 1 of 13. */
static void goes_round_in_circles(void) {
    given g;
    given_init(&g);
    way(&g, "a b b a b c", 26, 8, 0);
    way(&g, "d", 0, 2, 2);
    GIVES(&g, "markov", "a=8/3.077 b=8/3.077 c=8/3.077 d=2/0.769");
    removes(__LINE__, &g, "b", 4.0 / 5);
    removes(__LINE__, &g, "d", 1.0 / 5);
    tl_arena_destroy(&g.arena);
}

/* Of the latest touch alone, b leads from a as from c to an order every other time: effects 1/2, 1, 1/2. Of the latest
 * two, a b always does and c b never. */
static void remembers_as_many_as_its_order(void) {
    given g;
    given_init(&g);
    way(&g, "a b", 40, 2, 0);
    way(&g, "c b", 0, 0, 2);
    GIVES(&g, "markov", "a=10/0.500 b=20/1.000 c=10/0.500");
    for (int order = 2; order <= 4; order++) {
        option(&g, "order", tl_int(order));
        GIVES(&g, "markov", "a=20/1.000 b=20/1.000 c=0/0.000");
    }
    g.paths = tl_list();
    way(&g, "a x b", 40, 2, 0);
    way(&g, "c x b", 0, 0, 2);
    option(&g, "order", tl_int(2)); /* x and b are on every way to an order: 1; a and c on half of them */
    GIVES(&g, "markov", "a=7/0.333 x=13/0.667 b=13/0.667 c=7/0.333");
    option(&g, "order", tl_int(3));
    GIVES(&g, "markov", "a=14/0.667 x=13/0.667 b=13/0.667 c=0/0.000");
    tl_arena_destroy(&g.arena);
}

/* Keys that do the same have the same, to the unit; who never comes before an order has nothing. */
static void is_fair(void) {
    given g;
    given_init(&g);
    way(&g, "dummy", 0, 0, 7);
    way(&g, "a b a", 50, 3, 1);
    way(&g, "b a b", 51, 3, 1);
    way(&g, "a b dummy", 0, 0, 4);
    way(&g, "b a dummy", 0, 0, 4);
    GIVES(&g, "markov", "dummy=0/0.000 a=51/3.000 b=50/3.000");
    tl_arena_destroy(&g.arena);
    given_init(&g);
    way(&g, "hub", 1, 0, 0);
    for (int i = 0; i < 70; i++) { /* seventy alike, each with ways of its own */
        char name[16], through[32];
        snprintf(name, sizeof name, "k%d", i);
        snprintf(through, sizeof through, "hub %s hub", name);
        way(&g, name, 10, 1, 2);
        way(&g, through, 0, 0, 3);
    }
    tl_value out, none = tl_null();
    tl_err err;
    CHECK_INT(tl_attribute(&g.paths, TL_S("markov"), &none, &g.arena, &out, &err), TL_OK);
    const tl_value *first = tl_map_get(&out, "k0");
    int64_t total = tl_map_get(tl_map_get(&out, "hub"), "value")->as.i, before = INT64_MAX;
    bool alike = out.n == 71 && first;
    for (uint32_t i = 0; alike && i < out.n; i++) {
        const tl_value *row = &out.as.pairs[i].value;
        int64_t value = tl_map_get(row, "value")->as.i;
        if (!tl_slice_eq(out.as.pairs[i].key, TL_S("hub"))) {
            alike = tl_map_get(row, "conversions")->as.f == tl_map_get(first, "conversions")->as.f && value <= before &&
                    value >= tl_map_get(first, "value")->as.i - 1;
            before = value;
            total += value;
        }
    }
    CHECK_INT(total, 701);
    CHECK(alike);
    tl_arena_destroy(&g.arena);
}

static void markov_without_much(void) {
    given g;
    given_init(&g);
    GIVES(&g, "markov", "");
    one(__LINE__, "a", 7, "markov", "a=7/1.000");
    one(__LINE__, "a a a", -7, "markov", "a=-7/1.000");
    one(__LINE__, "a b c", INT64_MAX, "markov",
        "a=3074457345618258603/0.333 b=3074457345618258602/0.333 c=3074457345618258602/0.333");
    way(&g, "a", 0, 0, 0); /* nobody went this way */
    way(&g, "b", 0, 0, 9);
    GIVES(&g, "markov", "a=0/0.000 b=0/0.000");
    way(&g, "c", 4, INT64_MAX, INT64_MAX);
    GIVES(&g, "markov", "a=0/0.000 b=0/0.000 c=4/9223372036854775808.000");
    tl_arena_destroy(&g.arena);
}

/* One in 10^18 comes through: its effect is as exact as any other. */
static void rare_ways_are_exact(void) {
    given g;
    given_init(&g);
    way(&g, "a", 0, 0, INT64_C(999999999999999999));
    way(&g, "a b", 90, 1, 0);
    way(&g, "b a c", 0, 2, 0);
    /* a: N+1 from the start (2 from b), to c 2, b 1. b: 1 from a, 2 from the start; to an order 1, to a 2. c: 2. */
    tl_value out, none = tl_null();
    tl_err err;
    CHECK_INT(tl_attribute(&g.paths, TL_S("markov"), &none, &g.arena, &out, &err), TL_OK);
    /* P(via a) = P(reach a) * u_a and so on; with A = 10^18 + 2 persons at a: */
    const double at_a = 1e18 + 2, start = 1e18 + 2;
    const double back = 1.0 / at_a * (2.0 / 3);                /* from a by b to a again */
    const double u_a = (2 / at_a + 1 / at_a / 3) / (1 - back); /* to an order from a */
    const double u_b = 1.0 / 3 + 2.0 / 3 * u_a;
    const double effect_a = (1e18 / start + 2 / start * (2.0 / 3)) * u_a;
    const double effect_b = (2 / start + 1e18 / start * (1 / at_a)) * u_b;
    const double effect_c = (1e18 / start + 2 / start * (2.0 / 3)) * (2 / at_a) / (1 - back);
    const double sum = effect_a + effect_b + effect_c;
    CHECK(fabs(tl_map_get(&out.as.pairs[0].value, "conversions")->as.f - 3 * effect_a / sum) < 1e-12);
    CHECK(fabs(tl_map_get(&out.as.pairs[1].value, "conversions")->as.f - 3 * effect_b / sum) < 1e-12);
    CHECK(fabs(tl_map_get(&out.as.pairs[2].value, "conversions")->as.f - 3 * effect_c / sum) < 1e-12);
    tl_arena_destroy(&g.arena);
}

/* The same ways in 400 worlds that do not meet: more states than are eliminated, and in each world what a small chain
 * of it alone has. */
static void large_chains_are_exact(void) {
    static const char *const ways[] = {"a%d b%d a%d c%d", "b%d a%d b%d a%d", "c%d c%d a%d b%d"};
    given g;
    tl_value small, large;
    tl_err err;
    given_init(&g);
    for (int world = 0; world <= 400; world++) {
        for (int i = 0; i < 3; i++) {
            char touches[64];
            snprintf(touches, sizeof touches, ways[i], world, world, world, world);
            way(&g, touches, 0, i + 1, 2 * i + 1);
        }
        if (world == 0) {
            option(&g, "order", tl_int(2));
            CHECK_INT(tl_attribute(&g.paths, TL_S("markov"), &g.options, &g.arena, &small, &err), TL_OK);
            g.paths = tl_list();
        }
    }
    CHECK_INT(tl_attribute(&g.paths, TL_S("markov"), &g.options, &g.arena, &large, &err), TL_OK);
    bool right = large.n == 1200;
    for (uint32_t i = 0; right && i < large.n; i++) {
        double wanted = tl_map_get(&small.as.pairs[i % 3].value, "conversions")->as.f;
        right = fabs(tl_map_get(&large.as.pairs[i].value, "conversions")->as.f - wanted) < 1e-12;
    }
    CHECK(right);
    tl_arena_destroy(&g.arena);
}

/* ---- transforms ------------------------------------------------------------------------------------------------ */

static void transformed(int line, const char *touches, const char *transform, const char *wanted) {
    given g;
    given_init(&g);
    way(&g, touches, 12, 1, 0);
    option(&g, "transform", tl_str(tl_slice_of(transform)));
    gives(line, &g.arena, &g.paths, "linear", &g.options, wanted);
    tl_arena_destroy(&g.arena);
}

static void transforms_paths(void) {
    transformed(__LINE__, "d a b b c d c c", "unique", "d=3/0.250 a=2/0.125 b=4/0.250 c=3/0.375");
    transformed(__LINE__, "d a b b c d c c", "exposure", "d=4/0.333 a=2/0.167 b=2/0.167 c=4/0.333");
    transformed(__LINE__, "d a b b c d c c", "first", "d=3/0.250 a=3/0.250 b=3/0.250 c=3/0.250");
    transformed(__LINE__, "direct a direct direct", "remove_if_last_and_not_all", "direct=6/0.500 a=6/0.500");
    transformed(__LINE__, "direct direct", "remove_if_last_and_not_all", "direct=12/1.000");
    transformed(__LINE__, "direct a direct", "remove_if_not_all", "direct=0/0.000 a=12/1.000");
    transformed(__LINE__, "direct direct", "remove_if_not_all", "direct=12/1.000");
    transformed(__LINE__, "a b", "remove_if_not_all", "a=6/0.500 b=6/0.500");
}

static void transforms_as_told(void) {
    given g;
    given_init(&g);
    way(&g, "a b b a a", 12, 1, 0);
    option(&g, "transform", tl_str(TL_S("remove_if_last_and_not_all")));
    put(&g.arena, &g.options, "transform_key", tl_str(TL_S("a")));
    GIVES(&g, "linear", "a=4/0.333 b=8/0.667");
    option(&g, "transform", names(&g.arena, "remove_if_last_and_not_all exposure")); /* one after the other */
    put(&g.arena, &g.options, "transform_key", tl_str(TL_S("a")));
    GIVES(&g, "linear", "a=6/0.500 b=6/0.500");
    option(&g, "max_touches", tl_int(3)); /* the latest */
    GIVES(&g, "first", "a=0/0.000 b=12/1.000");
    GIVES(&g, "linear", "a=8/0.667 b=4/0.333");
    put(&g.arena, &g.options, "transform", tl_str(TL_S("exposure"))); /* of these */
    GIVES(&g, "linear", "a=6/0.500 b=6/0.500");
    option(&g, "max_touches", tl_int(INT64_MAX));
    GIVES(&g, "first", "a=12/1.000 b=0/0.000");
    tl_arena_destroy(&g.arena);
}

/* ---- without memory -------------------------------------------------------------------------------------------- */

/* Enough keys that the elimination begins along the edges and ends in a full matrix. */
static void many_ways(given *g) {
    uint64_t seed = 7;
    for (int i = 0; i < 400; i++) {
        char touches[200] = "";
        for (uint64_t n = 1 + test_random(&seed) % 8; n > 0; n--) {
            size_t len = strlen(touches);
            snprintf(touches + len, sizeof touches - len, "%sk%d", len ? " " : "", (int)(test_random(&seed) % 90));
        }
        way(g, touches, i, (int64_t)(test_random(&seed) % 3), (int64_t)(test_random(&seed) % 3));
    }
}

static void survives_without_memory(const char *model, int order) {
    given g;
    given_init(&g);
    many_ways(&g);
    option(&g, "order", tl_int(order));
    put(&g.arena, &g.options, "transform", tl_str(TL_S("first")));
    long n = 0;
    for (tl_code code = TL_E_NOMEM; code != TL_OK && n < 5000;) {
        n++;
        test_memory memory = {.fail_at = n, .and_later = n % 2};
        tl_arena arena;
        tl_value out;
        tl_err err;
        tl_arena_init(&arena, test_allocator(&memory));
        code = tl_attribute(&g.paths, tl_slice_of(model), &g.options, &arena, &out, &err);
        tl_arena_destroy(&arena);
        if (!test_check(code == TL_OK || code == TL_E_NOMEM, __FILE__, __LINE__, "%s: code %d at %ld", model, code,
                        n) ||
            !test_check(memory.alive == 0, __FILE__, __LINE__, "%s: %ld blocks alive at %ld", model, memory.alive, n)) {
            break;
        }
    }
    test_check(n > 2 && n < 5000, __FILE__, __LINE__, "%s: %ld failures", model, n);
    tl_arena_destroy(&g.arena);
}

int main(void) {
    weighs_by_position();
    decays_with_age();
    decays_anywhere();
    shares_among_the_distinct();
    removes_one_after_another();
    goes_round_in_circles();
    remembers_as_many_as_its_order();
    is_fair();
    markov_without_much();
    rare_ways_are_exact();
    large_chains_are_exact();
    transforms_paths();
    transforms_as_told();
    survives_without_memory("shapley", 1);
    survives_without_memory("markov", 1);
    survives_without_memory("markov", 2);
    return test_report();
}
