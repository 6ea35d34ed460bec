/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the stages of ingest share. A batch is one transaction: events are applied, then what they changed is made
 * again: people (who belongs together), sessions and chats (touches), orders and their paths. Each stage reads what the
 * ones before left in temporary tables: work_link(a, b)       new links                                        ->
 * people work_cut(id)          identities that lost a link                      -> people work_visitor(id, at) visitors
 * with new events, the earliest at `at`   -> sessions work_chat(id, at)     identities with new messages, likewise ->
 * chats work_person(id, at)   persons whose touches changed since `at`         -> orders.dirty -> paths
 * work_cart(id)          persons whose orders changed, and those above              -> carts
 */
#ifndef TL_STORE_INGEST_H
#define TL_STORE_INGEST_H

#include "tl_store_cache.h"
#include "tl_store_pack.h"
#include "tl_store_rollup.h"

#define TL_DAYS_CHANGED 256

typedef struct tl_batch {
    tl_store *store;
    tl_db *db;
    tl_cache *cache;
    tl_arena *arena; /* reset for each event and each unit of the later stages */
    int64_t events, duplicates, bots, orders, rejected, expired;
    int64_t pruned_before;  /* what visitors did and wrote before this is gone for ever; INT64_MIN: nothing is */
    int64_t newest, oldest; /* at of the events applied, 0: none */
    int64_t noted_visitor, noted_at; /* the last one put into work_visitor */
    tl_rollup rollup;
    int64_t changed[TL_DAYS_CHANGED]; /* days noted by tl__day_changes, each in the place of its hash; 0: none */
    tl_own_rules *own;                /* the owner's rules; NULL: none */
    tl_value again;                   /* orders told of twice within seconds; the shop reads them again */
    tl_arena *answers;                /* where they are kept; NULL: nobody asks */
} tl_batch;

/* A visit that is new (n 1) or gone (n -1). */
tl_code tl__rollup_visit(tl_batch *batch, const tl_visit *visit, int64_t n, tl_err *err);
/* Writes what was added and taken away when code is TL_OK, and forgets it. Returns the first failure. */
tl_code tl__rollup_end(tl_batch *batch, tl_code code, tl_err *err);

/* What the database's triggers do not see (tl_store_schema.c, version 7), since it happens too often: something that a
 * day's pack is made from has come (tl_store_changed.c). Each day is written once a batch. */
tl_code tl__day_changes(tl_batch *batch, tl_pack kind, int64_t at, tl_err *err);
/* A visitor's cart, a click with this code: what clicks and chats say of it changes. */
tl_code tl__cart_changes(tl_batch *batch, int64_t visitor, int64_t at, tl_err *err);
tl_code tl__code_changes(tl_batch *batch, tl_slice code, tl_err *err);

/* Makes or empties the work tables, in a transaction (tl_store_ingest.c). */
tl_code tl__work_begin(tl_batch *batch, tl_err *err);

/* Work that wants ingest's lock and an empty spool: waits for the lock, at most a minute, and ingests all first. */
typedef tl_code (*tl_upkeep)(tl_batch *batch, void *ctx, tl_err *err);
tl_code tl__upkeep(tl_store *store, tl_upkeep then, void *ctx, tl_err *err);

/* ---- rows of one event ------------------------------------------------------------------------------------------ */

/* Takes from the event what the store may not know any more: who an erased order was from. */
tl_code tl__apply(tl_batch *batch, tl_event *event, tl_err *err); /* tl_store_apply.c */
tl_code tl__behaviour_apply(tl_batch *batch, const tl_event *event, int64_t visitor, bool *fresh,
                            tl_err *err); /* tl_store_behaviour.c */
tl_code tl__message_apply(tl_batch *batch, const tl_event *event, int64_t identity,
                          tl_err *err);                                        /* tl_store_message.c */
tl_code tl__order_apply(tl_batch *batch, const tl_event *event, tl_err *err);  /* tl_store_order.c */
tl_code tl__refund_apply(tl_batch *batch, const tl_event *event, tl_err *err); /* tl_store_refund.c */
/* The refunds in an order's snapshot, in place of those of the one before. */
tl_code tl__snapshot_refunds(tl_batch *batch, int64_t order, const tl_event *event, tl_err *err);

/* What a browser did, or somebody in it: these make sessions. */
static inline bool tl__is_behaviour(tl_type type) {
    return type <= TL_TYPE_CHECKOUT || type == TL_TYPE_CONSENT || type == TL_TYPE_REVIEW || type == TL_TYPE_CUSTOM;
}

/* "" and 0 when it is not set */
static inline tl_slice tl__text_of(const tl_event *event, tl_field field) {
    return event->fields[field].set ? event->fields[field].s : TL_S("");
}
static inline int64_t tl__int_of(const tl_event *event, tl_field field) {
    return event->fields[field].set ? event->fields[field].i : 0;
}

/* ---- words, identities, links (tl_store_words.c) --------------------------------------------------------------------
 */

/* Ids of dictionary words, sources and identities, made where they are new. An empty word is 0. */
tl_code tl__dict(tl_batch *batch, tl_dict_kind kind, tl_slice value, int64_t *id, tl_err *err);
/* The newest name stands; equal times: the greater one, so that the order of arrival does not matter. */
tl_code tl__dict_name(tl_batch *batch, int64_t id, tl_slice name, int64_t at, tl_err *err);
tl_landing tl__landing_of(const tl_event *event);
tl_code tl__source(tl_batch *batch, const tl_origin *origin, const tl_landing *landing, int64_t ad, int64_t *id,
                   tl_err *err);
tl_code tl__identity(tl_batch *batch, tl_identity_kind kind, tl_slice value, int64_t *id, tl_err *err);
/* Joins two identities. by: 0, or the order whose newest snapshot says so. 0 joins nothing. */
tl_code tl__link(tl_batch *batch, int64_t a, int64_t b, int64_t by, tl_err *err);
/* What these two tie is to be looked at, though their link is not new. */
tl_code tl__link_check(tl_batch *batch, int64_t a, int64_t b, tl_err *err);
/* Takes back what a snapshot of this order said of this code. */
tl_code tl__unlink(tl_batch *batch, int64_t code, int64_t by, tl_err *err);
/* *fresh: this id was never seen. */
tl_code tl__event_fresh(tl_batch *batch, const unsigned char id[16], bool *fresh, tl_err *err);
/* The head of an event's id as SQLite's integer: what tells events of one visitor and millisecond apart. */
int64_t tl__hash_of(const unsigned char id[16]);

/* ---- stages ---------------------------------------------------------------------------------------------------------
 */

tl_code tl__people_remake(tl_batch *batch, tl_err *err);   /* tl_store_people.c */
tl_code tl__sessions_remake(tl_batch *batch, tl_err *err); /* tl_store_session.c */
/* Deletes this visitor's visits that start at `since` or later, and takes them off the roll-ups. */
tl_code tl__visits_forget(tl_batch *batch, int64_t visitor, int64_t since, tl_err *err);
tl_code tl__chats_remake(tl_batch *batch, tl_err *err);  /* tl_store_chat.c */
tl_code tl__orders_remake(tl_batch *batch, tl_err *err); /* tl_store_order_derive.c */

/* From where to make everything of somebody again: what is older stands in the paths of orders and nowhere else. */
static inline int64_t tl__beginning(const tl_batch *batch) {
    return batch->pruned_before > 0 ? batch->pruned_before : 0;
}
/* The touches of this identity since `at` are other ones: its person's orders are to be looked at. */
tl_code tl__touched(tl_batch *batch, int64_t identity, int64_t at, tl_err *err);

typedef struct tl_touch {
    int64_t identity, at, kind, hash, session, channel, entry, source, page, page_type, product, intent;
    tl_slice code;
} tl_touch;
tl_code tl__touch_insert(tl_batch *batch, const tl_touch *touch, tl_err *err); /* tl_store_session.c */

/* How far back before an order a touch stands in its path: 90 days. */
#define TL_LOOKBACK_MS INT64_C(7776000000)
#define TL_LOOKBACK_TEXT "7776000000"

/* tl_store_path.c: the path of one order. until: TL_ORDER_UNTIL. */
typedef struct tl_path_order {
    int64_t id, person, day_person, visitor, customer, email, code_id, placed_at, until;
    tl_slice code, token;
} tl_path_order;
tl_code tl__path_remake(tl_batch *batch, const tl_path_order *order, tl_err *err);

/* tl_store_statuses.c: stores the statuses given at open; orders are all to be looked at again when they differ. */
tl_code tl__statuses_take(tl_batch *batch, tl_err *err);

#endif
