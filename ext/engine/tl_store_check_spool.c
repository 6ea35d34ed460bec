/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Spool against store: is all that ingest has read of a segment in the database? */
#include "tl_store_check.h"
#include "tl_store_ingest.h"

#include <string.h>

typedef struct reading {
    tl_store *store;
    tl_db *db;
    tl_arena arena;
    int64_t pruned_before, missing;
} reading;

static const char row_sql[] = "SELECT EXISTS(SELECT 1 FROM event WHERE visitor = COALESCE((SELECT id FROM identity"
                              " WHERE kind = 1 AND value = ?1), 0) AND at = ?2 AND hash = ?3)";

static tl_code is_there(reading *r, const tl_event *e, bool *there, tl_err *err) {
    int64_t found;
    TL_TRY(tl__one(r->db, "SELECT EXISTS(SELECT 1 FROM event_id WHERE id = ?1)", TL_ARGS(tl__b(e->id, 16)), 0, &found,
                   err));
    if (!found && tl__is_behaviour(e->type)) {
        TL_TRY(tl__one(r->db, row_sql,
                       TL_ARGS(tl__t(tl__text_of(e, TL_FIELD_VISITOR)), tl__n(e->at), tl__n(tl__hash_of(e->id))), 0,
                       &found, err));
    }
    *there = found != 0 || e->at < r->pruned_before;
    return TL_OK;
}

static tl_code take(reading *r, const tl_frame *frame, tl_err *err) {
    tl_event event;
    bool there;
    tl_arena_reset(&r->arena);
    if (tl__frame_erased(frame)) {
        return TL_OK;
    }
    tl_code code = tl__event_decode(frame->payload, frame->len, &r->store->keys, &r->arena, &event, err);
    if (code != TL_OK) { /* what cannot be read was kept aside */
        return code == TL_E_NOMEM ? code : TL_OK;
    }
    TL_TRY(is_there(r, &event, &there, err));
    r->missing += !there;
    return TL_OK;
}

static tl_code read_to(reading *r, tl_spool_reader *reader, int64_t to, tl_err *err) {
    tl_frame frame;
    while (reader->offset < to) {
        tl_read read = tl__spool_next(reader, &frame, err);
        if (read != TL_READ_FRAME) {
            return read == TL_READ_END ? TL_OK : err->code;
        }
        if (reader->offset <= to) {
            TL_TRY(take(r, &frame, err));
        }
    }
    return TL_OK;
}

tl_code tl__spool_missing(tl_store *store, tl_db *db, tl_slice segment, int64_t to, int64_t *missing, tl_err *err) {
    reading r = {.store = store, .db = db};
    tl_spool_reader reader;
    if (to == 0) {
        return TL_OK;
    }
    TL_TRY(tl__meta_get(db, TL_META_PRUNED, INT64_MIN, &r.pruned_before, err));
    TL_TRY(tl__spool_reader_init(&reader, &store->spool, segment, 0, err));
    reader.quiet = true;
    tl_arena_init(&r.arena, store->host.mem);
    tl_code code = read_to(&r, &reader, to, err);
    tl_arena_destroy(&r.arena);
    tl__spool_reader_destroy(&reader);
    *missing += code == TL_OK ? r.missing : 0;
    return code;
}
