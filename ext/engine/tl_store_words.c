/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_ingest.h"

#include <string.h>

int64_t tl__hash_of(const unsigned char id[16]) {
    uint64_t hash = 0;
    for (int i = 0; i < 8; i++) {
        hash = hash << 8 | id[i];
    }
    return (int64_t)(hash >> 1); /* SQLite's varints are short for positive numbers only */
}

static tl_code rename_word(tl_batch *b, int64_t id, tl_slice name, int64_t at, tl_err *err) {
    /* The newest name stands; equal times: the greater name, so that the order of arrival does not matter. */
    sqlite3_stmt *s = tl__sql(b->db,
                              "UPDATE dict SET name = ?2, named_at = ?3 WHERE id = ?1 AND"
                              " (named_at IS NULL OR named_at < ?3 OR (named_at = ?3 AND name < ?2))",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, id);
    tl__bind_text(s, 2, name);
    tl__bind_int(s, 3, at);
    return tl__run(b->db, s, err);
}

tl_code tl__dict(tl_batch *b, tl_dict_kind kind, tl_slice value, tl_slice name, int64_t at, int64_t *id, tl_err *err) {
    *id = 0;
    if (!value.len) {
        return TL_OK;
    }
    sqlite3_stmt *s = tl__sql(b->db, "SELECT id FROM dict WHERE kind = ?1 AND value = ?2", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, kind);
    tl__bind_text(s, 2, value);
    if (tl__number(b->db, s, 0, id, err) != TL_OK) {
        return err->code;
    }
    if (!*id) {
        s = tl__sql(b->db, "INSERT INTO dict(kind, value) VALUES(?1, ?2) RETURNING id", err);
        if (!s) {
            return err->code;
        }
        tl__bind_int(s, 1, kind);
        tl__bind_text(s, 2, value);
        if (tl__number(b->db, s, 0, id, err) != TL_OK) {
            return err->code;
        }
    }
    return name.len ? rename_word(b, *id, name, at, err) : TL_OK;
}

static void bind_source(sqlite3_stmt *s, const tl_origin *origin, const tl_landing *landing, int64_t ad) {
    const tl_slice words[] = {landing->source, landing->medium, landing->campaign, landing->content, landing->term};
    tl__bind_int(s, 1, origin->channel);
    tl__bind_int(s, 2, origin->entry);
    for (int i = 0; i < 5; i++) {
        sqlite3_bind_text64(s, 3 + i, words[i].len ? words[i].ptr : "", words[i].len, SQLITE_STATIC, SQLITE_UTF8);
    }
    tl__bind_int(s, 8, ad);
    sqlite3_bind_text(s, 9, origin->referrer, -1, SQLITE_STATIC);
}

tl_code tl__source(tl_batch *b, const tl_origin *origin, const tl_landing *landing, int64_t *id, tl_err *err) {
    int64_t ad = 0;
    if (tl__dict(b, TL_DICT_TEXT, landing->ad, TL_S(""), 0, &ad, err) != TL_OK) {
        return err->code;
    }
    sqlite3_stmt *s = tl__sql(b->db,
                              "SELECT id FROM source WHERE channel = ?1 AND entry = ?2 AND source = ?3 AND medium = ?4"
                              " AND campaign = ?5 AND content = ?6 AND term = ?7 AND ad = ?8 AND referrer = ?9",
                              err);
    if (!s) {
        return err->code;
    }
    bind_source(s, origin, landing, ad);
    tl_code code = tl__number(b->db, s, 0, id, err);
    if (code != TL_OK || *id) {
        return code;
    }
    s = tl__sql(b->db,
                "INSERT INTO source(channel, entry, source, medium, campaign, content, term, ad, referrer)"
                " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id",
                err);
    if (!s) {
        return err->code;
    }
    bind_source(s, origin, landing, ad);
    return tl__number(b->db, s, 0, id, err);
}

tl_code tl__identity(tl_batch *b, tl_identity_kind kind, tl_slice value, int64_t *id, tl_err *err) {
    *id = 0;
    if (!value.len) {
        return TL_OK;
    }
    sqlite3_stmt *s = tl__sql(b->db, "SELECT id FROM identity WHERE kind = ?1 AND value = ?2", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, kind);
    tl__bind_text(s, 2, value);
    tl_code code = tl__number(b->db, s, 0, id, err);
    if (code != TL_OK || *id) {
        return code;
    }
    s = tl__sql(b->db,
                "INSERT INTO identity(kind, value, person)"
                " VALUES(?1, ?2, (SELECT COALESCE(MAX(id), 0) + 1 FROM identity)) RETURNING id",
                err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, kind);
    tl__bind_text(s, 2, value);
    return tl__number(b->db, s, 0, id, err);
}

static tl_code link_one_way(tl_batch *b, int64_t from, int64_t to, int64_t at, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db,
                              "INSERT INTO link(a, b, at) VALUES(?1, ?2, ?3)"
                              " ON CONFLICT(a, b) DO UPDATE SET at = excluded.at WHERE excluded.at < at",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, from);
    tl__bind_int(s, 2, to);
    tl__bind_int(s, 3, at);
    return tl__run(b->db, s, err);
}

static tl_code linked(tl_batch *b, int64_t x, int64_t y, int64_t *known, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db, "SELECT 1 FROM link WHERE a = ?1 AND b = ?2", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, x);
    tl__bind_int(s, 2, y);
    return tl__number(b->db, s, 0, known, err);
}

tl_code tl__link(tl_batch *b, int64_t x, int64_t y, int64_t at, tl_err *err) {
    int64_t known;
    if (!x || !y || x == y) {
        return TL_OK;
    }
    if (linked(b, x, y, &known, err) != TL_OK || link_one_way(b, x, y, at, err) != TL_OK ||
        link_one_way(b, y, x, at, err) != TL_OK) {
        return err->code;
    }
    if (known) {
        return TL_OK;
    }
    sqlite3_stmt *s = tl__sql(b->db, "INSERT OR IGNORE INTO work_identity(id) VALUES(?1), (?2)", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, x);
    tl__bind_int(s, 2, y);
    return tl__run(b->db, s, err);
}

tl_code tl__work_visitor(tl_batch *b, int64_t id, int64_t at, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db,
                              "INSERT INTO work_visitor(id, at) VALUES(?1, ?2)"
                              " ON CONFLICT(id) DO UPDATE SET at = excluded.at WHERE excluded.at < at",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, id);
    tl__bind_int(s, 2, at);
    return tl__run(b->db, s, err);
}

tl_code tl__work_person_of(tl_batch *b, int64_t identity, int64_t at, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db,
                              "INSERT INTO work_person(id, at) SELECT person, ?2 FROM identity WHERE id = ?1"
                              " ON CONFLICT(id) DO UPDATE SET at = excluded.at WHERE excluded.at < at",
                              err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, identity);
    tl__bind_int(s, 2, at);
    return tl__run(b->db, s, err);
}

tl_code tl__event_fresh(tl_batch *b, const unsigned char id[16], bool *fresh, tl_err *err) {
    sqlite3_stmt *s = tl__sql(b->db, "INSERT OR IGNORE INTO event_id(id) VALUES(?1)", err);
    if (!s) {
        return err->code;
    }
    sqlite3_bind_blob(s, 1, id, 16, SQLITE_STATIC);
    if (tl__run(b->db, s, err) != TL_OK) {
        return err->code;
    }
    *fresh = sqlite3_changes(b->db->handle) == 1;
    return TL_OK;
}
