/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Order paths, worked by hand: which touches, in which order, on what evidence. Steps are written as
 * kind|channel|entry|seconds since NOON|evidence|seconds of the chat; the numbers are those of tl_types.h. */
#include "tl_test_ingest.h"

#define ORDER(number, seconds, more)                                                                                   \
    "type=order;order=" number ";status=processing;currency=MXN;total=100;placed_at@" seconds ";paid_at@" seconds      \
    ";at@" seconds ";" more

static void click_then_order(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/a;at@0;source=google;medium=cpc;campaign=c");
    tell(&s, "type=button_click;visitor=v;path=/a;page_type=product;at@10;code=AAAA1111");
    tell(&s, "type=button_click;visitor=v;path=/b;page_type=product;at@700;code=AAAA2222");
    tell(&s, "type=page_view;visitor=v;path=/a;at@90000");
    tell(&s, ORDER("1", "90100", "visitor=v"));
    ingest(&s);
    CHECK_PATH(&s, "1", "session|3|0|0|0|-\nclick|8|1|10|1|-\nsession|1|0|90000|0|-\n");
    CHECK_ROWS(&s, "SELECT page_type, intent, code, (SELECT value FROM dict WHERE id = page) FROM touch WHERE kind = 2",
               "4|2|AAAA1111|/a\n");
    shop_end(&s);
}

/* The code that came back in the chat joins it to its click, whichever of the session's codes it was. */
static void chat_by_code(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=v;path=/a;at@10;code=AAAA1111");
    tell(&s, "type=button_click;visitor=v;path=/b;at@100;code=AAAA2222");
    tell(&s, "type=message;message=m1;direction=in;wa_id=5215512345678;code=AAAA2222;at@160");
    tell(&s, "type=message;message=m2;direction=in;wa_id=5215512345678;at@170");
    tell(&s, "type=message;message=m3;direction=out;wa_id=5215512345678;at@180;status=read");
    tell(&s, ORDER("1", "7200", "phone=+525512345678"));
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|10|0|-\nclick|8|1|10|4|160\n");
    CHECK(person(&s, "visitor", "v") == person(&s, "phone", "5215512345678"));
    shop_end(&s);
}

static void chat_by_phone(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=v;path=/a;at@0;code=AAAA1111");
    tell(&s, "type=identify;by=checkout;visitor=v;phone=5215512345678;at@5");
    tell(&s, "type=message;message=m1;direction=in;wa_id=5215512345678;at@86400");  /* a day after: joined */
    tell(&s, "type=message;message=m2;direction=in;wa_id=5215512345678;at@172800"); /* the same chat */
    tell(&s, "type=message;message=m3;direction=in;wa_id=5215512345678;at@259201"); /* silence of 24 h and a second */
    tell(&s, "type=message;message=m4;direction=in;wa_id=5215512345678;at@260000;ctwa_clid=x");
    tell(&s, ORDER("1", "300000", "phone=5215512345678"));
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|0|0|-\nclick|8|1|0|2|86400\nchat|8|5|259201|2|-\nchat|8|2|260000|3|-\n");
    shop_end(&s);
}

/* Chats that no click began stand alone; one more than a day after the click as well. */
static void chat_alone(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=v;path=/a;at@0");
    tell(&s, "type=identify;by=checkout;visitor=v;phone=5215512345678;at@5");
    tell(&s, "type=message;message=m1;direction=in;wa_id=5215512345678;at@86401");
    tell(&s, ORDER("1", "90000", "visitor=v"));
    tell(&s, "type=message;message=n1;direction=in;bsuid=MX.9;at@100;code=ZZZZ9999");
    tell(&s, ORDER("2", "200", "code=ZZZZ9999"));
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|0|0|-\nclick|8|1|0|1|-\nchat|8|5|86401|2|-\n");
    CHECK_PATH(&s, "2", "chat|8|5|100|2|-\n");
    shop_end(&s);
}

/* A click of the order's own browser, of one tied by the account, and of one tied by nothing but the phone. */
static void evidence_of_clicks(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=own;path=/a;at@0");
    tell(&s, "type=button_click;visitor=account;path=/a;at@100");
    tell(&s, "type=identify;by=login;visitor=account;customer=5;at@101");
    tell(&s, "type=button_click;visitor=phone;path=/a;at@200");
    tell(&s, "type=identify;by=checkout;visitor=phone;phone=5215512345678;at@201");
    tell(&s, ORDER("1", "300", "visitor=own;customer=5;phone=5215512345678"));
    ingest(&s);
    CHECK_PATH(&s, "1",
               "session|1|0|0|0|-\nclick|8|1|0|1|-\nsession|1|0|100|0|-\nclick|8|1|100|1|-\n"
               "session|1|0|200|0|-\nclick|8|1|200|2|-\n");
    shop_end(&s);
}

/* Staff make the order and type the code from the chat: the click's visitor is its shopper. A corrected code lets go.
 */
static void typed_code(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=right;path=/a;at@0;code=AAAA1111");
    tell(&s, "type=button_click;visitor=wrong;path=/a;at@1;code=AAAA2222");
    tell(&s, ORDER("1", "300", "customer=5;code=AAAA2222;code_by=ana"));
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|1|0|-\nclick|8|1|1|4|-\n");
    tell(&s,
         "type=order;order=1;status=processing;currency=MXN;total=100;placed_at@300;at@400;customer=5;code=aaaa-1111");
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|0|0|-\nclick|8|1|0|4|-\n");
    CHECK(person(&s, "visitor", "wrong") != person(&s, "customer", "5"));
    CHECK(person(&s, "visitor", "right") == person(&s, "customer", "5"));
    tell(&s, "type=order;order=1;status=processing;currency=MXN;total=100;placed_at@300;at@500;customer=5");
    ingest(&s);
    CHECK_PATH(&s, "1", "");
    shop_end(&s);
}

/* A code clicked by two visitors ties nobody, even when the second comes later. */
static void ambiguous_code(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=a;path=/a;at@0;code=AAAA1111");
    tell(&s, ORDER("1", "300", "code=AAAA1111"));
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|0|0|-\nclick|8|1|0|4|-\n");
    tell(&s, "type=button_click;visitor=b;path=/a;at@-50;code=AAAA1111");
    ingest(&s);
    CHECK_PATH(&s, "1", "");
    CHECK_ROWS(&s, "SELECT person, dirty FROM orders", "-|0\n");
    CHECK_ROWS(&s, "SELECT shared FROM identity WHERE kind = 6", "1\n");
    shop_end(&s);
}

static void links_and_tokens(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=link_open;visitor=v;path=/r/1;kind=recovery;token=tok;at@0");
    tell(&s, "type=page_view;visitor=v;path=/cart;at@2");
    tell(&s, "type=page_view;visitor=v;path=/x;at@10000;referrer=https://www.google.com/");
    tell(&s, "type=link_open;visitor=v;path=/s/2;kind=short;at@10100");
    tell(&s, "type=page_view;visitor=v;path=/y;at@20000;source=whatsapp;medium=social");
    tell(&s, ORDER("1", "21000", "visitor=v;token=tok"));
    tell(&s, ORDER("2", "21000", "visitor=v;token=other"));
    ingest(&s);
    /* a link that begins a session is its entry; one opened in the middle is a touch beside it */
    CHECK_PATH(&s, "1", "link|8|4|0|5|-\nsession|2|0|10000|0|-\nlink|8|3|10100|1|-\nsession|8|3|20000|1|-\n");
    CHECK_PATH(&s, "2", "link|8|4|0|1|-\nsession|2|0|10000|0|-\nlink|8|3|10100|1|-\nsession|8|3|20000|1|-\n");
    shop_end(&s);
}

/* From 90 days before it was placed, to the millisecond, up to the moment it first counted. */
static void bounds(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/a;at:%lld", (long long)(NOON - 90LL * 86400000 - 1));
    tell(&s, "type=page_view;visitor=w;path=/a;at:%lld", (long long)(NOON - 90LL * 86400000));
    tell(&s, "type=button_click;visitor=v;path=/a;at@1800");  /* between placing and paying: it may have led to it */
    tell(&s, "type=page_view;visitor=v;path=/b;at@3600.001"); /* 30 min and a ms later: a session of its own */
    tell(&s, "type=button_click;visitor=v;path=/b;at@7300");
    tell(&s, "type=identify;by=login;visitor=v;customer=1;at@1");
    tell(&s, "type=identify;by=login;visitor=w;customer=1;at@1");
    tell(&s, "type=order;order=1;status=on-hold;currency=MXN;total=1;customer=1;placed_at@0;at@0");
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|-7776000|0|-\n");
    tell(&s, "type=order;order=1;status=processing;currency=MXN;total=1;customer=1;placed_at@0;at@3601");
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|-7776000|0|-\nsession|1|0|1800|0|-\nclick|8|1|1800|1|-\nsession|1|0|3600|0|-\n");
    shop_end(&s);
}

/* Shops date to the second: until an order counts, what was done within the second in which it was placed was before
 * it, whenever that is told; nothing else was. */
static void within_the_second(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=v;path=/a;at@0.417;code=AAAA1111");
    tell(&s, "type=button_click;visitor=w;path=/a;at@1;code=AAAA2222");
    tell(&s, "type=button_click;visitor=x;path=/a;at@0.417;code=AAAA3333");
    tell(&s, "type=order;order=1;status=failed;currency=MXN;total=1;visitor=v;placed_at@0;at@0.9");
    tell(&s, "type=order;order=2;status=failed;currency=MXN;total=1;visitor=w;placed_at@0;at@0.9");
    tell(&s, "type=order;order=3;status=failed;currency=MXN;total=1;visitor=x;placed_at@0.416;at@0.9");
    tell(&s, "type=order;order=4;status=failed;currency=MXN;total=1;visitor=y;placed_at@0;at@0.9");
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|0|0|-\nclick|8|1|0|1|-\n");
    CHECK_PATH(&s, "2", "");
    CHECK_PATH(&s, "3", "");
    CHECK_PATH(&s, "4", "");
    tell(&s, "type=button_click;visitor=y;path=/a;at@0.999");
    tell(&s, "type=order;order=1;status=processing;currency=MXN;total=1;visitor=v;placed_at@0;paid_at@0.416;at@5");
    ingest(&s);
    CHECK_PATH(&s, "1", "");
    CHECK_PATH(&s, "4", "session|1|0|0|0|-\nclick|8|1|0|1|-\n");
    shop_end(&s);
}

/* Clicks for support stay in the path with their intent; another click of the session goes before them. */
static void support(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=v;path=/my-account;page_type=account;at@0;code=AAAA1111");
    tell(&s, "type=button_click;visitor=w;path=/my-account;page_type=account;at@0;code=AAAA2222");
    tell(&s, "type=button_click;visitor=w;path=/shoe;page_type=product;at@20;code=AAAA3333");
    tell(&s, "type=button_click;visitor=x;path=/p;intent=support;page_type=product;at@0");
    tell(&s, "type=button_click;visitor=y;path=/p;page_type=checkout;at@0");
    tell(&s, "type=button_click;visitor=z;path=/p;page_type=page;at@0");
    ingest(&s);
    CHECK_ROWS(&s,
               "SELECT i.value, t.intent, (t.at - 1795521600000) / 1000, t.code FROM touch t JOIN identity i"
               " ON i.id = t.identity WHERE t.kind = 2 ORDER BY 1",
               "v|3|0|AAAA1111\nw|2|20|AAAA3333\nx|3|0|-\ny|1|0|-\nz|4|0|-\n");
    shop_end(&s);
}

/* The shopper logs in after the order: what that browser did before belongs to its path. */
static void late_link(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=v;path=/a;at@0");
    tell(&s, ORDER("1", "100", "customer=5"));
    ingest(&s);
    CHECK_PATH(&s, "1", "");
    tell(&s, "type=identify;by=login;visitor=v;customer=5;at@90000");
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|0|0|-\nclick|8|1|0|1|-\n");
    tell(&s, "type=page_view;visitor=v;path=/;at@-10;source=newsletter;medium=email"); /* an event that comes late */
    ingest(&s);
    CHECK_PATH(&s, "1", "session|6|0|-10|0|-\nclick|8|1|0|1|-\n");
    shop_end(&s);
}

/* A forwarded message carries its first sender's code: it joins nobody. */
static void forwarded(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=v;path=/a;at@0;code=AAAA1111");
    tell(&s, "type=message;message=m;direction=in;wa_id=5215512345678;code=AAAA1111;forwarded!1;at@60");
    tell(&s, ORDER("1", "100", "phone=5215512345678"));
    ingest(&s);
    CHECK_PATH(&s, "1", "chat|8|5|60|2|-\n");
    CHECK(person(&s, "visitor", "v") != person(&s, "phone", "5215512345678"));
    shop_end(&s);
}

int main(void) {
    click_then_order();
    chat_by_code();
    chat_by_phone();
    chat_alone();
    evidence_of_clicks();
    typed_code();
    ambiguous_code();
    links_and_tokens();
    bounds();
    within_the_second();
    support();
    late_link();
    forwarded();
    return test_report();
}
