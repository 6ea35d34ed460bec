/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What reconcile asks: which of the shop's orders are known otherwise than they are, and which are known at all. */
#include "tl_test_shop.h"

/* Without its last brace: each test says what changes, the later of two equal fields holds. */
#define ORDER                                                                                                          \
    "{'type':'order','order':'7','number':'A-7','status':'processing','currency':'EUR','placed_at':1793600000000,"     \
    "'paid_at':1793600005999,'total':'121.00','tax':'16.00','shipping':'4.132231404958678','email':'a@example.com'"
#define LINES ",'lines':[{'product':'42','name':'Boot','quantity':2,'net':'100.00','tax':'16.00','category':'Shoes'}]"
#define REFUNDS ",'refunds':[{'refund':'8','at':1793700000000,'total':'-20.00','tax':'-3.19','lines':true}]"

/* "status lines", "" when nothing differs. */
static const char *differs(shop *s, const char *snapshot) {
    static char words[128];
    const tl_value *answer = shop_report(s, "differences", "{'snapshots':[%s]}", snapshot);
    const tl_value *list = shop_at(answer, "rows.0.differs");
    size_t n = 0;
    words[0] = 0;
    for (uint32_t i = 0; list && i < list->n; i++) {
        tl_slice word = list->as.items[i].as.s;
        n += (size_t)snprintf(words + n, sizeof words - n, "%s%.*s", i ? " " : "", (int)word.len, word.ptr);
    }
    return words;
}

static void each_difference_is_named(void) {
    shop s;
    shop_open(&s, NULL);
    CHECK_STR(differs(&s, ORDER "}"), "missing");
    shop_record(&s, ORDER LINES REFUNDS ",'at':%lld}", (long long)MONDAY);
    shop_ingest(&s);
    s.now = MONDAY + 2 * DAY;
    CHECK_STR(differs(&s, ORDER LINES REFUNDS "}"), "");
    CHECK_STR(differs(&s, "{'type':'order','order':'7','number':'A-7','status':'completed','currency':'EUR',"
                          "'placed_at':1793600000000,'paid_at':1793600005999,'total':'121.00','tax':'16.00',"
                          "'shipping':'4.132231404958678','email':'a@example.com'" LINES REFUNDS "}"),
              "status");
    CHECK_STR(differs(&s, "{'type':'order','order':'7','number':'A-7','status':'processing','currency':'USD',"
                          "'placed_at':1793600000000,'paid_at':1793600005999,'total':'121.00','tax':'16.00',"
                          "'shipping':'4.132231404958678','email':'a@example.com'" LINES REFUNDS "}"),
              "amounts");
    CHECK_STR(differs(&s, "{'type':'order','order':'7','number':'A-7','status':'processing','currency':'EUR',"
                          "'placed_at':1793600001000,'total':'121.000001','tax':'16.00',"
                          "'shipping':'4.132231404958678','test':true" LINES REFUNDS "}"),
              "amounts dates kind people");
    CHECK_STR(differs(&s, ORDER LINES "}"), "refunds");
    CHECK_STR(differs(&s, ORDER LINES ",'refunds':[{'refund':'9','at':1793700000000,'total':'20.00'}]}"), "refunds");
    CHECK_STR(differs(&s, ORDER REFUNDS "}"), "lines");
    CHECK_STR(differs(&s, ORDER REFUNDS ",'lines':[{'product':'42','name':'Boot','quantity':3,'net':'100.00',"
                                        "'tax':'16.00'}]}"),
              "lines");
    shop_close(&s);
}

/* WooCommerce's second, the same name for a negative amount, another category: nothing that has to be told again. */
static void what_is_the_same(void) {
    shop s;
    shop_open(&s, NULL);
    shop_record(&s, ORDER LINES REFUNDS ",'at':%lld}", (long long)MONDAY);
    shop_ingest(&s);
    s.now = MONDAY + 2 * DAY;
    CHECK_STR(differs(&s, "{'type':'order','order':'7','number':'A-7','status':'processing','currency':'EUR',"
                          "'placed_at':1793600000000,'paid_at':1793600005000,'total':121000000,'tax':'16',"
                          "'shipping':'4.132231','visitor':'somebody','email':' "
                          "A@example.com','lines':[{'product':'42','name':'Boots',"
                          "'quantity':2,'net':'100','tax':'16','category':'Sale'}],'refunds':[{'refund':'8',"
                          "'at':1793700000500,'total':'20','tax':'3.19','lines':true}]}"),
              "");
    shop_close(&s);
}

static void later_or_from_a_wrong_clock(void) {
    shop s;
    shop_open(&s, NULL);
    s.now = MONDAY + DAY;
    shop_record(&s, ORDER ",'at':%lld}", (long long)(MONDAY + HOUR));
    shop_record(&s,
                "{'type':'order','order':'8','at':%lld,'status':'processing','currency':'EUR','placed_at':%lld,"
                "'total':'1'}",
                (long long)(MONDAY + 9 * DAY), (long long)MONDAY);
    shop_ingest(&s);
    CHECK_STR(differs(&s, ORDER LINES ",'at':1793577600000}"), ""); /* MONDAY: the shop told of it an hour later */
    CHECK_STR(differs(&s, ORDER LINES "}"), "lines");
    const tl_value *answer = shop_report(&s, "differences",
                                         "{'snapshots':[{'type':'order','order':'8','status':'completed',"
                                         "'currency':'EUR','placed_at':%lld,'total':'1'}]}",
                                         (long long)MONDAY);
    CHECK_STR(shop_text(answer, "rows.0.order"), "8");
    CHECK_INT(shop_number(answer, "rows.0.known_at"), MONDAY + 9 * DAY);
    shop_close(&s);
}

static void erased_people_stay_away(void) {
    shop s;
    int64_t n;
    shop_open(&s, NULL);
    shop_record(&s, ORDER LINES ",'at':%lld}", (long long)MONDAY);
    shop_ingest(&s);
    s.now = MONDAY + 2 * DAY;
    CHECK_INT(tl_store_erase(s.store, TL_S("email"), TL_S("a@example.com"), &n, &s.err), TL_OK);
    CHECK_STR(differs(&s, ORDER LINES "}"), ""); /* the shop still names the person: nothing to tell */
    shop_close(&s);
}

static void what_is_known(void) {
    shop s;
    shop_open(&s, NULL);
    const char *keys[] = {"5", "old-1", "06", "9", "x", "10"};
    for (int i = 0; i < 6; i++) {
        shop_record(&s,
                    "{'type':'order','order':'%s','at':%lld,'status':'%s','currency':'EUR','placed_at':%lld,"
                    "'total':'%d','tax':'1','shipping':'2'}",
                    keys[i], (long long)(MONDAY + i * HOUR), i == 3 ? "trash" : "processing",
                    (long long)(MONDAY + i * HOUR), 10 + i);
    }
    shop_record(&s,
                "{'type':'order','order':'11','at':%lld,'status':'deleted','currency':'EUR','placed_at':%lld,"
                "'total':'9'}",
                (long long)MONDAY, (long long)MONDAY);
    shop_record(&s, "{'type':'refund','order':'12','refund':'13','at':%lld,'total':'1'}", (long long)MONDAY);
    shop_ingest(&s);
    const tl_value *answer = shop_report(&s, "known", "{'limit':2}");
    CHECK_STR(shop_text(answer, "rows.0.order"), "5");
    CHECK_STR(shop_text(answer, "rows.1.order"), "9");
    CHECK_STR(shop_text(answer, "rows.1.status"), "trash");
    CHECK_INT(shop_number(answer, "rows.1.total_micros"), 13000000);
    CHECK_INT(shop_number(answer, "rows.1.shipping_micros"), 2000000);
    answer = shop_report(&s, "known", "{'limit':2,'offset':%lld}", shop_number(answer, "next"));
    CHECK_STR(shop_text(answer, "rows.0.order"), "10");
    CHECK_STR(shop_text(answer, "rows.1.order"), "(none)");
    CHECK_STR(shop_text(answer, "next"), "(null)");
    answer = shop_report(&s, "known", "{'from':%lld,'to':%lld}", (long long)(MONDAY + HOUR), (long long)(MONDAY + DAY));
    CHECK_STR(shop_text(answer, "rows.0.order"), "9");
    shop_close(&s);
}

static void what_is_refused(void) {
    shop s;
    shop_open(&s, NULL);
    CHECK_INT(shop_refused(&s, "differences", "{'snapshots':'all'}"), TL_E_QUERY_VALUE);
    CHECK_INT(shop_refused(&s, "differences", "{'snapshots':[{'type':'page_view','path':'/'}]}"), TL_E_QUERY_VALUE);
    CHECK_INT(shop_refused(&s, "differences", "{'snapshots':[{'type':'order','order':'1'}]}"), TL_E_EVENT_MISSING);
    CHECK_STR(differs(&s, ""), "");
    shop_close(&s);
}

static uint32_t again(shop *s, const char **key) {
    tl_value answer;
    CHECK_INT(tl_store_ingest(s->store, 0, &s->arena, &answer, &s->err), TL_OK);
    *key = shop_text(&answer, "again.0");
    const tl_value *list = shop_at(&answer, "again");
    return list ? list->n : 99;
}

static void told_twice_within_seconds(void) {
    shop s;
    const char *key;
    shop_open(&s, NULL);
    shop_record(&s, ORDER ",'at':%lld}", (long long)MONDAY);
    CHECK_INT(again(&s, &key), 0);
    shop_record(&s, ORDER ",'at':%lld}", (long long)MONDAY + 5001);
    CHECK_INT(again(&s, &key), 0);
    shop_record(&s, ORDER ",'at':%lld}", (long long)MONDAY + 10001);
    shop_record(&s, ORDER ",'at':%lld}", (long long)MONDAY + 10002);
    CHECK_INT(again(&s, &key), 1);
    CHECK_STR(key, "7");
    shop_record(&s, ORDER ",'at':%lld}", (long long)MONDAY + 10002); /* the same event again */
    CHECK_INT(again(&s, &key), 0);
    shop_close(&s);
}

int main(void) {
    each_difference_is_named();
    what_is_the_same();
    later_or_from_a_wrong_clock();
    erased_people_stay_away();
    what_is_known();
    what_is_refused();
    told_twice_within_seconds();
    return test_report();
}
