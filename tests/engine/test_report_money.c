/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which money is in a report: what counts, what a refund takes back, and when. */
#include "tl_test_shop.h"

#define PERIOD "'from':%lld,'to':%lld"
#define NOVEMBER (long long)(MONDAY - DAY), (long long)(MONDAY + 29 * DAY)

/* Someone who saw an advertisement, pressed the button at 10:09 and bought: all of it is WhatsApp's under the default
 * model. */
static void visit(shop *s, const char *visitor, int64_t at) {
    shop_record(s,
                "{'type':'page_view','visitor':'%s','at':%lld,'path':'/boots/','source':'google','medium':'cpc',"
                "'campaign':'winter'}",
                visitor, (long long)at);
    shop_record(s, "{'type':'button_click','visitor':'%s','at':%lld,'path':'/boot-42/','page_type':'product'}", visitor,
                (long long)(at + 9 * MINUTE));
}

/* 121.00 with 16.00 tax and 5.00 shipping: 100.00 net, placed and paid at noon on Tuesday. `more` begins with a comma.
 */
static void order(shop *s, const char *key, const char *visitor, const char *status, int64_t at, const char *more) {
    shop_record(
        s,
        "{'type':'order','order':'%s','at':%lld,'status':'%s','currency':'EUR','placed_at':%lld,'total':'121.00',"
        "'tax':'16.00','shipping':'5.00','visitor':'%s'%s}",
        key, (long long)at, status, (long long)(MONDAY + 36 * HOUR), visitor, more);
}

static const tl_value *november(shop *s) {
    shop_ingest(s);
    return shop_report(s, "overview", "{" PERIOD "}", NOVEMBER);
}

#define PAID ",'paid_at':1793707200000" /* MONDAY + 36 hours */

static void net_and_total(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "processing", MONDAY + 2 * DAY, PAID);
    const tl_value *o = november(&s);
    CHECK_STR(shop_text(o, "currency"), "EUR");
    CHECK_STR(shop_text(o, "identity.whatsapp"), "100.00");
    CHECK_INT(shop_number(o, "identity.whatsapp_micros"), 100000000);
    CHECK_STR(shop_text(o, "identity.click_only"), "100.00");
    CHECK_STR(shop_text(o, "identity.confirmed"), "0.00");
    CHECK_STR(shop_text(o, "identity.other"), "0.00");
    CHECK_STR(shop_text(o, "identity.unknown"), "0.00");
    CHECK_STR(shop_text(o, "identity.total"), "100.00");
    CHECK_STR(shop_text(o, "identity.whatsapp_orders"), "1");
    CHECK_STR(shop_text(o, "cards.revenue.value"), "100.00");
    CHECK_STR(shop_text(o, "cards.aov.value"), "100.00");
    CHECK_STR(shop_text(o, "share.percent"), "100.0");
    o = shop_report(&s, "overview", "{" PERIOD ",'measure':'total'}", NOVEMBER);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "121.00");
    shop_close(&s);
}

/* The refund names lines, so its own tax and shipping hold: 24.20 - 3.20 - 1.00 = 20.00 net. 100.00 - 20.00 = 80.00.
 * The average order is before refunds. */
static void refund_of_a_line(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "completed", MONDAY + 4 * DAY,
          PAID ",'refunds':[{'refund':'r1','at':1793923200000,'total':'-24.20','tax':'-3.20','shipping':'-1.00','lines'"
               ":true}]");
    const tl_value *o = november(&s);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "80.00");
    CHECK_STR(shop_text(o, "identity.total"), "80.00");
    CHECK_STR(shop_text(o, "identity.whatsapp_orders"), "1");
    CHECK_STR(shop_text(o, "cards.aov.value"), "100.00");
    CHECK_STR(shop_text(o, "cards.per_click.value"), "80.00");
    o = shop_report(&s, "overview", "{" PERIOD ",'measure':'total'}", NOVEMBER);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "96.80"); /* 121.00 - 24.20 */
    shop_close(&s);
}

/* Set to 'refunded' by hand: WooCommerce makes a refund of 121.00 without lines. It takes back exactly what is left:
 * 100.00 net. */
static void refunded_by_hand(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "refunded", MONDAY + 4 * DAY,
          PAID ",'refunds':[{'refund':'r1','at':1793923200000,'total':'121.00','lines':false}]");
    const tl_value *o = november(&s);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "0.00");
    CHECK_STR(shop_text(o, "identity.total"), "0.00");
    CHECK_STR(shop_text(o, "identity.whatsapp_orders"), "1");
    CHECK_STR(shop_text(o, "cards.aov.value"), "100.00");
    shop_close(&s);
}

/* First a line (20.00 net), then the rest by hand: 121.00 - 24.20 = 96.80 takes back 100.00 - 20.00 = 80.00 net. */
static void the_rest_by_hand(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "refunded", MONDAY + 5 * DAY,
          PAID
          ",'refunds':[{'refund':'r1','at':1793923200000,'total':'24.20','tax':'3.20','shipping':'1.00','lines':true},"
          "{'refund':'r2','at':1793926800000,'total':'96.80'}]");
    const tl_value *o = november(&s);
    CHECK_STR(shop_text(o, "identity.total"), "0.00");
    o = shop_report(&s, "overview", "{'from':%lld,'to':%lld}", (long long)(MONDAY - DAY), 1793926800000LL);
    CHECK_STR(shop_text(o, "identity.total"), "80.00"); /* before the second refund */
    o = shop_report(&s, "overview", "{'from':%lld,'to':%lld}", 1793926800000LL, 1793926800001LL);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "-80.00"); /* the second refund alone */
    CHECK_STR(shop_text(o, "identity.whatsapp_orders"), "0");
    CHECK_STR(shop_text(o, "cards.aov.value"), "(null)");
    CHECK_STR(shop_text(o, "cards.aov.reason"), "no_orders");
    shop_close(&s);
}

/* A smaller refund without lines is all net: 100.00 - 10.00. */
static void goodwill_without_lines(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "completed", MONDAY + 4 * DAY,
          PAID ",'refunds':[{'refund':'r1','at':1793923200000,'total':'10.00'}]");
    CHECK_STR(shop_text(november(&s), "identity.whatsapp"), "90.00");
    shop_close(&s);
}

/* Told of on its own, then deleted: the order is whole again. */
static void deleted_refund(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "completed", MONDAY + 2 * DAY, PAID);
    shop_record(&s, "{'type':'refund','order':'1','refund':'r1','at':%lld,'total':'10.00'}",
                (long long)(MONDAY + 3 * DAY));
    CHECK_STR(shop_text(november(&s), "identity.whatsapp"), "90.00");
    shop_record(&s, "{'type':'refund','order':'1','refund':'r1','at':%lld,'total':'10.00','deleted':true}",
                (long long)(MONDAY + 4 * DAY));
    CHECK_STR(shop_text(november(&s), "identity.whatsapp"), "100.00");
    /* Or a newer snapshot knows it no more. */
    shop_record(&s, "{'type':'refund','order':'1','refund':'r2','at':%lld,'total':'30.00'}",
                (long long)(MONDAY + 5 * DAY));
    CHECK_STR(shop_text(november(&s), "identity.whatsapp"), "70.00");
    order(&s, "1", "ann", "completed", MONDAY + 6 * DAY, PAID);
    CHECK_STR(shop_text(november(&s), "identity.whatsapp"), "100.00");
    shop_close(&s);
}

static void what_counts(void) {
    static const struct {
        const char *status, *more, *total, *reason;
    } cases[] = {
        {"shipped", PAID, "100.00", ""}, /* a custom status after payment keeps counting */
        {"shipped", "", "0.00", "unpaid"},
        {"processing", "", "100.00", ""}, /* cash on delivery: accepted, no date of payment */
        {"on-hold", PAID, "100.00", ""},
        {"on-hold", "", "0.00", "unpaid"},
        {"pending", "", "0.00", "excluded"},
        {"cancelled", PAID, "0.00", "excluded"},
        {"failed", PAID, "0.00", "excluded"},
        {"refunded", PAID, "100.00", ""},
        {"trash", PAID, "0.00", "trash"},
        {"deleted", PAID, "0.00", "trash"},
        {"checkout-draft", "", "0.00", "draft"},
        {"completed", PAID ",'test':true", "0.00", "test"},
        {"completed", PAID ",'leave_out':true", "0.00", "left_out"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        shop s;
        shop_open(&s, NULL);
        visit(&s, "ann", MONDAY + 10 * HOUR);
        order(&s, "1", "ann", cases[i].status, MONDAY + 2 * DAY, cases[i].more);
        const tl_value *o = november(&s), *j = shop_journey(&s, "1");
        test_check(strcmp(shop_text(o, "identity.total"), cases[i].total) == 0, __FILE__, __LINE__, "%s%s: %s, not %s",
                   cases[i].status, cases[i].more, shop_text(o, "identity.total"), cases[i].total);
        CHECK_STR(shop_text(j, "reason"), cases[i].reason[0] ? cases[i].reason : "(null)");
        CHECK_INT(shop_number(j, "counts"), !cases[i].reason[0]);
        shop_close(&s);
    }
}

/* Counts while it is paid, goes with its refund into the trash, comes back with it. */
static void an_order_that_stops_counting(void) {
    static const char refund[] = PAID ",'refunds':[{'refund':'r1','at':1793923200000,'total':'10.00'}]";
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "completed", MONDAY + 4 * DAY, refund);
    CHECK_STR(shop_text(november(&s), "identity.total"), "90.00");
    order(&s, "1", "ann", "trash", MONDAY + 5 * DAY, refund);
    const tl_value *o = november(&s);
    CHECK_STR(shop_text(o, "identity.total"), "0.00");
    CHECK_STR(shop_text(o, "identity.total_orders"), "0");
    order(&s, "1", "ann", "completed", MONDAY + 6 * DAY, refund);
    CHECK_STR(shop_text(november(&s), "identity.total"), "90.00");
    shop_close(&s);
}

static void the_owners_statuses(void) {
    shop s;
    shop_open(&s, "{'paid_statuses':['packed'],'excluded_statuses':['cancelled']}");
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "packed", MONDAY + 2 * DAY, "");
    order(&s, "2", "ann", "processing", MONDAY + 2 * DAY, "");
    CHECK_STR(shop_text(november(&s), "identity.total"), "100.00");
    shop_close(&s);
}

/* WooCommerce keeps shipping and its tax unrounded: 105.00 - 0.867769 - 4.132231 = 100.000000 to the micro. */
static void unrounded_shipping(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    shop_record(&s,
                "{'type':'order','order':'1','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,"
                "'total':'105.00','tax':'0.867768595041322','shipping':'4.132231404958678','visitor':'ann'}",
                (long long)(MONDAY + 2 * DAY), (long long)(MONDAY + DAY));
    const tl_value *o = november(&s);
    CHECK_INT(shop_number(o, "identity.total_micros"), 100000000);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "100.00");
    /* 0.333333 of shipping left in the net: the parts printed still add up to the total printed */
    shop_record(&s,
                "{'type':'order','order':'2','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,"
                "'total':'10.00','shipping':'3.333333333'}",
                (long long)(MONDAY + 2 * DAY), (long long)(MONDAY + DAY));
    shop_record(&s,
                "{'type':'order','order':'3','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,"
                "'total':'10.00','shipping':'3.333333333','visitor':'ann'}",
                (long long)(MONDAY + 2 * DAY), (long long)(MONDAY + DAY));
    o = november(&s);
    CHECK_INT(shop_number(o, "identity.total_micros"), 113333334); /* 100 + 2 x 6.666667 */
    CHECK_INT(shop_number(o, "identity.whatsapp_micros"), 106666667);
    CHECK_STR(shop_text(o, "identity.total"), "113.33");
    CHECK_STR(shop_text(o, "identity.whatsapp"), "106.67"); /* .666667 and .666667: the earlier is rounded up, */
    CHECK_STR(shop_text(o, "identity.unknown"), "6.66");    /* the later down, so that they make 113.33 */
    shop_close(&s);
}

static void on_hold_when_ticked(void) {
    shop s;
    shop_open(&s, "{'query':{'on_hold':true}}");
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "on-hold", MONDAY + 2 * DAY, "");
    order(&s, "2", "ann", "pending", MONDAY + 2 * DAY, "");
    const tl_value *o = november(&s);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "100.00");
    CHECK_INT(shop_number(shop_journey(&s, "1"), "counts"), 1);
    CHECK_STR(shop_text(shop_journey(&s, "2"), "reason"), "excluded");
    o = shop_report(&s, "overview", "{" PERIOD ",'on_hold':false}", NOVEMBER);
    CHECK_STR(shop_text(o, "identity.total"), "0.00");
    shop_close(&s);
}

/* A renewal is a sale, but no conversion: it stands in a part of its own. */
static void renewals(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "completed", MONDAY + 2 * DAY, PAID);
    order(&s, "2", "ann", "completed", MONDAY + 2 * DAY,
          PAID ",'renewal':true,'refunds':[{'refund':'r1','at':1793923200000,'total':'10.00'}]");
    const tl_value *o = november(&s);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "100.00");
    CHECK_STR(shop_text(o, "identity.renewals"), "90.00");
    CHECK_STR(shop_text(o, "identity.total"), "190.00");
    CHECK_STR(shop_text(o, "identity.whatsapp_orders"), "1");
    CHECK_STR(shop_text(o, "identity.renewals_orders"), "1");
    CHECK_STR(shop_text(o, "identity.total_orders"), "2");
    CHECK_INT(shop_number(o, "cards.conversion.value.n"), 1);
    CHECK_STR(shop_text(shop_journey(&s, "2"), "reason"), "renewal");
    CHECK_STR(shop_text(shop_journey(&s, "2"), "touches.0.credit"), "0.00");
    o = shop_report(&s, "orders", "{" PERIOD ",'part':'renewals'}", NOVEMBER);
    CHECK_INT(shop_number(o, "count"), 1);
    CHECK_STR(shop_text(o, "rows.0.order"), "2");
    CHECK_STR(shop_text(o, "total.total"), "90.00");
    /* and on its days, which add up to the total line */
    o = shop_report(&s, "daily", "{" PERIOD "}", NOVEMBER);
    CHECK_STR(shop_text(o, "total.whatsapp"), "100.00");
    CHECK_STR(shop_text(o, "total.renewals"), "90.00");
    CHECK_STR(shop_text(o, "total.total"), "190.00");
    shop_close(&s);
}

/* Two currencies are never added up. The larger is shown, the other named. */
static void currencies(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    order(&s, "1", "ann", "completed", MONDAY + 2 * DAY, PAID);
    shop_record(
        &s,
        "{'type':'order','order':'2','at':%lld,'status':'completed','currency':'USD','placed_at':%lld,'total':'150',"
        "'visitor':'ann'}",
        (long long)(MONDAY + 2 * DAY), (long long)(MONDAY + DAY));
    shop_record(
        &s, "{'type':'order','order':'3','at':%lld,'status':'completed','currency':'USD','placed_at':%lld,'total':'7'}",
        (long long)(MONDAY + 2 * DAY), (long long)(MONDAY + DAY));
    const tl_value *o = november(&s);
    CHECK_STR(shop_text(o, "currency"), "USD");
    CHECK_STR(shop_text(o, "identity.total"), "157.00");
    CHECK_STR(shop_text(o, "currencies.0.currency"), "USD");
    CHECK_STR(shop_text(o, "currencies.0.whatsapp"), "150.00");
    CHECK_STR(shop_text(o, "currencies.1.currency"), "EUR");
    CHECK_STR(shop_text(o, "currencies.1.total"), "100.00");
    CHECK(shop_at(o, "currencies.2") == NULL);
    o = shop_report(&s, "overview", "{" PERIOD ",'currency':'EUR'}", NOVEMBER);
    CHECK_STR(shop_text(o, "identity.total"), "100.00");
    CHECK_STR(shop_text(o, "cards.aov.value"), "100.00");
    o = shop_report(&s, "orders", "{" PERIOD ",'currency':'EUR'}", NOVEMBER);
    CHECK_INT(shop_number(o, "count"), 1);
    o = shop_report(&s, "overview", "{" PERIOD ",'currency':'GBP'}", NOVEMBER);
    CHECK_STR(shop_text(o, "identity.total"), "0.00");
    shop_close(&s);
}

/* The largest by what the measure says, refunds taken off: EUR 100.00 - 60.00 = 40.00 is less than USD 50.00. */
static void largest_currency(void) {
    shop s;
    shop_open(&s, NULL);
    order(&s, "1", "ann", "completed", MONDAY + 4 * DAY,
          PAID ",'refunds':[{'refund':'r1','at':1793923200000,'total':'60'}]");
    shop_record(
        &s,
        "{'type':'order','order':'2','at':%lld,'status':'completed','currency':'USD','placed_at':%lld,'total':'50'}",
        (long long)(MONDAY + 2 * DAY), (long long)(MONDAY + DAY));
    CHECK_STR(shop_text(november(&s), "currency"), "USD");
    CHECK_STR(shop_text(november(&s), "currencies.0.currency"), "USD");
    shop_close(&s);
}

static void an_empty_store(void) {
    shop s;
    shop_open(&s, NULL);
    const tl_value *o = november(&s);
    CHECK_STR(shop_text(o, "currency"), "(null)");
    CHECK_STR(shop_text(o, "as_of"), "(null)");
    CHECK_STR(shop_text(o, "first_event_at"), "(null)");
    CHECK_STR(shop_text(o, "cards.revenue.value"), "(null)");
    CHECK_STR(shop_text(o, "cards.revenue.reason"), "not_measured");
    CHECK_STR(shop_text(o, "share.percent"), "(null)");
    CHECK_STR(shop_text(o, "identity.total"), "0.00");
    CHECK_INT(shop_number(o, "chain.1.count"), 0);
    CHECK_INT(shop_number(shop_report(&s, "dimension", "{'dim':'page'}"), "count"), 0);
    CHECK_INT(shop_number(shop_report(&s, "orders", "{}"), "count"), 0);
    CHECK(shop_at(shop_report(&s, "daily", "{}"), "days.0") == NULL);
    CHECK(shop_at(shop_report(&s, "daily", "{" PERIOD "}", NOVEMBER), "days.29") != NULL);
    shop_close(&s);
}

/* No figure for a time in which nothing was measured: a dash, and the reason. Orders of that time still add up. */
static void before_the_first_event(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    shop_record(
        &s,
        "{'type':'order','order':'1','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,'total':'50'}",
        (long long)(MONDAY + 11 * HOUR), (long long)(MONDAY - 20 * DAY)); /* backfilled */
    shop_ingest(&s);
    const tl_value *o =
        shop_report(&s, "overview", "{'from':%lld,'to':%lld,'compare_from':%lld,'compare_to':%lld}", (long long)MONDAY,
                    (long long)(MONDAY + 7 * DAY), (long long)(MONDAY - 30 * DAY), (long long)(MONDAY - 7 * DAY));
    CHECK_INT(shop_number(o, "compared"), 0);
    CHECK_STR(shop_text(o, "cards.revenue.value"), "0.00");
    CHECK_STR(shop_text(o, "cards.revenue.previous"), "(null)");
    CHECK_STR(shop_text(o, "cards.revenue.change"), "(null)");
    o = shop_report(&s, "overview", "{'from':%lld,'to':%lld}", (long long)(MONDAY - 30 * DAY),
                    (long long)(MONDAY - 7 * DAY));
    CHECK_STR(shop_text(o, "cards.revenue.value"), "(null)");
    CHECK_STR(shop_text(o, "cards.revenue.reason"), "not_measured");
    CHECK_STR(shop_text(o, "cards.orders.value"), "(null)");
    CHECK_STR(shop_text(o, "identity.unknown"), "50.00");
    CHECK_STR(shop_text(o, "identity.total"), "50.00");
    shop_close(&s);
}

/* 100.00 in the second week after 80.00 in the first: 25 % up. One order each. */
static void compared(void) {
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    visit(&s, "bob", MONDAY + 7 * DAY + 10 * HOUR);
    shop_record(
        &s,
        "{'type':'order','order':'1','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,'total':'80',"
        "'visitor':'ann'}",
        (long long)(MONDAY + DAY), (long long)(MONDAY + 12 * HOUR));
    shop_record(
        &s,
        "{'type':'order','order':'2','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,'total':'100',"
        "'visitor':'bob'}",
        (long long)(MONDAY + 8 * DAY), (long long)(MONDAY + 7 * DAY + 12 * HOUR));
    shop_ingest(&s);
    const tl_value *o = shop_report(&s, "overview", "{'from':%lld,'to':%lld,'compare_from':%lld,'compare_to':%lld}",
                                    (long long)(MONDAY + 7 * DAY), (long long)(MONDAY + 14 * DAY), (long long)MONDAY,
                                    (long long)(MONDAY + 7 * DAY));
    CHECK_INT(shop_number(o, "compared"), 1);
    CHECK_STR(shop_text(o, "cards.revenue.previous"), "80.00");
    CHECK_INT(shop_number(o, "cards.revenue.previous_micros"), 80000000);
    CHECK_STR(shop_text(o, "cards.revenue.change.percent"), "25.0");
    CHECK_STR(shop_text(o, "cards.revenue.change.direction"), "up");
    CHECK_STR(shop_text(o, "cards.orders.change.direction"), "flat");
    CHECK_STR(shop_text(o, "cards.conversion.previous.percent"), "100.0");
    CHECK_STR(shop_text(o, "cards.conversion.change.direction"), "flat");
    o = shop_report(&s, "overview", "{'from':%lld,'to':%lld,'compare_from':%lld,'compare_to':%lld}", (long long)MONDAY,
                    (long long)(MONDAY + 7 * DAY), (long long)(MONDAY + 7 * DAY), (long long)(MONDAY + 14 * DAY));
    CHECK_STR(shop_text(o, "cards.revenue.change.percent"), "20.0"); /* 80 is 20 % less than 100 */
    CHECK_STR(shop_text(o, "cards.revenue.change.direction"), "down");
    shop_close(&s);
}

/* Amounts at the end of what fits are exact; beyond it a report says so, and a shorter period has its figures. Refunds
 * of no real order do not stop ingest. */
static void more_than_fits(void) {
    static const char *const names[] = {"overview", "daily", "orders", "paths", "models", "unattributed"};
    shop s;
    shop_open(&s, NULL);
    visit(&s, "ann", MONDAY + 10 * HOUR);
    for (int i = 0; i < 5; i++) {
        int64_t at = MONDAY + (i < 4 ? 2 + i : 20) * DAY;
        shop_record(&s,
                    "{'type':'order','order':'%d','at':%lld,'status':'completed','currency':'IDR','placed_at':%lld,"
                    "'total':'1000000000000','visitor':'ann'}",
                    i, (long long)at, (long long)at);
    }
    shop_ingest(&s);
    const tl_value *o =
        shop_report(&s, "overview", "{" PERIOD ",'compare_from':0,'compare_to':%lld}", (long long)(MONDAY - DAY),
                    (long long)(MONDAY + 6 * DAY), (long long)(MONDAY - DAY));
    CHECK_STR(shop_text(o, "identity.total"), "4000000000000.00");
    CHECK_STR(shop_text(o, "identity.whatsapp"), "4000000000000.00");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        CHECK_INT(shop_refused(&s, names[i], "{}"), TL_E_QUERY_VALUE);
        CHECK_HAS(s.err.msg, "shorter");
    }
    for (int i = 0; i < 30; i++) {
        shop_record(
            &s,
            "{'type':'refund','order':'0','refund':'%d','at':%lld,'total':'1000000000000','tax':'1000000000000',"
            "'lines':true}",
            i, (long long)(MONDAY + 9 * DAY + i));
    }
    shop_ingest(&s);
    CHECK_INT(shop_refused(&s, "overview", "{'from':0,'to':1793923200000}"), TL_E_QUERY_VALUE); /* MONDAY + 4 days */
    CHECK_HAS(s.err.msg, "order '0'");
    CHECK_INT(shop_number(shop_check(&s), "ok"), 0);
    CHECK_HAS(shop_text(shop_check(&s), "problems.0"), "1 orders have more refunded than was paid");
    shop_close(&s);
}

int main(void) {
    net_and_total();
    refund_of_a_line();
    refunded_by_hand();
    the_rest_by_hand();
    goodwill_without_lines();
    deleted_refund();
    what_counts();
    an_order_that_stops_counting();
    the_owners_statuses();
    unrounded_shipping();
    on_hold_when_ticked();
    renewals();
    currencies();
    largest_currency();
    an_empty_store();
    before_the_first_event();
    compared();
    more_than_fits();
    return test_report();
}
