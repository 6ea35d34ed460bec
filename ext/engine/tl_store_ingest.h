/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the stages of ingest share. A batch is one transaction: events are applied, then what they changed is made
 * again: people (who belongs together), sessions and touches of the visitors, orders and their paths. Each stage reads
 * what the one before left in the temporary tables: work_identity(id)        identities with a new link           ->
 * people work_visitor(id, at)     visitors with new events since at    -> sessions work_chat(id)            identities
 * with a new message in     -> chats work_person(id, at)      persons changed since at             -> orders.dirty ->
 * paths
 */
#ifndef TL_STORE_INGEST_H
#define TL_STORE_INGEST_H

#include "tl_store_db.h"

typedef struct tl_batch {
    tl_store *store;
    tl_db *db;
    tl_arena *arena; /* reset for each event and each unit of the later stages */
    int64_t events, duplicates, bots, orders, rejected;
    int64_t newest, oldest; /* at of the events applied, 0: none */
} tl_batch;

/* tl_store_apply.c: the rows of one event. */
tl_code tl__apply(tl_batch *batch, const tl_event *event, tl_err *err);
/* tl_store_people.c */
tl_code tl__people_remake(tl_batch *batch, tl_err *err);
/* tl_store_session.c */
tl_code tl__sessions_remake(tl_batch *batch, tl_err *err);
/* tl_store_chat.c */
tl_code tl__chats_remake(tl_batch *batch, tl_err *err);
/* tl_store_order.c */
tl_code tl__order_apply(tl_batch *batch, const tl_event *event, tl_err *err);
tl_code tl__refund_apply(tl_batch *batch, const tl_event *event, tl_err *err);
tl_code tl__orders_remake(tl_batch *batch, tl_err *err);
/* tl_store_path.c: the path of one order whose person is known. until: counted_at, or placed_at. */
typedef struct tl_path_order {
    int64_t id, person, visitor, phone, placed_at, until;
    tl_slice code, token;
} tl_path_order;
tl_code tl__path_remake(tl_batch *batch, const tl_path_order *order, tl_err *err);

/* tl_store_words.c: ids of dictionary words, sources and identities, made where they are new. An empty word is 0. */
tl_code tl__dict(tl_batch *batch, tl_dict_kind kind, tl_slice value, tl_slice name, int64_t at, int64_t *id,
                 tl_err *err);
tl_code tl__source(tl_batch *batch, const tl_origin *origin, const tl_landing *landing, int64_t *id, tl_err *err);
tl_code tl__identity(tl_batch *batch, tl_identity_kind kind, tl_slice value, int64_t *id, tl_err *err);
/* Joins two identities as evidence of this moment; a new joint is work for people. 0 joins nothing. */
tl_code tl__link(tl_batch *batch, int64_t a, int64_t b, int64_t at, tl_err *err);
/* Adds to a work table, keeping the least at. table: the literal of its INSERT. */
tl_code tl__work_visitor(tl_batch *batch, int64_t id, int64_t at, tl_err *err);
tl_code tl__work_person_of(tl_batch *batch, int64_t identity, int64_t at, tl_err *err);
/* *fresh: this id was never seen. */
tl_code tl__event_fresh(tl_batch *batch, const unsigned char id[16], bool *fresh, tl_err *err);

/* The tail of an event's id as SQLite's integer: what tells events of one visitor and millisecond apart. */
int64_t tl__hash_of(const unsigned char id[16]);

#endif
