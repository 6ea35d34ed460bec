/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of one person, for the person to read. */
#include "tl_report_rows.h"
#include "tl_store_ingest.h"
#include "tl_store_person.h"

static tl_code put_identities(tl_rows *r, tl_db *db, int64_t person, tl_value *list, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s =
        tl__bound(db, "SELECT kind, value FROM identity WHERE person = ?1 ORDER BY 1, 2", TL_ARGS(tl__n(person)), err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_value one = tl_map();
        tl__put(&r->out, &one, "kind", tl_str(tl_word_of(tl_identity_words, sqlite3_column_int(s, 0))));
        tl__put(&r->out, &one, "pseudonym", tl__text(&r->out, tl__column_text(s, 1)));
        tl__add(&r->out, list, one);
    }
}

static tl_code put_orders(tl_rows *r, tl_db *db, int64_t person, tl_value *list, tl_err *err) {
    bool row = true;
    sqlite3_stmt *s =
        tl__bound(db,
                  "SELECT key, COALESCE(number, key), placed_at, status, currency, total, code FROM orders"
                  " WHERE person = ?1 AND snapshot_at > 0 ORDER BY placed_at, id",
                  TL_ARGS(tl__n(person)), err);
    if (s == NULL) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        tl_value one = tl_map();
        tl__put(&r->out, &one, "order", tl__text(&r->out, tl__column_text(s, 0)));
        tl__put(&r->out, &one, "number", tl__text(&r->out, tl__column_text(s, 1)));
        tl__put(&r->out, &one, "placed_at", tl_int(sqlite3_column_int64(s, 2)));
        tl__put(&r->out, &one, "status", tl__text(&r->out, tl__column_text(s, 3)));
        tl__put(&r->out, &one, "currency", tl__text(&r->out, tl__column_text(s, 4)));
        tl__put_money(&r->out, &one, "total", sqlite3_column_int64(s, 5), sqlite3_column_int64(s, 5));
        tl__put(&r->out, &one, "code", tl__text(&r->out, tl__column_text(s, 6)));
        tl__add(&r->out, list, one);
    }
}

static tl_code put_tables(tl_rows *r, int64_t person, tl_value *answer, tl_err *err) {
    for (const tl_rows_kind *k = tl_rows_tables; k->name; k++) {
        if (tl__rows_have_person(k)) {
            r->rows = tl_list();
            TL_TRY(tl__rows_of_person(r, k, person, err));
            tl__put(&r->out, answer, k->name, r->rows);
        }
    }
    r->rows = tl_list();
    TL_TRY(tl__rows_carts_of_person(r, person, err));
    tl__put(&r->out, answer, "carts", r->rows);
    return TL_OK;
}

static tl_code fill(tl_rows *r, tl_db *db, int64_t person, tl_value *answer, tl_err *err) {
    tl_value identities = tl_list(), orders = tl_list();
    TL_TRY(put_identities(r, db, person, &identities, err));
    TL_TRY(put_orders(r, db, person, &orders, err));
    tl__put(&r->out, answer, "found", tl_bool(person != 0));
    tl__put(&r->out, answer, "person", tl__person_text(r->store, person, &r->out));
    tl__put(&r->out, answer, "identities", identities);
    tl__put(&r->out, answer, "orders", orders);
    TL_TRY(put_tables(r, person, answer, err));
    return tl__done(&r->out, err);
}

typedef struct subject {
    tl_known_as known_as;
    tl_arena *arena;
    tl_value *out;
} subject;

static tl_code tell(tl_batch *b, void *ctx, tl_err *err) {
    subject *s = ctx;
    tl_rows *r;
    int64_t person;
    tl_value answer = tl_map();
    TL_TRY(tl__person_find(b->db, &s->known_as, &person, err));
    TL_TRY(tl_rows_open(b->store, TL_S("events"), NULL, &r, err));
    tl_code code = fill(r, b->db, person, &answer, err);
    if (code == TL_OK && !tl__value_copy(&answer, s->arena, s->out)) {
        code = tl_fail(err, TL_E_NOMEM, "while telling what is known of a person");
    }
    tl_rows_close(r);
    return code;
}

tl_code tl_store_subject(tl_store *store, tl_slice kind, tl_slice value, tl_arena *arena, tl_value *out, tl_err *err) {
    subject s = {.arena = arena, .out = out};
    *err = (tl_err){0};
    *out = tl_map();
    TL_TRY(tl__known_as(store, kind, value, &s.known_as, err));
    return tl__upkeep(store, tell, &s, err);
}
