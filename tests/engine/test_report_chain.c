/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the button to the order: who came how far, within the window, and what was lost on the way. */
#include "tl_test_shop.h"

#define WEEK "'from':1793577600000,'to':1794182400000" /* from MONDAY, 7 days */

static void click(shop *s, const char *visitor, int64_t at, const char *more) {
    shop_record(s, "{'type':'button_click','visitor':'%s','at':%lld,'path':'/boot/'%s}", visitor, (long long)at, more);
}

static void cart(shop *s, const char *visitor, int64_t at, int items) {
    shop_record(s, "{'type':'cart','visitor':'%s','at':%lld,'action':'update','items':%d}", visitor, (long long)at,
                items);
}

/* paid 0: never */
static void order(shop *s, const char *key, const char *visitor, int64_t placed, int64_t paid, const char *total,
                  const char *more) {
    char date[64] = "";
    if (paid) {
        snprintf(date, sizeof date, ",'paid_at':%lld", (long long)paid);
    }
    shop_record(s,
                "{'type':'order','order':'%s','at':%lld,'status':'%s','currency':'EUR','placed_at':%lld,'total':'%s',"
                "'visitor':'%s'%s%s}",
                key, (long long)(paid ? paid : placed), paid ? "completed" : "pending", (long long)placed, total,
                visitor, date, more);
}

static const tl_value *step(const tl_value *overview, const char *name) {
    return shop_row(overview, "chain", "step", name);
}

#define HIGH_NOON (MONDAY + 12 * HOUR)

/* Nine people click on Monday at 10:00.
 *   p1 cart at 11:00, orders 100.00 at noon
 *   p2 cart, no order
 *   p3 nothing
 *   p4 orders on the 8th day: outside of the window
 *   p5 filled a cart on Sunday, orders 50.00 on Tuesday, 20.00 go back on Wednesday
 *   p6 writes with the code of the click, orders 30.00 without a cart
 *   p7 had ordered 10.00 on Friday and pays on Tuesday: the chat was about the pay link
 *   p8 had ordered on Friday and pays a month later
 *   p9 clicks in two browsers, joined by a login
 * chat 1 (p6); cart 5 (p1, p2, p5; p6 and p7 ordered without one); order 4 (p1, p5, p6, p7); refunded 1.
 * Orders of the week: 100.00 + 50.00 - 20.00 + 30.00 = 160.00 by 3 orders; of those who clicked: 100 + 50 + 30 + 10 =
 * 190.00. */
static void nine_people(shop *s) {
    const int64_t ten = MONDAY + 10 * HOUR;
    for (int i = 0; i < 12; i++) {
        shop_record(s, "{'type':'button_seen','visitor':'v%d','at':%lld,'path':'/boot/','view':'w%d'}", i,
                    (long long)(ten + i), i);
    }
    cart(s, "p5", MONDAY - DAY, 2);
    order(s, "7", "p7", MONDAY - 3 * DAY, MONDAY + DAY, "10", "");
    order(s, "8", "p8", MONDAY - 3 * DAY, MONDAY + 30 * DAY, "7", "");
    for (int i = 1; i <= 9; i++) {
        char visitor[16], code[32];
        snprintf(visitor, sizeof visitor, "p%d", i);
        snprintf(code, sizeof code, ",'code':'AAAAAAA%d'", i);
        click(s, visitor, ten, code);
    }
    cart(s, "p1", MONDAY + 11 * HOUR, 1);
    order(s, "1", "p1", HIGH_NOON, HIGH_NOON, "100", "");
    cart(s, "p2", HIGH_NOON, 3);
    order(s, "4", "p4", HIGH_NOON + 7 * DAY, HIGH_NOON + 7 * DAY, "70", "");
    order(s, "5", "p5", HIGH_NOON + DAY, HIGH_NOON + DAY, "50", "");
    shop_record(s, "{'type':'refund','order':'5','refund':'r','at':%lld,'total':'20'}",
                (long long)(HIGH_NOON + 2 * DAY));
    shop_record(s, "{'type':'message','message':'m','direction':'in','at':%lld,'wa_id':'4915112345','code':'AAAAAAA6'}",
                (long long)(ten + 2 * MINUTE));
    order(s, "6", "p6", HIGH_NOON, HIGH_NOON, "30", "");
    click(s, "p9b", ten + HOUR, ",'code':'AAAAAAAB'");
    shop_record(s, "{'type':'identify','by':'login','visitor':'p9','customer':'9','at':%lld}", (long long)(ten + HOUR));
    shop_record(s, "{'type':'identify','by':'login','visitor':'p9b','customer':'9','at':%lld}",
                (long long)(ten + 2 * HOUR));
    shop_ingest(s);
}

static void every_step(void) {
    shop s;
    shop_open(&s, NULL);
    nine_people(&s);
    const tl_value *o = shop_report(&s, "overview", "{" WEEK "}");
    static const struct {
        const char *name;
        int count;
    } steps[] = {{"seen", 12}, {"click", 9}, {"chat", 1}, {"cart", 5}, {"order", 4}, {"refunded", 1}};
    for (size_t i = 0; i < 6; i++) {
        char path[32];
        snprintf(path, sizeof path, "chain.%zu.step", i);
        CHECK_STR(shop_text(o, path), steps[i].name);
        CHECK_INT(shop_number(step(o, steps[i].name), "count"), steps[i].count);
        CHECK_INT(shop_number(step(o, steps[i].name), "measured"), 1);
        CHECK_INT(shop_number(step(o, steps[i].name), "open"), 0);
    }
    CHECK_STR(shop_text(step(o, "seen"), "of_previous"), "(null)");
    CHECK_STR(shop_text(step(o, "click"), "of_previous.percent"), "75.0"); /* 9 of 12 */
    CHECK_INT(shop_number(step(o, "click"), "lost"), 3);
    CHECK_STR(shop_text(step(o, "chat"), "of_previous.percent"), "11.1"); /* 1 of 9 */
    CHECK_INT(shop_number(step(o, "chat"), "lost"), 8);
    /* A cart needs no chat: 5 of the 9 who clicked, not of the 1 who wrote. */
    CHECK_INT(shop_number(step(o, "cart"), "of_previous.of"), 9);
    CHECK_STR(shop_text(step(o, "cart"), "of_previous.percent"), "55.6");
    CHECK_INT(shop_number(step(o, "cart"), "lost"), 4);
    CHECK_STR(shop_text(step(o, "order"), "of_previous.percent"), "80.0"); /* 4 of 5 */
    CHECK_STR(shop_text(step(o, "order"), "of_first.percent"), "44.4");    /* 4 of 9 */
    CHECK_STR(shop_text(step(o, "order"), "money"), "190.00");
    CHECK_STR(shop_text(step(o, "refunded"), "money"), "20.00");
    CHECK_STR(shop_text(step(o, "refunded"), "of_previous.percent"), "25.0");
    CHECK_STR(shop_text(o, "leak.from"), "click");
    CHECK_STR(shop_text(o, "leak.to"), "chat");
    CHECK_INT(shop_number(o, "leak.lost"), 8);
    CHECK_INT(shop_number(o, "leak.of"), 9);
    shop_close(&s);
}

static void the_cards(void) {
    shop s;
    shop_open(&s, NULL);
    nine_people(&s);
    const tl_value *o = shop_report(&s, "overview", "{" WEEK "}");
    CHECK_STR(shop_text(o, "cards.revenue.value"), "160.00");
    CHECK_STR(shop_text(o, "cards.orders.value"), "3");
    CHECK_INT(shop_number(o, "cards.orders.value_micros"), 3000000);
    CHECK_INT(shop_number(o, "cards.conversion.value.n"), 4);
    CHECK_INT(shop_number(o, "cards.conversion.value.of"), 9);
    CHECK_STR(shop_text(o, "cards.conversion.value.percent"), "44.4");
    CHECK_STR(shop_text(o, "cards.aov.value"), "60.00");       /* 180.00 before refunds / 3 */
    CHECK_STR(shop_text(o, "cards.per_click.value"), "17.78"); /* 160.00 / 9 */
    CHECK_STR(shop_text(o, "share.percent"), "100.0");
    shop_close(&s);
}

/* Ten and more days: order 4 lies in the window, order 8 never does, since it was placed before and paid a month after.
 */
static void a_longer_window(void) {
    shop s;
    shop_open(&s, NULL);
    nine_people(&s);
    const tl_value *o = shop_report(&s, "overview", "{" WEEK ",'window':10}");
    CHECK_INT(shop_number(step(o, "order"), "count"), 5);
    CHECK_STR(shop_text(step(o, "order"), "money"), "260.00");
    o = shop_report(&s, "overview", "{" WEEK ",'window':40}");
    CHECK_INT(shop_number(step(o, "order"), "count"), 6); /* paid on day 30: within 40 days of the click */
    o = shop_report(&s, "overview", "{" WEEK ",'window':1}");
    CHECK_INT(shop_number(step(o, "order"), "count"), 3); /* p5 ordered 26 hours after the click; p7 paid after 14 */
    shop_close(&s);
}

static void chat_is_not_measured(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, "");
    click(&s, "bob", MONDAY, "");
    order(&s, "1", "ann", MONDAY + HOUR, MONDAY + HOUR, "10", "");
    shop_ingest(&s);
    const tl_value *o = shop_report(&s, "overview", "{" WEEK "}");
    CHECK_INT(shop_number(step(o, "seen"), "measured"), 0);
    CHECK_INT(shop_number(step(o, "chat"), "measured"), 0);
    CHECK_INT(shop_number(step(o, "chat"), "count"), 0);
    CHECK_STR(shop_text(step(o, "chat"), "of_previous"), "(null)");
    CHECK_STR(shop_text(step(o, "click"), "of_previous"), "(null)");
    CHECK_INT(shop_number(step(o, "cart"), "of_previous.of"), 2);
    CHECK_STR(shop_text(o, "leak.from"), "click");
    CHECK_STR(shop_text(o, "leak.to"), "cart");
    CHECK_INT(shop_number(o, "leak.lost"), 1);
    shop_close(&s);
}

/* A message before the period measures chats in it; one after it does not. */
static void chat_is_measured_from_its_first_message_on(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, "");
    shop_record(&s, "{'type':'message','message':'m','direction':'out','at':%lld,'wa_id':'4915112345'}",
                (long long)(MONDAY - DAY));
    shop_record(&s, "{'type':'message','message':'n','direction':'in','at':%lld,'wa_id':'4915112345'}",
                (long long)(MONDAY + 7 * DAY));
    shop_ingest(&s);
    CHECK_INT(shop_number(step(shop_report(&s, "overview", "{" WEEK "}"), "chat"), "measured"), 0);
    const tl_value *o =
        shop_report(&s, "overview", "{'from':%lld,'to':%lld}", (long long)MONDAY, (long long)(MONDAY + 8 * DAY));
    CHECK_INT(shop_number(step(o, "chat"), "measured"), 1);
    CHECK_INT(shop_number(step(o, "chat"), "count"), 0); /* a stranger wrote */
    shop_close(&s);
}

/* Somebody clicks twice: the step counts within the window of either click, the person once. */
static void the_second_click_counts_too(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, "");
    click(&s, "ann", MONDAY + 5 * DAY, "");
    order(&s, "1", "ann", MONDAY + 9 * DAY, MONDAY + 9 * DAY, "10", "");
    shop_ingest(&s);
    const tl_value *o = shop_report(&s, "overview", "{" WEEK "}");
    CHECK_INT(shop_number(step(o, "click"), "count"), 1);
    CHECK_INT(shop_number(step(o, "order"), "count"), 1);
    CHECK_STR(shop_text(step(o, "order"), "money"), "10.00");
    shop_close(&s);
}

/* Not counted: an order before the click, a renewal, an order that does not count, an emptied cart. */
static void what_is_no_step(void) {
    shop s;
    shop_open(&s, NULL);
    order(&s, "1", "ann", MONDAY - 2 * HOUR, MONDAY - HOUR, "10", "");
    cart(&s, "ann", MONDAY - 2 * HOUR, 1);
    cart(&s, "ann", MONDAY - HOUR, 0);
    click(&s, "ann", MONDAY, "");
    cart(&s, "ann", MONDAY + HOUR, 0);
    order(&s, "2", "ann", MONDAY + HOUR, MONDAY + HOUR, "10", ",'renewal':true");
    order(&s, "3", "ann", MONDAY + HOUR, 0, "10", "");
    shop_ingest(&s);
    const tl_value *o = shop_report(&s, "overview", "{" WEEK "}");
    CHECK_INT(shop_number(step(o, "click"), "count"), 1);
    CHECK_INT(shop_number(step(o, "cart"), "count"), 0);
    CHECK_INT(shop_number(step(o, "order"), "count"), 0);
    CHECK_STR(shop_text(step(o, "order"), "money"), "0.00");
    shop_close(&s);
}

/* What an order took is in the cart no more, whatever of it was told before it or in its second; nor what lay in it for
 * 31 days; nor what was taken out in another browser of hers. What is put in again is. */
static void a_cart_that_is_over(void) {
    static const struct {
        int64_t filled, ordered, emptied;
        int expected;
    } carts[] = {{MONDAY - HOUR, 0, 0, 1},
                 {MONDAY - HOUR, MONDAY - MINUTE, 0, 0},
                 {MONDAY - MINUTE + 400, MONDAY - MINUTE, 0, 0},
                 {MONDAY - MINUTE, MONDAY - HOUR, 0, 1},
                 {MONDAY - 31 * DAY, 0, 0, 1},
                 {MONDAY - 31 * DAY - 1, 0, 0, 0},
                 {MONDAY - HOUR, 0, MONDAY - MINUTE, 0}};
    for (size_t i = 0; i < sizeof carts / sizeof *carts; i++) {
        shop s;
        shop_open(&s, NULL);
        shop_record(&s, "{'type':'identify','by':'login','visitor':'ann','at':1,'customer':'7'}");
        shop_record(&s, "{'type':'identify','by':'login','visitor':'anns','at':2,'customer':'7'}");
        cart(&s, "ann", carts[i].filled, 1);
        if (carts[i].ordered) {
            order(&s, "1", "ann", carts[i].ordered, carts[i].ordered, "10", "");
        }
        if (carts[i].emptied) {
            cart(&s, "anns", carts[i].emptied, 0);
        }
        click(&s, "ann", MONDAY, "");
        shop_ingest(&s);
        int64_t in_cart = shop_number(step(shop_report(&s, "overview", "{" WEEK "}"), "cart"), "count");
        test_check(in_cart == carts[i].expected, __FILE__, __LINE__, "cart %zu: %lld", i, (long long)in_cart);
        shop_close(&s);
    }
}

/* As docs/format.md has it: after `add` there is something in a cart, though nobody says how much. */
static void a_cart_of_which_only_the_action_is_told(void) {
    static const char *const actions[] = {"add", "empty", "coupon"};
    for (int i = 0; i < 3; i++) {
        for (int later = -1; later <= 1; later += 2) {
            shop s;
            shop_open(&s, NULL);
            click(&s, "ann", MONDAY, "");
            shop_record(&s, "{'type':'cart','visitor':'ann','at':%lld,'action':'%s'}",
                        (long long)(MONDAY + later * HOUR), actions[i]);
            shop_ingest(&s);
            CHECK_INT(shop_number(step(shop_report(&s, "overview", "{" WEEK "}"), "cart"), "count"), i == 0);
            shop_close(&s);
        }
    }
}

/* Made by staff from a chat, nothing on it but the code of the click: still an order of who clicked. */
static void an_order_that_has_only_a_code(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, ",'code':'K7Q2M9XA'");
    shop_record(
        &s,
        "{'type':'order','order':'1','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,'total':'10',"
        "'code':'K7Q2M9XA'}",
        (long long)(MONDAY + HOUR), (long long)(MONDAY + HOUR));
    shop_ingest(&s);
    const tl_value *o = shop_report(&s, "overview", "{" WEEK "}");
    CHECK_INT(shop_number(step(o, "order"), "count"), 1);
    CHECK_STR(shop_text(step(o, "order"), "money"), "10.00");
    shop_close(&s);
}

/* The window of Monday's click ends on Monday a week later: until then the steps after it may still grow. */
static void an_open_window(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, "");
    shop_ingest(&s);
    s.now = MONDAY + 7 * DAY - 1;
    const tl_value *o = shop_report(&s, "overview", "{" WEEK "}");
    CHECK_INT(shop_number(step(o, "click"), "open"), 0);
    CHECK_INT(shop_number(step(o, "order"), "open"), 1);
    s.now = MONDAY + 7 * DAY;
    CHECK_INT(shop_number(step(shop_report(&s, "overview", "{" WEEK "}"), "order"), "open"), 0);
    shop_close(&s);
}

/* Whoever changes an order's date in the shop leaves its payment where it was: it is an order of its new day. */
static void an_order_paid_before_it_was_placed(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY + HOUR, "");
    order(&s, "1", "ann", MONDAY + 2 * HOUR, MONDAY - DAY, "10", "");
    shop_record(&s, "{'type':'page_view','visitor':'ann','at':%lld,'path':'/'}", (long long)MONDAY + MINUTE);
    s.now = MONDAY + 3 * DAY;
    shop_ingest(&s);
    CHECK_INT(shop_number(step(shop_report(&s, "overview", "{" WEEK "}"), "order"), "count"), 1);
    CHECK_INT(shop_number(shop_report(&s, "quality_bands", "{" WEEK "}"), "total.orders.n"), 2); /* visits */
    CHECK_INT(shop_number(shop_report(&s, "interactions", "{" WEEK "}"), "orders"), 1);
    shop_close(&s);
}

int main(void) {
    every_step();
    the_cards();
    a_longer_window();
    chat_is_not_measured();
    chat_is_measured_from_its_first_message_on();
    the_second_click_counts_too();
    what_is_no_step();
    a_cart_that_is_over();
    a_cart_of_which_only_the_action_is_told();
    an_order_that_has_only_a_code();
    an_open_window();
    an_order_paid_before_it_was_placed();
    return test_report();
}
