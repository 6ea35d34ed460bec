/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Orders, worked by hand: which snapshot holds, when an order counts, what refunds take back. Amounts in tests are
 * whole units; `* 1000000` makes them the store's micros. */
#include "tl_test_ingest.h"

#define ORDER(number, at, status, more)                                                                                \
    "type=order;order=" number ";currency=MXN;placed_at@0;at@" at ";status=" status                                    \
    ";total=116;tax=16;shipping=10;" more

#define STATE "SELECT key, status, (counted_at - 1795521600000) / 1000, reason FROM orders ORDER BY key"

/* The greatest `at` wins whole; every status ever seen keeps its first time. */
static void newest_snapshot(void) {
    shop s;
    shop_begin(&s);
    tell(&s, ORDER("1", "30", "shipped", "lines{product=1,name=Red,net=90}"));
    tell(&s, ORDER("1", "10", "processing", "customer=9;lines{product=1,name=Old,net=45}{product=2,name=Sock,net=45}"));
    tell(&s, ORDER("1", "20", "processing", "payment=card"));
    ingest(&s);
    tell(&s, ORDER("1", "5", "pending", "payment=cod"));
    ingest(&s);
    CHECK_ROWS(&s, STATE, "1|shipped|10|0\n");
    CHECK_ROWS(&s, "SELECT total, customer, payment FROM orders", "116000000|-|-\n");
    CHECK_ROWS(&s, "SELECT pos, net, (SELECT name FROM dict WHERE id = product) FROM order_line", "0|90000000|Red\n");
    CHECK_ROWS(&s, "SELECT status, (first_at - 1795521600000) / 1000 FROM order_status ORDER BY 2",
               "pending|5\nprocessing|10\nshipped|30\n");
    shop_end(&s);
}

/* The same moment told twice differently: the greater id wins, whichever comes first. */
static void same_moment(void) {
    static const char *const both[] = {"type=order;order=1;currency=MXN;placed_at@0;at@1;status=s;total=1",
                                       "type=order;order=1;currency=MXN;placed_at@0;at@1;status=s;total=2"};
    shop one, other;
    shop_begin(&one);
    shop_begin_like(&other, &one);
    for (int i = 0; i < 2; i++) {
        tell(&one, "%s", both[i]);
        ingest(&one);
        tell(&other, "%s", both[1 - i]);
        ingest(&other);
    }
    char *first = rows(&one, "SELECT total, snapshot_hash FROM orders");
    CHECK_ROWS(&other, "SELECT total, snapshot_hash FROM orders", first);
    free(first);
    shop_end(&other);
    shop_end(&one);
}

static void reasons(void) {
    shop s;
    shop_begin(&s);
    tell(&s, ORDER("a", "1", "processing", "code_by=x"));
    tell(&s, ORDER("b", "1", "pending", "code_by=x"));
    tell(&s, ORDER("c", "1", "on-hold", "code_by=x"));
    tell(&s, ORDER("d", "1", "shipped", "paid_at@7"));
    tell(&s, ORDER("e", "1", "shipped", "accepted_at@8"));
    tell(&s, ORDER("f", "1", "shipped", "code_by=x")); /* a custom status alone proves no payment */
    tell(&s, ORDER("g", "1", "checkout-draft", "paid_at@1"));
    tell(&s, ORDER("h", "1", "trash", "paid_at@1"));
    tell(&s, ORDER("i", "1", "deleted", "paid_at@1"));
    tell(&s, ORDER("j", "1", "processing", "test!1"));
    tell(&s, ORDER("k", "1", "processing", "leave_out!1"));
    tell(&s, ORDER("l", "1", "cancelled", "paid_at@9"));
    tell(&s, ORDER("m", "1", "auto-draft", "test!1"));
    tell(&s, ORDER("n", "1", "processing", "renewal!1"));
    CHECK_INT(ingest(&s).orders, 14);
    CHECK_ROWS(&s, STATE,
               "a|processing|1|0\nb|pending|-|2\nc|on-hold|-|1\nd|shipped|7|0\ne|shipped|8|0\nf|shipped|-|1\n"
               "g|checkout-draft|1|3\nh|trash|1|4\ni|deleted|1|4\nj|processing|1|5\nk|processing|1|6\n"
               "l|cancelled|9|2\nm|auto-draft|-|3\nn|processing|1|0\n");
    shop_end(&s);
}

static tl_value list_of(shop *s, const char *first, const char *second) {
    tl_value list = tl_list();
    *tl_list_add(&list, &s->arena) = tl_str(tl_slice_of(first));
    if (second != NULL) {
        *tl_list_add(&list, &s->arena) = tl_str(tl_slice_of(second));
    }
    return list;
}

static void reopen_with(shop *s, const char *paid, const char *excluded) {
    tl_value options = tl_map();
    if (paid != NULL) {
        *tl_map_add(&options, &s->arena, TL_S("paid_statuses")) = list_of(s, paid, paid);
        *tl_map_add(&options, &s->arena, TL_S("excluded_statuses")) = list_of(s, excluded, "failed");
    }
    tl_store_close(s->store);
    shop_open(s, &options);
}

/* A changed list is kept with the next ingest and judges every order again; one that is not given changes nothing. */
static void statuses(void) {
    shop s;
    shop_begin(&s);
    tell(&s, ORDER("a", "1", "processing", "code_by=x"));
    tell(&s, ORDER("b", "2", "shipped", "code_by=x"));
    ingest(&s);
    CHECK_ROWS(&s, STATE, "a|processing|1|0\nb|shipped|-|1\n");
    reopen_with(&s, "shipped", "processing");
    ingest(&s);
    CHECK_ROWS(&s, STATE, "a|processing|-|2\nb|shipped|2|0\n");
    CHECK_ROWS(&s, "SELECT kind, status FROM status ORDER BY 1, 2", "1|shipped\n2|failed\n2|processing\n");
    reopen_with(&s, NULL, NULL);
    ingest(&s);
    CHECK_ROWS(&s, STATE, "a|processing|-|2\nb|shipped|2|0\n");
    shop_end(&s);
}

#define REFUNDS "SELECT key, own, effective, gross, net FROM order_refund ORDER BY at, key, own"

/* total 116 = net 90 + tax 16 + shipping 10 */
static void refunds(void) {
    shop s;
    shop_begin(&s);
    /* with lines: its own tax and shipping; without: all net; the last one takes what is left */
    tell(&s, ORDER("1", "9", "refunded",
                   "paid_at@1;refunds{refund=a,at@2,total=-29,tax=-4,lines!1}{refund=b,at@3,total=7}"
                   "{refund=c,at@4,total=80}"));
    ingest(&s);
    CHECK_ROWS(&s, REFUNDS, "a|0|1|29000000|25000000\nb|0|1|7000000|7000000\nc|0|1|80000000|58000000\n");
    CHECK_ROWS(&s, "SELECT SUM(gross), SUM(net) FROM order_refund", "116000000|90000000\n");
    shop_end(&s);
}

static void refund_of_all(void) {
    shop s;
    shop_begin(&s);
    tell(&s, ORDER("1", "9", "refunded", "refunds{refund=a,at@2,total=116}"));
    tell(&s, ORDER("2", "9", "refunded", "refunds{refund=a,at@2,total=115.99}"));
    tell(&s, ORDER("3", "9", "refunded", "refunds{refund=a,at@2,total=116,tax=16,shipping=10,lines!1}"));
    ingest(&s);
    CHECK_ROWS(&s, REFUNDS, "a|0|1|116000000|90000000\na|0|1|115990000|115990000\na|0|1|116000000|90000000\n");
    shop_end(&s);
}

/* Clocks of shops tell whole seconds: of two refunds in one, the shop's greater number is the later, 100 after 99. */
static void refunds_of_one_second(void) {
    shop s;
    shop_begin(&s);
    tell(&s, ORDER("1", "9", "refunded",
                   "paid_at@1;refunds{refund=100,at@2,total=87}{refund=99,at@2,total=29,tax=4,lines!1}"));
    ingest(&s);
    CHECK_ROWS(&s, REFUNDS, "100|0|1|87000000|65000000\n99|0|1|29000000|25000000\n");
    shop_end(&s);
}

/* A refund told on its own holds while it is newer than the snapshot; a deleted one takes the snapshot's away. */
static void refund_events(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=refund;order=1;refund=a;total=20;at@5");
    ingest(&s);
    CHECK_ROWS(&s, "SELECT key, snapshot_at, reason, dirty FROM orders", "1|0|3|0\n");
    tell(&s, ORDER("1", "4", "processing", "code_by=x"));
    ingest(&s);
    CHECK_ROWS(&s, REFUNDS, "a|1|1|20000000|20000000\n");
    tell(&s, "type=refund;order=1;refund=a;total=20;at@6;deleted!1");
    ingest(&s);
    CHECK_ROWS(&s, REFUNDS, "a|1|0|0|0\n");
    tell(&s, ORDER("1", "7", "processing", "refunds{refund=a,at@2,total=30}")); /* the shop has it after all */
    ingest(&s);
    CHECK_ROWS(&s, REFUNDS, "a|0|1|30000000|30000000\na|1|0|0|0\n");
    tell(&s, "type=refund;order=1;refund=a;deleted!1;at@8");
    ingest(&s);
    CHECK_ROWS(&s, REFUNDS, "a|0|0|0|0\na|1|0|0|0\n");
    tell(&s, ORDER("1", "9", "processing", "code_by=x"));
    ingest(&s);
    CHECK_ROWS(&s, REFUNDS, "a|1|0|0|0\n");
    shop_end(&s);
}

/* Unrounded parts: what is left at the end is exactly what is taken back, to the micro. */
static void unrounded(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=order;order=1;status=refunded;currency=MXN;placed_at@0;at@9;total=119.992231;tax=16.551;"
             "shipping=4.132231;refunds{refund=a,at@1,total=33.333333}{refund=b,at@2,total=86.658898}");
    ingest(&s);
    CHECK_ROWS(&s, REFUNDS, "a|0|1|33333333|33333333\nb|0|1|86658898|65975667\n");
    CHECK_ROWS(&s, "SELECT SUM(net) = (SELECT total - tax - shipping FROM orders) FROM order_refund", "1\n");
    shop_end(&s);
}

int main(void) {
    newest_snapshot();
    same_moment();
    reasons();
    statuses();
    refunds();
    refund_of_all();
    refunds_of_one_second();
    refund_events();
    unrounded();
    return test_report();
}
