/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One event to rows. What follows from the rows (people, sessions, touches, paths) is made again later in the batch. */
#include "tl_store_ingest.h"

#include <string.h>

/* ---- identities that an event carries ------------------------------------------------------------------------------
 */

enum { VISITOR, CUSTOMER, EMAIL, PHONE, WA_ID, BSUID, CODE, CARRIED };
typedef struct carried {
    int64_t ids[CARRIED];
} carried;

static tl_code identities_of(tl_batch *b, const tl_event *e, carried *c, tl_err *err) {
    static const struct {
        tl_field field;
        tl_identity_kind kind;
    } kinds[CARRIED] = {{TL_FIELD_VISITOR, TL_IDENTITY_VISITOR}, {TL_FIELD_CUSTOMER, TL_IDENTITY_CUSTOMER},
                        {TL_FIELD_EMAIL, TL_IDENTITY_EMAIL},     {TL_FIELD_PHONE, TL_IDENTITY_PHONE},
                        {TL_FIELD_WA_ID, TL_IDENTITY_PHONE},     {TL_FIELD_BSUID, TL_IDENTITY_BSUID},
                        {TL_FIELD_CODE, TL_IDENTITY_CODE}};
    for (int i = 0; i < CARRIED; i++) {
        TL_TRY(tl__identity(b, kinds[i].kind, tl__text_of(e, kinds[i].field), &c->ids[i], err));
    }
    return TL_OK;
}

/* A browser that keeps nothing on the device is known for a day only: it is tied to what it does and to orders, never
 * to an account, an address or a number. But when it agrees to be known, to the visitor that it is from then on. */
static bool is_of_day(const tl_event *e) {
    tl_slice visitor = tl__text_of(e, TL_FIELD_VISITOR);
    return visitor.len >= 4 && memcmp(visitor.ptr, "day-", 4) == 0;
}

/* Every pair belongs together, but: the code in a forwarded message is another person's, and a code typed on an order
 * counts only as long as it stands there (tl_store_order.c). */
static tl_code join(tl_batch *b, const tl_event *e, const carried *c, tl_err *err) {
    bool without_code = e->type == TL_TYPE_ORDER || tl__int_of(e, TL_FIELD_FORWARDED);
    int n = without_code ? CODE : CARRIED;
    bool of_day = is_of_day(e);
    for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
            if (of_day && i == VISITOR && j != CODE) {
                continue;
            }
            TL_TRY(tl__link(b, c->ids[i], c->ids[j], 0, err));
        }
    }
    /* A code stops tying when a second visitor clicks it, who may have been tied to it by something else before. */
    bool clicked = e->type == TL_TYPE_BUTTON_CLICK && c->ids[VISITOR] != 0 && c->ids[CODE] != 0;
    return clicked ? tl__link_check(b, c->ids[VISITOR], c->ids[CODE], err) : TL_OK;
}

/* ---- bots ------------------------------------------------------------------------------------------------------- */

static tl_code count_bot(tl_batch *b, const tl_event *e, const char *name, tl_err *err) {
    bool fresh;
    TL_TRY(tl__event_fresh(b, e->id, &fresh, err));
    if (!fresh) {
        b->duplicates++;
        return TL_OK;
    }
    b->bots++;
    return tl__do(b->db,
                  "INSERT INTO bot(day, name, n) VALUES(?1, ?2, 1) ON CONFLICT(day, name) DO UPDATE SET n = n + 1",
                  TL_ARGS(tl__n(e->at / INT64_C(86400000)), tl__t(tl_slice_of(name))), err);
}

/* ---- by type -------------------------------------------------------------------------------------------------------
 */

static tl_code by_type(tl_batch *b, const tl_event *e, const carried *c, bool *fresh, tl_err *err) {
    const int64_t *ids = c->ids;
    switch (e->type) {
    case TL_TYPE_ORDER:
        return tl__order_apply(b, e, err);
    case TL_TYPE_REFUND:
        return tl__refund_apply(b, e, err);
    case TL_TYPE_MESSAGE:
        return tl__message_apply(b, e, ids[WA_ID] ? ids[WA_ID] : ids[PHONE] ? ids[PHONE] : ids[BSUID], err);
    default: /* identify, conversation, flow_step: who belongs to whom is all that is kept of them */
        return tl__is_behaviour(e->type) ? tl__behaviour_apply(b, e, ids[VISITOR], fresh, err) : TL_OK;
    }
}

/* Measuring began with what was seen, not with what the shop tells of the time before: its orders, and their visits as
 * it remembers them (visitors that begin with "shop-"). */
static bool measured(const tl_event *e) {
    tl_slice visitor = tl__text_of(e, TL_FIELD_VISITOR);
    return e->type != TL_TYPE_ORDER && e->type != TL_TYPE_REFUND &&
           !(visitor.len >= 5 && memcmp(visitor.ptr, "shop-", 5) == 0);
}

static void count(tl_batch *b, const tl_event *e, bool fresh) {
    if (!fresh) {
        b->duplicates++;
        return;
    }
    b->events++;
    b->newest = e->at > b->newest ? e->at : b->newest;
    if (measured(e) && (b->oldest == 0 || e->at < b->oldest)) {
        b->oldest = e->at;
    }
}

/* An erased order stays nobody's, whatever the shop still says of it. */
static tl_code cut_unlinked(tl_batch *b, tl_event *e, tl_err *err) {
    static const tl_field personal[] = {TL_FIELD_VISITOR, TL_FIELD_CUSTOMER, TL_FIELD_EMAIL, TL_FIELD_PHONE,
                                        TL_FIELD_WA_ID,   TL_FIELD_BSUID,    TL_FIELD_CODE,  TL_FIELD_CODE_BY,
                                        TL_FIELD_CODE_AT, TL_FIELD_TOKEN,    TL_FIELD_USER};
    int64_t unlinked;
    if (!e->fields[TL_FIELD_ORDER].set) {
        return TL_OK;
    }
    TL_TRY(tl__one(b->db, "SELECT unlinked FROM orders WHERE key = ?1", TL_ARGS(tl__t(tl__text_of(e, TL_FIELD_ORDER))),
                   0, &unlinked, err));
    for (size_t i = 0; unlinked && i < sizeof(personal) / sizeof(*personal); i++) {
        e->fields[personal[i]].set = false;
    }
    return TL_OK;
}

/* It would be counted twice: the visits of that time are counted in the roll-ups and gone. */
static bool expired(const tl_batch *b, const tl_event *e) {
    return e->at < b->pruned_before && (tl__is_behaviour(e->type) || e->type == TL_TYPE_MESSAGE);
}

tl_code tl__apply(tl_batch *b, tl_event *e, tl_err *err) {
    carried c;
    bool fresh = true;
    if (expired(b, e)) {
        b->expired++;
        return TL_OK;
    }
    TL_TRY(cut_unlinked(b, e, err));
    const char *bot = tl__bot(b->own, tl__text_of(e, TL_FIELD_USER_AGENT));
    if (bot != NULL) {
        return count_bot(b, e, bot, err);
    }
    /* What visitors do finds its twin beside it in the table; the rest, and what has an id by its caller, by the id. */
    if (e->own_id || !tl__is_behaviour(e->type)) {
        TL_TRY(tl__event_fresh(b, e->id, &fresh, err));
    }
    if (fresh) {
        TL_TRY(identities_of(b, e, &c, err));
        TL_TRY(by_type(b, e, &c, &fresh, err));
    }
    if (fresh) {
        TL_TRY(join(b, e, &c, err));
    }
    count(b, e, fresh);
    return TL_OK;
}
