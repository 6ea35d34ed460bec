/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Products: what starts chats, what they ask for, and what is sold after one and without. */
#include "tl_test_people.h"

static void sold(const tl_value *row, const char *after, const char *after_orders, const char *without,
                 const char *without_orders, const char *revenue) {
    CHECK_STR(shop_text(row, "after.revenue"), after);
    CHECK_STR(shop_text(row, "after.orders"), after_orders);
    CHECK_STR(shop_text(row, "without.revenue"), without);
    CHECK_STR(shop_text(row, "without.orders"), without_orders);
    CHECK_STR(shop_text(row, "revenue"), revenue);
}

static void people(const tl_value *row, int clicks, int chats, int bought, int presale, int support) {
    CHECK_INT(shop_number(row, "clicks"), clicks);
    CHECK_INT(shop_number(row, "chats"), chats);
    CHECK_INT(shop_number(row, "bought.n"), bought);
    CHECK_INT(shop_number(row, "bought.of"), clicks);
    CHECK_INT(shop_number(row, "asked.presale"), presale);
    CHECK_INT(shop_number(row, "asked.support"), support);
}

/* Boots: ann and bob clicked, bob wrote, ann bought one; sold for 80.00 to ann after her click and for 30.00 to cyd,
 * who had not clicked. Socks: bob and dan clicked (bob had written before), bob bought; 50.00 to bob and 30.00 to fay.
 * Without a product 20.00 of ann's and eve's 5.00. dan comes again to ask for help with his socks. */
static void of_products(void) {
    shop s;
    shop_open(&s, NULL);
    six_people(&s);
    click(&s, "dan", MONDAY + 2 * DAY, "/sock/", ",'page_type':'product','product':'7','intent':'support'");
    view(&s, "ann", MONDAY, "/boot/", "");
    shop_record(&s, "{'type':'product_view','visitor':'ann','at':%lld,'path':'/boot/','product':'42'}",
                (long long)MONDAY);
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "products", "{" WEEK "}");
    const tl_value *boot = shop_row(r, "rows", "key", "42"), *sock = shop_row(r, "rows", "key", "7");
    sold(boot, "80.00", "1", "30.00", "1", "110.00");
    sold(sock, "80.00", "2", "0.00", "0", "80.00");
    sold(shop_row(r, "rows", "key", ""), "20.00", "0", "5.00", "1", "25.00");
    sold(shop_at(r, "total"), "180.00", "3", "35.00", "2", "215.00");
    CHECK_STR(shop_text(boot, "label"), "Boot");
    CHECK_STR(shop_text(boot, "after.share.percent"), "72.7");
    people(boot, 2, 1, 1, 2, 0);
    people(sock, 2, 0, 1, 2, 1);
    people(shop_at(r, "total"), 3, 1, 2, 3, 1);
    CHECK_INT(shop_number(boot, "sessions"), 1);
    CHECK_INT(shop_number(sock, "sessions"), 0);
    CHECK_STR(shop_text(shop_row(r, "rows", "key", ""), "clicks"), "(null)");
    CHECK_STR(shop_text(r, "rows.0.key"), "42");
    CHECK_STR(shop_text(r, "rows.2.key"), "");
    CHECK_INT(shop_number(boot, "asked.buy"), 2);
    CHECK_STR(shop_text(r, "top.support.0.key"), "7");
    CHECK(shop_at(r, "top.support.1") == NULL); /* nobody asked for help with boots */
    CHECK_STR(shop_text(r, "top.after.0.key"), "42");
    CHECK_STR(shop_text(r, "top.clicks.1.key"), "7");
    r = shop_report(&s, "products", "{" WEEK ",'orderby':'support','order':'desc','search':'O'}");
    CHECK_STR(shop_text(r, "rows.0.key"), "7");
    CHECK_INT(shop_number(r, "count"), 2);
    r = shop_report(&s, "products", "{" WEEK ",'orderby':'without','order':'asc','limit':1}");
    CHECK_STR(shop_text(r, "rows.0.key"), "7");
    r = shop_report(&s, "products", "{" WEEK ",'filter':{'campaign':['winter']}}");
    sold(shop_at(r, "total"), "100.00", "1", "30.00", "1", "130.00");
    CHECK_INT(shop_number(r, "total.clicks"), 1);
    r = shop_report(&s, "products", "{" WEEK ",'filter':{'evidence':['click']}}");
    CHECK_STR(shop_text(r, "total.clicks"), "(null)");
    CHECK(shop_refused(&s, "dimension", "{'dim':'page','orderby':'support'}") == TL_E_QUERY_VALUE);
    shop_close(&s);
}

/* 10.00 by thirds after a click and 10.00 by thirds without one, printed without decimals: 10 + 10 = 20 below and
 * beside. */
static void rounded_both_ways(void) {
    static const char thirds[] = ",'lines':[{'product':'1','name':'a','quantity':1,'net':'3.333333'},{'product':'2','"
                                 "name':'b','quantity':1,'net':"
                                 "'3.333333'},{'product':'3','name':'c','quantity':1,'net':'3.333334'}]";
    shop s;
    long long after = 0, without = 0, all = 0;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, "/", "");
    order(&s, "1", "ann", MONDAY + HOUR, "'total':'10'", thirds);
    order(&s, "2", "bob", MONDAY + HOUR, "'total':'10'", thirds);
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "products", "{" WEEK ",'decimals':0}");
    for (int i = 0; i < 3; i++) {
        char path[32];
        long long row[3];
        static const char *const columns[] = {"after.revenue", "without.revenue", "revenue"};
        for (int c = 0; c < 3; c++) {
            snprintf(path, sizeof path, "rows.%d.%s", i, columns[c]);
            row[c] = atoll(shop_text(r, path));
        }
        CHECK_INT(row[0] + row[1], row[2]);
        after += row[0], without += row[1], all += row[2];
    }
    CHECK_INT(after, 10);
    CHECK_INT(without, 10);
    CHECK_INT(all, 20);
    CHECK_STR(shop_text(r, "total.revenue"), "20");
    shop_close(&s);
}

/* WooCommerce rounds the order's total and not its lines: 66.67 net of 66.666666 sold, and 5.00 for wrapping. What is
 * no product is the fee alone; refunds take back in the same shares; under total sales it is the fee, tax and shipping.
 */
static void a_cent_is_no_fee(void) {
    static const char two[] = ",'lines':[{'product':'1','name':'a','quantity':1,'net':'33.333333','category':'A'},"
                              "{'product':'2','name':'b','quantity':1,'net':'33.333333','category':'A'}]";
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, "/", "");
    order(&s, "1", "ann", MONDAY + HOUR, "'total':'90','tax':'14.34','shipping':'3.99','fees':'5'", two);
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "products", "{" WEEK "}");
    CHECK_INT(shop_number(shop_row(r, "rows", "key", "1"), "revenue_micros"), 33335000);
    CHECK_INT(shop_number(shop_row(r, "rows", "key", "2"), "revenue_micros"), 33335000);
    CHECK_INT(shop_number(shop_row(r, "rows", "key", ""), "revenue_micros"), 5000000);
    r = shop_report(&s, "products", "{" WEEK ",'measure':'total'}");
    CHECK_INT(shop_number(shop_row(r, "rows", "key", ""), "revenue_micros"), 23330000);
    r = shop_report(&s, "dimension", "{" WEEK ",'dim':'category'}");
    CHECK_INT(shop_number(shop_row(r, "rows", "key", "A"), "revenue_micros"), 66670000);
    CHECK_INT(shop_number(shop_row(r, "rows", "key", ""), "revenue_micros"), 5000000);
    shop_close(&s);
}

/* Clicked and bought within one second, which is all that the shop's date tells; and clicked while the order waited for
 * its payment. As in the chain, both bought. */
static void bought_after_the_click(void) {
    shop s;
    shop_open(&s, NULL);
    static const char *const who[] = {"ann", "bob", "cyd"};
    const int64_t paid[] = {MONDAY + 999, MONDAY + DAY, MONDAY + MINUTE};
    click(&s, "ann", MONDAY + 400, "/boot/", ",'page_type':'product','product':'42'");
    click(&s, "bob", MONDAY + HOUR, "/boot/", ",'page_type':'product','product':'42'");
    click(&s, "cyd", MONDAY + HOUR, "/boot/", ",'page_type':'product','product':'42'");
    for (int i = 0; i < 3; i++) {
        shop_record(&s,
                    "{'type':'order','order':'%s','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,"
                    "'paid_at':%lld,'total':'10','visitor':'%s','lines':[{'product':'42','name':'Boot','quantity':1,"
                    "'net':'10'}]}",
                    who[i], (long long)paid[i], (long long)MONDAY, (long long)paid[i], who[i]);
    }
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "products", "{" WEEK "}");
    people(shop_row(r, "rows", "key", "42"), 3, 0, 2, 3, 0);
    CHECK_INT(shop_number(shop_row(shop_report(&s, "funnel", "{" WEEK "}"), "chain", "step", "order"), "count"), 2);
    shop_close(&s);
}

/* What the first message says goes before what the click says. */
static void asked_in_the_chat(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "bob", MONDAY, "/sock/", ",'page_type':'product','product':'7','code':'AAAAAAA2'");
    shop_record(&s,
                "{'type':'message','message':'m','direction':'in','at':%lld,'wa_id':'4915112345','code':'AAAAAAA2',"
                "'intent':'order'}",
                (long long)(MONDAY + MINUTE));
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "products", "{" WEEK "}");
    CHECK_INT(shop_number(r, "total.asked.order"), 1);
    CHECK_INT(shop_number(r, "total.asked.presale"), 0);
    CHECK_INT(shop_number(r, "total.chats"), 1);
    shop_close(&s);
}

int main(void) {
    of_products();
    asked_in_the_chat();
    rounded_both_ways();
    a_cent_is_no_fee();
    bought_after_the_click();
    return test_report();
}
