/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A flow too large to eliminate is followed, sweep by sweep, until what is still under way is below the last place of
 * the result. All terms are positive, so that what is under way bounds what is missing. */
#ifndef TL_FOLLOW_H
#define TL_FOLLOW_H

#include "tl_flow.h"

typedef struct tl_follow_state {
    size_t edges;          /* the first of its edges; they end where those of the next state begin */
    double start;          /* flow into it from the start */
    double conv, null;     /* the chance to go to an order or to nothing in the next step */
    double order, nothing; /* to come there at all */
} tl_follow_state;

typedef struct tl_follow {
    uint32_t n;
    tl_follow_state *states; /* n + 1 of them */
    uint32_t *to;            /* by edge */
    double *share;           /* by edge: of what leaves the state */
    double *mass;            /* by state: what is under way */
} tl_follow;

/* false: out of memory. The flow must not be dense. */
bool tl__follow_init(tl_follow *f, const tl_flow *flow, tl_arena *arena);
/* Finds the chances. false: the flow goes round too long. */
bool tl__follow_chances(tl_follow *f);
/* What of the flow comes to an order through a state of has[]; after the chances. false as above. */
bool tl__follow_through(tl_follow *f, const bool *has, double *through);

#endif
