/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TL_RULES_H
#define TL_RULES_H

#include "tl_internal.h"

/* Host of a URL or of a bare host: lower case, without port, "www." and a dot at the end; "" when there is none. An
 * address of an Android app gives the app's name. */
void tl__host_of(tl_slice referrer, char host[256]);
/* ---- the owner's own rules: they come first --------------------------------------------------------------------- */

typedef enum tl_rule_kind {
    TL_RULES_BOT,
    TL_RULES_DEVICE,
    TL_RULES_CHANNEL,
    TL_RULES_MEDIUM,
    TL_RULES_INTENT,
    TL_RULE_KINDS
} tl_rule_kind;

/* rules: {kind: [[label, pattern], ...], ...}; NULL or none gives *out NULL, for which nothing matches. The labels
 * borrow from it. */
tl_code tl__own_rules_new(const tl_value *rules, tl_allocator mem, tl_own_rules **out, tl_err *err);
void tl__own_rules_free(tl_own_rules *own);
/* The label of the first rule that matches; "none" says that there is none, whatever our rules say. NULL: no rule. */
const char *tl__own_label(const tl_own_rules *own, tl_rule_kind kind, tl_slice subject);
/* What the owner's rules say, else ours. */
const char *tl__label(const tl_own_rules *own, tl_rule_kind kind, tl_slice subject);

#endif
