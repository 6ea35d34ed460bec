/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_internal.h"

/* Of two times in order; their difference always fits into unsigned arithmetic. */
static bool apart(int64_t earlier, int64_t later, int64_t limit) {
    return (uint64_t)later - (uint64_t)earlier > (uint64_t)limit;
}

bool tl__session_next(const tl_session_rule *rule, tl_session_state *state, int64_t at, tl_slice campaign) {
    bool named = campaign.ptr != NULL;
    bool other = rule->one_campaign && named && !(state->campaign.ptr && tl_slice_eq(campaign, state->campaign));
    bool starts = !state->open || apart(state->last_at, at, rule->timeout_ms) ||
                  apart(state->first_at, at, rule->max_ms) || other;
    if (starts) {
        state->open = true;
        state->first_at = at;
        state->campaign = named ? campaign : (tl_slice){NULL, 0};
    }
    state->last_at = at;
    return starts;
}
