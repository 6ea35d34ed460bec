/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flows through random chains: eliminated, followed, and solved by Gauss beside them. */
#include "tl_follow.h"
#include "tl_test.h"

#include <math.h>

#define MOST 160

typedef struct chain {
    uint32_t n;
    double start[MOST], conv[MOST], null[MOST], weight[MOST][MOST];
    bool has[MOST];
} chain;

static uint64_t seed = 20261124;

static double chance(double of) {
    return (double)(test_random(&seed) % 1000000) < of * 1000000;
}

static double some(void) {
    return (double)(1 + test_random(&seed) % 1000);
}

/* Each state has an end of its own, so that nobody goes round for ever; `ends`: how many of those there take it. */
static chain *random_chain(uint32_t n, double density, double ends) {
    static chain c;
    memset(&c, 0, sizeof c);
    c.n = n;
    for (uint32_t i = 0; i < n; i++) {
        c.start[i] = chance(0.5) * some();
        c.conv[i] = chance(0.3) * some() * ends;
        c.null[i] = some() * ends;
        c.has[i] = chance(0.2) > 0;
        for (uint32_t j = 0; j < n; j++) {
            c.weight[i][j] = chance(density) * some();
        }
    }
    return &c;
}

static tl_flow *flow_of(const chain *c, tl_arena *arena) {
    tl_flow *flow = tl__flow_new(c->n, arena);
    for (uint32_t i = 0; i < c->n; i++) {
        flow->states[i].label = i;
        flow->states[i].start = c->start[i];
        flow->states[i].conv = c->conv[i];
        flow->states[i].null = c->null[i];
        for (uint32_t j = 0; j < c->n; j++) {
            if (c->weight[i][j] > 0) {
                tl__flow_connect(flow, i, j, c->weight[i][j]);
            }
        }
    }
    return flow;
}

/* What comes to an order; `without`: never through a state of has[]. By (I - Q) u = r, in long doubles. */
static long double orders(const chain *c, bool without) {
    static long double a[MOST][MOST + 1];
    long double sum = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        long double leaving = c->conv[i] + c->null[i];
        for (uint32_t j = 0; j < c->n; j++) {
            leaving += c->weight[i][j];
        }
        for (uint32_t j = 0; j < c->n; j++) {
            a[i][j] = (i == j) - (without && c->has[j] ? 0 : c->weight[i][j] / leaving);
        }
        a[i][c->n] = c->conv[i] / leaving;
    }
    for (uint32_t k = 0; k < c->n; k++) {
        for (uint32_t i = 0; i < c->n; i++) {
            long double times = i == k ? 0 : a[i][k] / a[k][k];
            for (uint32_t j = k; times != 0 && j <= c->n; j++) {
                a[i][j] -= times * a[k][j];
            }
        }
    }
    for (uint32_t i = 0; i < c->n; i++) {
        sum += without && c->has[i] ? 0 : c->start[i] * a[i][c->n] / a[i][i];
    }
    return sum;
}

/* Eliminates the others first and these after, as the removal effects do. */
static double eliminated(const chain *c, tl_arena *arena) {
    static const bool none[MOST];
    tl_flow *left = tl__flow_reduce(flow_of(c, arena), c->has, arena);
    bool right = true;
    for (uint32_t i = 0, at = 0; i < c->n; i++) {
        right = right && (!c->has[i] || left->states[at++].label == i);
    }
    CHECK(right);
    left->start_conv = 0;
    return tl__flow_reduce(left, none, arena)->start_conv;
}

static double agrees(const chain *c, tl_arena *arena) {
    double one = eliminated(c, arena);
    long double wanted = orders(c, false) - orders(c, true), scale = orders(c, false);
    test_check(fabsl(one - wanted) <= 1e-14L * scale, __FILE__, __LINE__, "%u states: %.17g, wanted %.17Lg", c->n, one,
               wanted);
    return one;
}

static void both_agree(uint32_t n, double density) {
    double through = -1, ends = 0.2 * (1 + n * density);
    tl_arena arena;
    tl_follow f;
    tl_arena_init(&arena, tl_default_allocator);
    chain *c = random_chain(n, density, ends);
    double one = agrees(c, &arena);
    CHECK(tl__follow_init(&f, flow_of(c, &arena), &arena) && tl__follow_chances(&f));
    CHECK(tl__follow_through(&f, c->has, &through));
    test_check(fabs(through - one) <= 1e-13 * one, __FILE__, __LINE__, "%u states: %.17g, eliminated %.17g", n, through,
               one);
    agrees(random_chain(n, density, ends / 1e3), &arena); /* most go round and round */
    tl_arena_destroy(&arena);
}

static void agrees_with_gauss(void) {
    for (int i = 0; i < 200; i++) {
        both_agree(1 + (uint32_t)(test_random(&seed) % 12), 0.4);
    }
    for (int i = 0; i < 8; i++) {
        both_agree(MOST, 0.01 * (i + 1)); /* along the edges, then in a full matrix */
        both_agree(MOST, 0.004);          /* along the edges alone */
    }
    both_agree(MOST, 0.9);
    both_agree(60, 0);
}

/* Two states that send all but one in 10^9 to each other: eliminated at once, and too long to follow. */
static void knows_what_goes_round(void) {
    chain *c = random_chain(2, 0, 1);
    tl_arena arena;
    tl_follow f;
    tl_arena_init(&arena, tl_default_allocator);
    *c = (chain){.n = 2, .start = {4, 0}, .conv = {0, 1}, .null = {1, 0}, .has = {false, true}};
    c->weight[0][1] = c->weight[1][0] = 1e9;
    CHECK(tl__follow_init(&f, flow_of(c, &arena), &arena));
    CHECK(!tl__follow_chances(&f));
    /* from the second, order: x = 1 / (1e9 + 1) + 1e9 / (1e9 + 1) * 1e9 / (1e9 + 1) * x */
    double x = 1 / (1e9 + 1) / (1 - 1e18 / ((1e9 + 1) * (1e9 + 1)));
    CHECK(fabs(eliminated(c, &arena) - 4 * 1e9 / (1e9 + 1) * x) < 1e-6);
    CHECK(fabs(eliminated(c, &arena) - 4 * 1e9 / (2e9 + 1)) < 1e-15);
    tl_arena_destroy(&arena);
}

int main(void) {
    agrees_with_gauss();
    knows_what_goes_round();
    return test_report();
}
