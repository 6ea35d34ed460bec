/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A matcher for the small regular language of numbering plans: digits, \d, classes, groups, alternatives, ? * + {n}
 * {n,m} and $. PCRE2 would do it too, but 240 plans would have to be compiled for one number. */
#ifndef TL_PHONE_MATCH_H
#define TL_PHONE_MATCH_H

#include "tl_internal.h"

#define TL_PHONE_GROUPS 4
typedef struct tl_phone_match {
    size_t len;                           /* of what matched, from the start */
    tl_slice groups[TL_PHONE_GROUPS + 1]; /* from 1; len 0: took no part */
} tl_phone_match;

/* Does the pattern match from the start (whole: all of it)? The first way that matches, as in Perl. */
bool tl__phone_match(const char *pattern, tl_slice digits, bool whole, tl_phone_match *match);

#endif
