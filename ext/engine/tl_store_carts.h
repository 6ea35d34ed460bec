/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of carts: made from a person's cart events, orders and touches as they stand, so that it does not depend on
 * the order in which they came. Included by tl_store*.c only. */
#ifndef TL_STORE_CARTS_H
#define TL_STORE_CARTS_H

#include "tl_cart.h"
#include "tl_store_ingest.h"

/* tl_store_carts.c: every cart of a person whose events are not older than `since`, oldest first. The cart lives until
 * the callback returns. */
typedef tl_code (*tl_on_cart)(void *ctx, const tl_cart *cart, tl_err *err);
tl_code tl__carts_make(tl_db *db, tl_arena *arena, int64_t person, int64_t since, tl_on_cart on, void *ctx,
                       tl_err *err);

/* tl_store_carts_keep.c. The carts of a batch's persons, and of those whose orders changed. */
tl_code tl__carts_remake(tl_batch *batch, tl_err *err);
/* Whose order this is, before and after it is looked at again. */
tl_code tl__carts_note(tl_batch *batch, int64_t order, tl_err *err);
/* What began before this time goes; who goes on with a cart of that time has it from what is left. */
tl_code tl__carts_prune(tl_batch *batch, int64_t before, tl_err *err);
/* A store of a version without the table. */
tl_code tl__carts_fill(tl_db *db, tl_err *err);
/* How many carts are not what the events say. */
tl_code tl__carts_wrong(tl_db *db, tl_allocator mem, int64_t *wrong, tl_err *err);

#endif
