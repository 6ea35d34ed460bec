/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands out, when campaigns began, and the days that cards and the chart are drawn from. */
#include "tl_store_db.h"
#include "tl_test_shop.h"

#include <string.h>

#define WEEK "{'from':1793577600000,'to':1794182400000}"

static void visit(shop *s, const char *who, int n, int64_t at, const char *product, const char *campaign) {
    shop_record(s,
                "{'type':'product_view','visitor':'%s%d','at':%lld,'path':'/%s/','product':'%s','product_name':'The "
                "%s','page_type':'product','source':'mail','medium':'email','campaign':'%s'}",
                who, n, (long long)at, product, product, product, campaign);
}

static void click(shop *s, const char *who, int n, int64_t at, const char *product) {
    shop_record(s,
                "{'type':'button_click','visitor':'%s%d','at':%lld,'path':'/%s/','product':'%s','product_name':'The "
                "%s','page_type':'product'}",
                who, n, (long long)at, product, product, product);
}

static void order(shop *s, const char *who, int n, int64_t at) {
    shop_record(s,
                "{'type':'order','order':'%s%d','at':%lld,'placed_at':%lld,'paid_at':%lld,'status':'completed',"
                "'currency':'EUR','total':'10','visitor':'%s%d'}",
                who, n, (long long)at, (long long)at, (long long)at, who, n);
}

/* `clicked` people by a campaign on a product, the first of them order. */
static void people(shop *s, const char *who, int clicked, int ordered, const char *product, const char *campaign) {
    for (int i = 0; i < clicked; i++) {
        int64_t at = MONDAY + DAY + i * MINUTE;
        visit(s, who, i, at, product, campaign);
        click(s, who, i, at + 1000, product);
        if (i < ordered) {
            order(s, who, i, at + HOUR);
        }
    }
}

/* 40 of 100 who clicked on the boot ordered, 10 of 100 on the shoe: ratio 4. Each is compared as product, page and
 * campaign; page_type, channel and device have one row and nobody on the other side. So 6 comparisons (that of the
 * campaigns' visits, all of which clicked, make 2 more: 8): tail 0.05 / 2 / 8 = 0.003125, deviation 2.7344 (tables of
 * the normal distribution). sqrt(1/40 - 1/100 + 1/10 - 1/100) = 0.32404; 4 x e^(-+0.88606) = 1.649 to 9.702.
 * At the shoe's rate 100 people make 10 orders: 30 more. */
static void what_stands_out(void) {
    shop s;
    shop_open(&s, NULL);
    people(&s, "boot", 100, 40, "b", "winter");
    people(&s, "shoe", 100, 10, "s", "summer");
    shop_ingest(&s);
    const tl_value *answer = shop_report(&s, "overview", WEEK);
    CHECK_INT(shop_at(answer, "findings")->n, 2);
    CHECK_STR(shop_text(answer, "findings.0.kind"), "conversion");
    CHECK_STR(shop_text(answer, "findings.0.dim"), "product");
    CHECK_STR(shop_text(answer, "findings.0.key"), "b");
    CHECK_STR(shop_text(answer, "findings.0.label"), "The b");
    CHECK_INT(shop_number(answer, "findings.0.with.n"), 40);
    CHECK_INT(shop_number(answer, "findings.0.with.of"), 100);
    CHECK_INT(shop_number(answer, "findings.0.without.n"), 10);
    CHECK_STR(shop_text(answer, "findings.0.ratio"), "4.00");
    CHECK_STR(shop_text(answer, "findings.0.low"), "1.65");
    CHECK_STR(shop_text(answer, "findings.0.high"), "9.70");
    CHECK_STR(shop_text(answer, "findings.0.orders"), "30.0");
    CHECK_STR(shop_text(answer, "findings.1.dim"), "campaign");
    shop_close(&s);
}

/* None of 60 ordered, 20 of 200 others did. With 8 comparisons so few would be chance in 0.9^60 = 0.0018 of cases, less
 * than 0.003125: a finding. Of 40 it would be 0.0148: none. */
static void nobody_ordered(void) {
    for (int clicked = 40; clicked <= 60; clicked += 20) {
        shop s;
        shop_open(&s, NULL);
        people(&s, "boot", clicked, 0, "b", "winter");
        people(&s, "shoe", 200, 20, "s", "summer");
        shop_ingest(&s);
        const tl_value *answer = shop_report(&s, "overview", WEEK);
        CHECK_INT(shop_at(answer, "findings")->n, clicked == 60 ? 2 : 0);
        if (clicked == 60) {
            CHECK_STR(shop_text(answer, "findings.0.key"), "b");
            CHECK_STR(shop_text(answer, "findings.0.ratio"), "0.00");
            CHECK_INT(shop_number(answer, "findings.0.better"), 0);
        }
        shop_close(&s);
    }
}

/* 29 people a side say nothing, however different they are. */
static void too_few(void) {
    shop s;
    shop_open(&s, NULL);
    people(&s, "boot", 29, 29, "b", "winter");
    people(&s, "shoe", 29, 1, "s", "summer");
    shop_ingest(&s);
    CHECK_INT(shop_at(shop_report(&s, "overview", WEEK), "findings")->n, 0);
    shop_close(&s);
}

/* 60 of 100 after 20 of 100 a week before, the same pages and campaigns. While windows are open only a rise is told:
 * what is missing may still come. */
static void than_before(void) {
    for (int rise = 0; rise < 2; rise++) {
        for (int open = 0; open < 2; open++) {
            shop s;
            shop_open(&s, NULL);
            s.now = open ? MONDAY + 4 * DAY : MONDAY + 30 * DAY;
            for (int i = 0; i < 200; i++) {
                bool first_week = i < 100;
                int64_t at = (first_week ? MONDAY - 6 * DAY : MONDAY + DAY) + i * MINUTE;
                visit(&s, "v", i, at, "b", "winter");
                click(&s, "v", i, at + 1000, "b");
                if (i % 100 < (first_week == (rise == 1) ? 20 : 60)) {
                    order(&s, "v", i, at + HOUR);
                }
            }
            shop_ingest(&s);
            const tl_value *answer = shop_report(
                &s, "overview", "{'from':%lld,'to':%lld,'compare_from':%lld,'compare_to':%lld}", (long long)MONDAY,
                (long long)(MONDAY + 7 * DAY), (long long)(MONDAY - 7 * DAY), (long long)MONDAY);
            bool told = rise || !open;
            CHECK_INT(shop_at(answer, "findings")->n, told);
            if (told) {
                CHECK_STR(shop_text(answer, "findings.0.kind"), "change");
                CHECK_INT(shop_number(answer, "findings.0.better"), rise);
            }
            shop_close(&s);
        }
    }
}

/* What ran before is read once and not for each campaign that began. */
static void read_once(shop *s) {
    tl_db *db;
    char sql[2000];
    int steps = 0;
    CHECK_INT(tl__db_get(s->store, &db, &s->err), TL_OK);
    for (size_t i = 0; i < TL_STATEMENTS; i++) {
        sqlite3_stmt *plan;
        if (!db->sql[i] || !strstr(db->sql[i], "GROUP BY s.campaign")) {
            continue;
        }
        snprintf(sql, sizeof sql, "EXPLAIN QUERY PLAN %s", db->sql[i]);
        CHECK_INT(sqlite3_prepare_v2(db->handle, sql, -1, &plan, NULL), SQLITE_OK);
        for (; sqlite3_step(plan) == SQLITE_ROW; steps++) {
            CHECK(!strstr((const char *)sqlite3_column_text(plan, 3), "CORRELATED"));
        }
        sqlite3_finalize(plan);
    }
    CHECK(steps > 0);
}

/* winter began before the week, on the store's first day; frost on Wednesday 23:30 UTC, which is Thursday at +1 h. */
static void campaigns_begin(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "a", 1, MONDAY - 7 * DAY, "b", "old");
    visit(&s, "b", 1, MONDAY - DAY, "b", "winter");
    visit(&s, "c", 1, MONDAY + DAY, "b", "winter");
    visit(&s, "d", 1, MONDAY + 3 * DAY - HOUR / 2, "b", "frost");
    visit(&s, "e", 1, MONDAY + 3 * DAY, "b", "frost");
    shop_ingest(&s);
    const tl_value *answer = shop_report(&s, "campaigns", "{'from':%lld,'to':%lld,'tz':[[0,3600]]}", (long long)MONDAY,
                                         (long long)(MONDAY + 7 * DAY));
    CHECK_INT(shop_at(answer, "rows")->n, 1);
    CHECK_STR(shop_text(answer, "rows.0.key"), "frost");
    CHECK_STR(shop_text(answer, "rows.0.date"), "2026-11-05");
    CHECK_INT(shop_number(answer, "rows.0.visits"), 2);
    read_once(&s);
    answer = shop_report(&s, "campaigns", "{}");
    CHECK_INT(shop_at(answer, "rows")->n, 2); /* of all time: old came on the first day */
    shop_close(&s);
}

/* Two people click on Tuesday, one again on Wednesday and orders then: 50% of Tuesday's, all of Wednesday's. 10.00 by
 * WhatsApp, 5.00 by e-mail. */
static void days_add_up(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "a", 1, MONDAY + DAY, "b", "winter");
    click(&s, "a", 1, MONDAY + DAY + MINUTE, "b");
    visit(&s, "b", 1, MONDAY + DAY, "b", "winter");
    click(&s, "b", 1, MONDAY + DAY + MINUTE, "b");
    click(&s, "a", 1, MONDAY + 2 * DAY, "b");
    order(&s, "a", 1, MONDAY + 2 * DAY + HOUR);
    visit(&s, "c", 1, MONDAY + 2 * DAY, "b", "winter");
    order(&s, "c", 1, MONDAY + 2 * DAY + HOUR);
    shop_ingest(&s);
    const tl_value *answer = shop_report(&s, "overview", WEEK);
    CHECK_STR(shop_text(answer, "conversion_days.0"), "(null)");
    CHECK_STR(shop_text(answer, "conversion_days.1"), "50.0");
    CHECK_STR(shop_text(answer, "conversion_days.2"), "100.0");
    CHECK_STR(shop_text(answer, "cards.chats.reason"), "not_measured");
    CHECK_STR(shop_text(answer, "cards.share.value.percent"), "50.0");
    answer = shop_report(&s, "daily", WEEK);
    CHECK_STR(shop_text(answer, "days.2.channels.whatsapp"), "10.00");
    CHECK_STR(shop_text(answer, "days.2.channels.email"), "10.00");
    CHECK_STR(shop_text(answer, "days.2.channels.direct"), "0.00");
    CHECK_STR(shop_text(answer, "total.channels.email"), "10.00");
    CHECK_STR(shop_text(answer, "days.2.share"), "50.0");
    CHECK_STR(shop_text(answer, "days.2.aov"), "10.00");
    CHECK_STR(shop_text(answer, "days.2.per_click"), "10.00");
    CHECK_STR(shop_text(answer, "days.1.aov"), "(null)");
    CHECK_STR(shop_text(answer, "days.1.per_click"), "0.00");
    shop_close(&s);
}

/* Three click; two of them write, by the code in their message; one of these two and the third order. */
static void chats_and_orders(void) {
    shop s;
    shop_open(&s, NULL);
    for (int i = 0; i < 3; i++) {
        visit(&s, "a", i, MONDAY + DAY, "b", "winter");
        shop_record(&s, "{'type':'button_click','visitor':'a%d','at':%lld,'path':'/','code':'ABCD234%d'}", i,
                    (long long)(MONDAY + DAY + MINUTE), i);
    }
    for (int i = 0; i < 2; i++) {
        shop_record(&s,
                    "{'type':'message','message':'m%d','direction':'in','at':%lld,'wa_id':'49170111111%d',"
                    "'code':'ABCD234%d'}",
                    i, (long long)(MONDAY + DAY + 2 * MINUTE), i, i);
    }
    order(&s, "a", 1, MONDAY + DAY + HOUR);
    order(&s, "a", 2, MONDAY + DAY + HOUR);
    shop_ingest(&s);
    const tl_value *answer = shop_report(&s, "overview", WEEK);
    CHECK_STR(shop_text(answer, "cards.chats.value.percent"), "50.0");
    CHECK_INT(shop_number(answer, "cards.chats.value.of"), 2);
    CHECK_STR(shop_text(answer, "cards.conversion.value.percent"), "66.7");
    CHECK_STR(shop_text(answer, "chat_days.1"), "50.0");
    CHECK_STR(shop_text(answer, "chat_days.0"), "(null)");
    shop_close(&s);
}

/* Two orders of 0.01 shared by two touches each, WhatsApp's half 0.005 of each: 0.01 together, as on the card, and the
 * other channel gets what is left. With one, WhatsApp's 0.005 is printed 0.01, and 0.00 is left of 0.01. */
static void the_line_prints_what_the_card_prints(void) {
    for (int n = 1; n <= 3; n++) {
        shop s;
        shop_open(&s, NULL);
        for (int i = 0; i < n; i++) {
            visit(&s, "a", i, MONDAY + DAY, "b", "winter");
            click(&s, "a", i, MONDAY + DAY + MINUTE, "b");
            shop_record(&s,
                        "{'type':'order','order':'o%d','at':%lld,'placed_at':%lld,'paid_at':%lld,'status':"
                        "'completed','currency':'EUR','total':'0.01','visitor':'a%d'}",
                        i, (long long)(MONDAY + DAY + HOUR), (long long)(MONDAY + DAY + HOUR),
                        (long long)(MONDAY + DAY + HOUR), i);
        }
        shop_ingest(&s);
        const tl_value *answer = shop_report(&s, "overview", "{'from':%lld,'to':%lld,'model':'linear'}",
                                             (long long)MONDAY, (long long)(MONDAY + 7 * DAY));
        CHECK_STR(shop_text(answer, "identity.whatsapp"), n == 1 ? "0.01" : n == 2 ? "0.01" : "0.02");
        CHECK_STR(shop_text(answer, "identity.whatsapp"), shop_text(answer, "cards.revenue.value"));
        CHECK_STR(shop_text(answer, "identity.click_only"), shop_text(answer, "cards.revenue.value"));
        const tl_value *rows = shop_report(&s, "dimension", "{'dim':'channel','model':'linear'}");
        CHECK_STR(shop_text(shop_row(rows, "rows", "key", "whatsapp"), "revenue"),
                  shop_text(answer, "cards.revenue.value"));
        CHECK_STR(shop_text(answer, "identity.other"), n == 1 ? "0.00" : "0.01");
        CHECK_STR(shop_text(answer, "identity.total"), n == 1 ? "0.01" : n == 2 ? "0.02" : "0.03");
        shop_close(&s);
    }
}

int main(void) {
    what_stands_out();
    nobody_ordered();
    too_few();
    than_before();
    campaigns_begin();
    days_add_up();
    chats_and_orders();
    the_line_prints_what_the_card_prints();
    return test_report();
}
