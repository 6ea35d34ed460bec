/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_store_person.h"

#include <string.h>

tl_code tl__known_as(const tl_store *store, tl_slice kind, tl_slice value, tl_known_as *out, tl_err *err) {
    char pseudonym[33];
    size_t len;
    if (!tl__identity_kind(kind, &out->kind) || out->kind != TL_IDENTITY_VISITOR) {
        tl_slice key = {(const char *)store->identity_key, store->keys.identity ? store->keys.identity_len : 0};
        TL_TRY(tl_pseudonym(kind, value, key, pseudonym, err)); /* says what is wrong with the kind, too */
        memcpy(out->value, pseudonym, sizeof(pseudonym));
        return TL_OK;
    }
    if (!tl__canonical(TL_IDENTITY_VISITOR, value, out->value, &len)) { /* a browser's id is random already */
        return tl_fail(err, TL_E_EVENT_VALUE, "the value given as visitor identifies nobody");
    }
    out->value[len] = '\0';
    return TL_OK;
}

tl_code tl__person_find(tl_db *db, const tl_known_as *k, int64_t *person, tl_err *err) {
    return tl__one(db, "SELECT person FROM identity WHERE kind = ?1 AND value = ?2 AND shared = 0",
                   TL_ARGS(tl__n(k->kind), tl__t(tl_slice_of(k->value))), 0, person, err);
}
