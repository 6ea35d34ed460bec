/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ingest: frames of the spool to rows of the store, batch by batch. A batch is one transaction that also moves the read
 * offset, so that each event counts once whatever crashes. One process works; the others return at once. */
#include "tl_rules.h"
#include "tl_store_carts.h"
#include "tl_store_pack.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* A larger batch writes fewer pages: what it touches twice is written once. */
#define BATCH_EVENTS 50000
#define BATCH_EVENTS_IN_TIME 10000 /* with seconds to go: cron */
#define BATCH_EVENTS_IN_A_HURRY 500
#define HURRY_MS 2000 /* less than that: a page waits */
#define LOOK_AT_CLOCK_EVERY 50

typedef struct ingest {
    tl_store *store;
    tl_batch batch;
    tl_cache cache;
    tl_arena events, units, names;
    int64_t began, budget, skipped;
    bool busy, done;
    tl_arena *answers; /* of the answer; NULL: there is none */
    tl_upkeep then;    /* what is to be done under the same lock when the spool is empty; NULL: nothing */
    void *ctx;
} ingest;

static int64_t now(const ingest *in) {
    return in->store->host.now_ms(in->store->host.ctx);
}
static bool in_time(const void *ctx) {
    const ingest *in = ctx;
    return in->budget == 0 || now(in) - in->began < in->budget;
}

/* ---- one batch ----------------------------------------------------------------------------------------------------
 */

static const char work_tables[] =
    "CREATE TEMP TABLE IF NOT EXISTS work_link(a INTEGER, b INTEGER, PRIMARY KEY(a, b)) WITHOUT ROWID;"
    "CREATE TEMP TABLE IF NOT EXISTS work_cut(id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE IF NOT EXISTS work_changed(id INTEGER PRIMARY KEY);"
    "CREATE TEMP TABLE IF NOT EXISTS work_part(id INTEGER PRIMARY KEY, person INTEGER, was INTEGER, shared INTEGER);"
    "CREATE TEMP TABLE IF NOT EXISTS work_visitor(id INTEGER PRIMARY KEY, at INTEGER NOT NULL);"
    "CREATE TEMP TABLE IF NOT EXISTS work_chat(id INTEGER PRIMARY KEY, at INTEGER NOT NULL);"
    "CREATE TEMP TABLE IF NOT EXISTS work_person(id INTEGER PRIMARY KEY, at INTEGER NOT NULL);"
    "CREATE TEMP TABLE IF NOT EXISTS work_cart(id INTEGER PRIMARY KEY);"
    "DELETE FROM work_link; DELETE FROM work_cut; DELETE FROM work_changed; DELETE FROM work_part;"
    "DELETE FROM work_visitor; DELETE FROM work_chat; DELETE FROM work_person;"
    "DELETE FROM work_cart;";

tl_code tl__work_begin(tl_batch *batch, tl_err *err) {
    batch->noted_visitor = 0;
    memset(batch->changed, 0, sizeof batch->changed);
    return tl__exec(batch->db, work_tables, err);
}

/* A payload whose frame is good and whose content nobody can read is kept for its owner to look at, as far as that
 * goes. */
static void keep_aside(const ingest *in, const tl_spool_reader *reader, const tl_frame *frame) {
    char path[4200];
    int n = snprintf(path, sizeof(path), "%s/quarantine", in->store->dir);
    if (mkdir(path, 0700) != 0 && errno != EEXIST) {
        return;
    }
    snprintf(path + n, sizeof(path) - (size_t)n, "/%s.event", reader->name);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd >= 0) {
        ssize_t ignored = write(fd, frame->payload, frame->len);
        (void)ignored;
        close(fd);
    }
}

static tl_code take_frame(ingest *in, const tl_spool_reader *reader, const tl_frame *frame, tl_err *err) {
    tl_event event;
    if (tl__frame_erased(frame)) {
        return TL_OK;
    }
    tl_arena_reset(&in->events);
    tl_arena_reset(&in->units);
    tl_code code = tl__event_decode(frame->payload, frame->len, &in->store->keys, &in->events, &event, err);
    if (code == TL_E_NOMEM) {
        return code;
    }
    if (code != TL_OK) {
        in->batch.rejected++;
        keep_aside(in, reader, frame);
        return TL_OK;
    }
    return tl__apply(&in->batch, &event, err);
}

/* Applies this frame and those after it. *more: the batch is full or the time is over, the segment may have more. */
static tl_code take_frames(ingest *in, tl_spool_reader *reader, tl_frame *frame, bool *more, tl_err *err) {
    int64_t most = in->budget == 0          ? BATCH_EVENTS
                   : in->budget >= HURRY_MS ? BATCH_EVENTS_IN_TIME
                                            : BATCH_EVENTS_IN_A_HURRY;
    for (int64_t n = 1;; n++) {
        TL_TRY(take_frame(in, reader, frame, err));
        *more = true;
        if (n == most || (n % LOOK_AT_CLOCK_EVERY == 0 && !in_time(in))) {
            return TL_OK;
        }
        switch (tl__spool_next(reader, frame, err)) {
        case TL_READ_FAIL:
            return err->code;
        case TL_READ_END:
            *more = false;
            return TL_OK;
        case TL_READ_FRAME:
            break;
        }
    }
}

static tl_code note_times(const ingest *in, tl_err *err) {
    tl_db *db = in->batch.db;
    int64_t newest, oldest;
    TL_TRY(tl__meta_get(db, "newest_at", 0, &newest, err));
    TL_TRY(tl__meta_get(db, "oldest_at", INT64_MAX, &oldest, err));
    if (in->batch.newest > newest) {
        TL_TRY(tl__meta_set(db, "newest_at", in->batch.newest, err));
    }
    if (in->batch.oldest != 0 && in->batch.oldest < oldest) {
        TL_TRY(tl__meta_set(db, "oldest_at", in->batch.oldest, err));
    }
    return TL_OK;
}

static tl_code follow_up(ingest *in, tl_err *err) {
    TL_TRY(tl__people_remake(&in->batch, err));
    TL_TRY(tl__sessions_remake(&in->batch, err));
    TL_TRY(tl__chats_remake(&in->batch, err));
    TL_TRY(tl__orders_remake(&in->batch, err));
    TL_TRY(tl__carts_remake(&in->batch, err));
    return note_times(in, err);
}

static tl_code move_offset(tl_db *db, const tl_spool_reader *reader, tl_err *err) {
    return tl__do(db,
                  "INSERT INTO segment(name, offset) VALUES(?1, ?2)"
                  " ON CONFLICT(name) DO UPDATE SET offset = excluded.offset",
                  TL_ARGS(tl__t(tl_slice_of(reader->name)), tl__n(reader->offset)), err);
}

/* frame NULL: nothing was found but damage to be passed over. */
static tl_code fill(ingest *in, tl_spool_reader *reader, tl_frame *frame, bool *more, tl_err *err) {
    *more = false;
    if (frame != NULL) {
        TL_TRY(tl__work_begin(&in->batch, err));
        TL_TRY(take_frames(in, reader, frame, more, err));
        TL_TRY(follow_up(in, err));
    }
    return move_offset(in->batch.db, reader, err);
}

/* A transaction is begun only when there is something to write: a page asks often, and finds nothing new. */
static tl_code read_batch(ingest *in, tl_spool_reader *reader, int64_t *offset, bool *more, tl_err *err) {
    tl_frame frame;
    tl_read read = tl__spool_next(reader, &frame, err);
    *more = false;
    if (read == TL_READ_FAIL) {
        return err->code;
    }
    if (read == TL_READ_END && reader->offset == *offset) {
        return TL_OK;
    }
    TL_TRY(tl__begin(in->batch.db, err));
    TL_TRY(tl__end(in->batch.db, fill(in, reader, read == TL_READ_FRAME ? &frame : NULL, more, err), err));
    *offset = reader->offset;
    return TL_OK;
}

/* ---- segments -------------------------------------------------------------------------------------------------------
 */

/* Were the clock set back, another segment of the name would be read from the middle. */
static tl_code forget_offset(tl_db *db, tl_slice name, tl_err *err) {
    return tl__do(db, "DELETE FROM segment WHERE name = ?1", TL_ARGS(tl__t(name)), err);
}

/* What is committed is on the disk (synchronous=FULL), so the segment may go, and its offset after it. */
static tl_code remove_segment(ingest *in, tl_slice name, int64_t offset, tl_err *err) {
    char path[4200];
    tl_spool *spool = &in->store->spool;
    if (!tl__spool_removable(spool, name)) {
        return TL_OK;
    }
    TL_TRY(tl__spool_remove(spool, name, offset, err));
    snprintf(path, sizeof(path), "%s/%.*s", spool->dir, (int)name.len, name.ptr);
    return access(path, F_OK) == 0 ? TL_OK : forget_offset(in->batch.db, name, err);
}

static tl_code read_segment(ingest *in, tl_slice name, tl_err *err) {
    tl_spool_reader reader;
    int64_t offset;
    bool more = true;
    TL_TRY(tl__one(in->batch.db, "SELECT offset FROM segment WHERE name = ?1", TL_ARGS(tl__t(name)), 0, &offset, err));
    TL_TRY(tl__spool_reader_init(&reader, &in->store->spool, name, offset, err));
    tl_code code = TL_OK;
    while (code == TL_OK && more && in_time(in)) {
        code = read_batch(in, &reader, &offset, &more, err);
    }
    in->skipped += reader.skipped;
    in->done = in->done && !more;
    if (code == TL_OK && !more) {
        code = remove_segment(in, name, offset, err);
    }
    tl__spool_reader_destroy(&reader);
    return code;
}

static bool listed(const tl_value *names, tl_slice name) {
    for (uint32_t i = 0; i < names->n; i++) {
        if (tl_slice_eq(names->as.items[i].as.s, name)) {
            return true;
        }
    }
    return false;
}

/* Those whose removal was cut off before the offset was forgotten. */
static tl_code forget_removed(ingest *in, const tl_value *names, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s = tl__sql(in->batch.db, "SELECT name FROM segment", err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(in->batch.db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (!listed(names, tl__column_text(s, 0))) {
            TL_TRY(forget_offset(in->batch.db, tl__column_text(s, 0), err));
        }
    }
}

static tl_code read_all(ingest *in, tl_err *err) {
    tl_value names;
    TL_TRY(tl__spool_segments(&in->store->spool, &in->names, &names, err));
    TL_TRY(forget_removed(in, &names, err));
    for (uint32_t i = 0; i < names.n; i++) {
        if (!in_time(in)) {
            in->done = false;
            return TL_OK;
        }
        TL_TRY(read_segment(in, names.as.items[i].as.s, err));
    }
    return TL_OK;
}

/* Whether ingest runs at all is seen by this; once a minute will do, a page asks more often. */
static tl_code note_run(const ingest *in, tl_err *err) {
    int64_t last;
    TL_TRY(tl__meta_get(in->batch.db, "last_ingest_at", 0, &last, err));
    bool recent = in->batch.events == 0 && last <= now(in) && now(in) - last < 60000;
    return recent ? TL_OK : tl__meta_set(in->batch.db, "last_ingest_at", now(in), err);
}

/* ---- the answer ------------------------------------------------------------------------------------------------- */

/* Called before the work, so that memory is there when all is done, and again after it. */
static tl_code answer(const ingest *in, tl_arena *arena, tl_value *out, tl_err *err) {
    const tl_batch *b = &in->batch;
    int64_t lag = in->done || b->newest == 0 ? 0 : now(in) - b->newest;
    const tl_pair rows[] = {{TL_S("events"), tl_int(b->events)},
                            {TL_S("duplicates"), tl_int(b->duplicates)},
                            {TL_S("bots"), tl_int(b->bots)},
                            {TL_S("orders"), tl_int(b->orders)},
                            {TL_S("rejected"), tl_int(b->rejected)},
                            {TL_S("expired"), tl_int(b->expired)},
                            {TL_S("skipped_bytes"), tl_int(in->skipped)},
                            {TL_S("busy"), tl_bool(in->busy)},
                            {TL_S("done"), tl_bool(in->done)},
                            {TL_S("lag_ms"), tl_int(lag > 0 ? lag : 0)},
                            {TL_S("ms"), tl_int(now(in) - in->began)},
                            {TL_S("again"), b->again.kind == TL_LIST ? b->again : tl_list()}};
    for (uint32_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (i == out->n && tl_map_add(out, arena, rows[i].key) == NULL) {
            return tl_fail(err, TL_E_NOMEM, "while answering");
        }
        out->as.pairs[i].value = rows[i].value;
    }
    return TL_OK;
}

static tl_code work(ingest *in, tl_err *err) {
    tl_store *store = in->store;
    in->batch = (tl_batch){
        .store = store, .cache = &in->cache, .arena = &in->units, .again = tl_list(), .answers = in->answers};
    tl__cache_init(&in->cache, store->host.mem, store->keys.event);
    tl_arena_init(&in->events, store->host.mem);
    tl_arena_init(&in->units, store->host.mem);
    tl_arena_init(&in->names, store->host.mem);
    tl_code code = tl__db_ready(store, err);
    if (code == TL_OK) {
        code = tl__db_get(store, &in->batch.db, err);
    }
    if (code == TL_OK) {
        code = tl__own_rules_new(&store->rules, store->host.mem, &in->batch.own, err);
    }
    if (code == TL_OK) {
        code = tl__statuses_take(&in->batch, err);
    }
    if (code == TL_OK) {
        code = tl__meta_get(in->batch.db, TL_META_PRUNED, INT64_MIN, &in->batch.pruned_before, err);
    }
    if (code == TL_OK) {
        code = read_all(in, err);
    }
    if (code == TL_OK) {
        code = note_run(in, err);
    }
    if (code == TL_OK && in->done && (in->budget == 0 || in->budget >= HURRY_MS)) {
        code = tl__packs_make(in->batch.db, store->host.mem, now(in), in_time, in, err);
        memset(in->batch.changed, 0, sizeof in->batch.changed); /* what comes now changes what was just packed */
    }
    if (code == TL_OK && in->then != NULL) {
        code = in->then(&in->batch, in->ctx, err);
    }
    tl__own_rules_free(in->batch.own);
    tl_arena_destroy(&in->names);
    tl_arena_destroy(&in->units);
    tl_arena_destroy(&in->events);
    tl__cache_destroy(&in->cache);
    return code;
}

static tl_code lock(const tl_store *store, int *fd, bool *busy, tl_err *err) {
    char path[4096];
    *busy = false;
    snprintf(path, sizeof(path), "%s/ingest.lock", store->dir);
    *fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0) {
        return tl__fail_errno(err, TL_E_DIR_ACCESS, "open", path);
    }
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0) {
        return TL_OK;
    }
    *busy = errno == EWOULDBLOCK;
    tl_code code = *busy ? TL_OK : tl__fail_errno(err, TL_E_DIR_ACCESS, "lock", path);
    close(*fd);
    return code;
}

/* The lock is taken. */
static tl_code work_and_unlock(ingest *in, int fd, tl_err *err) {
    in->done = true;
    tl_code code = work(in, err);
    close(fd);
    return code;
}

tl_code tl_store_ingest(tl_store *store, int64_t budget_ms, tl_arena *arena, tl_value *out, tl_err *err) {
    int fd;
    ingest in = {.store = store, .budget = budget_ms < 0 ? 0 : budget_ms, .answers = arena};
    in.began = now(&in);
    *out = tl_map();
    TL_TRY(answer(&in, arena, out, err));
    TL_TRY(tl__key_still(tl_slice_of(store->dir), store->store_id, store->keys.event, err));
    TL_TRY(lock(store, &fd, &in.busy, err));
    if (!in.busy) {
        TL_TRY(work_and_unlock(&in, fd, err));
    }
    return answer(&in, arena, out, err);
}

#define UPKEEP_WAIT_MS 60000
#define UPKEEP_LOOK_MS 50

tl_code tl__upkeep(tl_store *store, tl_upkeep then, void *ctx, tl_err *err) {
    int fd;
    const struct timespec pause = {0, UPKEEP_LOOK_MS * 1000000};
    ingest in = {.store = store, .then = then, .ctx = ctx};
    in.began = now(&in);
    TL_TRY(tl__key_still(tl_slice_of(store->dir), store->store_id, store->keys.event, err));
    for (int64_t waited = 0;; waited += UPKEEP_LOOK_MS) {
        TL_TRY(lock(store, &fd, &in.busy, err));
        if (!in.busy) {
            return work_and_unlock(&in, fd, err);
        }
        if (waited >= UPKEEP_WAIT_MS) {
            return tl_fail(err, TL_E_DB, "an ingest has been at work for a minute; try again when it is done");
        }
        nanosleep(&pause, NULL);
    }
}
