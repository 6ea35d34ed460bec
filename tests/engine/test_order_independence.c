/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whatever order, batches and duplicates events arrive in, the store ends the same; and its sessions and people are
 * what a naive reading of the same events gives. */
#include "tl_test_ingest.h"

#define EVENTS 420
#define VISITORS 9
#define PHONES 5
#define ORDERS 10
#define TIMEOUT INT64_C(1800000)

typedef struct told_event {
    char text[900];
    uint64_t hash; /* as the store has it */
    char type, visitor[8];
    int64_t at;
    char campaign[8];
    int page, active_ms, depth, view;
} told_event;

typedef struct story {
    uint64_t seed;
    told_event events[EVENTS];
    int n;
    int64_t clock[VISITORS];
} story;

static int below(story *s, int n) {
    return (int)(test_random(&s->seed) % (uint64_t)n);
}

static bool one_in(story *s, int n) {
    return below(s, n) == 0;
}

/* ---- a story of events ----------------------------------------------------------------------------------------------
 */

static told_event *next(story *s, char type, int64_t at) {
    told_event *e = &s->events[s->n++];
    *e = (told_event){.type = type, .at = at};
    return e;
}

__attribute__((format(printf, 2, 3))) static void add(told_event *e, const char *fmt, ...) {
    size_t n = strlen(e->text);
    va_list args;
    va_start(args, fmt);
    vsnprintf(e->text + n, sizeof(e->text) - n, fmt, args);
    va_end(args);
}

/* The gaps at which the rules turn, and some in between. */
static int64_t gap(story *s) {
    static const int64_t gaps[] = {0,       0,           1,           700,      4000,        9999,    10000,
                                   10001,   60000,       TIMEOUT - 1, TIMEOUT,  TIMEOUT + 1, 1500000, 1500000,
                                   1799999, 7 * 3600000, 86400000,    86400001, 3 * 86400000};
    return gaps[below(s, sizeof(gaps) / sizeof(*gaps))];
}

static int code_of(story *s, int visitor) {
    /* mostly a visitor's own, sometimes one of another's */
    return one_in(s, 12) ? below(s, VISITORS * 4) : visitor * 4 + below(s, 4);
}

static void campaign(story *s, told_event *e) {
    static const char *const names[] = {"", "", "", "spring", "autumn"};
    const char *name = names[below(s, 5)];
    snprintf(e->campaign, sizeof(e->campaign), "%s", name);
    if (*name != '\0') {
        add(e, ";source=google;medium=cpc;campaign=%s", name);
    } else if (one_in(s, 3)) {
        add(e, ";referrer=https://www.facebook.com/");
    }
}

static void behaviour(story *s) {
    int visitor = below(s, VISITORS), kind = below(s, 12), page = below(s, 3);
    int64_t at = s->clock[visitor] += gap(s);
    told_event *e = next(s, "ppqqbbcelasx"[kind], at);
    e->page = page;
    snprintf(e->visitor, sizeof(e->visitor), "v%d", visitor);
    add(e, "visitor=v%d;at:%lld;path=/%d", visitor, (long long)at, page);
    switch (e->type) {
    case 'p':
        add(e, ";type=page_view;page_type=shop");
        campaign(s, e);
        break;
    case 'q':
        add(e, ";type=product_view;product=%d;product_name=Shoe %d", page, below(s, 2));
        campaign(s, e);
        break;
    case 'b':
        add(e, ";type=button_click;code=%08d;page_type=%s", code_of(s, visitor), one_in(s, 4) ? "account" : "product");
        break;
    case 'l':
        add(e, ";type=link_open;kind=%s;token=t%d", one_in(s, 2) ? "recovery" : "short", below(s, ORDERS));
        break;
    case 'e':
        e->view = below(s, 3);
        e->active_ms = below(s, one_in(s, 3) ? 70000 : 20000);
        e->depth = one_in(s, 4) ? 0 : below(s, 101);
        add(e, ";type=engagement;view=w%d;active_ms:%d;depth:%d", e->view, e->active_ms, e->depth);
        break;
    case 'a':
        add(e, ";type=button_seen");
        break;
    case 's':
        add(e, ";type=search;query=shoe");
        break;
    case 'x':
        add(e, ";type=variation;product=%d;variation=%d", page, page + 10);
        break;
    default:
        snprintf(e->text, sizeof(e->text), "visitor=v%d;at:%lld;type=cart;action=add;items:%d;value=%d;currency=EUR",
                 visitor, (long long)at, !one_in(s, 4), below(s, 90));
    }
}

/* Phone 0 is the shop's own: it stands on the orders of too many customers. */
static void message(story *s, int64_t at) {
    told_event *e = next(s, 'm', at);
    add(e, "type=message;message=m%d;at:%lld;direction=%s", below(s, 60), (long long)at, one_in(s, 6) ? "out" : "in");
    if (!one_in(s, 8)) {
        add(e, ";wa_id=52155123456%02d", below(s, PHONES));
    }
    if (one_in(s, 8)) {
        add(e, ";bsuid=MX.%d", below(s, PHONES));
    }
    if (one_in(s, 2)) {
        add(e, ";code=%08d", below(s, VISITORS * 4));
    }
    if (one_in(s, 6)) {
        add(e, ";ctwa_clid=x");
    }
    if (one_in(s, 8)) {
        add(e, ";forwarded!1");
    }
    if (one_in(s, 3)) {
        static const char *const steps[] = {"accepted", "sent", "delivered", "read", "failed"};
        add(e, ";status=%s", steps[below(s, 5)]);
    }
}

static void person_of(story *s, told_event *e) {
    if (one_in(s, 2)) {
        add(e, ";visitor=v%d", below(s, VISITORS));
    }
    if (one_in(s, 2)) {
        add(e, ";customer=%d", 1 + below(s, 40));
    }
    if (one_in(s, 3)) {
        add(e, ";email=c%d@example.org", below(s, 40));
    }
    if (one_in(s, 3)) {
        add(e, ";phone=52155123456%02d", one_in(s, 2) ? 0 : below(s, PHONES));
    }
}

static void order(story *s, int64_t at) {
    static const char *const statuses[] = {"pending",   "processing", "completed",      "on-hold",
                                           "cancelled", "trash",      "checkout-draft", "shipped"};
    told_event *e = next(s, 'o', at);
    int number = below(s, ORDERS);
    add(e, "type=order;order=%d;at:%lld;status=%s;currency=MXN;placed_at:%lld;total=116;tax=16;shipping=10", number,
        (long long)at, statuses[below(s, 8)], (long long)(at - below(s, 5) * 3600000));
    person_of(s, e);
    if (one_in(s, 3)) {
        add(e, ";paid_at:%lld", (long long)(at + (below(s, 3) - 1) * 600000));
    }
    if (one_in(s, 3)) {
        add(e, ";code=%08d", below(s, VISITORS * 4));
    }
    if (one_in(s, 3)) {
        add(e, ";token=t%d", number);
    }
    if (one_in(s, 2)) {
        add(e, ";lines{product=%d,name=Shoe %d,net=80}{product=2,name=Sock,net=10}", below(s, 3), below(s, 3));
    }
    if (one_in(s, 3)) {
        add(e, ";refunds{refund=r%d,at:%lld,total=%d}{refund=r9,at:%lld,total=10,tax=1,lines!1}", below(s, 3),
            (long long)at, 1 + below(s, 116), (long long)(at + 5));
    }
}

static void refund(story *s, int64_t at) {
    told_event *e = next(s, 'r', at);
    add(e, "type=refund;at:%lld;order=%d;refund=r%d;total=-%d;deleted!%d", (long long)at, below(s, ORDERS), below(s, 4),
        1 + below(s, 50), one_in(s, 4));
}

static void identify(story *s, int64_t at) {
    told_event *e = next(s, 'i', at);
    add(e, "type=identify;by=login;at:%lld;visitor=v%d;customer=%d", (long long)at, below(s, VISITORS),
        1 + below(s, 40));
    if (one_in(s, 4)) {
        add(e, ";code=%08d", below(s, VISITORS * 4));
    }
}

/* A customer of the counter, where everybody leaves the shop's own number. */
static void counter(story *s, int64_t at) {
    told_event *e = next(s, 'i', at);
    add(e, "type=identify;by=import;at:%lld;phone=5215512345600;customer=%d", (long long)at, 1 + below(s, 40));
}

static void bot(story *s, int64_t at) {
    told_event *e = next(s, 'x', at);
    add(e, "type=page_view;visitor=v0;path=/;at:%lld;user_agent=Googlebot/2.1 (+http://www.google.com/bot.html)",
        (long long)at);
}

static void write_story(story *s, uint64_t seed) {
    memset(s, 0, sizeof(*s));
    s->seed = seed;
    for (int i = 0; i < VISITORS; i++) {
        s->clock[i] = NOON - 10 * 86400000LL + 3600000LL * i;
    }
    while (s->n < EVENTS) {
        int64_t at = s->clock[below(s, VISITORS)] + below(s, 3) * 60000;
        int what = below(s, seed % 2 == 0 ? 20 : 24);
        if (what < 11) {
            behaviour(s);
        } else if (what < 14) {
            message(s, at);
        } else if (what < 18) {
            order(s, at);
        } else if (what == 18) {
            one_in(s, 2) ? refund(s, at) : bot(s, at);
        } else if (what == 19) {
            identify(s, at);
        } else {
            counter(s, at);
        }
    }
}

/* ---- telling it ------------------------------------------------------------------------------------------------- */

static void tell_event(shop *told_to, told_event *e) {
    char id[33];
    tl_err err = {TL_OK, ""};
    tl_value event = event_from(&told_to->arena, e->text);
    test_check(tl_store_record(told_to->store, &event, id, &err) == TL_OK, __FILE__, __LINE__, "%s: %s", e->text,
               err.msg);
    id[16] = '\0';
    e->hash = strtoull(id, NULL, 16) >> 1;
}

static int by_time(const void *a, const void *b) {
    const told_event *x = a, *y = b;
    return x->at < y->at ? -1 : x->at > y->at;
}

static void tell_sorted(shop *told_to, story *s) {
    qsort(s->events, (size_t)s->n, sizeof(*s->events), by_time);
    for (int i = 0; i < s->n; i++) {
        tell_event(told_to, &s->events[i]);
    }
    told t = ingest(told_to);
    CHECK(t.done && t.rejected == 0 && t.events + t.bots + t.duplicates == s->n);
}

/* In any order, in batches of any size, some twice or more. */
static void tell_shuffled(shop *told_to, story *s) {
    int64_t events = 0, bots = 0, told_in_all = 0;
    for (int i = s->n - 1; i > 0; i--) {
        int j = below(s, i + 1);
        told_event swap = s->events[i];
        s->events[i] = s->events[j];
        s->events[j] = swap;
    }
    for (int i = 0; i < s->n; i++) {
        tell_event(told_to, &s->events[i]);
        told_in_all++;
        for (; one_in(s, 4); told_in_all++) {
            tell_event(told_to, &s->events[below(s, i + 1)]);
        }
        if (i == s->n - 1 || one_in(s, 30)) {
            told t = ingest(told_to);
            events += t.events;
            bots += t.bots;
            told_in_all -= t.events + t.bots + t.duplicates;
        }
    }
    CHECK_INT(told_in_all, 0);
    CHECK(events + bots <= s->n);
}

/* ---- what must be the same -------------------------------------------------------------------------------------- */

#define SOURCE                                                                                                         \
    "(SELECT channel || '/' || entry || '/' || source || '/' || medium || '/' || campaign || '/' || referrer FROM "    \
    "source WHERE id = "
#define WORD "(SELECT kind || ':' || value FROM dict WHERE id = "
#define WHO "(SELECT kind || ':' || value FROM identity WHERE id = "
#define PERSON "(SELECT MIN(kind || ':' || value) FROM identity WHERE person = "

static const char *const dumps[] = {
    "SELECT kind, value, shared, " PERSON "i.person) FROM identity i ORDER BY 1, 2",
    "SELECT " WHO "a), " WHO "b), (SELECT key FROM orders WHERE id = by) FROM link ORDER BY 1, 2, 3",
    "SELECT " WHO "visitor), at, hash, type, " WORD "page), page_type, " WORD "product), " SOURCE "source), campaign,"
    " code, intent, view, n1, n2 FROM event ORDER BY 1, 2, 3",
    "SELECT " WHO "visitor), start, hash, end, " SOURCE "source), " WORD "landing), views, products, clicks, carts,"
    " active_ms, engaged, quality FROM session ORDER BY 1, 2, 3",
    "SELECT " WHO "identity), at, kind, hash, session, channel, entry, " SOURCE "source), " WORD
    "page), page_type, " WORD "product), code, intent FROM touch ORDER BY 1, 2, 3, 4",
    "SELECT key, " WHO "identity), at, direction, status, failed, code, ad, forwarded, hash FROM message ORDER BY 1",
    "SELECT key, snapshot_at, snapshot_hash, status, placed_at, paid_at, total, " WHO "visitor), " WHO "customer), " WHO
    "email), " WHO "phone), code, token, counted_at, reason, " PERSON "person), dirty FROM orders ORDER BY 1",
    "SELECT o.key, s.status, s.first_at FROM order_status s JOIN orders o ON o.id = s.order_id ORDER BY 1, 2",
    "SELECT o.key, l.pos, " WORD "product), net FROM order_line l JOIN orders o ON o.id = l.order_id ORDER BY 1, 2",
    "SELECT o.key, r.key, own, at, hash, r.total, deleted, effective, net, gross FROM order_refund r"
    " JOIN orders o ON o.id = r.order_id ORDER BY 1, 2, 3",
    "SELECT o.key, p.pos, " WHO "t.identity), t.at, t.kind, t.hash, p.evidence, p.chat_at FROM order_path p"
    " JOIN orders o ON o.id = p.order_id LEFT JOIN touch t ON t.id = p.touch ORDER BY 1, 2",
    "SELECT " WHO "visitor), at, hash, " WORD "page), page_type, " WORD "product), " SOURCE "source), " WORD
    "landing) FROM click ORDER BY 1, 2, 3",
    "SELECT kind, day, CASE kind WHEN 1 THEN " SOURCE "key) WHEN 5 THEN key WHEN 8 THEN key ELSE " WORD
    "key) END, n, engaged, quality FROM rollup WHERE n <> 0 ORDER BY 1, 2, 3",
    "SELECT start, " PERSON "cart.person), left_before, end, checkout_at, " SOURCE "source), whatsapp_at, ordered_at,"
    " (SELECT key FROM orders WHERE id = order_id), counts, net, currency, touched_at, linked_at, hex(pauses) FROM cart"
    " ORDER BY 1, 2",
    "SELECT kind, value, name, named_at FROM dict ORDER BY 1, 2",
    "SELECT * FROM bot ORDER BY 1, 2",
};
#define DUMPS (sizeof(dumps) / sizeof(*dumps))

static void compare(shop *s, char *const wanted[DUMPS], uint64_t seed) {
    for (size_t i = 0; i < DUMPS; i++) {
        char *got = rows(s, dumps[i]);
        size_t same = 0;
        while (got[same] != '\0' && got[same] == wanted[i][same]) {
            same++;
        }
        while (same > 0 && got[same - 1] != '\n') {
            same--;
        }
        test_check(strcmp(got, wanted[i]) == 0, __FILE__, __LINE__, "seed %llu: %s\ngot    %.*s\nwanted %.*s",
                   (unsigned long long)seed, dumps[i], (int)strcspn(got + same, "\n"), got + same,
                   (int)strcspn(wanted[i] + same, "\n"), wanted[i] + same);
        free(got);
    }
}

/* ---- sessions, naively ------------------------------------------------------------------------------------------ */

static int by_visitor(const void *a, const void *b) {
    const told_event *x = a, *y = b;
    int c = strcmp(x->visitor, y->visitor);
    return c != 0 ? c : x->at != y->at ? (x->at < y->at ? -1 : 1) : x->hash < y->hash ? -1 : x->hash > y->hash;
}

static bool starts(const told_event *all, int first, int i) {
    return strcmp(all[i].visitor, all[first].visitor) != 0 || all[i].at - all[i - 1].at > TIMEOUT ||
           all[i].at - all[first].at > 86400000 ||
           (*all[i].campaign != '\0' && strcmp(all[i].campaign, all[first].campaign) != 0);
}

static int clicks_of(const told_event *all, int from, int to) {
    bool counts[EVENTS] = {false};
    int n = 0;
    for (int i = from; i < to; i++) {
        counts[i] = all[i].type == 'b';
        for (int j = from; j < i && counts[i]; j++) {
            counts[i] = !(counts[j] && all[j].page == all[i].page && all[i].at - all[j].at < 10000);
        }
        n += counts[i];
    }
    return n;
}

static int active_of(const told_event *all, int from, int to) {
    int most[3] = {0};
    for (int i = from; i < to; i++) {
        if (all[i].type == 'e' && all[i].active_ms > most[all[i].view]) {
            most[all[i].view] = all[i].active_ms;
        }
    }
    return most[0] + most[1] + most[2];
}

/* In parts of which 1500 make a point: a minute is 40 points, the end of a page 20, three products 20, choosing 20. */
static int quality_of(const told_event *all, int from, int to) {
    int64_t active = active_of(all, from, to);
    int depth = 0, chose = 0;
    bool products[3] = {false};
    for (int i = from; i < to; i++) {
        depth = all[i].type == 'e' && all[i].depth > depth ? all[i].depth : depth;
        chose |= strchr("csx", all[i].type) != NULL;
        products[all[i].page] |= all[i].type == 'q';
    }
    return (int)(40 * 1500 * (active < 60000 ? active : 60000) / 60000) + 20 * 1500 * depth / 100 +
           20 * 1500 * (products[0] + products[1] + products[2]) / 3 + 20 * 1500 * chose;
}

static void put_session(tl_buf *out, const told_event *all, int from, int to) {
    char line[200];
    int views = 0, carts = 0;
    for (int i = from; i < to; i++) {
        views += all[i].type == 'p' || all[i].type == 'q';
        carts += all[i].type == 'c';
    }
    int clicks = clicks_of(all, from, to), active = active_of(all, from, to);
    int n = snprintf(line, sizeof(line), "%s|%lld|%lld|%d|%d|%d|%d|%d|%d\n", all[from].visitor, (long long)all[from].at,
                     (long long)all[to - 1].at, views, clicks, carts, active,
                     active >= 10000 || views >= 2 || carts > 0, quality_of(all, from, to));
    tl_buf_put(out, line, (size_t)n);
}

/* Visitors' own events, each once, in order. */
static int sorted_behaviour(const story *s, told_event *all) {
    int n = 0, kept = 0;
    for (int i = 0; i < s->n; i++) {
        if (s->events[i].visitor[0] != '\0') {
            all[n++] = s->events[i];
        }
    }
    qsort(all, (size_t)n, sizeof(*all), by_visitor);
    for (int i = 0; i < n; i++) {
        if (kept == 0 || by_visitor(&all[kept - 1], &all[i]) != 0) {
            all[kept++] = all[i];
        }
    }
    return kept;
}

static void check_sessions(shop *told_to, const story *s) {
    static told_event all[EVENTS];
    tl_buf out;
    int n = sorted_behaviour(s, all), first = 0;
    tl_buf_init(&out, tl_default_allocator);
    for (int i = 1; i <= n; i++) {
        if (i == n || starts(all, first, i)) {
            put_session(&out, all, first, i);
            first = i;
        }
    }
    tl_buf_put(&out, "", 1);
    CHECK_ROWS(
        told_to,
        "SELECT i.value, s.start, s.end, s.views, s.clicks, s.carts, s.active_ms, s.engaged, s.quality FROM session s"
        " JOIN identity i ON i.id = s.visitor ORDER BY 1, 2, s.hash",
        (char *)out.ptr);
    tl_buf_destroy(&out);
}

/* ---- people, naively -------------------------------------------------------------------------------------------- */

/* Spreads the least label along links between those that tie until nothing moves, from the links as the store has them.
 */
static void check_people(shop *s) {
    CHECK_ROWS(s,
               "WITH RECURSIVE reach(from_id, id) AS (SELECT id, id FROM identity UNION"
               " SELECT r.from_id, l.b FROM reach r JOIN link l ON l.a = r.id JOIN identity x ON x.id = l.a"
               " JOIN identity y ON y.id = l.b WHERE x.shared = 0 AND y.shared = 0)"
               " SELECT i.kind, i.value, i.person, MIN(r.id) FROM reach r JOIN identity i ON i.id = r.from_id"
               " GROUP BY i.id HAVING i.person <> MIN(r.id)",
               "");
    CHECK_ROWS(
        s,
        "SELECT i.kind, i.value, i.shared FROM identity i WHERE i.shared <>"
        " (SELECT COUNT(DISTINCT o.id) > 20 FROM link l JOIN identity o ON o.id = l.b AND o.kind = 2 WHERE l.a = i.id)"
        " AND i.shared <>"
        " (SELECT COUNT(DISTINCT o.id) > 20 FROM link l JOIN identity o ON o.id = l.b AND o.kind = 3 WHERE l.a = i.id)"
        " AND i.shared <> (i.kind = 6 AND (SELECT COUNT(DISTINCT e.visitor) FROM event e"
        "  WHERE e.code = i.value AND e.type = 7) > 1)",
        "");
}

/* ---- no statement of ingest may read a table from end to end ---------------------------------------------------- */

static bool small(const char *table) {
    static const char *const names[] = {"work_",    "w",          "c",         "n",
                                        "h",        "r",          "segment",   "status",
                                        "CONSTANT", "2 CONSTANT", "(subquery", "orders USING INDEX orders_dirty"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        if (strncmp(table, names[i], strlen(names[i])) == 0 && (strlen(names[i]) > 1 || strlen(table) == 1)) {
            return true;
        }
    }
    return false;
}

static void check_plans(shop *s) {
    tl_db *db;
    tl_err err;
    int plans = 0;
    CHECK_INT(tl__db_get(s->store, &db, &err), TL_OK);
    for (size_t i = 0; i < TL_STATEMENTS; i++) {
        sqlite3_stmt *plan;
        char sql[3000];
        if (db->sql[i] == NULL) {
            continue;
        }
        snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s", db->sql[i]);
        if (sqlite3_prepare_v2(db->handle, sql, -1, &plan, NULL) != SQLITE_OK) {
            continue; /* a PRAGMA */
        }
        while (sqlite3_step(plan) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(plan, 3);
            plans++;
            test_check(strncmp(step, "SCAN ", 5) != 0 || small(step + 5), __FILE__, __LINE__, "%s in: %s", step,
                       db->sql[i]);
        }
        sqlite3_finalize(plan);
    }
    CHECK(plans > 50);
}

/* What the stories must have in them, or they prove nothing. */
static const char *const covered[] = {
    "SELECT COUNT(*) FROM identity WHERE shared = 1 AND kind = 4",
    "SELECT COUNT(*) FROM identity WHERE shared = 1 AND kind = 6",
    "SELECT COUNT(*) FROM (SELECT 1 FROM identity GROUP BY person HAVING COUNT(*) > 3)",
    "SELECT COUNT(*) FROM order_path WHERE evidence = 0",
    "SELECT COUNT(*) FROM order_path WHERE evidence = 1",
    "SELECT COUNT(*) FROM order_path WHERE evidence = 2",
    "SELECT COUNT(*) FROM order_path WHERE evidence = 3",
    "SELECT COUNT(*) FROM order_path WHERE evidence = 4",
    "SELECT COUNT(*) FROM order_path WHERE evidence = 5",
    "SELECT COUNT(*) FROM order_path WHERE chat_at IS NOT NULL",
    "SELECT COUNT(*) FROM event WHERE type = 7 AND n1 = 0",
    "SELECT COUNT(*) FROM order_refund WHERE effective = 1 AND own = 1",
    "SELECT COUNT(*) FROM order_refund WHERE effective = 0",
    "SELECT COUNT(*) FROM link WHERE by > 0",
    "SELECT COUNT(*) FROM (SELECT 1 FROM session GROUP BY visitor, start HAVING COUNT(*) > 1)",
    "SELECT COUNT(*) FROM touch WHERE kind = 4",
    "SELECT COUNT(*) FROM session WHERE quality / 37500 = 1",
    "SELECT COUNT(*) FROM session WHERE quality / 37500 = 2",
    "SELECT COUNT(*) FROM session WHERE quality / 37500 >= 3",
};
#define COVERED (sizeof(covered) / sizeof(*covered))
static int64_t found[COVERED];

static void note_covered(shop *s) {
    for (size_t i = 0; i < COVERED; i++) {
        char *n = rows(s, covered[i]);
        found[i] += strtoll(n, NULL, 10);
        free(n);
    }
}

static void one_story(uint64_t seed, int tellings) {
    static story s;
    shop sorted, shuffled;
    char *wanted[DUMPS];
    write_story(&s, seed);
    shop_begin(&sorted);
    tell_sorted(&sorted, &s);
    check_sessions(&sorted, &s);
    check_people(&sorted);
    check_plans(&sorted);
    note_covered(&sorted);
    for (size_t i = 0; i < DUMPS; i++) {
        wanted[i] = rows(&sorted, dumps[i]);
        CHECK(*wanted[i] != '\0');
    }
    for (int i = 0; i < tellings; i++) {
        shop_begin_like(&shuffled, &sorted);
        tell_shuffled(&shuffled, &s);
        compare(&shuffled, wanted, seed);
        shop_end(&shuffled);
    }
    for (size_t i = 0; i < DUMPS; i++) {
        free(wanted[i]);
    }
    shop_end(&sorted);
}

int main(void) {
    const char *seed = getenv("SEED");
    if (seed != NULL) {
        one_story(strtoull(seed, NULL, 10), 20);
        return test_report();
    }
    for (uint64_t i = 1; i <= 12; i++) {
        one_story(i * 7919, 4);
    }
    for (size_t i = 0; i < COVERED; i++) {
        test_check(found[i] > 0, __FILE__, __LINE__, "the stories have none of: %s", covered[i]);
    }
    return test_report();
}
