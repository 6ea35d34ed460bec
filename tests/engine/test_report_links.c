/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Short links: a link opened and the visit that it begins are one touch, and what each link brought. */
#include "tl_store_db.h"
#include "tl_test_shop.h"

#include <string.h>

#define ALL "{'from':1793577600000,'to':1794182400000}"
#define SPRING "'source':'newsletter','medium':'email','campaign':'spring'"

static void open_link(shop *s, const char *who, int64_t at, const char *token, const char *more) {
    shop_record(s, "{'type':'link_open','visitor':'%s','at':%lld,'path':'/boots/','kind':'short','token':'%s'%s}", who,
                (long long)at, token, more);
}

static void view(shop *s, const char *who, int64_t at, const char *more) {
    shop_record(s, "{'type':'page_view','visitor':'%s','at':%lld,'path':'/boots/','page_type':'product'%s}", who,
                (long long)at, more);
}

static void click(shop *s, const char *who, int64_t at, const char *path) {
    shop_record(s, "{'type':'button_click','visitor':'%s','at':%lld,'path':'%s'}", who, (long long)at, path);
}

static void order(shop *s, const char *key, const char *who, int64_t at, const char *more) {
    shop_record(s,
                "{'type':'order','order':'%s','at':%lld,'placed_at':%lld,'paid_at':%lld,'status':'completed',"
                "'currency':'EUR','total':'100','visitor':'%s'%s}",
                key, (long long)at, (long long)at, (long long)at, who, more);
}

static void says(const tl_value *answer, const char *key, int opens, int persons, const char *orders,
                 const char *revenue) {
    const tl_value *row = shop_row(answer, "rows", "key", key);
    CHECK_INT(shop_number(row, "opens"), opens);
    CHECK_INT(shop_number(row, "persons"), persons);
    CHECK_STR(shop_text(row, "orders"), orders);
    CHECK_STR(shop_text(row, "revenue"), revenue);
}

/* The address that the link leads to names the same campaign: the page viewed there is no second visit, and the order
 * is credited once, under every model. */
static void one_touch(void) {
    static const char *models[] = {"last", "first", "linear", "position"};
    shop s;
    shop_open(&s, NULL);
    open_link(&s, "ann", MONDAY, "abc123", "," SPRING);
    view(&s, "ann", MONDAY + 800, "," SPRING);
    order(&s, "1", "ann", MONDAY + HOUR, "");
    shop_ingest(&s);
    const tl_value *journey = shop_journey(&s, "1");
    CHECK_INT(shop_at(journey, "touches")->n, 1);
    CHECK_STR(shop_text(journey, "touches.0.kind"), "link");
    CHECK_STR(shop_text(journey, "touches.0.channel"), "email");
    CHECK_STR(shop_text(journey, "touches.0.campaign"), "spring");
    CHECK_STR(shop_text(journey, "touches.0.credit"), "100.00");
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        const tl_value *answer = shop_report(&s, "links", "{'model':'%s'}", models[i]);
        says(answer, "abc123", 1, 1, "1", "100.00");
    }
    const tl_value *campaigns = shop_report(&s, "dimension", "{'dim':'campaign','credit':'all'}");
    CHECK_INT(shop_number(shop_row(campaigns, "rows", "key", "spring"), "sessions"), 1);
    CHECK_STR(shop_text(campaigns, "total.revenue"), "100.00");
    CHECK_INT(shop_number(shop_report(&s, "overview", "{}"), "identity.other_micros"), 100000000);
    shop_close(&s);
}

/* Three people by two links, one of them twice, one without a visitor, and a bot; the refund takes back its share.
 *   ann opens a, clicks the button in that visit, orders 100, 40 given back: a earned 60 (the click is of its visit)
 *   bob opens a, then b two days later, orders 100: b
 *   cat opens a, comes again by itself and clicks, orders 100: the click is not a's, under 'last' a has nothing of it
 */
static void what_each_brought(void) {
    shop s;
    shop_open(&s, NULL);
    open_link(&s, "ann", MONDAY, "a", "," SPRING);
    open_link(&s, "ann", MONDAY + MINUTE, "a", "," SPRING);
    click(&s, "ann", MONDAY + 2 * MINUTE, "/boots/");
    order(&s, "1", "ann", MONDAY + HOUR,
          ",'refunds':[{'refund':'2','at':1793664000000,'total':'40','tax':'0','lines':true}]");
    open_link(&s, "bob", MONDAY, "a", "," SPRING);
    open_link(&s, "bob", MONDAY + 2 * DAY, "b", ",'source':'instagram','medium':'social'");
    order(&s, "3", "bob", MONDAY + 2 * DAY + HOUR, "");
    open_link(&s, "cat", MONDAY, "a", "," SPRING);
    view(&s, "cat", MONDAY + DAY + HOUR, "");
    click(&s, "cat", MONDAY + DAY + HOUR + MINUTE, "/boots/");
    order(&s, "4", "cat", MONDAY + DAY + 2 * HOUR, "");
    shop_record(&s, "{'type':'link_open','at':%lld,'path':'/boots/','kind':'short','token':'a'}",
                (long long)(MONDAY + 3 * DAY));
    open_link(&s, "bot", MONDAY, "a", ",'user_agent':'WhatsApp/2.23.20.0'");
    shop_record(&s, "{'type':'link_open','visitor':'dan','at':%lld,'path':'/cart/','kind':'recovery','token':'r'}",
                (long long)MONDAY);
    open_link(&s, "eve", MONDAY - DAY, "a", "");
    shop_ingest(&s);
    const tl_value *answer = shop_report(&s, "links", ALL);
    CHECK_INT(shop_number(answer, "count"), 2);
    says(answer, "a", 5, 3, "1", "60.00");
    says(answer, "b", 1, 1, "1", "100.00");
    CHECK_STR(shop_text(answer, "total.revenue"), "160.00");
    CHECK_INT(shop_number(answer, "total.opens"), 6);
    CHECK_STR(shop_text(answer, "rows.0.key"), "b"); /* what earned most comes first */
    answer = shop_report(&s, "links", "{'from':1793577600000,'to':1794182400000,'filter':{'campaign':['spring']}}");
    CHECK_STR(shop_text(answer, "rows.0.revenue"), "60.00");
    CHECK_STR(shop_text(answer, "rows.0.opens"), "(null)");
    shop_close(&s);
}

/* A link to a chat: opened and pressed in one moment. Where it stood brought the visit, and WhatsApp has the click. */
static void a_chat(void) {
    shop s;
    shop_open(&s, NULL);
    open_link(&s, "ann", MONDAY, "c", ",'source':'instagram','medium':'social','campaign':'bio'");
    click(&s, "ann", MONDAY + 1, "/go/c");
    order(&s, "1", "ann", MONDAY + HOUR, "");
    shop_ingest(&s);
    says(shop_report(&s, "links", ALL), "c", 1, 1, "1", "100.00");
    const tl_value *journey = shop_journey(&s, "1");
    CHECK_INT(shop_at(journey, "touches")->n, 2);
    CHECK_STR(shop_text(journey, "touches.0.channel"), "social");
    CHECK_STR(shop_text(journey, "touches.1.channel"), "whatsapp");
    CHECK_STR(shop_text(journey, "touches.1.campaign"), "bio");
    shop_close(&s);
}

/* A shop has a hundred clicks for each link that is opened: what looks for these must not read those. */
static void found_by_their_index(void) {
    shop s;
    tl_db *db;
    char sql[2000];
    int plans = 0;
    shop_open(&s, NULL);
    shop_report(&s, "links", ALL);
    CHECK_INT(tl__db_get(s.store, &db, &s.err), TL_OK);
    for (size_t i = 0; i < TL_STATEMENTS; i++) {
        sqlite3_stmt *plan;
        if (!db->sql[i] || !strstr(db->sql[i], "e.type = 8")) {
            continue;
        }
        snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", db->sql[i]);
        CHECK_INT(sqlite3_prepare_v2(db->handle, sql, -1, &plan, NULL), SQLITE_OK);
        CHECK_INT(sqlite3_step(plan), SQLITE_ROW);
        CHECK_STR((const char *)sqlite3_column_text(plan, 3), "SEARCH e USING INDEX event_link (at>? AND at<?)");
        sqlite3_finalize(plan);
        plans++;
    }
    CHECK_INT(plans, 1);
    shop_close(&s);
}

int main(void) {
    one_touch();
    found_by_their_index();
    what_each_brought();
    a_chat();
    return test_report();
}
