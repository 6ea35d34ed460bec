/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sessions of visitors and the chats of writers, worked by hand. */
#include "tl_test_ingest.h"

#define SESSIONS                                                                                                       \
    "SELECT (start - 1795521600000) / 1000, (end - 1795521600000) / 1000, views, products, clicks, carts, active_ms,"  \
    " engaged FROM session ORDER BY start"

/* A gap of exactly 30 minutes stays; a millisecond more begins anew. So does a day, and another campaign. */
static void boundaries(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@0");
    tell(&s, "type=page_view;visitor=v;path=/;at@1800");
    tell(&s, "type=page_view;visitor=v;path=/;at@3600.001");
    tell(&s, "type=page_view;visitor=v;path=/;at@3700;source=a;medium=m");
    tell(&s, "type=page_view;visitor=v;path=/;at@3701;source=a;medium=m");
    tell(&s, "type=page_view;visitor=v;path=/;at@3702");
    tell(&s, "type=page_view;visitor=v;path=/;at@3703;source=a;medium=m;campaign=c");
    tell(&s, "type=page_view;visitor=v;path=/;at@3704;source=a;medium=m");
    ingest(&s);
    CHECK_ROWS(&s, SESSIONS,
               "0|1800|2|0|0|0|0|1\n3600|3600|1|0|0|0|0|0\n3700|3702|3|0|0|0|0|1\n3703|3703|1|0|0|0|0|0\n"
               "3704|3704|1|0|0|0|0|0\n");
    shop_end(&s);
}

/* What arrives between two sessions joins them, over and over, batch after batch. */
static void late_events_join(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@0");
    tell(&s, "type=page_view;visitor=v;path=/;at@3600");
    tell(&s, "type=page_view;visitor=v;path=/;at@7200");
    ingest(&s);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM session"), 3);
    tell(&s, "type=page_view;visitor=v;path=/;at@5400");
    ingest(&s);
    CHECK_ROWS(&s, SESSIONS, "0|0|1|0|0|0|0|0\n3600|7200|3|0|0|0|0|1\n");
    tell(&s, "type=page_view;visitor=v;path=/;at@1800");
    ingest(&s);
    CHECK_ROWS(&s, SESSIONS, "0|7200|5|0|0|0|0|1\n");
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM touch"), 1);
    tell(&s, "type=page_view;visitor=v;path=/;at@-1;source=x"); /* one before it names a campaign: all is its session */
    ingest(&s);
    CHECK_ROWS(&s, SESSIONS, "-1|7200|6|0|0|0|0|1\n");
    shop_end(&s);
}

static void a_day_at_most(void) {
    shop s;
    shop_begin(&s);
    for (int i = 0; i <= 60; i++) { /* every 25 minutes for 25 hours */
        tell(&s, "type=page_view;visitor=v;path=/;at@%d", i * 1500);
    }
    tell(&s, "type=page_view;visitor=w;path=/;at@0");
    ingest(&s);
    /* the 58th view is 85,500 s after the first, the 59th 87,000 s */
    CHECK_ROWS(&s, "SELECT (start - 1795521600000) / 1000, views FROM session ORDER BY visitor, start",
               "0|58\n87000|3\n0|1\n");
    shop_end(&s);
}

/* Where a session came from is what its first page view or link says; its landing page is the first page of all. */
static void sources(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=cart;visitor=a;action=add;at@0");
    tell(&s, "type=page_view;visitor=a;path=/a;at@1;referrer=https://www.google.com/search");
    tell(&s, "type=page_view;visitor=a;path=/b;at@2;referrer=https://www.facebook.com/");
    tell(&s, "type=button_seen;visitor=b;path=/seen;at@0");
    tell(&s, "type=engagement;visitor=c;view=w;active_ms:9999;at@0");
    tell(&s, "type=product_view;visitor=d;product=12;product_name=Shoe;path=/shoe;at@0;source=ana;medium=email");
    ingest(&s);
    CHECK_ROWS(
        &s,
        "SELECT i.value, o.channel, o.referrer, o.source, (SELECT value FROM dict WHERE id = s.landing), s.carts,"
        " s.engaged FROM session s JOIN identity i ON i.id = s.visitor JOIN source o ON o.id = s.source ORDER BY 1",
        "a|2|google.com||/a|1|1\nb|1|||/seen|0|0\nc|1|||-|0|0\nd|6||ana|/shoe|0|0\n");
    CHECK_ROWS(&s,
               "SELECT t.channel, (SELECT value FROM dict WHERE id = t.product) FROM touch t JOIN identity i"
               " ON i.id = t.identity WHERE t.kind = 1 ORDER BY i.value",
               "2|-\n1|-\n1|-\n6|12\n");
    shop_end(&s);
}

/* Engaged: 10 seconds, two pages, or a cart. The time of a page view is told in all each time. */
static void engagement(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=engagement;visitor=v;view=w1;active_ms:4000;at@10");
    tell(&s, "type=engagement;visitor=v;view=w1;active_ms:6000;at@20");
    tell(&s, "type=engagement;visitor=v;view=w2;active_ms:3000;at@30");
    tell(&s, "type=engagement;visitor=v;view=w1;active_ms:5000;at@40");
    ingest(&s);
    CHECK_ROWS(&s, SESSIONS, "10|40|0|0|0|0|9000|0\n");
    tell(&s, "type=engagement;visitor=v;view=w2;active_ms:4000;at@50");
    ingest(&s);
    CHECK_ROWS(&s, SESSIONS, "10|50|0|0|0|0|10000|1\n");
    shop_end(&s);
}

#define QUALITY "SELECT quality FROM session ORDER BY start, visitor"

/* 1500 parts make a point. 30 of 60 s are 20 points, half a page 10, two products of three 13 1/3, a search 20:
 * 63 1/3. */
static void quality(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=engagement;visitor=v;view=w1;active_ms:30000;depth:50;at@30");
    tell(&s, "type=product_view;visitor=v;path=/p;product=1;at@0");
    tell(&s, "type=product_view;visitor=v;path=/p;product=1;at@1");
    tell(&s, "type=product_view;visitor=v;path=/q;product=2;at@40");
    tell(&s, "type=search;visitor=v;query=shoe;at@50");
    ingest(&s);
    CHECK_ROWS(&s, QUALITY, "95000\n");
    tell(&s, "type=engagement;visitor=v;view=w1;active_ms:31000;depth:20;at@31"); /* scrolled back; a second more */
    tell(&s, "type=variation;visitor=v;product=1;variation=2;at@55");             /* had chosen before */
    ingest(&s);
    CHECK_ROWS(&s, QUALITY, "96000\n");
    tell(&s, "type=button_click;visitor=v;path=/p;at@56"); /* what it is held against is no part of it */
    tell(&s, "type=button_seen;visitor=v;path=/p;at@56");
    ingest(&s);
    CHECK_ROWS(&s, QUALITY, "96000\n");
    shop_end(&s);
}

/* No term is more than its share, and each stands alone. */
static void quality_of_each_term(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=engagement;visitor=all;view=w1;active_ms:45000;depth:100;at@0");
    tell(&s, "type=engagement;visitor=all;view=w2;active_ms:45000;depth:100;at@0");
    for (int i = 0; i < 5; i++) {
        tell(&s, "type=product_view;visitor=all;path=/p;product=%d;at@%d", i, i);
    }
    tell(&s, "type=cart;visitor=all;action=add;at@9");
    tell(&s, "type=page_view;visitor=none;path=/;at@10");
    tell(&s, "type=engagement;visitor=time;view=w;active_ms:1500;at@20");
    tell(&s, "type=engagement;visitor=deep;view=w;depth:1;active_ms:0;at@30");
    tell(&s, "type=product_view;visitor=look;path=/p;product=1;at@40");
    tell(&s, "type=variation;visitor=vary;product=1;variation=2;at@50");
    tell(&s, "type=checkout;visitor=pay;step=start;at@60");
    tell(&s, "type=page_view;visitor=again;path=/;at@70"); /* what the first visit did is not the second's */
    tell(&s, "type=search;visitor=again;query=shoe;at@71");
    tell(&s, "type=page_view;visitor=again;path=/;at@7200");
    ingest(&s);
    CHECK_ROWS(&s, QUALITY, "150000\n0\n1500\n300\n10000\n30000\n30000\n30000\n0\n");
    shop_end(&s);
}

static void products(void) {
    shop s;
    shop_begin(&s);
    for (int i = 0; i < 8; i++) {
        tell(&s, "type=product_view;visitor=v;path=/p;product=%d;at@%d", i % (i < 4 ? 2 : 5), i);
    }
    ingest(&s);
    CHECK_ROWS(&s, SESSIONS, "0|7|8|3|0|0|0|1\n");
    shop_end(&s);
}

/* Once per visitor, page and 10 seconds, counted from the one that counts; another page in between changes nothing. */
static void repeated_clicks(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=v;path=/a;at@0;code=AAAA1111");
    tell(&s, "type=button_click;visitor=v;path=/b;at@4");
    tell(&s, "type=button_click;visitor=v;path=/a;at@9.999;code=AAAA2222");
    tell(&s, "type=button_click;visitor=v;path=/a;at@10");
    tell(&s, "type=button_click;visitor=v;path=/a;at@19");
    tell(&s, "type=button_click;visitor=v;path=/a;at@20");
    ingest(&s);
    CHECK_ROWS(&s, "SELECT clicks FROM session", "4\n");
    CHECK_ROWS(&s, "SELECT (at - 1795521600000) / 1000, n1 FROM event ORDER BY at",
               "0|1\n4|1\n9|0\n10|1\n19|0\n20|1\n");
    tell(&s, "type=button_click;visitor=v;path=/a;at@-5"); /* comes late, and is the one that counts */
    ingest(&s);
    CHECK_ROWS(&s, "SELECT (at - 1795521600000) / 1000, n1 FROM event ORDER BY at",
               "-5|1\n0|0\n4|1\n9|1\n10|0\n19|0\n20|1\n");
    CHECK_ROWS(&s, "SELECT kind, (at - 1795521600000) / 1000 FROM touch ORDER BY kind", "1|-5\n2|-5\n");
    shop_end(&s);
}

/* Events of nobody make no session, but are there. */
static void nobody(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;path=/a;at@0;code=AAAA1111");
    tell(&s, "type=button_click;path=/a;at@0;code=AAAA1111");
    told t = ingest(&s);
    CHECK(t.events == 1 && t.duplicates == 1);
    CHECK_ROWS(&s, "SELECT COUNT(*), SUM(visitor) FROM event", "1|0\n");
    CHECK_ROWS(&s, "SELECT COUNT(*) FROM session", "0\n");
    CHECK_ROWS(&s, "SELECT COUNT(*) FROM touch", "0\n");
    shop_end(&s);
}

#define CHATS "SELECT (at - 1795521600000) / 1000, entry, code, intent FROM touch WHERE kind = 3 ORDER BY at"

/* A chat ends after 24 silent hours; a message with a code of its own, or from an ad, begins one. */
static void chats(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=message;message=1;direction=in;wa_id=525512345678;at@0");
    tell(&s, "type=message;message=2;direction=in;wa_id=525512345678;at@86400;intent=order");
    tell(&s, "type=message;message=3;direction=in;wa_id=525512345678;at@172801");
    tell(&s, "type=message;message=4;direction=in;wa_id=525512345678;at@172900;code=AAAA1111");
    tell(&s, "type=message;message=5;direction=in;wa_id=525512345678;at@172950");
    tell(&s, "type=message;message=6;direction=in;wa_id=525512345678;at@172960;code=AAAA1111");
    tell(&s, "type=message;message=7;direction=in;wa_id=525512345678;at@173000;ad_id=9");
    tell(&s, "type=message;message=8;direction=in;wa_id=525512345678;at@173001;ad_id=9");
    tell(&s, "type=message;message=9;direction=out;wa_id=525512345678;at@500000");
    ingest(&s);
    CHECK_ROWS(&s, CHATS, "0|5|-|1\n172801|5|-|-\n172900|5|AAAA1111|-\n173000|2|-|-\n");
    tell(&s, "type=message;message=0;direction=in;wa_id=525512345678;at@130000"); /* the silence was none */
    ingest(&s);
    CHECK_ROWS(&s, CHATS, "0|5|-|1\n172900|5|AAAA1111|-\n173000|2|-|-\n");
    shop_end(&s);
}

/* Webhooks come twice, late and in any order: the ladder only rises, and failing stands apart. */
static void ladder(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=message;message=a;direction=out;status=read;at@30;id=3");
    tell(&s, "type=message;message=a;direction=out;status=sent;at@10;id=1;template=t;category=marketing;price=0.05");
    tell(&s, "type=message;message=a;direction=out;status=delivered;at@20;id=2");
    tell(&s, "type=message;message=a;direction=out;status=sent;at@10;id=1");
    tell(&s, "type=message;message=b;direction=out;status=failed;at@9;error:131047");
    tell(&s, "type=message;message=b;direction=out;status=accepted;at@8;price:0");
    told t = ingest(&s);
    CHECK(t.events == 5 && t.duplicates == 1);
    CHECK_ROWS(
        &s,
        "SELECT key, (at - 1795521600000) / 1000, status, failed, template, category, price FROM message ORDER BY key",
        "a|10|4|0|t|1|50000\nb|8|1|1|-|-|0\n");
    CHECK_ROWS(&s, "SELECT COUNT(*) FROM touch", "0\n");
    shop_end(&s);
}

int main(void) {
    boundaries();
    late_events_join();
    a_day_at_most();
    sources();
    engagement();
    quality();
    quality_of_each_term();
    products();
    repeated_clicks();
    nobody();
    chats();
    ladder();
    return test_report();
}
