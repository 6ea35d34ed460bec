/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Six people and their orders, for the reports that tell sales apart. */
#ifndef TL_TEST_PEOPLE_H
#define TL_TEST_PEOPLE_H

#include "tl_test_shop.h"

#define WEEK "'from':1793577600000,'to':1794182400000" /* from MONDAY, 7 days */

static inline void view(shop *s, const char *visitor, int64_t at, const char *path, const char *landing) {
    shop_record(s, "{'type':'page_view','visitor':'%s','at':%lld,'path':'%s'%s}", visitor, (long long)at, path,
                landing);
}

static inline void click(shop *s, const char *visitor, int64_t at, const char *path, const char *more) {
    shop_record(s, "{'type':'button_click','visitor':'%s','at':%lld,'path':'%s'%s}", visitor, (long long)at, path,
                more);
}

static inline void order(shop *s, const char *key, const char *visitor, int64_t at, const char *money,
                         const char *more) {
    shop_record(
        s,
        "{'type':'order','order':'%s','number':'N%s','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,"
        "%s,'visitor':'%s'%s}",
        key, key, (long long)at, (long long)at, money, visitor, more);
}

static const char google[] = ",'source':'google','medium':'cpc','campaign':'winter'";
static const char letter[] = ",'source':'news','medium':'email','campaign':'monday'";

/* ann  Google on Monday, clicks at /boot/ (product page), buys two boots (60.00 + 20.00 net) and a wrapping fee
 * of 20.00: 100.00 bob  e-mail on Monday, clicks at /boot/ and ten minutes later at /sock/, writes (the code of
 * /boot/), buys socks for 50.00 cyd  Google on Monday, buys a boot for 30.00 without a click dan  clicks at /sock/ on
 * Tuesday, direct, does not buy eve  nothing is known of her: 5.00 fay  clicked on /boot/ on Tuesday, buys
 * for 40.00, 10.00 of which go back on Thursday */
static inline void six_people(shop *s) {
    const int64_t ten = MONDAY + 10 * HOUR;
    view(s, "ann", ten, "/", google);
    click(s, "ann", ten + MINUTE, "/boot/",
          ",'page_type':'product','product':'42','product_name':'Boot','code':'AAAAAAA1'");
    order(s, "1", "ann", ten + HOUR, "'total':'119','tax':'19'",
          ",'lines':[{'product':'42','name':'Boot','quantity':1,'net':'60'},{'product':'42','name':'Boot','quantity':1,"
          "'net':'20'}]");
    view(s, "bob", ten, "/sale/", letter);
    click(s, "bob", ten + MINUTE, "/boot/", ",'page_type':'product','product':'42','code':'AAAAAAA2'");
    click(s, "bob", ten + 11 * MINUTE, "/sock/", ",'page_type':'product','product':'7','product_name':'Sock'");
    shop_record(s, "{'type':'message','message':'m','direction':'in','at':%lld,'wa_id':'4915112345','code':'AAAAAAA2'}",
                (long long)(ten + 3 * MINUTE));
    order(s, "2", "bob", ten + HOUR + 1, "'total':'50'",
          ",'lines':[{'product':'7','name':'Sock','quantity':5,'net':'50'}]");
    view(s, "cyd", ten, "/boot/", google);
    order(s, "3", "cyd", ten + HOUR + 2, "'total':'30'",
          ",'lines':[{'product':'42','name':'Boot','quantity':1,'net':'30'}]");
    click(s, "dan", ten + DAY, "/sock/", ",'page_type':'product','product':'7'");
    order(s, "4", "eve", ten + HOUR + 3, "'total':'5'", "");
    click(s, "fay", ten + DAY, "/boot/", ",'page_type':'product'");
    order(s, "5", "fay", ten + DAY + HOUR, "'total':'40'",
          ",'lines':[{'product':'7','name':'Sock','quantity':4,'net':'40'}]");
    shop_record(s, "{'type':'refund','order':'5','refund':'r','at':%lld,'total':'10'}", (long long)(ten + 3 * DAY));
    shop_ingest(s);
}

#endif
