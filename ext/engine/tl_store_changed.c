/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_ingest.h"

#define EMPTIED " ON CONFLICT DO UPDATE SET rows = NULL WHERE rows IS NOT NULL"

tl_code tl__day_changes(tl_batch *b, tl_pack kind, int64_t at, tl_err *err) {
    int64_t day = at / TL_DAY_MS, id = (int64_t)kind * TL_PACK_DAYS + day;
    if (at < 0 || day >= TL_PACK_DAYS) {
        return TL_OK;
    }
    int64_t *noted = &b->changed[(day * TL_PACKS + (int64_t)kind) % TL_DAYS_CHANGED];
    if (*noted == id + 1) {
        return TL_OK;
    }
    *noted = id + 1;
    return tl__do(b->db, "INSERT INTO pack(id) VALUES(?1)" EMPTIED, TL_ARGS(tl__n(id)), err);
}

/* Within the longest window (90 days) of its person's clicks, and of what they found in the cart. */
#define CLICKS(column)                                                                                                 \
    "INSERT INTO pack(id) SELECT DISTINCT 3 * 1048576 + s." column " / 86400000 FROM identity i"                       \
    " JOIN identity j ON j.person = i.person JOIN session s ON s.visitor = j.id WHERE i.id = ?1 AND s.clicks > 0"      \
    " AND s.end >= ?2 - 7776000000 AND s." column " BETWEEN 0 AND 90596966399999" EMPTIED
_Static_assert(TL_PACK_CLICKS == 3 && TL_PACK_TOUCHES == 2, "as in the statements");

tl_code tl__cart_changes(tl_batch *b, int64_t visitor, int64_t at, tl_err *err) {
    const tl_arg args[] = {tl__n(visitor), tl__n(at)};
    TL_TRY(tl__do(b->db, CLICKS("start"), args, 2, err));
    return tl__do(b->db, CLICKS("end"), args, 2, err);
}

tl_code tl__code_changes(tl_batch *b, tl_slice code, tl_err *err) {
    return tl__do(b->db,
                  "INSERT INTO pack(id) SELECT DISTINCT 2 * 1048576 + at / 86400000 FROM message WHERE code = ?1"
                  " AND direction = 1 AND at BETWEEN 0 AND 90596966399999" EMPTIED,
                  TL_ARGS(tl__t(code)), err);
}
