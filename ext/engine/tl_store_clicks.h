/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The clicks of one session: which of them count, and which one its touch is. */
#ifndef TL_STORE_CLICKS_H
#define TL_STORE_CLICKS_H

#include "tl_store_ingest.h"

typedef struct tl_click {
    int64_t at, hash, page, page_type, product, intent;
    char code[16];
} tl_click;

typedef struct tl_click_taken { /* a click of the session, and does it count? */
    tl_click click;
    bool counts;
} tl_click_taken;

typedef struct tl_click_mark { /* what is to be written into the row of a click */
    int64_t at, hash;
    bool counts;
} tl_click_mark;

typedef struct tl_click_kept { /* the last click that counted on a page */
    int64_t page, at;
} tl_click_kept;

typedef struct tl_clicks {
    tl_batch *b;
    int64_t visitor;
    size_t counted;
    tl_click touch;
    tl_click_taken *taken; /* of the session */
    size_t n_taken, cap_taken;
    tl_click_kept *kept;
    size_t n_kept, cap_kept;
    tl_click_mark *marks; /* of all sessions of the pass */
    size_t n_marks, cap_marks;
} tl_clicks;

/* Memory is the batch's arena. */
void tl__clicks_init(tl_clicks *clicks, tl_batch *batch, int64_t visitor);
void tl__clicks_begin(tl_clicks *clicks); /* a session begins */
/* marked: what the row says so far, 1 or 0; -1: nothing */
tl_code tl__clicks_take(tl_clicks *clicks, const tl_click *click, int marked, tl_err *err);
/* The session ends: its clicks that count, each with what brought the visit, where and by what. */
tl_code tl__clicks_end(tl_clicks *clicks, const tl_visit *visit, tl_err *err);
tl_code tl__clicks_store(tl_clicks *clicks, tl_err *err); /* after the rows have been read */

#endif
