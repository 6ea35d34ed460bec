/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who belongs together: links by every identity an event carries, and what stops tying. */
#include "tl_test_ingest.h"

static bool same(shop *s, const char *kind, const char *value, const char *other_kind, const char *other) {
    int64_t a = person(s, kind, value), b = person(s, other_kind, other);
    CHECK(a != 0 && b != 0);
    return a == b;
}

static void pairs(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=identify;by=login;visitor=v1;customer=1;email=Ana@Example.org");
    tell(&s, "type=identify;by=checkout;visitor=v2;email=ana@example.org ;phone=+525512345678");
    tell(&s, "type=message;message=m;direction=in;wa_id=5215512345678;bsuid=MX.1"); /* Mexico's two ways to write it */
    tell(&s, "type=page_view;visitor=v3;path=/");
    tell(&s, "type=identify;by=login;visitor=v4;customer=0;email=x@deleted.invalid"); /* a guest; an erased address */
    tell(&s, "type=identify;by=login;visitor=v5;customer=0;email=x@deleted.invalid");
    ingest(&s);
    CHECK(same(&s, "visitor", "v1", "visitor", "v2"));
    CHECK(same(&s, "visitor", "v1", "bsuid", "MX.1"));
    CHECK(same(&s, "customer", "1", "phone", "5255 1234 5678"));
    CHECK(!same(&s, "visitor", "v1", "visitor", "v3"));
    CHECK(!same(&s, "visitor", "v4", "visitor", "v5"));
    CHECK_ROWS(&s, "SELECT COUNT(*) FROM identity WHERE person > id", "0\n");
    shop_end(&s);
}

/* Two people of long standing turn out to be one; their orders see each other's touches. */
static void late_union(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=a;path=/;at@0");
    tell(&s, "type=page_view;visitor=b;path=/;at@1");
    tell(&s, "type=order;order=1;status=processing;currency=MXN;total=1;placed_at@10;at@10;visitor=b");
    ingest(&s);
    CHECK_PATH(&s, "1", "session|1|0|1|0|-\n");
    tell(&s, "type=identify;by=login;visitor=a;customer=7;at@20");
    ingest(&s);
    tell(&s, "type=identify;by=login;visitor=b;customer=7;at@30");
    ingest(&s);
    CHECK(same(&s, "visitor", "a", "visitor", "b"));
    CHECK_PATH(&s, "1", "session|1|0|0|0|-\nsession|1|0|1|0|-\n");
    shop_end(&s);
}

static void customers(shop *s, const char *shared, int from, int to, const char *kind) {
    for (int i = from; i <= to; i++) {
        tell(s, "type=identify;by=checkout;%s;%s%d%s;at@%d", shared, kind, i, *kind == 'e' ? "@example.org" : "", i);
    }
}

/* 20 customers still tie, the 21st is one too many; from then on it is a person of its own. */
static void too_many(const char *shared, const char *kind, const char *name, const char *value) {
    shop s;
    char first[40], last[40];
    shop_begin(&s);
    snprintf(first, sizeof(first), "1%s", *kind == 'e' ? "@example.org" : "");
    snprintf(last, sizeof(last), "21%s", *kind == 'e' ? "@example.org" : "");
    const char *word = *kind == 'e' ? "email" : "customer";
    customers(&s, shared, 1, 20, kind);
    tell(&s, "type=order;order=1;status=processing;currency=MXN;total=1;placed_at@90;at@90;%s;%s%s", shared, kind,
         first);
    tell(&s, "type=order;order=2;status=processing;currency=MXN;total=1;placed_at@90;at@90;%s", shared);
    ingest(&s);
    CHECK(same(&s, name, value, word, first));
    CHECK_ROWS(&s, "SELECT COUNT(DISTINCT person) FROM identity", "1\n");
    customers(&s, shared, 21, 21, kind);
    ingest(&s);
    CHECK(!same(&s, name, value, word, first));
    CHECK(!same(&s, word, last, word, first));
    CHECK_ROWS(&s, "SELECT COUNT(DISTINCT person), SUM(shared) FROM identity", "22|1\n");
    /* an order keeps the identity that ties; where none does it is nobody's */
    CHECK_ROWS(
        &s, "SELECT COALESCE((SELECT i.kind FROM identity i WHERE i.id = o.person), 0) > 1 FROM orders o ORDER BY key",
        "1\n0\n");
    customers(&s, shared, 22, 23, kind);
    ingest(&s);
    CHECK_ROWS(&s, "SELECT COUNT(DISTINCT person), SUM(shared) FROM identity", "24|1\n");
    shop_end(&s);
}

/* A customer number and an e-mail address of one customer are not two customers. */
static void kinds_apart(void) {
    shop s;
    shop_begin(&s);
    for (int i = 1; i <= 15; i++) {
        tell(&s, "type=identify;by=checkout;visitor=desk;customer=%d;email=%d@example.org;at@%d", i, i, i);
    }
    ingest(&s);
    CHECK_ROWS(&s, "SELECT COUNT(DISTINCT person), SUM(shared) FROM identity", "1|0\n");
    shop_end(&s);
}

/* A device that was shared all along divides again what it had joined, whatever else holds together. */
static void divides(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=identify;by=login;visitor=home;customer=3;at@1");
    tell(&s, "type=identify;by=login;visitor=home;email=1@example.org;at@1");
    customers(&s, "visitor=desk", 1, 20, "customer=");
    ingest(&s);
    CHECK(same(&s, "visitor", "home", "customer", "9"));
    customers(&s, "visitor=desk", 21, 21, "customer=");
    ingest(&s);
    CHECK(!same(&s, "visitor", "home", "customer", "9"));
    CHECK(same(&s, "visitor", "home", "customer", "3"));
    CHECK(same(&s, "email", "1@example.org", "customer", "3"));
    CHECK(!same(&s, "visitor", "desk", "customer", "3"));
    shop_end(&s);
}

static void codes(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=button_click;visitor=a;path=/;code=AAAA1111;at@0");
    tell(&s, "type=button_click;visitor=a;path=/;code=AAAA1111;at@5000"); /* again the same visitor: no doubt */
    tell(&s, "type=message;message=m;direction=in;wa_id=525512345678;code=AAAA1111;at@6000");
    ingest(&s);
    CHECK(same(&s, "visitor", "a", "phone", "525512345678"));
    tell(&s, "type=button_click;visitor=b;path=/;code=AAAA1111;at@7000");
    ingest(&s);
    CHECK(!same(&s, "visitor", "a", "phone", "525512345678"));
    CHECK(!same(&s, "visitor", "a", "visitor", "b"));
    CHECK_ROWS(&s, "SELECT shared FROM identity WHERE kind = 6", "1\n");
    shop_end(&s);
}

int main(void) {
    pairs();
    late_union();
    too_many("visitor=desk", "customer=", "visitor", "desk");
    too_many("visitor=desk", "email=", "visitor", "desk");
    too_many("phone=525512345678", "customer=", "phone", "525512345678");
    kinds_apart();
    divides();
    codes();
    return test_report();
}
