/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who earned an order: models, windows, refunds in the same shares, and the evidence behind WhatsApp's part. */
#include "tl_test_shop.h"

#define ALL "'from':1793491200000,'to':1800000000000" /* from the Sunday before */

static void view(shop *s, const char *visitor, int64_t at, const char *landing) {
    shop_record(s, "{'type':'page_view','visitor':'%s','at':%lld,'path':'/'%s}", visitor, (long long)at, landing);
}

static void click(shop *s, const char *visitor, int64_t at, const char *more) {
    shop_record(s, "{'type':'button_click','visitor':'%s','at':%lld,'path':'/boot/'%s}", visitor, (long long)at, more);
}

/* Placed and paid at once; net is the total. */
static void order(shop *s, const char *key, int64_t at, const char *total, const char *more) {
    shop_record(s,
                "{'type':'order','order':'%s','at':%lld,'status':'completed','currency':'EUR','placed_at':%lld,"
                "'paid_at':%lld,'total':'%s'%s}",
                key, (long long)at, (long long)at, (long long)at, total, more);
}

static const char google[] = ",'source':'google','medium':'cpc','campaign':'winter'";
static const char letter[] = ",'source':'news','medium':'email'";

static const tl_value *by_model(shop *s, const char *model, int window) {
    return shop_report(s, "overview", "{" ALL ",'model':'%s','window':%d}", model, window);
}

/* Google on Monday; WhatsApp at 09:00 on Tuesday, in the visit of Tuesday that came by e-mail; a direct visit on
 * Wednesday; 100.00 on Wednesday noon. The path: google, email, whatsapp, direct. last: direct.  last_non_direct:
 * whatsapp.  first: google.  linear: 25.00 each, WhatsApp 25.00, other 75.00 */
static void four_models(void) {
    static const struct {
        const char *model, *whatsapp, *other, *orders;
    } cases[] = {{"last", "0.00", "100.00", "0"},
                 {"last_non_direct", "100.00", "0.00", "1"},
                 {"first", "0.00", "100.00", "0"},
                 {"linear", "25.00", "75.00", "0.3"}};
    shop s;
    shop_open(&s, NULL);
    view(&s, "ann", MONDAY + 10 * HOUR, google);
    view(&s, "ann", MONDAY + DAY + 8 * HOUR + 50 * MINUTE, letter);
    click(&s, "ann", MONDAY + DAY + 9 * HOUR, "");
    view(&s, "ann", MONDAY + 2 * DAY + 11 * HOUR, "");
    order(&s, "1", MONDAY + 2 * DAY + 12 * HOUR, "100", ",'visitor':'ann'");
    shop_ingest(&s);
    for (size_t i = 0; i < 4; i++) {
        const tl_value *o = by_model(&s, cases[i].model, 7);
        CHECK_STR(shop_text(o, "identity.whatsapp"), cases[i].whatsapp);
        CHECK_STR(shop_text(o, "identity.other"), cases[i].other);
        CHECK_STR(shop_text(o, "identity.unknown"), "0.00");
        CHECK_STR(shop_text(o, "cards.orders.value"), cases[i].orders);
        o = shop_report(&s, "dimension", "{" ALL ",'dim':'channel','model':'%s'}", cases[i].model);
        CHECK_STR(shop_text(o, "total.revenue"), "100.00");
    }
    const tl_value *o = shop_report(&s, "dimension", "{" ALL ",'dim':'channel','model':'linear'}");
    CHECK_STR(shop_text(shop_row(o, "rows", "key", "paid_search"), "revenue"), "25.00");
    CHECK_STR(shop_text(shop_row(o, "rows", "key", "email"), "revenue"), "25.00");
    CHECK_STR(shop_text(shop_row(o, "rows", "key", "whatsapp"), "revenue"), "25.00");
    CHECK_STR(shop_text(shop_row(o, "rows", "key", "direct"), "revenue"), "25.00");
    shop_close(&s);
}

static void all_direct(void) {
    shop s;
    shop_open(&s, NULL);
    view(&s, "ann", MONDAY, "");
    view(&s, "ann", MONDAY + DAY, "");
    order(&s, "1", MONDAY + DAY + HOUR, "10", ",'visitor':'ann'");
    shop_ingest(&s);
    const tl_value *j = shop_journey(&s, "1");
    CHECK_STR(shop_text(j, "touches.0.credit"), "0.00");
    CHECK_STR(shop_text(j, "touches.1.credit"), "10.00");
    CHECK_STR(shop_text(by_model(&s, "last_non_direct", 7), "identity.other"), "10.00");
    shop_close(&s);
}

/* The window is counted back from the moment the order was placed, its edge included: a click exactly 7 days before
 * earns, one millisecond earlier does not. */
static void windows(void) {
    shop s;
    shop_open(&s, NULL);
    const int64_t placed = MONDAY + 20 * DAY;
    click(&s, "ann", placed - 7 * DAY, "");
    order(&s, "1", placed, "10", ",'visitor':'ann'");
    click(&s, "bob", placed - 7 * DAY - 1, "");
    order(&s, "2", placed, "100", ",'visitor':'bob'");
    shop_ingest(&s);
    const tl_value *o = by_model(&s, "last_non_direct", 7);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "10.00");
    CHECK_STR(shop_text(o, "identity.unknown"), "100.00");
    o = by_model(&s, "last_non_direct", 8);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "110.00");
    o = by_model(&s, "last_non_direct", 1);
    CHECK_STR(shop_text(o, "identity.unknown"), "110.00");
    CHECK_STR(shop_text(shop_journey(&s, "2"), "cause"), "outside_window");
    shop_close(&s);
}

/* A chat between a pay link and its payment earns; one after the payment does not. The money stays dated when it was
 * placed. */
static void cause_before_effect(void) {
    shop s;
    shop_open(&s, NULL);
    for (int i = 0; i < 2; i++) {
        const char *visitor = i ? "bob" : "ann";
        view(&s, visitor, MONDAY + 10 * HOUR, google);
        click(&s, visitor, MONDAY + (i ? 3 : 2) * DAY + 10 * HOUR + i, "");
        shop_record(&s,
                    "{'type':'order','order':'%d','at':%lld,'status':'processing','currency':'EUR','placed_at':%lld,"
                    "'paid_at':%lld,'total':'%s','visitor':'%s'}",
                    i + 1, (long long)(MONDAY + 5 * DAY), (long long)(MONDAY + DAY),
                    (long long)(MONDAY + 3 * DAY + 10 * HOUR), i ? "10" : "100", visitor);
    }
    shop_ingest(&s);
    const tl_value *o = shop_report(&s, "overview", "{'from':%lld,'to':%lld}", (long long)(MONDAY + DAY),
                                    (long long)(MONDAY + 2 * DAY));
    CHECK_STR(shop_text(o, "identity.whatsapp"), "100.00");
    CHECK_STR(shop_text(o, "identity.other"), "10.00");
    shop_close(&s);
}

/* A click that asks for support earns nothing: all goes to Google. */
static void support_earns_nothing(void) {
    shop s;
    shop_open(&s, NULL);
    view(&s, "ann", MONDAY, google);
    click(&s, "ann", MONDAY + MINUTE, ",'intent':'support'");
    view(&s, "bob", MONDAY, google);
    click(&s, "bob", MONDAY + MINUTE, ",'page_type':'account'");
    view(&s, "cyd", MONDAY, google);
    click(&s, "cyd", MONDAY + MINUTE, ",'page_type':'product'");
    order(&s, "1", MONDAY + HOUR, "1", ",'visitor':'ann'");
    order(&s, "2", MONDAY + HOUR, "10", ",'visitor':'bob'");
    order(&s, "3", MONDAY + HOUR, "100", ",'visitor':'cyd'");
    shop_ingest(&s);
    const tl_value *o = by_model(&s, "last", 7);
    CHECK_STR(shop_text(o, "identity.whatsapp"), "100.00");
    CHECK_STR(shop_text(o, "identity.other"), "11.00");
    CHECK_STR(shop_text(shop_journey(&s, "1"), "touches.1.why"), "support");
    shop_close(&s);
}

/* 100.00 over google, email, whatsapp: 33.333334 + 33.333333 + 33.333333, the odd micro to the earliest. 40.00 back
 * leaves 60.00: 20.00 each, so the refund takes 13.333334 + 13.333333 + 13.333333. A second one of 0.000001
 * leaves 59.999999: 20.000000, 20.000000, 19.999999: WhatsApp, the last, gives the micro. */
static void refunds_in_the_same_shares(void) {
    shop s;
    shop_open(&s, NULL);
    view(&s, "ann", MONDAY + 10 * HOUR, google);
    view(&s, "ann", MONDAY + DAY, letter);
    click(&s, "ann", MONDAY + DAY + MINUTE, "");
    order(&s, "1", MONDAY + 2 * DAY, "100", ",'visitor':'ann'");
    shop_record(&s, "{'type':'refund','order':'1','refund':'r1','at':%lld,'total':'40'}",
                (long long)(MONDAY + 3 * DAY));
    shop_record(&s, "{'type':'refund','order':'1','refund':'r2','at':%lld,'total':'0.000001'}",
                (long long)(MONDAY + 4 * DAY));
    shop_ingest(&s);
    static const struct {
        int from, to;
        long long whatsapp, other;
    } cases[] = {{2, 3, 33333333, 66666667}, {3, 4, -13333333, -26666667}, {4, 5, -1, 0}, {2, 5, 19999999, 40000000}};
    for (size_t i = 0; i < 4; i++) {
        const tl_value *o =
            shop_report(&s, "overview", "{'from':%lld,'to':%lld,'model':'linear'}",
                        (long long)(MONDAY + cases[i].from * DAY), (long long)(MONDAY + cases[i].to * DAY));
        CHECK_INT(shop_number(o, "identity.whatsapp_micros"), cases[i].whatsapp);
        CHECK_INT(shop_number(o, "identity.other_micros"), cases[i].other);
    }
    shop_close(&s);
}

/* ---- evidence
 * ----------------------------------------------------------------------------------------------------------- */

static void says_evidence(shop *s, const char *order, const char *evidence, const char *confirmed,
                          const char *click_only) {
    const tl_value *o = by_model(s, "last_non_direct", 7);
    CHECK_STR(shop_text(shop_journey(s, order), "evidence"), evidence);
    CHECK_STR(shop_text(o, "identity.confirmed"), confirmed);
    CHECK_STR(shop_text(o, "identity.click_only"), click_only);
}

static void a_click_alone(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, ",'code':'K7Q2M9XA'");
    order(&s, "1", MONDAY + HOUR, "100", ",'visitor':'ann'");
    shop_ingest(&s);
    says_evidence(&s, "1", "click", "0.00", "100.00");
    shop_close(&s);
}

/* The code came back in a message: one touch, at the click's time, and the order is confirmed. */
static void the_code_came_back(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, ",'code':'K7Q2M9XA'");
    shop_record(
        &s, "{'type':'message','message':'m1','direction':'in','at':%lld,'wa_id':'491511234567','code':'k7q2-m9xa'}",
        (long long)(MONDAY + 2 * MINUTE));
    order(&s, "1", MONDAY + HOUR, "100", ",'visitor':'ann'");
    shop_ingest(&s);
    says_evidence(&s, "1", "code", "100.00", "0.00");
    const tl_value *j = shop_journey(&s, "1");
    CHECK_INT(shop_at(j, "touches")->n, 2); /* the visit and the click */
    CHECK_INT(shop_number(j, "touches.1.chat_at"), MONDAY + 2 * MINUTE);
    shop_close(&s);
}

/* Staff make an order from a chat and type its code: no browser, no name, and yet the click earns. */
static void the_code_was_typed(void) {
    shop s;
    shop_open(&s, NULL);
    view(&s, "ann", MONDAY - MINUTE, google);
    click(&s, "ann", MONDAY, ",'code':'K7Q2M9XA'");
    order(&s, "1", MONDAY + HOUR, "100", ",'code':'K7Q2M9XA','code_by':'Eva','code_at':1793581300000");
    shop_ingest(&s);
    says_evidence(&s, "1", "code", "100.00", "0.00");
    const tl_value *j = shop_journey(&s, "1");
    CHECK_STR(shop_text(j, "code.code"), "K7Q2M9XA");
    CHECK_STR(shop_text(j, "code.by"), "Eva");
    CHECK_INT(shop_number(j, "code.at"), 1793581300000);
    CHECK_INT(shop_number(j, "code.ambiguous"), 0);
    shop_close(&s);
}

/* Two visitors clicked one code: it ties nobody. */
static void an_ambiguous_code(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, ",'code':'K7Q2M9XA'");
    click(&s, "bob", MONDAY, ",'code':'K7Q2M9XA'");
    order(&s, "1", MONDAY + HOUR, "100", ",'code':'K7Q2M9XA'");
    shop_ingest(&s);
    CHECK_STR(shop_text(by_model(&s, "last", 7), "identity.unknown"), "100.00");
    CHECK_INT(shop_number(shop_journey(&s, "1"), "code.ambiguous"), 1);
    CHECK_STR(shop_text(shop_journey(&s, "1"), "cause"), "no_visitor");
    shop_close(&s);
}

/* No click, no browser: who wrote has the order's phone. */
static void the_same_phone_wrote(void) {
    shop s;
    shop_open(&s, NULL);
    shop_record(&s, "{'type':'message','message':'m1','direction':'in','at':%lld,'wa_id':'491511234567'}",
                (long long)MONDAY);
    order(&s, "1", MONDAY + HOUR, "100", ",'phone':'+491511234567'");
    shop_ingest(&s);
    says_evidence(&s, "1", "phone", "100.00", "0.00");
    CHECK_STR(shop_text(shop_journey(&s, "1"), "touches.0.kind"), "chat");
    shop_close(&s);
}

static void an_ad_led_to_the_chat(void) {
    shop s;
    shop_open(&s, NULL);
    shop_record(&s,
                "{'type':'message','message':'m1','direction':'in','at':%lld,'wa_id':'491511234567','ctwa_clid':'abc'}",
                (long long)MONDAY);
    order(&s, "1", MONDAY + HOUR, "100", ",'phone':'+491511234567'");
    shop_ingest(&s);
    says_evidence(&s, "1", "ad", "100.00", "0.00");
    CHECK_STR(shop_text(shop_journey(&s, "1"), "touches.0.entry"), "ad");
    shop_close(&s);
}

/* A recovery link whose token the order carries is stronger than the code that came back before. */
static void a_recovery_link(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, ",'code':'K7Q2M9XA'");
    shop_record(&s,
                "{'type':'message','message':'m1','direction':'in','at':%lld,'wa_id':'491511234567','code':'K7Q2M9XA'}",
                (long long)(MONDAY + MINUTE));
    shop_record(&s, "{'type':'link_open','visitor':'ann','at':%lld,'path':'/cart/','kind':'recovery','token':'t0k3n'}",
                (long long)(MONDAY + DAY));
    order(&s, "1", MONDAY + DAY + HOUR, "100", ",'visitor':'ann','token':'t0k3n'");
    shop_ingest(&s);
    says_evidence(&s, "1", "token", "100.00", "0.00");
    const tl_value *o = shop_report(&s, "orders", "{" ALL "}");
    CHECK_STR(shop_text(o, "rows.0.evidence"), "token");
    CHECK_STR(shop_text(o, "rows.0.entry"), "recovery");
    shop_close(&s);
}

/* Evidence lies in the window like the touch it belongs to. */
static void old_evidence(void) {
    shop s;
    shop_open(&s, NULL);
    click(&s, "ann", MONDAY, ",'code':'K7Q2M9XA'");
    shop_record(&s,
                "{'type':'message','message':'m1','direction':'in','at':%lld,'wa_id':'491511234567','code':'K7Q2M9XA'}",
                (long long)(MONDAY + MINUTE));
    click(&s, "ann", MONDAY + 10 * DAY, "");
    order(&s, "1", MONDAY + 11 * DAY, "100", ",'visitor':'ann'");
    shop_ingest(&s);
    says_evidence(&s, "1", "click", "0.00", "100.00");
    CHECK_STR(shop_text(by_model(&s, "last", 30), "identity.confirmed"), "100.00");
    shop_close(&s);
}

/* Evidence and credit are two things: the first model gives the order to Google, the grade is still the code's. */
static void evidence_without_credit(void) {
    shop s;
    shop_open(&s, NULL);
    view(&s, "ann", MONDAY - HOUR, google);
    click(&s, "ann", MONDAY - 40 * MINUTE, ",'code':'K7Q2M9XA'");
    shop_record(&s,
                "{'type':'message','message':'m1','direction':'in','at':%lld,'wa_id':'491511234567','code':'K7Q2M9XA'}",
                (long long)(MONDAY - 30 * MINUTE));
    order(&s, "1", MONDAY, "100", ",'visitor':'ann'");
    shop_ingest(&s);
    const tl_value *o = shop_report(&s, "orders", "{" ALL ",'model':'first'}");
    CHECK_STR(shop_text(o, "rows.0.evidence"), "code");
    CHECK_STR(shop_text(o, "rows.0.whatsapp"), "0.00");
    CHECK_STR(shop_text(o, "rows.0.other"), "100.00");
    shop_close(&s);
}

int main(void) {
    four_models();
    all_direct();
    windows();
    cause_before_effect();
    support_earns_nothing();
    refunds_in_the_same_shares();
    a_click_alone();
    the_code_came_back();
    the_code_was_typed();
    an_ambiguous_code();
    the_same_phone_wrote();
    an_ad_led_to_the_chat();
    a_recovery_link();
    old_evidence();
    evidence_without_credit();
    return test_report();
}
