/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flow of persons through the states of an absorbing chain: from the start, from state to state, to an order or to
 * nothing.
 *
 *   start --start[i]--> i --edges--> j --conv[j]--> order
 *                                      --null[j]--> nothing
 *
 * Eliminating a state leads what flows into it straight on to where it goes in the end; its loops only mean that some
 * go round before they leave. No probability of the others changes. Nothing is ever subtracted (the method of
 * Grassmann, Taksar and Heyman), so that each figure is exact to a few units of its last place, however rare its way.
 */
#ifndef TL_FLOW_H
#define TL_FLOW_H

#include "tl_internal.h"

typedef struct tl_flow_edge {
    uint32_t to;
    double weight;
} tl_flow_edge;

typedef struct tl_flow_state {
    uint32_t label;           /* the caller's name for it */
    double start, conv, null; /* in from the start, out to an order, out to nothing */
    tl_flow_edge *edges;      /* out to states, each once; unused when the flow is dense */
    uint32_t n, cap;
    uint32_t *from; /* states with an edge to this one, and some that are gone */
    uint32_t n_from, cap_from;
    uint32_t in; /* how many of them are there */
} tl_flow_state;

typedef struct tl_flow {
    tl_arena *arena;
    tl_flow_state *states;
    uint32_t n;
    double start_conv; /* from the start to an order past all states that are left */
    double *dense;     /* n rows of `stride` weights, or NULL: the edges tell */
    size_t stride;
} tl_flow;

/* n states without any flow, to be filled in by the caller. NULL when out of memory. */
tl_flow *tl__flow_new(uint32_t n, tl_arena *arena);
/* There may be no edge between the two yet. */
bool tl__flow_connect(tl_flow *flow, uint32_t from, uint32_t to, double weight);
/* A new flow in `arena` with the states i for which keep[i], the others eliminated. NULL when out of memory. */
tl_flow *tl__flow_reduce(const tl_flow *flow, const bool *keep, tl_arena *arena);

#endif
