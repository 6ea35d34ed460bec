/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A new identity key. A pseudonym cannot be turned round: the caller names everybody whom it still knows in clear, and
 * each gets the pseudonym of the new key. Whoever is not named keeps what was counted and whom it belongs to, under a
 * random value that no event can ever match. Doing it again with the same key changes nothing, so that it can be
 * repeated after a failure. */
#include "tl_report.h"
#include "tl_store_ingest.h"

#include <string.h>

/* Of everybody who is named, by the key that rules and by the new one. */
static const char work_table[] =
    "CREATE TEMP TABLE IF NOT EXISTS work_rekey(kind INTEGER, was TEXT, value TEXT, PRIMARY KEY(kind, was));"
    "CREATE INDEX IF NOT EXISTS temp.work_rekey_value ON work_rekey(kind, value);"
    "DELETE FROM work_rekey;";

static const char rename_sql[] =
    "UPDATE identity SET value = w.value FROM work_rekey w WHERE identity.kind = w.kind AND identity.value = w.was"
    " AND NOT EXISTS (SELECT 1 FROM identity n WHERE n.kind = w.kind AND n.value = w.value)";

static const char drop_sql[] =
    "UPDATE identity SET value = lower(hex(randomblob(16))) WHERE kind BETWEEN ?1 AND ?2"
    " AND NOT EXISTS (SELECT 1 FROM work_rekey w WHERE w.kind = identity.kind AND w.value = identity.value)";

static const char kept_sql[] = "SELECT COUNT(*) FROM identity WHERE kind BETWEEN ?1 AND ?2";

tl_code tl_store_rekey_begin(tl_store *store, tl_err *err) {
    tl_db *db;
    *err = (tl_err){0};
    TL_TRY(tl__db_ready(store, err));
    TL_TRY(tl__db_get(store, &db, err));
    return tl__exec(db, work_table, err);
}

tl_code tl_store_rekey_add(tl_store *store, tl_slice key, tl_slice kind, tl_slice value, tl_err *err) {
    tl_db *db;
    tl_identity_kind number;
    char canonical[256], was[33], now[33];
    size_t len;
    tl_slice old = {(const char *)store->identity_key, store->keys.identity ? store->keys.identity_len : 0};
    *err = (tl_err){0};
    if (tl__identity_kind(kind, &number) && !tl__canonical(number, value, canonical, &len)) {
        return TL_OK; /* no event ever named anybody by it */
    }
    TL_TRY(tl_pseudonym(kind, value, old, was, err));
    TL_TRY(tl_pseudonym(kind, value, key, now, err));
    TL_TRY(tl__db_get(store, &db, err));
    return tl__do(db, "INSERT OR IGNORE INTO work_rekey(kind, was, value) VALUES(?1, ?2, ?3)",
                  TL_ARGS(tl__n(number), tl__t(tl_slice_of(was)), tl__t(tl_slice_of(now))), err);
}

typedef struct rekeying {
    int64_t kept, dropped;
} rekeying;

static tl_code rename_all(tl_batch *b, rekeying *r, tl_err *err) {
    const tl_arg kinds[] = {tl__n(TL_IDENTITY_CUSTOMER), tl__n(TL_IDENTITY_BSUID)};
    TL_TRY(tl__do(b->db, rename_sql, NULL, 0, err));
    TL_TRY(tl__do(b->db, drop_sql, kinds, 2, err));
    r->dropped = tl__changes(b->db);
    TL_TRY(tl__one(b->db, kept_sql, kinds, 2, 0, &r->kept, err));
    r->kept -= r->dropped;
    return TL_OK;
}

static tl_code rekey(tl_batch *b, void *ctx, tl_err *err) {
    tl_err tidying = {0};
    TL_TRY(tl__exec(b->db, "PRAGMA secure_delete = ON", err));
    TL_TRY(tl__begin(b->db, err));
    TL_TRY(tl__end(b->db, rename_all(b, ctx, err), err));
    /* From here on the new key rules. Old pseudonyms on pages that were moved earlier go as far as that can be done. */
    (void)tl__exec(b->db,
                   "PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY; PRAGMA wal_checkpoint(TRUNCATE);",
                   &tidying);
    return TL_OK;
}

tl_code tl_store_rekey(tl_store *store, tl_slice key, tl_arena *arena, tl_value *answer, tl_err *err) {
    tl_out out = {.arena = arena};
    rekeying r = {0, 0};
    *err = (tl_err){0};
    *answer = tl_map();
    if (key.len < 16 || key.len > sizeof(store->identity_key)) {
        return tl_fail(err, TL_E_EVENT_KEY, "the key must have 16 to 64 bytes, it has %zu", key.len);
    }
    tl__put(&out, answer, "kept", tl_int(0));
    tl__put(&out, answer, "dropped", tl_int(0));
    TL_TRY(tl__done(&out, err)); /* memory is there when all is done */
    TL_TRY(tl__upkeep(store, rekey, &r, err));
    memcpy(store->identity_key, key.ptr, key.len);
    store->keys.identity = store->identity_key;
    store->keys.identity_len = key.len;
    answer->as.pairs[0].value = tl_int(r.kept);
    answer->as.pairs[1].value = tl_int(r.dropped);
    return TL_OK;
}
