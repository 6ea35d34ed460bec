/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Touches that led to no order. They are read by time and gathered by person here: who ordered is read before, so that
 * no touch asks for it. */
#include "tl_store_buyers.h"

typedef struct lost_touch lost_touch;
struct lost_touch {
    tl_traits traits;
    int64_t kind, hash;
    lost_touch *next;
};

typedef struct lost_person {
    int64_t id;
    lost_touch *first, *last;
} lost_person;

typedef struct gathering {
    const tl_query *query;
    tl_arena *arena;
    tl_buyers buyers;
    tl_table table; /* by person */
    lost_person *persons;
    size_t cap;
} gathering;

/* A chat that a click began is one touch with it, at the click's time (tl_store_path.c): found by its code, else by the
 * person within a day. Only a chat (3) of its own is a touch here; 2 is a click, entry 2 an ad. */
#define OF_CLICK                                                                                                       \
    "(EXISTS(SELECT 1 FROM identity k JOIN touch c ON c.identity = k.id WHERE k.person = i.person AND c.kind = 2"      \
    " AND t.entry <> 2 AND c.at BETWEEN t.at - 86400000 AND t.at) OR (t.code IS NOT NULL AND i.person IS"              \
    " (SELECT MIN(k.person) FROM event e JOIN identity k ON k.id = e.visitor WHERE e.code = t.code AND e.type = 7"     \
    " HAVING MIN(e.visitor) = MAX(e.visitor))))"
#define LOST(landing, device, country, visit)                                                                          \
    "SELECT t.at, t.channel, t.entry, t.source, t.product, t.page, t.page_type, t.intent, t.kind, t.hash, i.person,"   \
    " " landing ", " device ", " country " FROM touch t CROSS JOIN identity i ON i.id = t.identity" visit              \
    " WHERE t.at >= ?1 AND t.at < ?2 AND (t.kind <> 3 OR NOT " OF_CLICK ") ORDER BY t.at"
static const char lost_sql[] = LOST("0", "0", "0", "");
static const char lost_of_visits_sql[] =
    LOST("x.landing", "x.device", "x.country",
         " LEFT JOIN session x ON x.visitor = t.identity AND (x.start, x.hash) = (SELECT y.start, y.hash FROM session y"
         " WHERE y.visitor = t.identity AND y.start = t.session LIMIT 1)");
enum { AT, CHANNEL, ENTRY, SOURCE, PRODUCT, PAGE, PAGE_TYPE, INTENT, KIND, HASH, PERSON, LANDING, DEVICE, COUNTRY };

#define OF_VISITS (TL_DIM_BIT(TL_DIM_LANDING) | TL_DIM_BIT(TL_DIM_DEVICE) | TL_DIM_BIT(TL_DIM_COUNTRY))

/* Is it asked by what only a touch's visit tells? */
static bool asks_visits(const tl_query *q) {
    return (TL_DIM_BIT(q->dim) & OF_VISITS) || q->filter[TL_DIM_LANDING] || q->filter[TL_DIM_DEVICE] ||
           q->filter[TL_DIM_COUNTRY];
}

static lost_touch touch_of(sqlite3_stmt *s) {
    return (lost_touch){.traits = {.at = sqlite3_column_int64(s, AT),
                                   .channel = sqlite3_column_int64(s, CHANNEL),
                                   .entry = sqlite3_column_int64(s, ENTRY),
                                   .source = sqlite3_column_int64(s, SOURCE),
                                   .product = sqlite3_column_int64(s, PRODUCT),
                                   .page = sqlite3_column_int64(s, PAGE),
                                   .page_type = sqlite3_column_int64(s, PAGE_TYPE),
                                   .intent = sqlite3_column_int64(s, INTENT),
                                   .landing = sqlite3_column_int64(s, LANDING),
                                   .device = sqlite3_column_int64(s, DEVICE),
                                   .country = sqlite3_column_int64(s, COUNTRY)},
                        .kind = sqlite3_column_int64(s, KIND),
                        .hash = sqlite3_column_int64(s, HASH)};
}

static bool led_to_order(const gathering *g, int64_t person, int64_t at) {
    for (const tl_purchase *p = tl__buyers_of(&g->buyers, person); p; p = p->next) {
        if (at <= p->counted_at && at >= p->placed_at - g->query->window_ms) {
            return true;
        }
    }
    return false;
}

static bool comes_before(const lost_touch *a, const lost_touch *b) {
    return a->traits.at != b->traits.at ? a->traits.at < b->traits.at
           : a->kind != b->kind         ? a->kind < b->kind
                                        : a->hash < b->hash;
}

/* At the end, but for touches of one moment. */
static void append(lost_person *p, lost_touch *t) {
    if (p->last && comes_before(t, p->last)) {
        lost_touch **place = &p->first;
        while (!comes_before(t, *place)) {
            place = &(*place)->next;
        }
        t->next = *place;
        *place = t;
        return;
    }
    *(p->last ? &p->last->next : &p->first) = t;
    p->last = t;
}

static tl_code gather(gathering *g, sqlite3_stmt *s, tl_err *err) {
    int64_t person = sqlite3_column_int64(s, PERSON);
    if (sqlite3_column_int64(s, INTENT) == TL_INTENT_SUPPORT || led_to_order(g, person, sqlite3_column_int64(s, AT))) {
        return TL_OK;
    }
    void *persons = g->persons;
    lost_person *p =
        tl__table_row(&g->table, (tl_slice){(const char *)&person, sizeof person}, &persons, &g->cap, sizeof *p);
    lost_touch *t = p ? tl_arena_alloc(g->arena, sizeof *t) : NULL;
    g->persons = persons;
    if (!t) {
        return tl_fail(err, TL_E_NOMEM, "gathering touches");
    }
    *t = touch_of(s);
    p->id = person;
    append(p, t);
    return TL_OK;
}

static tl_code read_touches(gathering *g, tl_db *db, tl_err *err) {
    const tl_query *q = g->query;
    bool row = true;
    sqlite3_stmt *s = tl__bound(db, asks_visits(q) ? lost_of_visits_sql : lost_sql,
                                TL_ARGS(tl__n(q->period.from), tl__n(q->period.to)), err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        if (gather(g, s, err) != TL_OK) {
            sqlite3_reset(s);
            return err->code;
        }
    }
}

tl_code tl__lost_touches_each(tl_store *store, const tl_query *q, tl_arena *arena, tl_on_lost on, void *ctx,
                              tl_err *err) {
    gathering g = {.query = q, .arena = arena};
    tl_period orders = {q->period.from, q->period.to + q->window_ms};
    tl_db *db;
    tl__table_init(&g.table, arena);
    TL_TRY(tl__db_get(store, &db, err));
    TL_TRY(tl__buyers_counted(&g.buyers, db, orders, arena, err));
    TL_TRY(read_touches(&g, db, err));
    for (uint32_t i = 0; i < g.table.n; i++) {
        for (const lost_touch *t = g.persons[i].first; t; t = t->next) {
            TL_TRY(on(ctx, &t->traits, g.persons[i].id, err));
        }
    }
    return TL_OK;
}
