/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_internal.h"

bool tl__session_next(const tl_session_rule *rule, tl_session_state *state, int64_t at, tl_slice campaign) {
    bool named = campaign.ptr != NULL;
    bool other = named && !(state->campaign.ptr && tl_slice_eq(campaign, state->campaign));
    bool starts =
        !state->open || at - state->last_at > rule->timeout_ms || at - state->first_at > rule->max_ms || other;
    if (starts) {
        state->open = true;
        state->first_at = at;
        state->campaign = named ? campaign : (tl_slice){NULL, 0};
    }
    state->last_at = at;
    return starts;
}
