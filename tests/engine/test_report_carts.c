/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Carts, worked out by hand: what each was worth when it was left, what won it back, and where the rules turn. */
#include "tl_test_shop.h"

#define WEEK "'from':1793577600000,'to':1794182400000" /* from MONDAY, 7 days */

static void cart_of(shop *s, const char *visitor, int64_t at, int items, const char *value, const char *currency) {
    shop_record(s,
                "{'type':'cart','visitor':'%s','at':%lld,'action':'%s','product':'42','product_name':'Boot','items':%d,"
                "'value':'%s','currency':'%s'}",
                visitor, (long long)at, items ? "add" : "remove", items, value, currency);
}

static void cart(shop *s, const char *visitor, int64_t at, int items, const char *value) {
    cart_of(s, visitor, at, items, value, "EUR");
}

static void order(shop *s, const char *key, const char *visitor, int64_t at, const char *total, const char *more) {
    shop_record(s,
                "{'type':'order','order':'%s','at':%lld,'status':'processing','currency':'EUR','placed_at':%lld,"
                "'paid_at':%lld,'total':'%s','visitor':'%s'%s}",
                key, (long long)at, (long long)at, (long long)at, total, visitor, more);
}

static void link_opened(shop *s, const char *visitor, int64_t at, const char *kind) {
    shop_record(s, "{'type':'link_open','visitor':'%s','at':%lld,'path':'/r/','kind':'%s'}", visitor, (long long)at,
                kind);
}

/* The state of the only cart. */
static const char *state(shop *s, const char *more) {
    char query[200];
    snprintf(query, sizeof query, "{'currency':'EUR'%s}", more);
    return shop_text(shop_report(s, "cart_list", "%s", query), "rows.0.state");
}

#define CHECK_FIGURE(report, figure, n, worth)                                                                         \
    do {                                                                                                               \
        CHECK_INT(shop_number((report), "total." figure ".carts"), n);                                                 \
        CHECK_STR(shop_text((report), "total." figure ".value"), worth);                                               \
    } while (0)

/* On Monday, in EUR:
 *   ann   10.00, then 25.00, ordered after 20 minutes for 22.00 net
 *   bob   100.00, comes back after a day, orders for 80.00 net without WhatsApp
 *   cle   40.00, takes it out again
 *   dan   60.00, opens a recovery link on Tuesday, orders on Wednesday for 60.00 net
 *   eve   33.00, reached the checkout, nothing since
 *   fay   20.00, clicks the button on Tuesday, orders on Wednesday for 15.00 net
 *   gus   50.00 in USD
 * It is December: started 6 for 25 + 100 + 40 + 60 + 33 + 20 = 278.00, left 4 for 213.00; came back 3 for 80 + 60 + 15.
 */
static void a_week(shop *s) {
    const int64_t ten = MONDAY + 10 * HOUR;
    cart(s, "ann", ten, 1, "10");
    cart(s, "ann", ten + 5 * MINUTE, 2, "25");
    order(s, "1", "ann", ten + 25 * MINUTE, "30", ",'tax':'5','shipping':'3'");
    cart(s, "bob", ten, 1, "100");
    order(s, "2", "bob", ten + DAY, "80", "");
    cart(s, "cle", ten, 1, "40");
    cart(s, "cle", ten + 10 * MINUTE, 0, "0");
    cart(s, "dan", ten, 1, "60");
    link_opened(s, "dan", ten + DAY, "recovery");
    order(s, "3", "dan", ten + 2 * DAY, "60", "");
    cart(s, "eve", ten, 1, "33");
    shop_record(s, "{'type':'checkout','visitor':'eve','at':%lld,'step':'start','value':'33','currency':'EUR'}",
                (long long)(ten + MINUTE));
    cart(s, "fay", ten, 1, "20");
    shop_record(s, "{'type':'button_click','visitor':'fay','at':%lld,'path':'/boot/'}", (long long)(ten + DAY));
    order(s, "4", "fay", ten + 2 * DAY, "15", "");
    cart_of(s, "gus", ten, 1, "50", "USD");
    s->now = MONDAY + 40 * DAY;
    shop_ingest(s);
}

static void the_figures(void) {
    shop s;
    shop_open(&s, NULL);
    a_week(&s);
    const tl_value *r = shop_report(&s, "carts", "{" WEEK "}");
    CHECK_STR(shop_text(r, "currency"), "EUR");
    CHECK_FIGURE(r, "started", 6, "278.00");
    CHECK_FIGURE(r, "checkout", 5, "238.00"); /* eve, and who ordered */
    CHECK_FIGURE(r, "ordered", 1, "25.00");
    CHECK_STR(shop_text(r, "total.ordered.revenue"), "22.00");
    CHECK_FIGURE(r, "emptied", 1, "40.00");
    CHECK_FIGURE(r, "active", 0, "0.00");
    CHECK_FIGURE(r, "abandoned", 4, "213.00");
    CHECK_STR(shop_text(r, "total.abandoned.of_carts.percent"), "66.7");
    CHECK_FIGURE(r, "link", 1, "60.00");
    CHECK_FIGURE(r, "touch", 2, "80.00");
    CHECK_FIGURE(r, "any", 3, "180.00");
    CHECK_STR(shop_text(r, "total.any.revenue"), "155.00");
    CHECK_STR(shop_text(r, "total.any.of_carts.percent"), "75.0");
    CHECK_STR(shop_text(r, "total.any.of_money.percent"), "72.8"); /* 155 of 213 */
    CHECK_STR(shop_text(r, "total.touch.of_money.percent"), "35.2");
    CHECK_FIGURE(r, "lost", 1, "33.00");
    CHECK_FIGURE(r, "open", 0, "0.00");
    CHECK_INT(shop_number(r, "before_checkout.carts"), 1);
    CHECK_STR(shop_text(r, "before_checkout.value"), "40.00");
    /* 23, 47 and 47 hours after they were left */
    CHECK_INT(shop_number(r, "time.median_ms"), 47 * HOUR);
    CHECK_INT(shop_number(r, "time.mean_ms"), 39 * HOUR);
    CHECK_STR(shop_text(r, "days.0.any.revenue"), "155.00");
    CHECK_STR(shop_text(r, "days.1.any.revenue"), "0.00");
    CHECK_INT(shop_number(shop_row(r, "currencies", "currency", "USD"), "carts"), 1);
    CHECK_STR(shop_text(r, "products.0.label"), "Boot");
    CHECK_INT(shop_number(r, "products.0.carts"), 4);
    CHECK_STR(shop_text(r, "rows.0.key"), "direct");
    CHECK_INT(shop_number(r, "rows.0.started.carts"), 6);
    /* bob's order is all that is known of his coming back; each has won one cart back, the dearest order first */
    CHECK_STR(shop_text(r, "back.3.channel"), "(none)");
    CHECK_STR(shop_text(r, "back.0.channel"), "unknown");
    CHECK_STR(shop_text(r, "back.0.entry"), "(null)");
    CHECK_STR(shop_text(r, "back.0.revenue"), "80.00");
    CHECK_STR(shop_text(r, "back.1.channel"), "whatsapp");
    CHECK_STR(shop_text(r, "back.1.entry"), "recovery");
    CHECK_STR(shop_text(r, "back.1.revenue"), "60.00");
    CHECK_STR(shop_text(r, "back.2.entry"), "button");
    CHECK_STR(shop_text(r, "back.2.share.percent"), "33.3");
    CHECK_STR(shop_text(shop_report(&s, "carts", "{" WEEK ",'back':false}"), "back"), "(none)");
    r = shop_report(&s, "carts", "{" WEEK ",'currency':'USD'}");
    CHECK_FIGURE(r, "lost", 1, "50.00");
    CHECK_FIGURE(r, "started", 1, "50.00");
    r = shop_report(&s, "carts", "{" WEEK ",'measure':'total'}");
    CHECK_STR(shop_text(r, "total.ordered.revenue"), "30.00");
    r = shop_report(&s, "carts",
                    "{'from':1794182400000,'to':1794787200000,'compare_from':1793577600000,"
                    "'compare_to':1794182400000}");
    CHECK_FIGURE(r, "started", 0, "0.00");
    CHECK_STR(shop_text(r, "total.any.change.direction"), "down");
    shop_close(&s);
}

static void the_list(void) {
    shop s;
    shop_open(&s, NULL);
    a_week(&s);
    const tl_value *r = shop_report(&s, "cart_list", "{" WEEK ",'state':'any','limit':2}");
    CHECK_INT(shop_number(r, "count"), 3);
    CHECK_STR(shop_text(r, "total.revenue"), "155.00");
    CHECK_STR(shop_text(r, "rows.1.state"), "recovered");
    CHECK_STR(shop_text(r, "rows.2.state"), "(none)");
    r = shop_report(&s, "cart_list", "{" WEEK ",'state':'link'}");
    CHECK_STR(shop_text(r, "rows.0.order"), "3");
    CHECK_STR(shop_text(r, "rows.0.value"), "60.00");
    CHECK_INT(shop_number(r, "rows.0.by_link"), 1);
    CHECK_INT(shop_number(r, "rows.0.items"), 1);
    CHECK_STR(shop_text(r, "rows.0.products.0"), "Boot");
    r = shop_report(&s, "cart_list", "{" WEEK ",'state':'lost'}");
    CHECK_INT(shop_number(r, "rows.0.abandoned_at"), MONDAY + 11 * HOUR + MINUTE);
    CHECK_INT(shop_number(r, "rows.0.checkout_at"), MONDAY + 10 * HOUR + MINUTE);
    shop_close(&s);
}

/* Idle for exactly 60 minutes is not left yet; a millisecond more is. */
static void where_a_cart_is_left(void) {
    for (int over = 0; over < 2; over++) {
        shop s;
        shop_open(&s, NULL);
        cart(&s, "ann", MONDAY, 1, "10");
        order(&s, "1", "ann", MONDAY + HOUR + over, "10", "");
        shop_ingest(&s);
        CHECK_STR(state(&s, ""), over ? "recovered" : "ordered");
        CHECK_STR(state(&s, ",'idle_ms':900000"), "recovered");
        CHECK_STR(state(&s, ",'idle_ms':3600001"), "ordered");
        cart(&s, "bob", MONDAY + DAY, 1, "20");
        shop_ingest(&s);
        s.now = MONDAY + DAY + HOUR + over;
        CHECK_STR(state(&s, ""), over ? "open" : "active");
        shop_close(&s);
    }
}

/* Exactly 30 days after it was left an order still wins it back; and it is lost after them. */
static void where_a_cart_is_lost(void) {
    for (int over = 0; over < 2; over++) {
        shop s;
        shop_open(&s, NULL);
        cart(&s, "ann", MONDAY, 1, "10");
        shop_ingest(&s);
        s.now = MONDAY + HOUR + 30 * DAY + over;
        CHECK_STR(state(&s, ""), over ? "lost" : "open");
        s.now = MONDAY + 60 * DAY;
        order(&s, "1", "ann", MONDAY + HOUR + 30 * DAY + over, "10", "");
        shop_ingest(&s);
        CHECK_STR(state(&s, ""), over ? "lost" : "recovered");
        CHECK_STR(state(&s, ",'idle_ms':86400000"), "recovered");
        shop_close(&s);
    }
}

/* Exactly 7 days after its link was opened an order is by link; later it is by touch alone. So is a link opened before
 * the cart was left, and one that is no recovery link. */
static void where_a_link_wins(void) {
    static const struct {
        int64_t opened, ordered;
        const char *kind;
        int by_link, by_touch;
    } cases[] = {{DAY, 8 * DAY, "recovery", 1, 1},
                 {DAY, 8 * DAY + 1, "recovery", 0, 1},
                 {DAY, 2 * DAY, "short", 0, 1},
                 {HOUR, 2 * DAY, "recovery", 1, 1},
                 {HOUR - 1, 2 * DAY, "recovery", 0, 0},
                 {2 * DAY, 2 * DAY, "recovery", 1, 1},
                 {2 * DAY + MINUTE, 2 * DAY, "short", 0, 0},
                 {28 * DAY, 31 * DAY, "recovery", 0, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        shop s;
        shop_open(&s, NULL);
        cart(&s, "ann", MONDAY, 1, "10");
        link_opened(&s, "ann", MONDAY + cases[i].opened, cases[i].kind);
        order(&s, "1", "ann", MONDAY + cases[i].ordered, "10", "");
        s.now = MONDAY + 60 * DAY;
        shop_ingest(&s);
        const tl_value *r = shop_report(&s, "cart_list", "{}");
        test_check(shop_number(r, "rows.0.by_link") == cases[i].by_link, __FILE__, __LINE__, "link of case %zu", i);
        test_check(shop_number(r, "rows.0.by_touch") == cases[i].by_touch, __FILE__, __LINE__, "touch of case %zu", i);
        shop_close(&s);
    }
}

static void came_back(shop *s, const char *how, int64_t at) {
    if (!how) {
        return;
    }
    if (strcmp(how, "recovery") == 0) {
        link_opened(s, "ann", at, how);
    } else if (strcmp(how, "button") == 0 || strcmp(how, "help") == 0) {
        shop_record(s, "{'type':'button_click','visitor':'ann','at':%lld,'path':'/x/','page_type':'%s'}", (long long)at,
                    strcmp(how, "help") == 0 ? "account" : "product");
    } else {
        shop_record(s, "{'type':'page_view','visitor':'ann','at':%lld,'path':'/x/'%s}", (long long)at,
                    strcmp(how, "mail") == 0 ? ",'source':'news','medium':'email'" : "");
    }
}

/* The last touch between leaving the cart and the order; a direct visit only where there is nothing else; what was
 * before the cart was left, and a call for help, never. */
static void what_brings_back(void) {
    static const struct {
        const char *touches[3]; /* at the second, third and fourth hour; the cart is left after the first */
        const char *channel, *entry;
    } cases[] = {{{"mail", NULL, NULL}, "email", "(null)"},
                 {{"mail", "button", NULL}, "whatsapp", "button"},
                 {{"button", "mail", NULL}, "email", "(null)"},
                 {{"mail", "direct", NULL}, "email", "(null)"},
                 {{"direct", NULL, NULL}, "direct", "(null)"},
                 {{"mail", "help", NULL}, "email", "(null)"},
                 {{"mail", "recovery", "direct"}, "whatsapp", "recovery"},
                 {{NULL, NULL, NULL}, "unknown", "(null)"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        shop s;
        shop_open(&s, NULL);
        shop_record(&s, "{'type':'page_view','visitor':'ann','at':%lld,'path':'/','source':'google','medium':'cpc'}",
                    (long long)MONDAY);
        cart(&s, "ann", MONDAY + MINUTE, 1, "10");
        for (int t = 0; t < 3; t++) {
            came_back(&s, cases[i].touches[t], MONDAY + (2 + t) * HOUR);
        }
        order(&s, "1", "ann", MONDAY + 6 * HOUR, "10", "");
        s.now = MONDAY + 60 * DAY;
        shop_ingest(&s);
        const tl_value *r = shop_report(&s, "carts", "{}");
        CHECK_INT(shop_number(r, "back.0.carts"), 1);
        CHECK_STR(shop_text(r, "back.1.channel"), "(none)");
        CHECK_STR(shop_text(r, "back.0.channel"), cases[i].channel);
        CHECK_STR(shop_text(r, "back.0.entry"), cases[i].entry);
        r = shop_report(&s, "cart_list", "{}");
        CHECK_STR(shop_text(r, "rows.0.back_channel"), cases[i].channel);
        CHECK_STR(shop_text(r, "rows.0.back_entry"), cases[i].entry);
        shop_close(&s);
    }
}

/* A call for help is no touch that wins. */
static void support_wins_nothing(void) {
    shop s;
    shop_open(&s, NULL);
    cart(&s, "ann", MONDAY, 1, "10");
    shop_record(&s, "{'type':'button_click','visitor':'ann','at':%lld,'path':'/my-account/','page_type':'account'}",
                (long long)(MONDAY + DAY));
    order(&s, "1", "ann", MONDAY + 2 * DAY, "10", "");
    shop_ingest(&s);
    CHECK_INT(shop_number(shop_report(&s, "cart_list", "{}"), "rows.0.by_touch"), 0);
    CHECK_INT(shop_number(shop_report(&s, "cart_list", "{}"), "rows.0.by_any"), 1);
    shop_close(&s);
}

/* What awaits its payment is no sale and no loss; paid it is one, cancelled the cart was left. */
static void an_order_awaits_its_payment(void) {
    static const char *const ends[] = {"on-hold", "processing", "cancelled"};
    static const char *const states[] = {"awaiting", "ordered", "lost"};
    for (int i = 0; i < 3; i++) {
        shop s;
        shop_open(&s, NULL);
        cart(&s, "ann", MONDAY, 1, "10");
        for (int k = 0; k <= i; k += i ? i : 1) {
            shop_record(&s,
                        "{'type':'order','order':'1','at':%lld,'status':'%s','currency':'EUR','placed_at':%lld,"
                        "'total':'10','visitor':'ann'}",
                        (long long)(MONDAY + (k + 1) * MINUTE), ends[k], (long long)(MONDAY + MINUTE));
            shop_ingest(&s);
        }
        s.now = MONDAY + 60 * DAY;
        CHECK_STR(state(&s, ""), states[i]);
        CHECK_STR(state(&s, ",'on_hold':true"), i == 2 ? "lost" : "ordered");
        shop_close(&s);
    }
}

/* One thing for another within 15 minutes is the same cart. Left, emptied and filled again with something else, it is
 * still the cart that was left; emptied before it was left, it is over. */
static void an_emptied_cart(void) {
    shop s;
    shop_open(&s, NULL);
    cart(&s, "ann", MONDAY, 1, "10");
    cart(&s, "ann", MONDAY + MINUTE, 0, "0");
    cart(&s, "ann", MONDAY + 16 * MINUTE, 1, "12");
    order(&s, "1", "ann", MONDAY + 20 * MINUTE, "12", "");
    cart(&s, "bob", MONDAY + DAY, 1, "20");
    cart(&s, "bob", MONDAY + DAY + MINUTE, 0, "0");
    cart(&s, "bob", MONDAY + DAY + 16 * MINUTE + 1, 1, "22");
    order(&s, "2", "bob", MONDAY + DAY + 20 * MINUTE, "22", "");
    cart(&s, "cle", MONDAY + 2 * DAY, 1, "30");
    cart(&s, "cle", MONDAY + 2 * DAY + 3 * HOUR, 0, "0");
    cart(&s, "cle", MONDAY + 4 * DAY, 1, "33");
    order(&s, "3", "cle", MONDAY + 4 * DAY + MINUTE, "33", "");
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "carts", "{" WEEK "}");
    CHECK_FIGURE(r, "started", 4, "84.00"); /* ann 12, bob 20 and 22, cle 30 */
    CHECK_FIGURE(r, "ordered", 2, "34.00");
    CHECK_FIGURE(r, "emptied", 1, "20.00");
    CHECK_FIGURE(r, "any", 1, "30.00");
    CHECK_STR(shop_text(r, "total.any.revenue"), "33.00");
    r = shop_report(&s, "carts", "{" WEEK ",'idle_ms':14400000}"); /* cle's was not left: she emptied one, began one */
    CHECK_FIGURE(r, "started", 5, "117.00");
    CHECK_FIGURE(r, "emptied", 2, "50.00");
    CHECK_FIGURE(r, "ordered", 3, "67.00");
    shop_close(&s);
}

/* Two browsers are one person's once they are known to be: the cart left in one is won back by the order in the other.
 */
static void known_later(void) {
    shop s;
    shop_open(&s, NULL);
    cart(&s, "phone", MONDAY, 1, "10");
    cart(&s, "desk", MONDAY + DAY, 1, "11");
    order(&s, "1", "desk", MONDAY + DAY + MINUTE, "11", ",'email':'ann@example.org'");
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "carts", "{" WEEK "}");
    CHECK_FIGURE(r, "started", 2, "21.00");
    CHECK_FIGURE(r, "any", 0, "0.00");
    CHECK_FIGURE(r, "ordered", 1, "11.00");
    shop_record(&s, "{'type':'identify','by':'login','visitor':'phone','email':'ann@example.org','at':%lld}",
                (long long)(MONDAY + 3 * DAY));
    shop_ingest(&s);
    r = shop_report(&s, "carts", "{" WEEK "}");
    CHECK_FIGURE(r, "started", 1, "10.00");
    CHECK_FIGURE(r, "any", 1, "10.00");
    CHECK_INT(shop_number(shop_check(&s), "ok"), 1);
    shop_close(&s);
}

/* The shop dates to the second: what was put in within it was in the order. A browser known for a day has its order. */
static void seconds_and_days(void) {
    shop s;
    shop_open(&s, NULL);
    cart(&s, "ann", MONDAY + 400, 1, "10");
    order(&s, "1", "ann", MONDAY, "10", "");
    shop_record(&s, "{'type':'checkout','visitor':'ann','at':%lld,'step':'place'}", (long long)(MONDAY + 1500));
    cart(&s, "day-0001", MONDAY + DAY, 1, "20");
    order(&s, "2", "day-0001", MONDAY + DAY + MINUTE, "20", ",'email':'bob@example.org'");
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "carts", "{" WEEK "}");
    CHECK_FIGURE(r, "started", 2, "30.00");
    CHECK_FIGURE(r, "ordered", 2, "30.00");
    shop_close(&s);
}

/* Pruned: what began before is gone, and said to be. Carts of after stay as they are. */
static void carts_of_a_time_that_was_pruned(void) {
    shop s;
    tl_arena arena;
    tl_value answer;
    shop_open(&s, NULL);
    cart(&s, "ann", MONDAY, 1, "10");
    cart(&s, "ann", MONDAY + 3 * DAY, 1, "11");
    cart(&s, "bob", MONDAY, 1, "20");
    cart(&s, "cle", MONDAY + 4 * DAY, 1, "30");
    order(&s, "1", "cle", MONDAY + 6 * DAY, "30", "");
    s.now = MONDAY + 50 * DAY;
    shop_ingest(&s);
    tl_arena_init(&arena, tl_default_allocator);
    CHECK_INT(tl_store_prune(s.store, MONDAY + 2 * DAY, &arena, &answer, &s.err), TL_OK);
    tl_arena_destroy(&arena);
    const tl_value *r = shop_report(&s, "carts", "{" WEEK "}");
    CHECK_INT(shop_number(r, "pruned"), MONDAY + 2 * DAY);
    CHECK_FIGURE(r, "started", 2, "41.00"); /* ann's from what is left of it */
    CHECK_FIGURE(r, "any", 1, "30.00");
    CHECK_INT(shop_number(shop_check(&s), "ok"), 1);
    shop_close(&s);
}

/* Nothing is told of items, value or currency: carts are there, in no currency's figures. */
static void carts_that_tell_little(void) {
    shop s;
    shop_open(&s, NULL);
    shop_record(&s, "{'type':'cart','visitor':'ann','at':%lld,'action':'add'}", (long long)MONDAY);
    shop_record(&s, "{'type':'cart','visitor':'ann','at':%lld,'action':'coupon'}", (long long)(MONDAY + MINUTE));
    shop_record(&s, "{'type':'cart','visitor':'bob','at':%lld,'action':'add','value':'7','currency':'EUR'}",
                (long long)MONDAY);
    shop_record(&s, "{'type':'cart','visitor':'bob','at':%lld,'action':'empty'}", (long long)(MONDAY + MINUTE));
    s.now = MONDAY + DAY;
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "carts", "{" WEEK "}");
    CHECK_STR(shop_text(r, "currency"), "EUR"); /* there is no order: that of most carts */
    CHECK_FIGURE(r, "emptied", 1, "7.00");
    CHECK_FIGURE(r, "started", 1, "7.00");
    CHECK_INT(shop_number(shop_row(r, "currencies", "currency", "EUR"), "carts"), 1);
    CHECK_INT(shop_number(r, "currencies.1.carts"), 1);
    shop_close(&s);
}

static void filters(void) {
    shop s;
    shop_open(&s, NULL);
    shop_record(&s, "{'type':'page_view','visitor':'ann','at':%lld,'path':'/','source':'google','medium':'cpc'}",
                (long long)MONDAY);
    cart(&s, "ann", MONDAY + MINUTE, 1, "10");
    cart(&s, "bob", MONDAY, 1, "20");
    shop_ingest(&s);
    const tl_value *r = shop_report(&s, "carts", "{" WEEK ",'currency':'EUR','filter':{'channel':['paid_search']}}");
    CHECK_FIGURE(r, "started", 1, "10.00");
    r = shop_report(&s, "carts", "{" WEEK ",'currency':'EUR','dim':'source'}");
    CHECK_STR(shop_text(shop_row(r, "rows", "key", "google"), "started.value"), "10.00");
    CHECK_INT(shop_refused(&s, "carts", "{'filter':{'evidence':['code']}}"), TL_E_QUERY_VALUE);
    CHECK_INT(shop_refused(&s, "carts", "{'dim':'product'}"), TL_E_QUERY_VALUE);
    shop_close(&s);
}

int main(void) {
    the_figures();
    the_list();
    where_a_cart_is_left();
    where_a_cart_is_lost();
    where_a_link_wins();
    what_brings_back();
    support_wins_nothing();
    an_order_awaits_its_payment();
    an_emptied_cart();
    known_later();
    seconds_and_days();
    carts_of_a_time_that_was_pruned();
    carts_that_tell_little();
    filters();
    return test_report();
}
