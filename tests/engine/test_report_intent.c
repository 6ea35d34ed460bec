/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a click asks for: who said it, the owner's rules, the page; and figures told apart by it. */
#include "tl_test_shop.h"

#define WEEK "'from':1793577600000,'to':1794182400000"

static void click(shop *s, const char *who, int minute, const char *page, const char *more) {
    shop_record(s, "{'type':'button_click','visitor':'%s','at':%lld,'path':'%s'%s}", who,
                (long long)(MONDAY + minute * MINUTE), page, more);
}

static void view(shop *s, const char *who, const char *source) {
    shop_record(s, "{'type':'page_view','visitor':'%s','at':%lld,'path':'/','source':'%s','medium':'cpc'}", who,
                (long long)MONDAY, source);
}

static void order(shop *s, const char *who, int hour, const char *total) {
    long long at = (long long)(MONDAY + hour * HOUR);
    shop_record(s,
                "{'type':'order','order':'%s','at':%lld,'placed_at':%lld,'paid_at':%lld,'status':'completed',"
                "'currency':'EUR','total':'%s','visitor':'%s'}",
                who, at, at, at, total, who);
}

/* ann, Google: asks on a product's page, buys for 100. bob, Google: asks at the checkout, buys for 50.
 * cas, Google: on the account page; his order of 30 is the ad's. dan, news: on the contact page, which the owner calls
 * support, and on a product's page. eve, news: somebody said that it is an order, whatever the page. */
static void a_week(shop *s) {
    shop_open(s, "{'rules':{'intent':[['support','^/contact'],['none','^/nothing']]}}");
    view(s, "ann", "google");
    view(s, "bob", "google");
    view(s, "cas", "google");
    view(s, "dan", "news");
    view(s, "eve", "news");
    click(s, "ann", 1, "/boot/", ",'page_type':'product','product':'1'");
    click(s, "bob", 1, "/checkout/", ",'page_type':'checkout'");
    click(s, "cas", 1, "/account/", ",'page_type':'account'");
    click(s, "dan", 1, "/contact/", ",'page_type':'page'");
    click(s, "dan", 2, "/boot/", ",'page_type':'product','product':'1'");
    click(s, "eve", 1, "/contact/", ",'page_type':'page','intent':'order'");
    click(s, "eve", 2, "/nothing/", ",'page_type':'post'");
    order(s, "ann", 1, "100");
    order(s, "bob", 1, "50");
    order(s, "cas", 1, "30");
    shop_ingest(s);
}

static void says(const tl_value *report, const char *key, int clicks, const char *revenue) {
    const tl_value *row = shop_row(report, "rows", "key", key);
    CHECK_INT(shop_number(row, "clicks"), clicks);
    CHECK_STR(shop_text(row, "revenue"), revenue);
}

static void by_intent(void) {
    shop s;
    a_week(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'intent'}");
    says(r, "presale", 2, "100.00");
    says(r, "order", 2, "50.00");
    says(r, "support", 2, "0.00");
    says(r, "other", 1, "0.00");
    CHECK_INT(shop_number(r, "total.clicks"), 5); /* dan and eve stand in two rows */
    CHECK_STR(shop_text(r, "total.revenue"), "150.00");
    CHECK_STR(shop_text(r, "total.sessions"), "(null)");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'intent','credit':'all'}");
    says(r, "", 0, "30.00"); /* the ad asked for nothing */
    CHECK_STR(shop_text(r, "total.revenue"), "180.00");
    shop_close(&s);
}

/* Which sources and products bring questions for help, and which bring orders. */
static void split_by_it(void) {
    shop s;
    a_week(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'source','filter':{'intent':['support']}}");
    says(r, "google", 1, "0.00");
    says(r, "news", 1, "0.00");
    CHECK_INT(shop_number(r, "total.clicks"), 2);
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'source','filter':{'intent':['order','presale']}}");
    says(r, "google", 2, "150.00");
    says(r, "news", 2, "0.00");
    r = shop_report(&s, "products", "{" WEEK ",'filter':{'intent':['support']}}");
    CHECK_INT(shop_number(r, "total.clicks"), 0);
    r = shop_report(&s, "products", "{" WEEK ",'filter':{'intent':['presale']}}");
    CHECK_INT(shop_number(shop_row(r, "rows", "key", "1"), "clicks"), 2);
    r = shop_report(&s, "funnel", "{" WEEK ",'filter':{'intent':['support']}}");
    CHECK_INT(shop_number(shop_row(r, "chain", "step", "click"), "count"), 2);
    /* dan's and eve's touches are their visit's first click that is no call for support */
    r = shop_report(&s, "paths", "{" WEEK ",'dim':'intent'}");
    CHECK_INT(shop_number(r, "total.orders"), 3);
    shop_close(&s);
}

int main(void) {
    by_intent();
    split_by_it();
    return test_report();
}
