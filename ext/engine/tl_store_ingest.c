/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ingest: frames of the spool to rows of the store, batch by batch. A batch is one transaction that also moves the read
 * offset, so that each event counts once whatever crashes. One process works; the others return at once. */
#include "tl_store_ingest.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define BATCH_EVENTS 2000
#define BATCH_EVENTS_IN_A_HURRY 250 /* with a budget: a page waits */

typedef struct ingest {
    tl_store *store;
    tl_batch batch;
    tl_arena events, names;
    int64_t began, budget, skipped, batch_max;
    bool done;
} ingest;

static int64_t now(const ingest *in) {
    return in->store->host.now_ms(in->store->host.ctx);
}
static bool in_time(const ingest *in) {
    return in->budget == 0 || now(in) - in->began < in->budget;
}

/* ---- the statuses that the site counts by
 * ---------------------------------------------------------------------------------- */

static tl_code add_status(tl_db *db, int kind, tl_slice status, tl_err *err) {
    sqlite3_stmt *s = tl__sql(db, "INSERT OR IGNORE INTO status(kind, status) VALUES(?1, ?2)", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, kind);
    tl__bind_text(s, 2, status);
    return tl__run(db, s, err);
}

static tl_code statuses_differ(tl_db *db, int kind, const tl_value *list, bool *differ, tl_err *err) {
    int64_t there, stored, same = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        sqlite3_stmt *s = tl__sql(db, "SELECT 1 FROM status WHERE kind = ?1 AND status = ?2", err);
        if (!s) {
            return err->code;
        }
        tl__bind_int(s, 1, kind);
        tl__bind_text(s, 2, list->as.items[i].as.s);
        if (tl__number(db, s, 0, &there, err) != TL_OK) {
            return err->code;
        }
        same += there;
    }
    sqlite3_stmt *s = tl__sql(db, "SELECT COUNT(*) FROM status WHERE kind = ?1", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, kind);
    tl_code code = tl__number(db, s, 0, &stored, err);
    *differ = same != (int64_t)list->n || stored != (int64_t)list->n;
    return code;
}

static tl_code take_statuses(tl_db *db, int kind, const tl_value *list, tl_err *err) {
    bool differ;
    if (list->kind == TL_NULL) {
        return TL_OK;
    }
    if (statuses_differ(db, kind, list, &differ, err) != TL_OK || !differ) {
        return err->code;
    }
    sqlite3_stmt *s = tl__sql(db, "DELETE FROM status WHERE kind = ?1", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, kind);
    if (tl__run(db, s, err) != TL_OK) {
        return err->code;
    }
    for (uint32_t i = 0; i < list->n; i++) {
        if (add_status(db, kind, list->as.items[i].as.s, err) != TL_OK) {
            return err->code;
        }
    }
    return tl__exec(db, "UPDATE orders SET dirty = 1", err);
}

/* ---- one batch
 * --------------------------------------------------------------------------------------------------------------- */

static const char work_tables[] =
    "CREATE TEMP TABLE IF NOT EXISTS work_identity(id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE IF NOT EXISTS work_visitor(id INTEGER PRIMARY KEY, at INTEGER NOT NULL);"
    "CREATE TEMP TABLE IF NOT EXISTS work_chat(id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE IF NOT EXISTS work_person(id INTEGER PRIMARY KEY, at INTEGER NOT NULL);"
    "CREATE TEMP TABLE IF NOT EXISTS work_part(id INTEGER PRIMARY KEY, person INTEGER, was INTEGER, shared INTEGER,"
    " kind INTEGER);"
    "DELETE FROM work_identity; DELETE FROM work_visitor; DELETE FROM work_chat; DELETE FROM work_person;"
    "DELETE FROM work_part;";

/* A payload whose frame is good and whose content nobody can read is kept for its owner to look at. */
static void keep_aside(ingest *in, const tl_spool_reader *reader, const tl_frame *frame) {
    char path[4200];
    snprintf(path, sizeof path, "%s/quarantine/%s.event", in->store->dir, reader->name);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        ssize_t ignored = write(fd, frame->payload, frame->len);
        (void)ignored;
        close(fd);
    }
}

static tl_code take_frame(ingest *in, const tl_spool_reader *reader, const tl_frame *frame, tl_err *err) {
    tl_event event;
    tl_arena_reset(&in->events);
    tl_code code = tl__event_decode(frame->payload, frame->len, &in->store->keys, &in->events, &event, err);
    if (code == TL_E_NOMEM) {
        return code;
    }
    if (code != TL_OK) {
        in->batch.rejected++;
        keep_aside(in, reader, frame);
        *err = (tl_err){0};
        return TL_OK;
    }
    tl_arena_reset(in->batch.arena);
    return tl__apply(&in->batch, &event, err);
}

static tl_code move_offset(tl_db *db, const tl_spool_reader *reader, tl_err *err) {
    sqlite3_stmt *s = tl__sql(db,
                              "INSERT INTO segment(name, offset) VALUES(?1, ?2)"
                              " ON CONFLICT(name) DO UPDATE SET offset = excluded.offset",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_text(s, 1, tl_slice_of(reader->name));
    tl__bind_int(s, 2, reader->offset);
    return tl__run(db, s, err);
}

static tl_code note_times(ingest *in, tl_err *err) {
    tl_db *db = in->batch.db;
    int64_t newest, oldest;
    if (tl__meta_set(db, "last_ingest_at", now(in), err) != TL_OK ||
        tl__meta_get(db, "newest_at", 0, &newest, err) != TL_OK ||
        tl__meta_get(db, "oldest_at", 0, &oldest, err) != TL_OK) {
        return err->code;
    }
    if (in->batch.newest > newest && tl__meta_set(db, "newest_at", in->batch.newest, err) != TL_OK) {
        return err->code;
    }
    if (in->batch.oldest && (!oldest || in->batch.oldest < oldest)) {
        return tl__meta_set(db, "oldest_at", in->batch.oldest, err);
    }
    return TL_OK;
}

static tl_code follow_up(ingest *in, tl_err *err) {
    tl_batch *b = &in->batch;
    if (tl__people_remake(b, err) != TL_OK || tl__sessions_remake(b, err) != TL_OK ||
        tl__chats_remake(b, err) != TL_OK || tl__orders_remake(b, err) != TL_OK) {
        return err->code;
    }
    return note_times(in, err);
}

/* Fills the open transaction with frames of this segment. *more: the batch is full, the segment has more. */
static tl_code fill(ingest *in, tl_spool_reader *reader, bool *more, tl_err *err) {
    tl_frame frame;
    for (int64_t n = 0; n < in->batch_max; n++) {
        switch (tl__spool_next(reader, &frame, err)) {
        case TL_READ_FAIL:
            return err->code;
        case TL_READ_END:
            *more = false;
            return TL_OK;
        case TL_READ_FRAME:
            if (take_frame(in, reader, &frame, err) != TL_OK) {
                return err->code;
            }
        }
    }
    *more = true;
    return TL_OK;
}

static tl_code commit(tl_db *db, tl_code code, tl_err *err) {
    if (code == TL_OK && tl__exec(db, "COMMIT", err) == TL_OK) {
        return TL_OK;
    }
    if (!sqlite3_get_autocommit(db->handle)) {
        sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    }
    return err->code;
}

static tl_code read_batch(ingest *in, tl_spool_reader *reader, bool *more, tl_err *err) {
    tl_db *db = in->batch.db;
    if (tl__exec(db, "BEGIN IMMEDIATE", err) != TL_OK) {
        return err->code;
    }
    tl_code code = tl__exec(db, work_tables, err);
    if (code == TL_OK) {
        code = fill(in, reader, more, err);
    }
    if (code == TL_OK) {
        code = follow_up(in, err);
    }
    if (code == TL_OK) {
        code = move_offset(db, reader, err);
    }
    return commit(db, code, err);
}

/* ---- segments
 * ------------------------------------------------------------------------------------------------------------------ */

static tl_code offset_of(tl_db *db, tl_slice name, int64_t *offset, tl_err *err) {
    sqlite3_stmt *s = tl__sql(db, "SELECT offset FROM segment WHERE name = ?1", err);
    if (!s) {
        return err->code;
    }
    tl__bind_text(s, 1, name);
    return tl__number(db, s, 0, offset, err);
}

static tl_code forget(ingest *in, const tl_spool_reader *reader, tl_slice name, tl_err *err) {
    if (!tl__spool_removable(&in->store->spool, name)) {
        return TL_OK;
    }
    /* Its rows are on the disk (synchronous=FULL), so the segment may go; its offset stays, should a name come back. */
    return tl__spool_remove(&in->store->spool, name, reader->offset, err);
}

static tl_code read_segment(ingest *in, tl_slice name, tl_err *err) {
    tl_spool_reader reader;
    int64_t offset;
    bool more = true;
    if (offset_of(in->batch.db, name, &offset, err) != TL_OK ||
        tl__spool_reader_init(&reader, &in->store->spool, name, offset, err) != TL_OK) {
        return err->code;
    }
    tl_code code = TL_OK;
    while (code == TL_OK && more && in_time(in)) {
        code = read_batch(in, &reader, &more, err);
    }
    in->skipped += reader.skipped;
    in->done = in->done && !more;
    if (code == TL_OK && !more) {
        code = forget(in, &reader, name, err);
    }
    tl__spool_reader_destroy(&reader);
    return code;
}

static tl_code read_all(ingest *in, tl_err *err) {
    tl_value names;
    if (tl__spool_segments(&in->store->spool, &in->names, &names, err) != TL_OK) {
        return err->code;
    }
    for (uint32_t i = 0; i < names.n; i++) {
        if (!in_time(in)) {
            in->done = false;
            break;
        }
        if (read_segment(in, names.as.items[i].as.s, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* Orders can be left to make again without an event: the statuses changed. */
static tl_code settle(ingest *in, tl_err *err) {
    tl_db *db = in->batch.db;
    if (tl__exec(db, "BEGIN IMMEDIATE", err) != TL_OK) {
        return err->code;
    }
    tl_code code = tl__exec(db, work_tables, err);
    if (code == TL_OK) {
        code = take_statuses(db, 1, &in->store->paid_statuses, err);
    }
    if (code == TL_OK) {
        code = take_statuses(db, 2, &in->store->excluded_statuses, err);
    }
    if (code == TL_OK) {
        code = tl__orders_remake(&in->batch, err);
    }
    return commit(db, code, err);
}

/* ---- the answer
 * ---------------------------------------------------------------------------------------------------------------- */

static tl_code put(tl_value *out, tl_arena *arena, tl_slice key, tl_value value, tl_err *err) {
    tl_value *slot = tl_map_add(out, arena, key);
    if (!slot) {
        return tl_fail(err, TL_E_NOMEM, "answering ingest");
    }
    *slot = value;
    return TL_OK;
}

static tl_code answer(const ingest *in, bool busy, tl_arena *arena, tl_value *out, tl_err *err) {
    const tl_batch *b = &in->batch;
    const struct {
        tl_slice key;
        tl_value value;
    } rows[] = {{TL_S("events"), tl_int(b->events)},
                {TL_S("duplicates"), tl_int(b->duplicates)},
                {TL_S("bots"), tl_int(b->bots)},
                {TL_S("orders"), tl_int(b->orders)},
                {TL_S("rejected"), tl_int(b->rejected)},
                {TL_S("skipped_bytes"), tl_int(in->skipped)},
                {TL_S("busy"), tl_bool(busy)},
                {TL_S("done"), tl_bool(in->done)},
                {TL_S("lag_ms"), in->done || !b->newest ? tl_int(0) : tl_int(now(in) - b->newest)},
                {TL_S("ms"), tl_int(now(in) - in->began)}};
    *out = tl_map();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (put(out, arena, rows[i].key, rows[i].value, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* -1: another one is at work (or, with *err filled, the lock cannot be had). */
static int lock(tl_store *store, tl_err *err) {
    char path[4096];
    snprintf(path, sizeof path, "%s/ingest.lock", store->dir);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        tl__fail_errno(err, TL_E_DIR_ACCESS, "open", path);
        return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

tl_code tl_store_ingest(tl_store *store, int64_t budget_ms, tl_arena *arena, tl_value *out, tl_err *err) {
    tl_arena scratch;
    ingest in = {.store = store, .budget = budget_ms < 0 ? 0 : budget_ms, .done = true};
    *err = (tl_err){0};
    in.batch_max = in.budget ? BATCH_EVENTS_IN_A_HURRY : BATCH_EVENTS;
    in.began = now(&in);
    int fd = lock(store, err);
    if (fd < 0) {
        in.done = false;
        return err->code != TL_OK ? err->code : answer(&in, true, arena, out, err);
    }
    tl_arena_init(&scratch, store->host.mem);
    tl_arena_init(&in.events, store->host.mem);
    tl_arena_init(&in.names, store->host.mem);
    in.batch = (tl_batch){.store = store, .arena = &scratch};
    tl_code code = tl__db_get(store, &in.batch.db, err);
    if (code == TL_OK) {
        code = settle(&in, err);
    }
    if (code == TL_OK) {
        code = read_all(&in, err);
    }
    if (code == TL_OK) {
        code = answer(&in, false, arena, out, err);
    }
    tl_arena_destroy(&scratch);
    tl_arena_destroy(&in.events);
    tl_arena_destroy(&in.names);
    close(fd);
    return code;
}
