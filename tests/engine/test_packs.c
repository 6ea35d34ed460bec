/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packed days that a disk has changed: whatever stands in them, a report ends, and check() tells. */
#include "tl_test_shop.h"

#include <sqlite3.h>
#include <string.h>

static void a_day(shop *s) {
    shop_open(s, NULL);
    shop_record(s, "{'type':'page_view','visitor':'ann','at':%lld,'path':'/boot/','source':'google','medium':'cpc'}",
                (long long)MONDAY);
    shop_record(s, "{'type':'button_click','visitor':'ann','at':%lld,'path':'/boot/','code':'00000001'}",
                (long long)(MONDAY + MINUTE));
    shop_record(s,
                "{'type':'message','message':'m','direction':'in','at':%lld,'wa_id':'491700000001','code':'00000001'}",
                (long long)(MONDAY + 2 * MINUTE));
    shop_record(s,
                "{'type':'order','order':'1','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,"
                "'paid_at':%lld,'total':'10.00','visitor':'ann'}",
                (long long)(MONDAY + HOUR), (long long)(MONDAY + HOUR), (long long)(MONDAY + HOUR));
    s->now = MONDAY + 3 * DAY;
    shop_ingest(s);
}

static sqlite3 *open_beside(const shop *s) {
    char path[200];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/store.db", s->dir);
    CHECK_INT(sqlite3_open(path, &db), SQLITE_OK);
    return db;
}

static void put(sqlite3 *db, int64_t id, const void *bytes, int len) {
    sqlite3_stmt *st;
    CHECK_INT(sqlite3_prepare_v2(db, "UPDATE pack SET rows = ?2 WHERE id = ?1", -1, &st, NULL), SQLITE_OK);
    sqlite3_bind_int64(st, 1, id);
    sqlite3_bind_blob(st, 2, bytes, len, SQLITE_TRANSIENT);
    CHECK_INT(sqlite3_step(st), SQLITE_DONE);
    sqlite3_finalize(st);
}

/* Read to its end, or refused: never for ever, and never beyond the bytes that are there. */
static void all_reports(shop *s) {
    static const char *const names[] = {"overview", "paths", "interactions", "quality_bands", "products", "daily"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        shop_refused(s, names[i], "{}");
    }
    shop_refused(s, "dimension", "{'dim':'source','credit':'all','filter':{'device':['']}}");
}

static void whatever_stands_there(void) {
    shop s;
    int packs = 0;
    a_day(&s);
    sqlite3 *db = open_beside(&s);
    for (int64_t kind = 0; kind < 5; kind++) {
        int64_t id = kind * (INT64_C(1) << 20) + MONDAY / DAY;
        unsigned char kept[512], changed[512];
        sqlite3_stmt *st;
        CHECK_INT(sqlite3_prepare_v2(db, "SELECT rows FROM pack WHERE id = ?1 AND rows IS NOT NULL", -1, &st, NULL),
                  SQLITE_OK);
        sqlite3_bind_int64(st, 1, id);
        packs += sqlite3_step(st) == SQLITE_ROW;
        int len = sqlite3_column_bytes(st, 0);
        CHECK(len > 0 && len < 500);
        memcpy(kept, sqlite3_column_blob(st, 0), (size_t)len);
        sqlite3_finalize(st);
        for (int at = 0; at < len; at++) {
            memcpy(changed, kept, (size_t)len);
            changed[at] ^= (unsigned char)(1u << (at % 8));
            put(db, id, changed, len);
            all_reports(&s);
            put(db, id, kept, at); /* cut off */
            all_reports(&s);
        }
        /* As many rows as a number can say. */
        memcpy(changed, "\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10);
        memcpy(changed + 10, kept + 1, (size_t)len - 1);
        put(db, id, changed, len + 9);
        CHECK_INT(shop_refused(&s,
                               kind == 1   ? "interactions"
                               : kind == 2 ? "paths"
                                           : "overview",
                               "{}"),
                  TL_E_DB_CORRUPT);
        CHECK(!shop_at(shop_check(&s), "ok")->as.b);
        put(db, id, kept, len);
    }
    CHECK_INT(packs, 5);
    CHECK(shop_at(shop_check(&s), "ok")->as.b);
    sqlite3_close(db);
    shop_close(&s);
}

int main(void) {
    whatever_stands_there();
    return test_report();
}
