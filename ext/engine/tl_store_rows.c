/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of tables for rows(): what a column is called and how its number is told. Each statement gives its three keys
 * first, in whose order it reads, and goes on behind ?1, ?2, ?3; ?4 and ?5 are the period, ?6 the size of a batch. */
#include "tl_report_rows.h"
#include "tl_store_db.h"

typedef enum told { NUMBER, POINTS, MAYBE, FLAG, TEXT, WORD, NAME, SOURCE, PERSON, ORIGIN } told;

typedef struct column {
    const char *name;
    told told;
    const tl_word *words;
} column;

typedef struct table {
    const char *sql, *of_person; /* ?1: the person */
    const column *columns;
    /* traits for filters: the place of source, landing, device, country, page, page_type, intent among the
     * columns, -1: none */
    int source, landing, device, country, page, page_type, intent;
} table;

#define AFTER3(a, b, c) "(" a ", " b ", " c ") > (?1, ?2, ?3)"
#define PERIOD(at) at " >= ?4 AND " at " < ?5"

static const column session_columns[] = {
    {"at", NUMBER, NULL},      {"person", PERSON, NULL}, {"end", NUMBER, NULL},       {"", ORIGIN, NULL},
    {"landing", NAME, NULL},   {"device", NAME, NULL},   {"country", NAME, NULL},     {"views", NUMBER, NULL},
    {"clicks", NUMBER, NULL},  {"carts", NUMBER, NULL},  {"active_ms", NUMBER, NULL}, {"engaged", FLAG, NULL},
    {"quality", POINTS, NULL}, {NULL, NUMBER, NULL}};
#define SESSIONS                                                                                                       \
    "SELECT x.start, x.visitor, x.hash, x.start, i.person, x.end, x.source, x.landing, x.device, x.country, x.views,"  \
    " x.clicks, x.carts, x.active_ms, x.engaged, x.quality FROM session x JOIN identity i ON i.id = x.visitor"
static const table sessions = {
    SESSIONS " WHERE " AFTER3("x.start", "x.visitor", "x.hash") " AND " PERIOD("x.start") " ORDER BY 1, 2, 3 LIMIT ?6",
    SESSIONS " WHERE i.person = ?1 ORDER BY 1, 2, 3",
    session_columns,
    3,
    4,
    5,
    6,
    -1,
    -1,
    -1};

static const column click_columns[] = {{"at", NUMBER, NULL},    {"person", PERSON, NULL},
                                       {"", ORIGIN, NULL},      {"landing", NAME, NULL},
                                       {"device", NAME, NULL},  {"country", NAME, NULL},
                                       {"page", NAME, NULL},    {"page_type", WORD, tl_page_words},
                                       {"product", NAME, NULL}, {"intent", WORD, tl_intent_words},
                                       {NULL, NUMBER, NULL}};
static const table clicks = {
    "SELECT c.at, c.visitor, c.hash, c.at, i.person, c.source, c.landing, c.device, c.country, c.page, c.page_type,"
    " c.product, (SELECT e.intent FROM event e WHERE e.visitor = c.visitor AND e.at = c.at AND e.hash = c.hash)"
    " FROM click c JOIN identity i ON i.id = c.visitor"
    " WHERE " AFTER3("c.at", "c.visitor", "c.hash") " AND " PERIOD("c.at") " ORDER BY 1, 2, 3 LIMIT ?6",
    NULL, /* they are among the events */
    click_columns,
    2,
    3,
    4,
    5,
    6,
    7,
    9};

static const column touch_columns[] = {{"at", NUMBER, NULL},
                                       {"person", PERSON, NULL},
                                       {"kind", WORD, tl_touch_words},
                                       {"channel", WORD, tl_channel_words},
                                       {"entry", WORD, tl_entry_words},
                                       {"", SOURCE, NULL},
                                       {"page", NAME, NULL},
                                       {"page_type", WORD, tl_page_words},
                                       {"product", NAME, NULL},
                                       {"intent", WORD, tl_intent_words},
                                       {NULL, NUMBER, NULL}};
#define TOUCHES                                                                                                        \
    "SELECT t.id, 0, 0, t.at, i.person, t.kind, t.channel, t.entry, t.source, t.page, t.page_type, t.product,"         \
    " t.intent FROM touch t JOIN identity i ON i.id = t.identity"
static const table touches = {
    TOUCHES " WHERE t.id > ?1 AND ?2 IS NOT NULL AND ?3 IS NOT NULL AND " PERIOD("t.at") " ORDER BY 1 LIMIT ?6",
    TOUCHES " WHERE i.person = ?1 ORDER BY t.at, t.kind, t.hash",
    touch_columns,
    5,
    -1,
    -1,
    -1,
    6,
    7,
    9};

static const tl_word states[] = {{1, {"granted", 7}}, {2, {"denied", 6}}, {3, {"withdrawn", 9}}, {-1, {"", 0}}};
static const column event_columns[] = {{"at", NUMBER, NULL},
                                       {"person", PERSON, NULL},
                                       {"type", WORD, tl_type_words},
                                       {"page", NAME, NULL},
                                       {"page_type", WORD, tl_page_words},
                                       {"product", NAME, NULL},
                                       {"", SOURCE, NULL},
                                       {"code", TEXT, NULL},
                                       {"intent", WORD, tl_intent_words},
                                       {"device", NAME, NULL},
                                       {"country", NAME, NULL},
                                       {"query", NAME, NULL},
                                       {"state", WORD, states},
                                       {"purposes", NAME, NULL},
                                       {NULL, NUMBER, NULL}};
/* 14: consent */
#define EVENTS                                                                                                         \
    "SELECT e.visitor, e.at, e.hash, e.at, i.person, e.type, e.page, e.page_type, e.product, e.source, e.code,"        \
    " e.intent, e.device, e.country, CASE WHEN e.type <> 14 THEN e.text END, CASE WHEN e.type = 14 THEN e.action END," \
    " CASE WHEN e.type = 14 THEN e.text END FROM "
static const table events = {
    EVENTS "event e LEFT JOIN identity i ON i.id = e.visitor WHERE " AFTER3(
        "e.visitor", "e.at", "e.hash") " AND " PERIOD("e.at") " ORDER BY 1, 2, 3 LIMIT ?6",
    /* and what a browser that may not be known told with a code that is this person's */
    EVENTS "identity i JOIN event e ON e.visitor = i.id WHERE i.person = ?1 UNION ALL " EVENTS
           "identity i CROSS JOIN event e INDEXED BY event_code ON e.code = i.value WHERE i.person = ?1 AND i.kind = 6"
           " AND i.shared = 0 AND e.visitor = 0 ORDER BY 2, 3",
    event_columns, -1, -1, -1, -1, -1, -1, -1};

static const tl_word directions[] = {{1, {"in", 2}}, {2, {"out", 3}}, {-1, {"", 0}}};
static const tl_word statuses[] = {
    {1, {"accepted", 8}}, {2, {"sent", 4}}, {3, {"delivered", 9}}, {4, {"read", 4}}, {-1, {"", 0}}};
static const column message_columns[] = {{"message", TEXT, NULL},       {"at", NUMBER, NULL},
                                         {"person", PERSON, NULL},      {"direction", WORD, directions},
                                         {"status", WORD, statuses},    {"failed", FLAG, NULL},
                                         {"conversation", TEXT, NULL},  {"template", TEXT, NULL},
                                         {"price_micros", MAYBE, NULL}, {"currency", TEXT, NULL},
                                         {"code", TEXT, NULL},          {"intent", WORD, tl_intent_words},
                                         {NULL, NUMBER, NULL}};
#define MESSAGES                                                                                                       \
    "SELECT m.id, 0, 0, m.key, m.at, i.person, m.direction, m.status, m.failed, m.conversation, m.template, m.price,"  \
    " m.currency, m.code, m.intent FROM message m LEFT JOIN identity i ON i.id = m.identity"
static const table messages = {
    MESSAGES " WHERE m.id > ?1 AND ?2 IS NOT NULL AND ?3 IS NOT NULL AND " PERIOD("m.at") " ORDER BY 1 LIMIT ?6",
    MESSAGES " WHERE i.person = ?1 ORDER BY m.at, m.hash",
    message_columns,
    -1,
    -1,
    -1,
    -1,
    -1,
    -1,
    -1};

/* ---- telling -------------------------------------------------------------------------------------------------------
 */

static tl_code put_source(tl_rows *r, tl_value *row, int64_t id, bool origin, tl_err *err) {
    const tl_source_name *name;
    TL_TRY(tl__name_source(r->query.names, id, &name, err));
    if (origin) {
        tl__put(&r->out, row, "channel", tl_str(tl_word_of(tl_channel_words, (int)name->channel)));
        tl__put(&r->out, row, "entry", tl__text(&r->out, tl_word_of(tl_entry_words, (int)name->entry)));
    }
    tl__put(&r->out, row, "source", tl__text(&r->out, name->source));
    tl__put(&r->out, row, "medium", tl__text(&r->out, name->medium));
    tl__put(&r->out, row, "campaign", tl__text(&r->out, name->campaign));
    tl__put(&r->out, row, "content", tl__text(&r->out, name->content));
    return TL_OK;
}

static tl_code put_column(tl_rows *r, tl_value *row, const column *c, sqlite3_stmt *s, int i, tl_err *err) {
    int64_t number = sqlite3_column_int64(s, i);
    const tl_dict_name *name;
    tl_value value;
    switch (c->told) {
    case SOURCE:
    case ORIGIN:
        return put_source(r, row, number, c->told == ORIGIN, err);
    case NAME:
        TL_TRY(tl__name_dict(r->query.names, number, &name, err));
        value = tl__text(&r->out, name->value);
        break;
    case TEXT:
        value = tl__text(&r->out, tl__column_text(s, i));
        break;
    case WORD:
        value = tl__text(&r->out, tl_word_of(c->words, (int)number));
        break;
    case PERSON:
        value = tl__person_text(r->store, number, &r->out);
        break;
    case POINTS:
        value = tl__points(&r->out, number, 1);
        break;
    case FLAG:
        value = tl_bool(number != 0);
        break;
    case MAYBE:
        value = sqlite3_column_type(s, i) == SQLITE_NULL ? tl_null() : tl_int(number);
        break;
    default:
        value = tl_int(number);
        break;
    }
    tl__put(&r->out, row, c->name, value);
    return TL_OK;
}

static int64_t at_place(sqlite3_stmt *s, int place) {
    return place < 0 ? 0 : sqlite3_column_int64(s, 3 + place);
}

static tl_code passes(const tl_rows *r, const table *t, sqlite3_stmt *s, bool *through, tl_err *err) {
    const tl_source_name *name;
    tl_traits traits = {.at = sqlite3_column_int64(s, 3),
                        .source = at_place(s, t->source),
                        .landing = at_place(s, t->landing),
                        .device = at_place(s, t->device),
                        .country = at_place(s, t->country),
                        .page = at_place(s, t->page),
                        .page_type = at_place(s, t->page_type),
                        .intent = at_place(s, t->intent)};
    *through = true;
    if (!r->query.filtered) {
        return TL_OK;
    }
    TL_TRY(tl__name_source(r->query.names, traits.source, &name, err));
    traits.channel = t == &touches ? at_place(s, 3) : name->channel;
    traits.entry = t == &touches ? at_place(s, 4) : name->entry;
    return tl__passes(&r->query, ~0u, &traits, through, err);
}

static tl_code add_row(tl_rows *r, const table *t, sqlite3_stmt *s, tl_err *err) {
    bool through;
    tl_value row = tl_map();
    TL_TRY(passes(r, t, s, &through, err));
    for (int i = 0; through && t->columns[i].name; i++) {
        TL_TRY(put_column(r, &row, &t->columns[i], s, 3 + i, err));
    }
    if (through) {
        tl__add(&r->out, &r->rows, row);
    }
    return TL_OK;
}

static tl_code read_all(tl_rows *r, const table *t, tl_db *db, sqlite3_stmt *s, size_t *n, tl_err *err) {
    bool row = true;
    int64_t key[3] = {r->key[0], r->key[1], r->key[2]};
    for (*n = 0;; ++*n) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            break;
        }
        for (int i = 0; i < 3; i++) {
            key[i] = sqlite3_column_int64(s, i);
        }
        TL_TRY(add_row(r, t, s, err));
    }
    for (int i = 0; i < 3; i++) {
        r->key[i] = key[i];
    }
    return TL_OK;
}

static tl_code read_table(tl_rows *r, const tl_rows_kind *kind, tl_err *err) {
    const table *t = kind->what;
    tl_db *db;
    size_t n = 0;
    TL_TRY(tl__db_get(r->store, &db, err));
    sqlite3_stmt *s = tl__bound(db, t->sql,
                                TL_ARGS(tl__n(r->key[0]), tl__n(r->key[1]), tl__n(r->key[2]),
                                        tl__n(r->query.period.from), tl__n(r->query.period.to), tl__n(TL_ROWS_BATCH)),
                                err);
    if (!s) {
        return err->code;
    }
    tl_code code = read_all(r, t, db, s, &n, err);
    sqlite3_reset(s);
    r->more = n == TL_ROWS_BATCH;
    return code;
}

tl_code tl__rows_of_person(tl_rows *r, const tl_rows_kind *kind, int64_t person, tl_err *err) {
    const table *t = kind->what;
    tl_db *db;
    size_t n;
    TL_TRY(tl__db_get(r->store, &db, err));
    sqlite3_stmt *s = tl__bound(db, t->of_person, TL_ARGS(tl__n(person)), err);
    if (!s) {
        return err->code;
    }
    tl_code code = read_all(r, t, db, s, &n, err);
    sqlite3_reset(s);
    return code;
}

bool tl__rows_have_person(const tl_rows_kind *kind) {
    const table *t = kind->what;
    return t->of_person != NULL;
}

#define OF_TOUCHES                                                                                                     \
    (TL_DIM_BIT(TL_DIM_CHANNEL) | TL_DIM_BIT(TL_DIM_SOURCE) | TL_DIM_BIT(TL_DIM_MEDIUM) |                              \
     TL_DIM_BIT(TL_DIM_CAMPAIGN) | TL_DIM_BIT(TL_DIM_CONTENT) | TL_DIM_BIT(TL_DIM_PAGE) |                              \
     TL_DIM_BIT(TL_DIM_PAGE_TYPE) | TL_DIM_BIT(TL_DIM_ENTRY) | TL_DIM_BIT(TL_DIM_HOUR) | TL_DIM_BIT(TL_DIM_WEEKDAY) |  \
     TL_DIM_BIT(TL_DIM_INTENT))
const tl_rows_kind tl_rows_tables[] = {{"sessions", TL_VISIT_DIMS, read_table, &sessions},
                                       {"clicks", TL_CLICK_DIMS & ~TL_DIM_BIT(TL_DIM_PRODUCT), read_table, &clicks},
                                       {"touches", OF_TOUCHES, read_table, &touches},
                                       {"events", 0, read_table, &events},
                                       {"messages", 0, read_table, &messages},
                                       {NULL, 0, NULL, NULL}};

tl_code tl__rows_orders(tl_rows *r, int64_t ids[TL_ROWS_BATCH], size_t *n, tl_err *err) {
    tl_db *db;
    bool row = true;
    *n = 0;
    TL_TRY(tl__db_get(r->store, &db, err));
    sqlite3_stmt *s = tl__bound(
        db,
        "SELECT o.id FROM orders o WHERE o.id > ?1 AND (o.reason = 0 OR (?2 AND o.reason = 1 AND o.status = 'on-hold'))"
        " AND (?5 IS NULL OR o.currency = ?5) AND ((o.placed_at >= ?3 AND o.placed_at < ?4) OR EXISTS(SELECT 1 FROM"
        " order_refund f WHERE f.order_id = o.id AND f.effective = 1 AND f.at >= ?3 AND f.at < ?4)) ORDER BY 1 LIMIT "
        "?6",
        TL_ARGS(tl__n(r->key[0]), tl__n(r->query.on_hold), tl__n(r->query.period.from), tl__n(r->query.period.to),
                tl__t(r->query.currency), tl__n(TL_ROWS_BATCH)),
        err);
    if (!s) {
        return err->code;
    }
    for (;;) {
        TL_TRY(tl__step(db, s, &row, err));
        if (!row) {
            return TL_OK;
        }
        ids[(*n)++] = sqlite3_column_int64(s, 0);
    }
}
