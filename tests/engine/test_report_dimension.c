/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What earned it: channels, campaigns, pages and products, and the orders behind each figure. */
#include "tl_test_people.h"

static void says(const tl_value *row, const char *label, int sessions, int clicks, int chats, const char *orders,
                 const char *revenue, const char *share) {
    CHECK(row != NULL);
    CHECK_STR(shop_text(row, "label"), label);
    CHECK_INT(shop_number(row, "sessions"), sessions);
    CHECK_INT(shop_number(row, "clicks"), clicks);
    CHECK_INT(shop_number(row, "chats"), chats);
    CHECK_STR(shop_text(row, "orders"), orders);
    CHECK_STR(shop_text(row, "revenue"), revenue);
    if (share) {
        CHECK_STR(shop_text(row, "share.percent"), share);
    }
}

enum { NULLED = -999999 };

/* WhatsApp 100.00 + 50.00 + 30.00 = 180.00 of 215.00. A click belongs to the channel of the visit it was made in. */
static void channels(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'channel'}");
    says(shop_row(r, "rows", "key", "whatsapp"), "whatsapp", 0, 0, 0, "3", "180.00", "83.7");
    says(shop_row(r, "rows", "key", "paid_search"), "paid_search", 2, 1, 0, "1", "30.00", "14.0");
    says(shop_row(r, "rows", "key", "email"), "email", 1, 1, 1, "0", "0.00", "0.0");
    says(shop_row(r, "rows", "key", "direct"), "direct", 2, 2, 0, "0", "0.00", "0.0");
    says(shop_row(r, "rows", "key", "unknown"), "unknown", NULLED, NULLED, NULLED, "1", "5.00", "2.3");
    CHECK_STR(shop_text(r, "total.revenue"), "215.00");
    CHECK_STR(shop_text(r, "total.orders"), "5");
    CHECK_INT(shop_number(r, "total.sessions"), 5);
    CHECK_INT(shop_number(r, "total.clicks"), 4);
    CHECK_INT(shop_number(r, "total.chats"), 1);
    CHECK_INT(shop_number(r, "count"), 5);
    CHECK_STR(shop_text(r, "rows.0.key"), "whatsapp");
    CHECK_STR(shop_text(r, "rows.1.key"), "paid_search");
    CHECK_STR(shop_text(r, "rows.2.key"), "unknown");
    shop_close(&s);
}

/* WhatsApp's 180.00 by the page of the click that earned. bob clicked on two pages: he counts on both, and once in the
 * total. He wrote before his second click. */
static void pages(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'page'}");
    /* bob's one touch is the first click of his visit */
    says(shop_row(r, "rows", "key", "/boot/"), "/boot/", 2, 3, 1, "3", "180.00", "100.0");
    says(shop_row(r, "rows", "key", "/sock/"), "/sock/", 1, 2, 0, "0", "0.00", "0.0");
    CHECK_INT(shop_number(r, "total.clicks"), 4);
    CHECK_INT(shop_number(r, "total.chats"), 1);
    CHECK_STR(shop_text(r, "total.revenue"), "180.00");
    shop_close(&s);
}

/* What had brought those who clicked: ann by "winter", bob by "monday", fay by none. */
static void campaigns(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'campaign'}");
    says(shop_row(r, "rows", "key", "winter"), "winter", 2, 1, 0, "1", "100.00", "55.6");
    says(shop_row(r, "rows", "key", "monday"), "monday", 1, 1, 1, "1", "50.00", "27.8");
    says(shop_row(r, "rows", "key", ""), "", 2, 2, 0, "1", "30.00", "16.7");
    CHECK_STR(shop_text(r, "total.revenue"), "180.00");
    CHECK_STR(shop_text(r, "rows.2.key"), ""); /* what has no name comes last */
    shop_close(&s);
}

/* ann's 100.00: 80.00 for boots, 20.00 without a product. bob's 50.00 for socks. fay's 40.00 - 10.00 for socks. */
static void products(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'product'}");
    says(shop_row(r, "rows", "key", "42"), "Boot", 0, 2, 1, "1", "80.00", "44.4");
    says(shop_row(r, "rows", "key", "7"), "Sock", 0, 2, 0, "2", "80.00", "44.4");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", ""), "revenue"), "20.00");
    CHECK_STR(shop_text(r, "total.revenue"), "180.00");
    CHECK_STR(shop_text(r, "total.orders"), "3");
    CHECK_STR(shop_text(r, "rows.2.key"), "");
    /* With tax the boots cost 80.00 / 100.00 of ann's 119.00; tax belongs to no line here. */
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'product','measure':'total'}");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "42"), "revenue"), "80.00");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", ""), "revenue"), "39.00");
    CHECK_STR(shop_text(r, "total.revenue"), "199.00");
    shop_close(&s);
}

/* Three lines that share 10.00 by thirds leave no crumb without a product. */
static void lines_of_thirds(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, "/", "");
    order(&s, "1", "ann", MONDAY + HOUR, "'total':'10'",
          ",'lines':[{'product':'1','name':'a','quantity':1,'net':'3.333333'},{'product':'2','name':'b','quantity':1,'"
          "net':"
          "'3.333333'},{'product':'3','name':'c','quantity':1,'net':'3.333334'}]");
    shop_record(&s, "{'type':'refund','order':'1','refund':'r','at':%lld,'total':'1'}", (long long)(MONDAY + DAY));
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'product'}");
    CHECK_INT(shop_number(r, "count"), 3);
    CHECK_STR(shop_text(r, "rows.0.revenue"), "3.00");
    CHECK_STR(shop_text(r, "rows.1.revenue"), "3.00");
    CHECK_STR(shop_text(r, "rows.2.revenue"), "3.00");
    shop_close(&s);
}

static void sorted_and_paged(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    const tl_value *r =
        shop_report(&s, "dimension", "{" WEEK ",'dim':'channel','orderby':'sessions','order':'desc','limit':2}");
    CHECK_STR(shop_text(r, "rows.0.key"), "paid_search"); /* two visits, as direct, but more revenue */
    CHECK_STR(shop_text(r, "rows.1.key"), "direct");
    CHECK(shop_at(r, "rows.2") == NULL);
    CHECK_INT(shop_number(r, "count"), 5);
    CHECK_STR(shop_text(r, "total.revenue"), "215.00"); /* of all rows */
    r = shop_report(&s, "dimension",
                    "{" WEEK ",'dim':'channel','orderby':'revenue','order':'asc','limit':2,'offset':3}");
    CHECK_STR(shop_text(r, "rows.1.key"), "whatsapp");
    CHECK(shop_at(r, "rows.2") == NULL);
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'product','orderby':'label','order':'asc'}");
    CHECK_STR(shop_text(r, "rows.0.label"), "Boot");
    CHECK_STR(shop_text(r, "rows.1.label"), "Sock");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'channel','offset':100}");
    CHECK(shop_at(r, "rows.0") == NULL);
    shop_close(&s);
}

static void the_best(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    const tl_value *o = shop_report(&s, "overview", "{" WEEK "}");
    CHECK_STR(shop_text(o, "best.page.key"), "/boot/");
    CHECK_STR(shop_text(o, "best.page.revenue"), "180.00");
    CHECK_STR(shop_text(o, "best.page_type.key"), "product");
    CHECK_STR(shop_text(o, "best.page_type.share.percent"), "100.0");
    CHECK_STR(shop_text(o, "best.campaign.key"), "winter");
    CHECK_STR(shop_text(o, "best.product.label"), "Boot"); /* as much as socks: the lesser key first */
    CHECK_STR(shop_text(o, "best.channel.key"), "whatsapp");
    o = shop_report(&s, "overview", "{'from':%lld,'to':%lld}", (long long)(MONDAY + 20 * DAY),
                    (long long)(MONDAY + 21 * DAY));
    CHECK_STR(shop_text(o, "best.page"), "(null)");
    CHECK_STR(shop_text(o, "best.product"), "(null)");
    shop_close(&s);
}

/* The same people, told apart by everything else. WhatsApp earned 100.00 of ann (Google) and 50.00 of bob (the letter),
 * and of fay, who came directly on Tuesday, 40.00 - 10.00. All clicked on product pages, by the button; only bob wrote.
 */
static void every_other_dimension(void) {
    static const struct {
        const char *dim, *key, *orders, *revenue;
        int sessions, clicks;
    } cases[] = {
        {"source", "google", "1", "100.00", 2, 1},
        {"source", "news", "1", "50.00", 1, 1},
        {"source", "", "1", "30.00", 2, 2},
        {"medium", "cpc", "1", "100.00", 2, 1},
        {"medium", "email", "1", "50.00", 1, 1},
        {"content", "", "3", "180.00", 5, 4},
        {"page_type", "product", "3", "180.00", NULLED, 4},
        {"landing", "/", "1", "100.00", 1, 1},
        {"landing", "/sale/", "1", "50.00", 1, 1},
        {"landing", "/boot/", "1", "30.00", 2, 1},
        {"landing", "/sock/", "0", "0.00", 1, 1},
        {"device", "", "3", "180.00", 5, 4},
        {"country", "", "3", "180.00", 5, 4},
        {"entry", "button", "3", "180.00", 0, NULLED},
        {"category", "", "3", "180.00", NULLED, NULLED},
        {"evidence", "code", "1", "50.00", NULLED, NULLED},
        {"evidence", "click", "2", "130.00", NULLED, NULLED},
        {"customer", "new", "3", "180.00", NULLED, NULLED},
        {"hour", "10", "0", "0.00", 5, 4},
        {"hour", "11", "3", "180.00", 0, 0},
        {"weekday", "1", "2", "150.00", 3, 2},
        {"weekday", "2", "1", "30.00", 2, 2},
    };
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'%s'}", cases[i].dim);
        const tl_value *row = shop_row(r, "rows", "key", cases[i].key);
        bool right = row && strcmp(shop_text(row, "orders"), cases[i].orders) == 0 &&
                     strcmp(shop_text(row, "revenue"), cases[i].revenue) == 0 &&
                     shop_number(row, "sessions") == cases[i].sessions && shop_number(row, "clicks") == cases[i].clicks;
        test_check(right, __FILE__, __LINE__, "%s '%s': %s orders, %s, %lld visits, %lld clicks", cases[i].dim,
                   cases[i].key, row ? shop_text(row, "orders") : "no row", row ? shop_text(row, "revenue") : "",
                   row ? shop_number(row, "sessions") : 0, row ? shop_number(row, "clicks") : 0);
        CHECK_STR(shop_text(r, "total.revenue"), "180.00");
        CHECK_STR(shop_text(r, "total.orders"), "3");
    }
    shop_close(&s);
}

/* All that counts, whoever earned it; and by a filter only what passes: 30.00 by Google without a click. */
static void every_channel(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'source','credit':'all'}");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "google"), "revenue"), "130.00");
    CHECK_STR(shop_text(r, "total.revenue"), "215.00");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'product','credit':'all'}");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "42"), "revenue"), "110.00");
    CHECK_STR(shop_text(r, "total.revenue"), "215.00");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'landing','filter':{'channel':['paid_search']}}");
    CHECK_INT(shop_number(r, "count"), 2); /* ann's visit was one of that channel, too */
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "/boot/"), "revenue"), "30.00");
    CHECK_INT(shop_number(r, "total.sessions"), 2);
    CHECK_INT(shop_number(r, "total.clicks"), 1);
    CHECK_STR(shop_text(r, "total.revenue"), "30.00");
    const tl_value *o = shop_report(&s, "overview", "{" WEEK ",'filter':{'source':['google']}}");
    CHECK_STR(shop_text(o, "identity.whatsapp"), "100.00");
    CHECK_STR(shop_text(o, "identity.other"), "30.00");
    CHECK_STR(shop_text(o, "identity.unknown"), "0.00");
    CHECK_INT(shop_number(shop_row(o, "chain", "step", "click"), "count"), 1);
    shop_close(&s);
}

/* WhatsApp's 180.00 by source, of google's two visits ann clicked and bought for 100.00; fay of the two direct ones
 * gave 10.00 back. Of Google's sales, 130.00 of two orders in two visits. */
static void rates(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'source'}");
    const tl_value *google_row = shop_row(r, "rows", "key", "google"), *none = shop_row(r, "rows", "key", "");
    CHECK_STR(shop_text(google_row, "engagement.percent"), "50.0");
    CHECK_STR(shop_text(google_row, "conversion.percent"), "100.0"); /* of who clicked */
    CHECK_STR(shop_text(google_row, "per_session"), "50.00");
    CHECK_STR(shop_text(google_row, "refunds"), "0.00");
    CHECK_STR(shop_text(none, "refunds"), "10.00");
    CHECK_STR(shop_text(none, "conversion.percent"), "50.0");
    CHECK_STR(shop_text(none, "per_session"), "15.00");
    CHECK_STR(shop_text(r, "total.refunds"), "10.00");
    CHECK_STR(shop_text(r, "total.engagement.percent"), "80.0"); /* 4 of 5 */
    CHECK_STR(shop_text(r, "total.conversion.percent"), "75.0"); /* 3 of 4 */
    CHECK_STR(shop_text(r, "total.per_session"), "36.00");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'source','credit':'all'}");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "google"), "conversion.percent"), "100.0");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "google"), "per_session"), "65.00");
    CHECK_STR(shop_text(r, "total.conversion.percent"), "100.0");                 /* 5 orders, 5 visits */
    CHECK_STR(shop_text(shop_row(r, "rows", "key", ""), "conversion"), "(null)"); /* eve's is there, of no visit */
    CHECK_STR(shop_text(shop_row(r, "rows", "key", ""), "per_session"), "(null)");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", ""), "engagement.percent"), "100.0");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'channel'}");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "whatsapp"), "conversion"), "(null)");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "unknown"), "per_session"), "(null)");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "paid_search"), "conversion.percent"), "50.0");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "paid_search"), "per_session"), "15.00");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'product'}");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "7"), "refunds"), "10.00");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'evidence'}");
    CHECK_STR(shop_text(r, "rows.0.conversion"), "(null)");
    CHECK_STR(shop_text(r, "rows.0.engagement"), "(null)");
    shop_close(&s);
}

static void sorted_by_rates(void) {
    static const struct {
        const char *by, *keys[5];
    } cases[] = {
        /* 2 of 2, 1 of 1, 1 of 2; what had no visit comes after them, by revenue */
        {"engagement", {"direct", "email", "paid_search", "whatsapp", "unknown"}},
        {"conversion", {"paid_search", "direct", "email", "whatsapp", "unknown"}},
        {"per_session", {"paid_search", "direct", "email", "whatsapp", "unknown"}},
        {"refunds", {"whatsapp", "paid_search", "unknown", "direct", "email"}},
    };
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tl_value *r =
            shop_report(&s, "dimension", "{" WEEK ",'dim':'channel','orderby':'%s','order':'desc'}", cases[i].by);
        for (size_t k = 0; k < 5; k++) {
            char path[16];
            snprintf(path, sizeof path, "rows.%zu.key", k);
            CHECK_STR(shop_text(r, path), cases[i].keys[k]);
        }
    }
    shop_close(&s);
}

/* 100 visits from Google of whom 20 clicked and one bought for 50.00, 100 from the letter of whom 10 clicked and one
 * bought for 90.00, 99 from Bing of whom all clicked: too few to be called the best, and so many that nobody else is.
 */
static void the_best_of_enough(void) {
    static const struct {
        const char *source;
        int visits, clicks;
        const char *money;
    } cases[] = {
        {"google", 100, 20, "'total':'50'"}, {"news", 100, 10, "'total':'90'"}, {"bing", 99, 99, "'total':'1'"}};
    shop s;
    shop_open(&s, NULL);
    for (size_t c = 0; c < 3; c++) {
        char visitor[32] = "", from[64];
        snprintf(from, sizeof from, ",'source':'%s','medium':'cpc'", cases[c].source);
        for (int i = 0; i < cases[c].visits; i++) {
            snprintf(visitor, sizeof visitor, "%s%d", cases[c].source, i);
            view(&s, visitor, MONDAY + i * MINUTE, "/", from);
            if (i < cases[c].clicks) {
                click(&s, visitor, MONDAY + i * MINUTE + 1000, "/", "");
            }
        }
        snprintf(visitor, sizeof visitor, "%s0", cases[c].source);
        order(&s, cases[c].source, visitor, MONDAY + DAY, cases[c].money, "");
    }
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'source'}");
    CHECK_STR(shop_text(r, "best.engagement"), "(null)"); /* 20.0%, but of all 43.1% clicked */
    CHECK_STR(shop_text(r, "best.per_session.key"), "news");
    CHECK_STR(shop_text(r, "best.per_session.per_session"), "0.90");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'source','filter':{'source':['google','news']}}");
    CHECK_STR(shop_text(r, "best.engagement.key"), "google");
    CHECK_STR(shop_text(r, "best.engagement.engagement.percent"), "20.0");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'source','filter':{'source':['google','bing']}}");
    CHECK_STR(shop_text(r, "best.engagement"), "(null)"); /* nothing to compare with */
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'evidence'}");
    CHECK_STR(shop_text(r, "best.per_session"), "(null)");
    shop_close(&s);
}

/* What is looked for stands in the key or the name, in capitals or not; the total stays that of all rows. */
static void searched(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    const tl_value *r = shop_report(&s, "dimension", "{" WEEK ",'dim':'product','search':'OOT'}");
    CHECK_INT(shop_number(r, "count"), 1);
    CHECK_STR(shop_text(r, "rows.0.label"), "Boot");
    CHECK_STR(shop_text(r, "total.revenue"), "180.00");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'page','search':'o','limit':1,'offset':1}");
    CHECK_INT(shop_number(r, "count"), 2);
    CHECK_STR(shop_text(r, "rows.0.key"), "/sock/");
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'product','search':'glove'}");
    CHECK_INT(shop_number(r, "count"), 0);
    CHECK(shop_at(r, "rows.0") == NULL);
    CHECK(shop_refused(&s, "dimension", "{'dim':'page','search':1}") == TL_E_QUERY_VALUE);
    shop_close(&s);
}

/* ---- the orders behind a figure
 * ------------------------------------------------------------------------------------------- */

static void orders(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    const tl_value *r = shop_report(&s, "orders", "{" WEEK "}");
    CHECK_INT(shop_number(r, "count"), 5);
    CHECK_STR(shop_text(r, "rows.0.order"), "5"); /* the newest first */
    CHECK_STR(shop_text(r, "rows.0.number"), "N5");
    CHECK_STR(shop_text(r, "rows.0.total"), "30.00");
    CHECK_STR(shop_text(r, "rows.0.refunded"), "10.00");
    CHECK_STR(shop_text(r, "rows.0.evidence"), "click");
    CHECK_STR(shop_text(r, "rows.0.entry"), "button");
    CHECK_STR(shop_text(r, "rows.0.status"), "completed");
    CHECK_INT(shop_number(r, "rows.0.placed_at"), MONDAY + DAY + 11 * HOUR);
    CHECK_STR(shop_text(r, "rows.1.order"), "4");
    CHECK_STR(shop_text(r, "rows.1.unknown"), "5.00");
    CHECK_STR(shop_text(r, "rows.1.evidence"), "none");
    CHECK_STR(shop_text(r, "rows.1.entry"), "(null)");
    CHECK_STR(shop_text(r, "total.total"), "215.00");
    CHECK_STR(shop_text(r, "total.whatsapp"), "180.00");
    CHECK_STR(shop_text(r, "total.other"), "30.00");
    CHECK_STR(shop_text(r, "total.unknown"), "5.00");
    /* Thursday alone: the refund of an order placed before. */
    r = shop_report(&s, "orders", "{'from':%lld,'to':%lld}", (long long)(MONDAY + 3 * DAY),
                    (long long)(MONDAY + 4 * DAY));
    CHECK_INT(shop_number(r, "count"), 1);
    CHECK_STR(shop_text(r, "rows.0.whatsapp"), "-10.00");
    CHECK_STR(shop_text(r, "rows.0.refunded"), "10.00");
    shop_close(&s);
}

static void filtered(void) {
    static const struct {
        const char *filter;
        int count;
        const char *total;
    } cases[] = {
        {"'part':'whatsapp'", 3, "180.00"},
        {"'part':'confirmed'", 1, "50.00"},
        {"'part':'click_only'", 2, "130.00"},
        {"'part':'other'", 1, "30.00"},
        {"'part':'unknown'", 1, "5.00"},
        {"'part':'renewals'", 0, "0.00"},
        {"'filter':{'channel':['paid_search']}", 1, "30.00"},
        {"'filter':{'channel':['whatsapp']}", 3, "180.00"},
        {"'filter':{'channel':['unknown']}", 1, "5.00"},
        {"'filter':{'channel':['unknown','paid_search']}", 2, "35.00"},
        {"'filter':{'channel':[]}", 5, "215.00"},
        {"'part':'whatsapp','filter':{'page':['/boot/']}", 3, "180.00"},
        {"'part':'whatsapp','filter':{'page':['/sock/']}", 0, "0.00"},
        {"'part':'whatsapp','filter':{'campaign':['winter']}", 1, "100.00"},
        {"'filter':{'campaign':['winter']}", 2, "130.00"},
        {"'part':'whatsapp','filter':{'campaign':['']}", 1, "30.00"},
        {"'part':'whatsapp','filter':{'product':['42']}", 1, "100.00"},
        {"'filter':{'product':['42']}", 2, "130.00"},
        {"'filter':{'product':['42'],'channel':['paid_search']}", 1, "30.00"},
        {"'filter':{'product':['']}", 1, "5.00"}, /* an order without lines */
        {"'filter':{'evidence':['code']}", 1, "50.00"},
        {"'filter':{'evidence':['none']}", 2, "35.00"},
        {"'filter':{'entry':['button']}", 3, "180.00"},
        {"'filter':{'page_type':['product'],'source':['google','news']}", 2, "150.00"},
        {"'filter':{'hour':['11']}", 5, "215.00"},
        {"'filter':{'weekday':['2']}", 1, "30.00"},
        /* e-mail and WhatsApp share bob's order: what e-mail earned of it */
        {"'model':'linear','filter':{'channel':['email']}", 1, "25.00"},
    };
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const tl_value *r = shop_report(&s, "orders", "{" WEEK ",%s}", cases[i].filter);
        test_check(shop_number(r, "count") == cases[i].count &&
                       strcmp(shop_text(r, "total.total"), cases[i].total) == 0,
                   __FILE__, __LINE__, "%s: %lld orders, %s", cases[i].filter, shop_number(r, "count"),
                   shop_text(r, "total.total"));
    }
    const tl_value *r = shop_report(&s, "orders", "{" WEEK ",'limit':2,'offset':4}");
    CHECK_INT(shop_number(r, "count"), 5);
    CHECK(shop_at(r, "rows.0") != NULL && shop_at(r, "rows.1") == NULL);
    CHECK_STR(shop_text(r, "total.total"), "215.00");
    shop_close(&s);
}

/* Given back whole in the same period: nothing is left, and still it is one of the orders behind the figure. */
static void given_back_whole(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, "/", "");
    order(&s, "1", "ann", MONDAY + HOUR, "'total':'10'", "");
    shop_record(&s, "{'type':'refund','order':'1','refund':'r','at':%lld,'total':'10'}", (long long)(MONDAY + DAY));
    order(&s, "2", "ann", MONDAY + HOUR, "'total':'0'", ""); /* free */
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "orders", "{" WEEK ",'part':'whatsapp'}");
    CHECK_INT(shop_number(r, "count"), 2);
    CHECK_STR(shop_text(r, "total.whatsapp"), "0.00");
    shop_close(&s);
}

int main(void) {
    channels();
    pages();
    campaigns();
    products();
    lines_of_thirds();
    sorted_and_paged();
    the_best();
    every_other_dimension();
    every_channel();
    rates();
    sorted_by_rates();
    searched();
    the_best_of_enough();
    orders();
    filtered();
    given_back_whole();
    return test_report();
}
