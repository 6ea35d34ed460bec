/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The query of a report: every option by name, defaults of the store laid under it. docs/reports.md. */
#include "tl_report.h"

#include <string.h>

static const tl_word part_words[] = {{TL_PART_WHATSAPP, {"whatsapp", 8}},
                                     {TL_PART_CONFIRMED, {"confirmed", 9}},
                                     {TL_PART_CLICK_ONLY, {"click_only", 10}},
                                     {TL_PART_OTHER, {"other", 5}},
                                     {TL_PART_UNKNOWN, {"unknown", 7}},
                                     {TL_PART_RENEWALS, {"renewals", 8}},
                                     {-1, {"", 0}}};
static const tl_word measure_words[] = {{0, {"net", 3}}, {1, {"total", 5}}, {-1, {"", 0}}};
static const tl_word credit_words[] = {{0, {"whatsapp", 8}}, {1, {"all", 3}}, {-1, {"", 0}}};
static const tl_word order_words[] = {{0, {"desc", 4}}, {1, {"asc", 3}}, {-1, {"", 0}}};
static const tl_word column_words[] = {{TL_COLUMN_REVENUE, {"revenue", 7}},
                                       {TL_COLUMN_ORDERS, {"orders", 6}},
                                       {TL_COLUMN_SESSIONS, {"sessions", 8}},
                                       {TL_COLUMN_CLICKS, {"clicks", 6}},
                                       {TL_COLUMN_CHATS, {"chats", 5}},
                                       {TL_COLUMN_REFUNDS, {"refunds", 7}},
                                       {TL_COLUMN_ENGAGEMENT, {"engagement", 10}},
                                       {TL_COLUMN_CONVERSION, {"conversion", 10}},
                                       {TL_COLUMN_PER_SESSION, {"per_session", 11}},
                                       {TL_COLUMN_ENGAGED, {"engaged", 7}},
                                       {TL_COLUMN_BOUNCE, {"bounce", 6}},
                                       {TL_COLUMN_QUALITY, {"quality", 7}},
                                       {TL_COLUMN_LABEL, {"label", 5}},
                                       {TL_COLUMN_BOUGHT, {"bought", 6}},
                                       {TL_COLUMN_BUY, {"buy", 3}},
                                       {TL_COLUMN_SUPPORT, {"support", 7}},
                                       {TL_COLUMN_AFTER, {"after", 5}},
                                       {TL_COLUMN_WITHOUT, {"without", 7}},
                                       {-1, {"", 0}}};

const tl_word tl_carts_words[] = {{TL_CARTS_STARTED, {"started", 7}},
                                  {TL_CARTS_CHECKOUT, {"checkout", 8}},
                                  {TL_CARTS_ORDERED, {"ordered", 7}},
                                  {TL_CARTS_AWAITING, {"awaiting", 8}},
                                  {TL_CARTS_EMPTIED, {"emptied", 7}},
                                  {TL_CARTS_ACTIVE, {"active", 6}},
                                  {TL_CARTS_ABANDONED, {"abandoned", 9}},
                                  {TL_CARTS_LINK, {"link", 4}},
                                  {TL_CARTS_TOUCH, {"touch", 5}},
                                  {TL_CARTS_ANY, {"any", 3}},
                                  {TL_CARTS_OPEN, {"open", 4}},
                                  {TL_CARTS_LOST, {"lost", 4}},
                                  {-1, {"", 0}}};

#define FILTER_KEYS_MAX 1000
#define SEARCH_MAX 200
#define SNAPSHOTS_MAX 500
#define TL_COLUMNS_SAID                                                                                                \
    "revenue, orders, sessions, clicks, chats, refunds, engagement, conversion, per_session, engaged, bounce,"         \
    " quality or label; of products also bought, buy, support, after or without"
#define TL_DIMS_SAID                                                                                                   \
    "channel, source, medium, campaign, content, page, page_type, landing, device, country, entry, product, category," \
    " evidence, customer, hour, weekday or intent"

static tl_code wrong(tl_err *err, tl_slice name, const char *wanted) {
    return tl_fail(err, TL_E_QUERY_VALUE, "'%.*s' must be %s", (int)(name.len < 64 ? name.len : 64), name.ptr, wanted);
}

static tl_code take_int(const tl_pair *p, int64_t min, int64_t max, const char *wanted, int64_t *out, tl_err *err) {
    if (p->value.kind != TL_INT || p->value.as.i < min || p->value.as.i > max) {
        return wrong(err, p->key, wanted);
    }
    *out = p->value.as.i;
    return TL_OK;
}

static tl_code take_word(const tl_pair *p, const tl_word *words, const char *wanted, int *out, tl_err *err) {
    int number = p->value.kind == TL_STR ? tl_number_of(words, p->value.as.s) : -1;
    if (number < 0) {
        return p->value.kind == TL_STR && words == tl_model_words
                   ? tl_fail(err, TL_E_MODEL, "'%.*s'; there are %s",
                             (int)(p->value.as.s.len < 64 ? p->value.as.s.len : 64), p->value.as.s.ptr, wanted)
                   : wrong(err, p->key, wanted);
    }
    *out = number;
    return TL_OK;
}

static tl_code take_text(const tl_pair *p, size_t max, tl_slice *out, tl_err *err) {
    if (p->value.kind != TL_STR || p->value.as.s.len > max) {
        return wrong(err, p->key, "text");
    }
    *out = p->value.as.s;
    return TL_OK;
}

static tl_code take_currency(const tl_pair *p, tl_query *q, tl_err *err) {
    bool right = p->value.kind == TL_STR && p->value.as.s.len == 3;
    for (size_t i = 0; right && i < 3; i++) {
        right = p->value.as.s.ptr[i] >= 'A' && p->value.as.s.ptr[i] <= 'Z';
    }
    if (!right) {
        return wrong(err, p->key, "three capital letters, such as EUR");
    }
    q->currency = p->value.as.s;
    return TL_OK;
}

static tl_code take_positions(const tl_pair *p, tl_query *q, tl_err *err) {
    const tl_value *list = &p->value;
    bool right = list->kind == TL_LIST && list->n == 3;
    uint64_t sum = 0;
    for (uint32_t i = 0; right && i < 3; i++) {
        const tl_value *v = &list->as.items[i];
        right = v->kind == TL_INT && v->as.i >= 0 && v->as.i <= TL_POSITION_MAX;
        q->weighing.positions[i] = right ? (uint32_t)v->as.i : 0;
        sum += q->weighing.positions[i];
    }
    return right && sum ? TL_OK : wrong(err, p->key, "three whole numbers: first, all between, last");
}

/* {dimension: [key, ...], ...}; a list without keys filters nothing */
static tl_code take_filter(const tl_pair *p, tl_query *q, tl_err *err) {
    const tl_value *map = &p->value;
    bool right = map->kind == TL_MAP || (map->kind == TL_LIST && map->n == 0);
    memset(q->filter, 0, sizeof q->filter);
    q->filtered = false;
    for (uint32_t i = 0; right && map->kind == TL_MAP && i < map->n; i++) {
        const tl_value *keys = &map->as.pairs[i].value;
        int dim = tl_number_of(tl_dim_words, map->as.pairs[i].key);
        right = dim > 0 && keys->kind == TL_LIST && keys->n <= FILTER_KEYS_MAX;
        for (uint32_t k = 0; right && k < keys->n; k++) {
            right = keys->as.items[k].kind == TL_STR;
        }
        if (right && keys->n) {
            q->filter[dim] = keys;
            q->filtered = true;
        }
    }
    return right ? TL_OK : wrong(err, p->key, "lists of keys by dimension: " TL_DIMS_SAID);
}

/* [key, ...], oldest first; without keys every path passes */
static tl_code take_path(const tl_pair *p, tl_query *q, tl_err *err) {
    const tl_value *keys = &p->value;
    bool right = keys->kind == TL_LIST && keys->n <= FILTER_KEYS_MAX;
    for (uint32_t i = 0; right && i < keys->n; i++) {
        right = keys->as.items[i].kind == TL_STR;
    }
    q->path = right && keys->n ? keys : NULL;
    return right ? TL_OK : wrong(err, p->key, "a list of keys of the dimension, oldest first");
}

/* [[amount, orders], ...]: four of them */
static tl_code take_shop(const tl_pair *p, tl_query *q, tl_err *err) {
    const tl_value *list = &p->value;
    int64_t micros;
    bool right = list->kind == TL_LIST && list->n == 4;
    for (uint32_t i = 0; right && i < list->n; i++) {
        const tl_value *pair = &list->as.items[i];
        right = pair->kind == TL_LIST && pair->n == 2 && pair->as.items[0].kind == TL_STR &&
                tl__money_parse(pair->as.items[0].as.s, &micros) && pair->as.items[1].kind == TL_INT &&
                pair->as.items[1].as.i >= 0 && pair->as.items[1].as.i <= INT32_MAX;
    }
    q->shop = right ? list : NULL;
    return right ? TL_OK : wrong(err, p->key, "a list of four: [amount as text, number of orders]");
}

/* [event, ...]: what each must be is the event's own business */
static tl_code take_snapshots(const tl_pair *p, tl_query *q, tl_err *err) {
    const tl_value *list = &p->value;
    q->snapshots = list->kind == TL_LIST && list->n <= SNAPSHOTS_MAX ? list : NULL;
    return q->snapshots ? TL_OK : wrong(err, p->key, "a list of at most 500 events of type order");
}

/* [{key, name, ...}, ...]: the shop's links, opened or not */
static tl_code take_links(const tl_pair *p, tl_query *q, tl_err *err) {
    const tl_value *list = &p->value;
    bool right = list->kind == TL_LIST;
    for (uint32_t i = 0; right && i < list->n; i++) {
        const tl_value *key = tl_map_get(&list->as.items[i], "key");
        right = key && key->kind == TL_STR && key->as.s.len;
    }
    q->links = right ? list : NULL;
    return right ? TL_OK : wrong(err, p->key, "a list of links, each with its key");
}

/* [[from ms, offset seconds], ...], ascending */
static tl_code take_tz(const tl_pair *p, tl_query *q, tl_err *err) {
    const tl_value *list = &p->value;
    bool right = list->kind == TL_LIST;
    for (uint32_t i = 0; right && i < list->n; i++) {
        const tl_value *row = &list->as.items[i];
        right = row->kind == TL_LIST && row->n == 2 && row->as.items[0].kind == TL_INT &&
                row->as.items[1].kind == TL_INT && row->as.items[1].as.i >= -86400 && row->as.items[1].as.i <= 86400 &&
                (i == 0 || list->as.items[i - 1].as.items[0].as.i < row->as.items[0].as.i);
    }
    if (!right) {
        return wrong(err, p->key, "a list of [from ms, offset in seconds], ascending");
    }
    q->tz = list->n ? list : NULL;
    return TL_OK;
}

typedef enum option {
    FROM,
    TO,
    COMPARE_FROM,
    COMPARE_TO,
    MODEL,
    POSITIONS,
    HALF_LIFE,
    WINDOW,
    MEASURE,
    CURRENCY,
    DECIMALS,
    TZ,
    ON_HOLD,
    BACK,
    DIM,
    CREDIT,
    PART,
    FILTER,
    CODE,
    CAUSE,
    SHOP,
    SNAPSHOTS,
    LINKS,
    PATH,
    IDLE,
    STATE,
    LIMIT,
    OFFSET,
    SEARCH,
    ORDERBY,
    ORDER
} option;
static const tl_word option_words[] = {{FROM, {"from", 4}},
                                       {TO, {"to", 2}},
                                       {COMPARE_FROM, {"compare_from", 12}},
                                       {COMPARE_TO, {"compare_to", 10}},
                                       {MODEL, {"model", 5}},
                                       {POSITIONS, {"positions", 9}},
                                       {HALF_LIFE, {"half_life_ms", 12}},
                                       {WINDOW, {"window", 6}},
                                       {MEASURE, {"measure", 7}},
                                       {CURRENCY, {"currency", 8}},
                                       {DECIMALS, {"decimals", 8}},
                                       {TZ, {"tz", 2}},
                                       {ON_HOLD, {"on_hold", 7}},
                                       {BACK, {"back", 4}},
                                       {DIM, {"dim", 3}},
                                       {PART, {"part", 4}},
                                       {CREDIT, {"credit", 6}},
                                       {FILTER, {"filter", 6}},
                                       {CODE, {"code", 4}},
                                       {CAUSE, {"cause", 5}},
                                       {SHOP, {"shop", 4}},
                                       {SNAPSHOTS, {"snapshots", 9}},
                                       {LINKS, {"links", 5}},
                                       {PATH, {"path", 4}},
                                       {IDLE, {"idle_ms", 7}},
                                       {STATE, {"state", 5}},
                                       {LIMIT, {"limit", 5}},
                                       {OFFSET, {"offset", 6}},
                                       {SEARCH, {"search", 6}},
                                       {ORDERBY, {"orderby", 7}},
                                       {ORDER, {"order", 5}},
                                       {-1, {"", 0}}};

static tl_code take_number(option o, const tl_pair *p, tl_query *q, tl_err *err) {
    static const char *const ms = "a time in milliseconds since 1970";
    const int64_t far = INT64_C(8640000000000000);
    int64_t n = 0;
    switch (o) {
    case FROM:
        return take_int(p, -far, far, ms, &q->period.from, err);
    case TO:
        return take_int(p, -far, far, ms, &q->period.to, err);
    case COMPARE_FROM:
        return take_int(p, -far, far, ms, &q->compare.from, err);
    case COMPARE_TO:
        q->compared = true;
        return take_int(p, -far, far, ms, &q->compare.to, err);
    case WINDOW:
        if (take_int(p, 1, 90, "a number of days from 1 to 90", &n, err) == TL_OK) {
            q->window_ms = n * TL_DAY_MS;
        }
        return err->code;
    case HALF_LIFE:
        return take_int(p, 1, INT64_MAX, "a time in milliseconds, 1 or more", &q->weighing.half_life_ms, err);
    case IDLE:
        return take_int(p, TL_CART_IDLE_MIN, TL_CART_IDLE_MAX, "a time in milliseconds, 15 minutes to a day",
                        &q->idle_ms, err);
    case DECIMALS:
        if (take_int(p, 0, 6, "a whole number from 0 to 6", &n, err) == TL_OK) {
            q->decimals = (int)n;
        }
        return err->code;
    case LIMIT:
        return take_int(p, 1, 2000, "a whole number from 1 to 2000", &q->limit, err);
    default:
        return take_int(p, 0, INT64_MAX, "a whole number, 0 or more", &q->offset, err);
    }
}

static tl_code take_choice(option o, const tl_pair *p, tl_query *q, tl_err *err) {
    int n = 0;
    tl_code code = TL_OK;
    switch (o) {
    case MODEL:
        code = take_word(p, tl_model_words, "last, last_non_direct, first, linear, position or time_decay", &n, err);
        q->model = (tl_model)n;
        return code;
    case MEASURE:
        code = take_word(p, measure_words, "net or total", &n, err);
        q->gross = n == 1;
        return code;
    case DIM:
        code = take_word(p, tl_dim_words, TL_DIMS_SAID, &n, err);
        q->dim = (tl_dim)n;
        return code;
    case CREDIT:
        code = take_word(p, credit_words, "whatsapp or all", &n, err);
        q->every_channel = n == 1;
        return code;
    case PART:
        code = take_word(p, part_words, "whatsapp, confirmed, click_only, other, unknown or renewals", &n, err);
        q->part = (tl_part)n;
        return code;
    case STATE:
        code = take_word(p, tl_carts_words,
                         "started, checkout, ordered, awaiting, emptied, active, abandoned, link, touch, any, open or "
                         "lost",
                         &n, err);
        q->carts = (tl_carts)n;
        return code;
    case ORDERBY:
        code = take_word(p, column_words, TL_COLUMNS_SAID, &n, err);
        q->orderby = (tl_column)n;
        return code;
    default:
        code = take_word(p, order_words, "asc or desc", &n, err);
        q->ascending = n == 1;
        return code;
    }
}

static tl_code take(const tl_pair *p, tl_query *q, tl_err *err) {
    int number = tl_number_of(option_words, p->key);
    if (number < 0) {
        return tl_fail(err, TL_E_QUERY_OPTION, "'%.*s'; docs/reports.md lists them",
                       (int)(p->key.len < 64 ? p->key.len : 64), p->key.ptr);
    }
    if (p->value.kind == TL_NULL) {
        return TL_OK;
    }
    switch ((option)number) {
    case CURRENCY:
        return take_currency(p, q, err);
    case TZ:
        return take_tz(p, q, err);
    case ON_HOLD:
    case BACK:
        if (p->value.kind != TL_BOOL) {
            return wrong(err, p->key, "true or false");
        }
        *((option)number == BACK ? &q->back : &q->on_hold) = p->value.as.b;
        return TL_OK;
    case POSITIONS:
        return take_positions(p, q, err);
    case FILTER:
        return take_filter(p, q, err);
    case CODE:
        return take_text(p, 64, &q->code, err);
    case CAUSE:
        return take_text(p, 16, &q->cause, err);
    case SHOP:
        return take_shop(p, q, err);
    case SNAPSHOTS:
        return take_snapshots(p, q, err);
    case LINKS:
        return take_links(p, q, err);
    case PATH:
        return take_path(p, q, err);
    case SEARCH:
        return take_text(p, SEARCH_MAX, &q->search, err);
    case MODEL:
    case MEASURE:
    case DIM:
    case CREDIT:
    case PART:
    case STATE:
    case ORDERBY:
    case ORDER:
        return take_choice((option)number, p, q, err);
    default:
        return take_number((option)number, p, q, err);
    }
}

static tl_code take_all(const tl_value *from, tl_query *q, tl_err *err) {
    if (!from || from->kind != TL_MAP) {
        return TL_OK;
    }
    for (uint32_t i = 0; i < from->n; i++) {
        if (take(&from->as.pairs[i], q, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

tl_code tl__query_parse(const tl_value *defaults, const tl_value *query, tl_query *q, tl_err *err) {
    memset(q, 0, sizeof *q);
    q->period = (tl_period){0, INT64_C(8640000000000000)};
    q->model = TL_MODEL_LAST_NON_DIRECT;
    q->weighing = tl__weighing(q->model);
    q->window_ms = 7 * TL_DAY_MS;
    q->decimals = 2;
    q->limit = 50;
    q->idle_ms = TL_CART_IDLE;
    q->back = true;
    if (take_all(defaults, q, err) != TL_OK || take_all(query, q, err) != TL_OK) {
        return err->code;
    }
    if (q->period.to < q->period.from || (q->compared && q->compare.to < q->compare.from)) {
        return tl_fail(err, TL_E_QUERY_VALUE, "a period ends before it begins");
    }
    return TL_OK;
}
