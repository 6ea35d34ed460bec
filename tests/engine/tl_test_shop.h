/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A store for tests of reports: events in as text, figures out by their path in the answer. Only the public API is
 * used. JSON stands in single quotes, so that it reads well in C: {'type':'button_click','visitor':'ann','at':%lld}. */
#ifndef TL_TEST_SHOP_H
#define TL_TEST_SHOP_H

#include "tl_test.h"

#define MINUTE INT64_C(60000)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define MONDAY INT64_C(1793577600000) /* 2026-11-02 00:00 UTC */

typedef struct shop {
    char dir[128];
    int64_t now;
    tl_host host;
    tl_store *store;
    tl_arena arena; /* of answers; they live until shop_close */
    tl_err err;
} shop;

/* options: of Store::open besides create and identity_key, as JSON, or NULL */
void shop_open(shop *s, const char *options);
void shop_close(shop *s);
/* Records one event. What fails here and below ends the program with its reason. */
void shop_record(shop *s, const char *json, ...) __attribute__((format(printf, 2, 3)));
void shop_ingest(shop *s);

const tl_value *shop_report(shop *s, const char *name, const char *query, ...) __attribute__((format(printf, 3, 4)));
const tl_value *shop_journey(shop *s, const char *order);
const tl_value *shop_check(shop *s);
/* The code with which a report fails, TL_OK when it does not; s->err has its words. */
tl_code shop_refused(shop *s, const char *name, const char *query);

/* "identity.whatsapp", "chain.1.count": the value there, NULL when there is none. */
const tl_value *shop_at(const tl_value *value, const char *path);
const char *shop_text(const tl_value *value, const char *path); /* "(null)" for null, "(none)" for what is not there */
long long shop_number(const tl_value *value, const char *path); /* of an int or bool; -999999 for anything else */
/* The row of a list whose field says so: shop_row(answer, "rows", "key", "whatsapp"). */
const tl_value *shop_row(const tl_value *value, const char *list, const char *field, const char *says);

#endif
