/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of orders share: tl_store_order.c, _refund.c, _order_derive.c. */
#ifndef TL_STORE_ORDER_H
#define TL_STORE_ORDER_H

#include "tl_store_ingest.h"

/* The order of this key, made without a snapshot where it is new; it will be derived again at the batch's end. */
tl_code tl__order_id(tl_batch *batch, tl_slice key, int64_t *id, tl_err *err);

/* Which refunds hold, and what each takes back. */
tl_code tl__refunds_derive(tl_batch *batch, int64_t order, tl_err *err);

#endif
