/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What goes with buying: who did it before the order and who did not, and how sure that is. */
#include "tl_test_shop.h"

#include <string.h>

#define WEEK "{'from':1793577600000,'to':1794182400000}"

static void view(shop *s, const char *who, int64_t at, const char *product) {
    shop_record(s, "{'type':'product_view','visitor':'%s','at':%lld,'path':'/%s/','product':'%s'}", who, (long long)at,
                product, product);
}

static void order(shop *s, const char *who, int64_t at, const char *more) {
    shop_record(s,
                "{'type':'order','order':'%s-%lld','at':%lld,'placed_at':%lld,'paid_at':%lld,'status':'completed',"
                "'currency':'EUR','total':'10','visitor':'%s'%s}",
                who, (long long)at, (long long)at, (long long)at, (long long)at, who, more);
}

static void check_sides(const tl_value *answer, const char *key, long long with, long long of, long long without,
                        long long of_without) {
    const tl_value *row = shop_row(answer, "rows", "key", key);
    test_check(shop_number(row, "with.n") == with && shop_number(row, "with.of") == of &&
                   shop_number(row, "without.n") == without && shop_number(row, "without.of") == of_without,
               __FILE__, __LINE__, "%s: %lld of %lld with, %lld of %lld without", key, shop_number(row, "with.n"),
               shop_number(row, "with.of"), shop_number(row, "without.n"), shop_number(row, "without.of"));
}

/* Six people of the week, one of them before it as well.
 *   a clicks, orders in that second   b orders, then clicks: not with a click
 *   c searches and looks at three products, orders   d stays for a minute, chooses a variation, comes again: no order
 *   e writes (phone of the order), orders            f had clicked the week before; orders a renewal: no order */
static void before_the_order_alone(void) {
    shop s;
    const int64_t at = MONDAY + HOUR;
    shop_open(&s, NULL);
    view(&s, "a", at, "1");
    shop_record(&s, "{'type':'button_click','visitor':'a','at':%lld,'path':'/'}", (long long)(at + 2 * MINUTE + 400));
    order(&s, "a", at + 2 * MINUTE, ""); /* the shop's clock has no fractions */
    view(&s, "b", at, "1");
    order(&s, "b", at + MINUTE, "");
    shop_record(&s, "{'type':'button_click','visitor':'b','at':%lld,'path':'/'}", (long long)(at + 2 * MINUTE));
    for (int i = 0; i < 3; i++) {
        view(&s, "c", at + i, i == 0 ? "1" : i == 1 ? "2" : "3");
    }
    shop_record(&s, "{'type':'search','visitor':'c','at':%lld,'query':'boots'}", (long long)(at + 5));
    order(&s, "c", at + MINUTE, "");
    view(&s, "d", at, "1");
    shop_record(&s, "{'type':'engagement','visitor':'d','at':%lld,'view':'w','active_ms':60000}",
                (long long)(at + MINUTE));
    shop_record(&s, "{'type':'variation','visitor':'d','at':%lld,'product':'1','variation':'11'}",
                (long long)(at + MINUTE));
    view(&s, "d", at + DAY, "1");
    view(&s, "e", at, "1");
    shop_record(&s, "{'type':'message','message':'m','direction':'in','at':%lld,'wa_id':'491701111111'}",
                (long long)(at + MINUTE));
    order(&s, "e", at + 2 * MINUTE, ",'phone':'+491701111111'");
    shop_record(&s, "{'type':'button_click','visitor':'f','at':%lld,'path':'/'}", (long long)(MONDAY - 2 * DAY));
    view(&s, "f", at, "1");
    order(&s, "f", at + MINUTE, ",'renewal':true");
    shop_ingest(&s);
    const tl_value *answer = shop_report(&s, "interactions", WEEK);
    CHECK_INT(shop_number(answer, "persons"), 6);
    CHECK_INT(shop_number(answer, "orders"), 4);
    check_sides(answer, "click", 1, 1, 3, 5);
    check_sides(answer, "chat", 1, 1, 3, 5);
    check_sides(answer, "search", 1, 1, 3, 5);
    check_sides(answer, "variation", 0, 1, 4, 5);
    check_sides(answer, "products", 1, 1, 3, 5);
    check_sides(answer, "minute", 0, 1, 4, 5);
    check_sides(answer, "return", 0, 1, 4, 5);
    CHECK_STR(shop_text(shop_row(answer, "rows", "key", "click"), "ratio"), "(null)");
    CHECK_INT(shop_refused(&s, "interactions", "{'filter':{'channel':['direct']}}"), TL_E_QUERY_VALUE);
    shop_close(&s);
}

/* A page read to its end is worth as much quality as a search, and a cart as well: neither is one. Both may be there.
 */
static void quality_is_no_deed(void) {
    shop s;
    const int64_t at = MONDAY + HOUR;
    shop_open(&s, NULL);
    for (int i = 0; i < 4; i++) {
        const char who[] = {(char)('a' + i), '\0'};
        view(&s, who, at, "1");
        shop_record(&s, "{'type':'engagement','visitor':'%s','at':%lld,'view':'w','active_ms':1000,'depth':100}", who,
                    (long long)(at + 1));
    }
    shop_record(&s, "{'type':'cart','visitor':'b','at':%lld,'action':'add','product':'1','items':1}",
                (long long)(at + 2));
    shop_record(&s, "{'type':'cart','visitor':'c','at':%lld,'action':'add','product':'1','items':1}",
                (long long)(at + 2));
    shop_record(&s, "{'type':'search','visitor':'c','at':%lld,'query':'boots'}", (long long)(at + 3));
    shop_record(&s, "{'type':'variation','visitor':'d','at':%lld,'product':'1','variation':'11'}", (long long)(at + 3));
    shop_ingest(&s);
    const tl_value *answer = shop_report(&s, "interactions", WEEK);
    check_sides(answer, "search", 0, 1, 0, 3);
    check_sides(answer, "variation", 0, 1, 0, 3);
    shop_close(&s);
}

/* A textbook case (aspirin and heart attacks, Physicians' Health Study 1988: 104 of 11,037 against 189 of 11,034, ratio
 * 0.55, 0.43 to 0.70) at a hundredth of the people and a tenth of the cases: 10 of 110, 19 of 110. By hand:
 * 10/19 = 0.526; sqrt(1/10 - 1/110 + 1/19 - 1/110) = 0.3667; 0.526 x e^(-+1.96 x 0.3667) = 0.26 to 1.08. */
static void as_in_the_books(int scale, const char *ratio, const char *low, const char *high, bool finding) {
    shop s;
    shop_open(&s, NULL);
    for (int i = 0; i < 220 * scale; i++) {
        char who[24];
        bool did = i % 2 == 0;
        snprintf(who, sizeof who, "p%d", i);
        view(&s, who, MONDAY + i, "1");
        if (did) {
            shop_record(&s, "{'type':'button_click','visitor':'%s','at':%lld,'path':'/'}", who,
                        (long long)(MONDAY + i + 1));
        }
        if (i < (did ? 20 : 38) * scale) {
            order(&s, who, MONDAY + i + MINUTE, "");
        }
    }
    shop_ingest(&s);
    const tl_value *row = shop_row(shop_report(&s, "interactions", WEEK), "rows", "key", "click");
    CHECK_INT(shop_number(row, "with.n"), 10 * scale);
    CHECK_INT(shop_number(row, "without.n"), 19 * scale);
    CHECK_STR(shop_text(row, "ratio"), ratio);
    CHECK_STR(shop_text(row, "low"), low);
    CHECK_STR(shop_text(row, "high"), high);
    CHECK_INT(shop_number(row, "enough"), 1);
    CHECK_INT(shop_number(row, "finding"), finding);
    shop_close(&s);
}

int main(void) {
    before_the_order_alone();
    quality_is_no_deed();
    as_in_the_books(1, "0.53", "0.26", "1.08", false);
    as_in_the_books(4, "0.53", "0.37", "0.75", true); /* four times the people: half the spread, e^(-+0.359) */
    return test_report();
}
