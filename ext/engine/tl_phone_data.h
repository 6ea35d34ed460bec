/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TL_PHONE_DATA_H
#define TL_PHONE_DATA_H

#include <stdbool.h>
#include <stdint.h>

/* A country's numbering plan. Patterns are regular expressions over digits (tl_phone_match.h); "" is none. */
typedef struct tl_phone_country {
    char iso[3];      /* "" for codes that belong to no country */
    char code[4];     /* calling code */
    bool first;       /* the country that stands for its calling code */
    uint32_t lengths; /* bit n: a national number of n digits is possible */
    const char *idd;  /* what is dialled before a foreign number */
    const char *pattern;
    const char *prefix;    /* the national prefix, as it is written before a number */
    const char *transform; /* what the prefix and its groups become; "" when it is just cut off */
} tl_phone_country;

extern const tl_phone_country tl_phone_countries[]; /* ends with an empty code */

#endif
