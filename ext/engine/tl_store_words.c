/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words become small integers, people's marks identities, and what one event carries together becomes links. */
#include "tl_store_ingest.h"

#include <string.h>

/* spaces of the cache; kinds of words and identities are added to theirs */
enum { SPACE_SOURCE = 0, SPACE_DICT = 1, SPACE_IDENTITY = 64 };

int64_t tl__hash_of(const unsigned char id[16]) {
    uint64_t hash = 0;
    for (int i = 0; i < 8; i++) {
        hash = hash << 8 | id[i];
    }
    return (int64_t)(hash >> 1);
}

/* ---- the dictionary --------------------------------------------------------------------------------------------- */

tl_code tl__dict(tl_batch *b, tl_dict_kind kind, tl_slice value, int64_t *id, tl_err *err) {
    *id = 0;
    if (value.len == 0 || tl__cache_get(b->cache, SPACE_DICT + (int)kind, value, id)) {
        return TL_OK;
    }
    TL_TRY(tl__one(b->db, "SELECT id FROM dict WHERE kind = ?1 AND value = ?2", TL_ARGS(tl__n(kind), tl__t(value)), 0,
                   id, err));
    if (*id == 0) {
        TL_TRY(tl__one(b->db, "INSERT INTO dict(kind, value) VALUES(?1, ?2) RETURNING id",
                       TL_ARGS(tl__n(kind), tl__t(value)), 0, id, err));
    }
    tl__cache_put(b->cache, SPACE_DICT + (int)kind, value, *id);
    return TL_OK;
}

tl_code tl__dict_name(tl_batch *b, int64_t id, tl_slice name, int64_t at, tl_err *err) {
    if (id == 0 || name.len == 0) {
        return TL_OK;
    }
    return tl__do(b->db,
                  "UPDATE dict SET name = ?2, named_at = ?3 WHERE id = ?1"
                  " AND (named_at IS NULL OR (named_at, name) < (?3, ?2))",
                  TL_ARGS(tl__n(id), tl__t(name), tl__n(at)), err);
}

/* ---- sources ---------------------------------------------------------------------------------------------------- */

tl_landing tl__landing_of(const tl_event *e) {
    return (tl_landing){tl__text_of(e, TL_FIELD_REFERRER), tl__text_of(e, TL_FIELD_SOURCE),
                        tl__text_of(e, TL_FIELD_MEDIUM),   tl__text_of(e, TL_FIELD_CAMPAIGN),
                        tl__text_of(e, TL_FIELD_CONTENT),  tl__text_of(e, TL_FIELD_TERM),
                        tl__text_of(e, TL_FIELD_AD)};
}

static char *put(char *end, const void *bytes, size_t len) {
    memcpy(end, bytes, len);
    return end + len;
}

/* All columns in one string. ptr NULL: out of memory; then the cache is not asked. */
static tl_slice source_key(tl_batch *b, const tl_origin *origin, const tl_landing *l, int64_t ad) {
    const tl_slice words[] = {l->source, l->medium, l->campaign, l->content, l->term, tl_slice_of(origin->referrer)};
    const char head[] = {(char)origin->channel, (char)origin->entry, (char)ad};
    size_t len = sizeof(head);
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        len += words[i].len + 1;
    }
    char *key = tl_arena_alloc(b->arena, len);
    if (key == NULL) {
        return (tl_slice){NULL, 0};
    }
    char *end = put(key, head, sizeof(head));
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        end = put(put(end, words[i].ptr, words[i].len), "", 1);
    }
    return (tl_slice){key, len};
}

tl_code tl__source(tl_batch *b, const tl_origin *origin, const tl_landing *l, int64_t ad, int64_t *id, tl_err *err) {
    tl_slice key = source_key(b, origin, l, ad);
    if (key.ptr == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while reading where a session came from");
    }
    if (tl__cache_get(b->cache, SPACE_SOURCE, key, id)) {
        return TL_OK;
    }
    const tl_arg args[] = {tl__n(origin->channel),
                           tl__n(origin->entry),
                           tl__w(l->source),
                           tl__w(l->medium),
                           tl__w(l->campaign),
                           tl__w(l->content),
                           tl__w(l->term),
                           tl__n(ad),
                           tl__w(tl_slice_of(origin->referrer))};
    size_t n = sizeof(args) / sizeof(*args);
    TL_TRY(tl__one(b->db,
                   "SELECT id FROM source WHERE channel = ?1 AND entry = ?2 AND source = ?3 AND medium = ?4"
                   " AND campaign = ?5 AND content = ?6 AND term = ?7 AND ad = ?8 AND referrer = ?9",
                   args, n, 0, id, err));
    if (*id == 0) {
        TL_TRY(tl__one(b->db,
                       "INSERT INTO source(channel, entry, source, medium, campaign, content, term, ad, referrer)"
                       " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id",
                       args, n, 0, id, err));
    }
    tl__cache_put(b->cache, SPACE_SOURCE, key, *id);
    return TL_OK;
}

/* ---- identities and links ------------------------------------------------------------------------------------------
 */

tl_code tl__identity(tl_batch *b, tl_identity_kind kind, tl_slice value, int64_t *id, tl_err *err) {
    *id = 0;
    if (value.len == 0 || tl__cache_get(b->cache, SPACE_IDENTITY + (int)kind, value, id)) {
        return TL_OK;
    }
    TL_TRY(tl__one(b->db, "SELECT id FROM identity WHERE kind = ?1 AND value = ?2", TL_ARGS(tl__n(kind), tl__t(value)),
                   0, id, err));
    if (*id == 0) { /* at first everybody is a person of their own */
        TL_TRY(tl__one(b->db,
                       "INSERT INTO identity(id, kind, value, person)"
                       " SELECT next, ?1, ?2, next FROM (SELECT COALESCE(MAX(id), 0) + 1 AS next FROM identity)"
                       " RETURNING id",
                       TL_ARGS(tl__n(kind), tl__t(value)), 0, id, err));
    }
    tl__cache_put(b->cache, SPACE_IDENTITY + (int)kind, value, *id);
    return TL_OK;
}

tl_code tl__link_check(tl_batch *b, int64_t x, int64_t y, tl_err *err) {
    return tl__do(b->db, "INSERT OR IGNORE INTO work_link(a, b) VALUES(?1, ?2)", TL_ARGS(tl__n(x), tl__n(y)), err);
}

tl_code tl__link(tl_batch *b, int64_t x, int64_t y, int64_t by, tl_err *err) {
    if (x == 0 || y == 0 || x == y) {
        return TL_OK;
    }
    TL_TRY(tl__do(b->db, "INSERT OR IGNORE INTO link(a, b, by) VALUES(?1, ?2, ?3), (?2, ?1, ?3)",
                  TL_ARGS(tl__n(x), tl__n(y), tl__n(by)), err));
    return tl__changes(b->db) == 0 ? TL_OK : tl__link_check(b, x, y, err);
}

tl_code tl__unlink(tl_batch *b, int64_t code, int64_t by, tl_err *err) {
    const tl_arg args[] = {tl__n(code), tl__n(by)};
    TL_TRY(tl__do(b->db,
                  "INSERT OR IGNORE INTO work_cut(id) SELECT a FROM link WHERE a = ?1 AND by = ?2"
                  " UNION SELECT b FROM link WHERE a = ?1 AND by = ?2",
                  args, 2, err));
    TL_TRY(tl__do(b->db,
                  "DELETE FROM link WHERE a IN (SELECT b FROM link WHERE a = ?1 AND by = ?2) AND b = ?1 AND by = ?2",
                  args, 2, err));
    return tl__do(b->db, "DELETE FROM link WHERE a = ?1 AND by = ?2", args, 2, err);
}

tl_code tl__event_fresh(tl_batch *b, const unsigned char id[16], bool *fresh, tl_err *err) {
    TL_TRY(tl__do(b->db, "INSERT OR IGNORE INTO event_id(id) VALUES(?1)", TL_ARGS(tl__b(id, 16)), err));
    *fresh = tl__changes(b->db) == 1;
    return TL_OK;
}

tl_code tl__touched(tl_batch *b, int64_t identity, int64_t at, tl_err *err) {
    return tl__do(b->db,
                  "INSERT INTO work_person(id, at) SELECT person, ?2 FROM identity WHERE id = ?1"
                  " ON CONFLICT(id) DO UPDATE SET at = excluded.at WHERE excluded.at < at",
                  TL_ARGS(tl__n(identity), tl__n(at)), err);
}
