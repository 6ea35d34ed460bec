/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TL_RULES_H
#define TL_RULES_H

#include "tl_internal.h"

/* Host of a URL or of a bare host: lower case, without port, "www." and a dot at the end; "" when there is none. An
 * address of an Android app gives the app's name. */
void tl__host_of(tl_slice referrer, char host[256]);
/* NULL: no rule knows it. */
const char *tl__channel_of_host(tl_slice host);
const char *tl__channel_of_medium(tl_slice source_and_medium);

#endif
