/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How visits went: engaged, bounced, their mean quality, and what came of those that went well. Worked by hand. */
#include "tl_test_shop.h"

#include <sqlite3.h>

#define WEEK "'from':1793577600000,'to':1794182400000"

static void view(shop *s, const char *who, int64_t at, const char *product, const char *more) {
    shop_record(s, "{'type':'product_view','visitor':'%s','at':%lld,'path':'/%s/','product':'%s'%s}", who,
                (long long)at, product, product, more);
}

static void stay(shop *s, const char *who, int64_t at, int seconds, int depth) {
    shop_record(s, "{'type':'engagement','visitor':'%s','at':%lld,'view':'w','active_ms':%d,'depth':%d}", who,
                (long long)at, seconds * 1000, depth);
}

static void click(shop *s, const char *who, int64_t at, const char *code) {
    shop_record(s, "{'type':'button_click','visitor':'%s','at':%lld,'path':'/1/','code':'%s'}", who, (long long)at,
                code);
}

static void order(shop *s, const char *who, int64_t at, const char *more) {
    shop_record(s,
                "{'type':'order','order':'%s-%lld','at':%lld,'placed_at':%lld,'paid_at':%lld,'status':'completed',"
                "'currency':'EUR','total':'10','visitor':'%s'%s}",
                who, (long long)at, (long long)at, (long long)at, (long long)at, who, more);
}

#define AD ",'source':'google','medium':'cpc','campaign':'boots'"
#define MAIL ",'source':'news','medium':'email','campaign':'monday'"

/* Five visits of four people.
 *   ann, Google: 30 s, half a page, products 1 and 2, a search: 20 + 10 + 13 1/3 + 20 = 63 1/3. Clicks, writes, orders
 *     two days later.
 *   ben, Google: product 1 alone: 6 2/3. Not engaged. Clicks, does not write. Orders 8 days later: too late.
 *   cas, Google: 60 s, the whole page, products 1, 2 and 3, a variation: 100. Orders at once, a second time the day
 *     after; no click.
 *   dan, news: 15 s, product 2: 10 + 6 2/3 = 16 2/3. Engaged. On Wednesday he comes again, on his own: product 2, a
 *     cart, 6 2/3 + 20 = 26 2/3; a renewal is nobody's order. */
static void a_week(shop *s) {
    const int64_t at = MONDAY + 10 * HOUR;
    shop_open(s, NULL);
    view(s, "ann", at, "1", AD);
    stay(s, "ann", at + MINUTE, 30, 50);
    view(s, "ann", at + 2 * MINUTE, "2", "");
    shop_record(s, "{'type':'search','visitor':'ann','at':%lld,'query':'sock'}", (long long)(at + 3 * MINUTE));
    click(s, "ann", at + 4 * MINUTE, "AAAA1111");
    shop_record(s,
                "{'type':'message','message':'m1','direction':'in','at':%lld,'wa_id':'491701111111','code':'AAAA1111'}",
                (long long)(at + 5 * MINUTE));
    order(s, "ann", at + 2 * DAY, "");
    view(s, "ben", at, "1", AD);
    click(s, "ben", at + MINUTE, "BBBB2222");
    order(s, "ben", at + 8 * DAY, "");
    view(s, "cas", at, "1", AD);
    view(s, "cas", at + MINUTE, "2", "");
    view(s, "cas", at + 2 * MINUTE, "3", "");
    stay(s, "cas", at + 3 * MINUTE, 75, 100);
    shop_record(s, "{'type':'variation','visitor':'cas','at':%lld,'product':'3','variation':'4'}",
                (long long)(at + 3 * MINUTE));
    order(s, "cas", at + 5 * MINUTE, "");
    order(s, "cas", at + DAY, "");
    view(s, "dan", at, "2", MAIL);
    stay(s, "dan", at + MINUTE, 15, 0);
    view(s, "dan", at + 2 * DAY, "2", "");
    shop_record(s, "{'type':'cart','visitor':'dan','at':%lld,'action':'add','items':1}",
                (long long)(at + 2 * DAY + MINUTE));
    order(s, "dan", at + 3 * DAY, ",'renewal':true");
    shop_record(s,
                "{'type':'order','order':'staff','at':%lld,'placed_at':%lld,'paid_at':%lld,'status':'completed',"
                "'currency':'EUR','total':'5'}",
                (long long)at, (long long)at, (long long)at);
    shop_ingest(s);
}

static void says(const tl_value *row, int visits, int engaged, long long sum, const char *points) {
    CHECK_INT(shop_number(row, "sessions"), visits);
    CHECK_INT(shop_number(row, "engaged.n"), engaged);
    CHECK_INT(shop_number(row, "engaged.of"), visits);
    CHECK_INT(shop_number(row, "bounce.n"), visits - engaged);
    CHECK_INT(shop_number(row, "quality.sum"), sum);
    CHECK_INT(shop_number(row, "quality.of"), visits);
    CHECK_STR(shop_text(row, "quality.points"), points);
}

/* Of Google: (63 1/3 + 6 2/3 + 100) / 3 = 56 2/3. Of all five: (170 + 16 2/3 + 26 2/3) / 5 = 42 2/3. */
static void by_dimension(void) {
    shop s;
    a_week(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'source','credit':'all','orderby':'quality'}");
    says(shop_row(r, "rows", "key", "google"), 3, 2, 255000, "56.7");
    says(shop_row(r, "rows", "key", "news"), 1, 1, 25000, "16.7");
    says(shop_row(r, "rows", "key", ""), 1, 1, 40000, "26.7");
    says(shop_at(r, "total"), 5, 4, 320000, "42.7");
    CHECK_STR(shop_text(r, "rows.0.key"), "google");
    CHECK_STR(shop_text(r, "rows.1.key"), "news");
    CHECK_STR(shop_text(r, "total.engaged.percent"), "80.0");
    CHECK_STR(shop_text(r, "total.bounce.percent"), "20.0");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'channel','orderby':'bounce','order':'desc'}");
    CHECK_STR(shop_text(r, "rows.0.key"), "paid_search");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'channel','orderby':'engaged','order':'asc'}");
    says(shop_row(r, "rows", "key", "paid_search"), 3, 2, 255000, "56.7");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "unknown"), "quality"), "(null)");
    /* Product 2 was looked at by ann, cas and dan twice: (63 1/3 + 100 + 16 2/3 + 26 2/3) / 4. */
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'product'}");
    says(shop_row(r, "rows", "key", "2"), 4, 4, 310000, "51.7");
    says(shop_at(r, "total"), 5, 4, 320000, "42.7");
    r = shop_report(&s, "products", "{" WEEK "}");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "2"), "quality.points"), "51.7");
    CHECK_STR(shop_text(r, "total.engaged.percent"), "80.0");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'evidence'}");
    CHECK_STR(shop_text(r, "total.quality"), "(null)");
    CHECK_STR(shop_text(r, "total.engaged"), "(null)");
    /* a filter looks at the visits themselves, a part of a day too; nobody came: nothing to divide by */
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'landing','filter':{'channel':['paid_search']}}");
    says(shop_at(r, "total"), 3, 2, 255000, "56.7");
    r = shop_report(&s, "dimension", "{'from':1793750400000,'to':1793782800000,'dim':'channel'}");
    CHECK_INT(shop_number(r, "total.sessions"), 0);
    CHECK_STR(shop_text(r, "total.quality"), "(null)");
    CHECK_STR(shop_text(r, "total.engaged.percent"), "(null)");
    shop_close(&s);
}

static void in_the_overview(void) {
    shop s;
    a_week(&s);
    /* Tuesday on, beside Monday and the Sunday before */
    const tl_value *r = shop_report(&s, "overview",
                                    "{'from':1793664000000,'to':1794182400000,'compare_from':1793491200000,"
                                    "'compare_to':1793664000000}");
    CHECK_INT(shop_number(r, "visits.sessions"), 1);
    CHECK_STR(shop_text(r, "visits.quality.points"), "26.7");
    CHECK_STR(shop_text(r, "visits.engaged.percent"), "100.0");
    CHECK_INT(shop_number(r, "visits.previous_sessions"), 4);
    CHECK_STR(shop_text(r, "visits.previous_engaged.percent"), "75.0");
    CHECK_STR(shop_text(r, "visits.previous_quality.points"), "46.7");
    r = shop_report(&s, "overview", "{" WEEK ",'filter':{'source':['news']}}");
    CHECK_STR(shop_text(r, "visits"), "(null)");
    shop_close(&s);
}

static void band(const tl_value *report, const char *key, int visits, int clicks, int chats, int orders) {
    const tl_value *row = shop_row(report, "rows", "key", key);
    test_check(shop_number(row, "sessions") == visits && shop_number(row, "clicks.n") == clicks &&
                   shop_number(row, "chats.n") == chats && shop_number(row, "orders.n") == orders &&
                   shop_number(row, "orders.of") == visits,
               __FILE__, __LINE__, "%s: %lld visits, %lld clicks, %lld chats, %lld orders", key,
               shop_number(row, "sessions"), shop_number(row, "clicks.n"), shop_number(row, "chats.n"),
               shop_number(row, "orders.n"));
}

static void bands(void) {
    shop s;
    a_week(&s);
    const tl_value *r = shop_report(&s, "quality_bands", "{" WEEK "}");
    band(r, "0-24", 2, 1, 0, 0); /* ben, and dan's first */
    band(r, "25-49", 1, 0, 0, 0);
    band(r, "50-74", 1, 1, 1, 1);
    band(r, "75-100", 1, 0, 0, 1); /* both of cas' orders are of one visit */
    CHECK_INT(shop_number(r, "total.sessions"), 5);
    CHECK_STR(shop_text(r, "total.clicks.percent"), "40.0");
    CHECK_STR(shop_text(r, "total.chats.percent"), "20.0");
    CHECK_STR(shop_text(r, "total.orders.percent"), "40.0");
    CHECK_STR(shop_text(r, "rows.0.share.percent"), "40.0");
    CHECK_STR(shop_text(r, "rows.2.quality.points"), "63.3");
    CHECK_STR(shop_text(r, "reason"), "(null)");
    r = shop_report(&s, "quality_bands", "{" WEEK ",'window':8}"); /* ben's order is in it, to the millisecond */
    band(r, "0-24", 2, 1, 0, 1);
    r = shop_report(&s, "quality_bands", "{" WEEK ",'window':1}");
    band(r, "50-74", 1, 1, 1, 0);
    r = shop_report(&s, "quality_bands", "{" WEEK ",'filter':{'source':['news','']}}");
    band(r, "0-24", 1, 0, 0, 0);
    band(r, "75-100", 0, 0, 0, 0);
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "75-100"), "clicks.percent"), "(null)");
    r = shop_report(&s, "quality_bands", "{" WEEK ",'filter':{'product':['1']}}");
    CHECK_STR(shop_text(r, "reason"), "filter");
    CHECK_STR(shop_text(r, "total"), "(null)");
    shop_close(&s);
}

/* Nobody wrote: that is not known, and no rate of 0. */
static void without_messages(void) {
    shop s;
    shop_open(&s, NULL);
    view(&s, "ben", MONDAY, "1", "");
    click(&s, "ben", MONDAY + 1, "BBBB2222");
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "quality_bands", "{" WEEK "}");
    CHECK_STR(shop_text(r, "rows.0.chats"), "(null)");
    CHECK_STR(shop_text(r, "rows.0.clicks.percent"), "100.0");
    shop_close(&s);
}

/* The way of ann's order tells how her visit went; her click is part of it and has no quality of its own. */
static void in_the_journey(void) {
    shop s;
    a_week(&s);
    char key[40];
    snprintf(key, sizeof key, "ann-%lld", (long long)(MONDAY + 10 * HOUR + 2 * DAY));
    const tl_value *r = shop_journey(&s, key);
    CHECK_STR(shop_text(r, "touches.0.kind"), "session");
    CHECK_STR(shop_text(r, "touches.0.quality"), "63.3");
    CHECK_STR(shop_text(r, "touches.1.kind"), "click");
    CHECK_STR(shop_text(r, "touches.1.quality"), "(null)");
    shop_close(&s);
}

static void drop_triggers(sqlite3 *db) {
    sqlite3_stmt *names;
    char *all = sqlite3_mprintf("");
    CHECK_INT(sqlite3_prepare_v2(db, "SELECT name FROM sqlite_schema WHERE type = 'trigger'", -1, &names, NULL), 0);
    while (sqlite3_step(names) == SQLITE_ROW) {
        all = sqlite3_mprintf("%z DROP TRIGGER %s;", all, sqlite3_column_text(names, 0));
    }
    sqlite3_finalize(names);
    CHECK_INT(sqlite3_exec(db, all, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_free(all);
}

/* What a store of version 4 was, that had lost all visits before Monday: in UTC that is the first moment of a day, and
 * the day is whole. */
static void back_to_version_4(shop *s) {
    static const char sql[] =
        "DROP TABLE pack; DROP INDEX orders_late; DROP INDEX message_in; DROP TABLE cart; DROP INDEX event_link;"
        "ALTER TABLE event DROP COLUMN action; ALTER TABLE event DROP COLUMN currency;"
        "DELETE FROM rollup WHERE kind = 8; ALTER TABLE rollup DROP COLUMN engaged;"
        "ALTER TABLE rollup DROP COLUMN quality; ALTER TABLE session DROP COLUMN quality; PRAGMA user_version = 4;";
    char path[200];
    sqlite3 *db;
    tl_value out, options = tl_map();
    CHECK_INT(tl_store_prune(s->store, MONDAY, &s->arena, &out, &s->err), TL_OK);
    tl_store_close(s->store);
    snprintf(path, sizeof path, "%s/store.db", s->dir);
    CHECK_INT(sqlite3_open(path, &db), SQLITE_OK);
    drop_triggers(db);
    test_check(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, __FILE__, __LINE__, "%s", sqlite3_errmsg(db));
    sqlite3_close(db);
    *tl_map_add(&options, &s->arena, TL_S("identity_key")) = tl_str(TL_S("a key of 16 bytes or more"));
    CHECK_INT(tl_store_open(&s->store, tl_slice_of(s->dir), &options, &s->host, &s->err), TL_OK);
}

static void of_a_version_before(void) {
    shop s;
    a_week(&s);
    view(&s, "eve", MONDAY - DAY, "1", AD);
    shop_ingest(&s);
    back_to_version_4(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'source'}");
    says(shop_at(r, "total"), 5, 4, 320000, "42.7");
    says(shop_row(r, "rows", "key", "google"), 3, 2, 255000, "56.7");
    r = shop_report(&s, "quality_bands", "{" WEEK "}");
    band(r, "0-24", 2, 1, 0, 0);
    band(r, "75-100", 1, 0, 0, 1);
    r = shop_report(&s, "dimension", "{'dim':'source'}");
    CHECK_INT(shop_number(r, "total.sessions"), 6);
    CHECK_STR(shop_text(r, "total.quality"), "(null)"); /* eve's was never told */
    CHECK(shop_at(shop_check(&s), "ok")->as.b);
    shop_close(&s);
}

int main(void) {
    of_a_version_before();
    by_dimension();
    in_the_overview();
    bands();
    without_messages();
    in_the_journey();
    return test_report();
}
