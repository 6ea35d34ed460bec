/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the reports share. tl_store_query*.c streams rows into these structs; tl_report*.c makes figures of them and
 * knows no SQL. Shapes: docs/reports.md. Definitions: docs/metrics.md. */
#ifndef TL_REPORT_H
#define TL_REPORT_H

#include "tl_cart.h"
#include "tl_store.h"

#define TL_DAY_MS INT64_C(86400000)

typedef struct tl_period {
    int64_t from, to; /* half-open */
} tl_period;

typedef enum tl_part {
    TL_PART_ALL,
    TL_PART_WHATSAPP,
    TL_PART_CONFIRMED,
    TL_PART_CLICK_ONLY,
    TL_PART_OTHER,
    TL_PART_UNKNOWN,
    TL_PART_RENEWALS
} tl_part;

/* What carts are counted as; a cart is among several. */
typedef enum tl_carts {
    TL_CARTS_STARTED,
    TL_CARTS_CHECKOUT,  /* reached the checkout before it was left, or was ordered */
    TL_CARTS_ORDERED,   /* before it was left */
    TL_CARTS_AWAITING,  /* likewise, and awaits its payment */
    TL_CARTS_EMPTIED,   /* by the shopper, before it was left */
    TL_CARTS_ACTIVE,    /* not left yet */
    TL_CARTS_ABANDONED, /* left */
    TL_CARTS_LINK,      /* of those: won back, by each definition */
    TL_CARTS_TOUCH,
    TL_CARTS_ANY,
    TL_CARTS_OPEN, /* not won back, its 30 days are not over */
    TL_CARTS_LOST,
    TL_CARTS_COUNT
} tl_carts;
extern const tl_word tl_carts_words[];

/* what the reports dimension and products can be sorted by; from BOUGHT on, products alone */
typedef enum tl_column {
    TL_COLUMN_REVENUE,
    TL_COLUMN_ORDERS,
    TL_COLUMN_SESSIONS,
    TL_COLUMN_CLICKS,
    TL_COLUMN_CHATS,
    TL_COLUMN_REFUNDS,
    TL_COLUMN_ENGAGEMENT,
    TL_COLUMN_CONVERSION,
    TL_COLUMN_PER_SESSION,
    TL_COLUMN_ENGAGED,
    TL_COLUMN_BOUNCE,
    TL_COLUMN_QUALITY,
    TL_COLUMN_LABEL,
    TL_COLUMN_BOUGHT,
    TL_COLUMN_BUY,
    TL_COLUMN_SUPPORT,
    TL_COLUMN_AFTER,
    TL_COLUMN_WITHOUT
} tl_column;

typedef enum tl_dim {
    TL_DIM_NONE,
    TL_DIM_CHANNEL,
    TL_DIM_SOURCE,
    TL_DIM_MEDIUM,
    TL_DIM_CAMPAIGN,
    TL_DIM_CONTENT,
    TL_DIM_PAGE,
    TL_DIM_PAGE_TYPE,
    TL_DIM_LANDING,
    TL_DIM_DEVICE,
    TL_DIM_COUNTRY,
    TL_DIM_ENTRY,
    TL_DIM_PRODUCT,
    TL_DIM_CATEGORY,
    TL_DIM_EVIDENCE,
    TL_DIM_CUSTOMER,
    TL_DIM_HOUR,
    TL_DIM_WEEKDAY,
    TL_DIM_INTENT,
    TL_DIM_COUNT
} tl_dim;
extern const tl_word tl_dim_words[];

typedef struct tl_names tl_names;

typedef struct tl_query {
    tl_period period, compare;
    bool compared;
    tl_model model;
    tl_weighing weighing; /* positions and half-life */
    int64_t window_ms;
    bool gross;        /* measure total */
    tl_slice currency; /* len 0: the largest */
    int decimals;
    const tl_value *tz; /* NULL: UTC */
    bool on_hold;
    tl_dim dim;
    bool every_channel; /* credit all: not WhatsApp's alone */
    bool money_only;    /* of a dimension: leave visits and clicks uncounted */
    tl_part part;
    const tl_value *filter[TL_DIM_COUNT]; /* the keys that pass; NULL: all */
    bool filtered;                        /* there is a filter */
    const tl_value *shop;      /* what the shop says of the period: four pairs of amount and orders; NULL: not given */
    const tl_value *snapshots; /* orders as the shop has them now: a list; NULL: not given */
    const tl_value *links;     /* the shop's links: a list of maps with a key; NULL: not given */
    const tl_value *path;      /* the only path of orders, as keys of dim; NULL: any */
    tl_slice code, cause;
    int64_t idle_ms; /* after which a cart counts as left */
    tl_carts carts;  /* which carts are listed */
    bool back;       /* of carts: what brought them back is asked, too */
    int64_t limit, offset;
    tl_slice search; /* of dimension and products: part of the names to list; len 0: all */
    tl_column orderby;
    bool ascending;
    tl_names *names; /* of the report at work */
} tl_query;

/* tl_report_query.c. Defaults of the store lie under the query. Slices borrow from both. */
tl_code tl__query_parse(const tl_value *defaults, const tl_value *query, tl_query *out, tl_err *err);

/* ---- local time (tl_report_time.c) ------------------------------------------------------------------------------- */
int64_t tl__local_day(const tl_query *query, int64_t at); /* days since 1970 on the site's calendar */
void tl__day_text(int64_t day, char out[16]);             /* "2026-11-23" */

int64_t tl__local_ms(const tl_query *query, int64_t at);
void tl__local_text(const tl_query *query, int64_t at, char out[32]); /* "2026-11-23 09:05:00" */
/* Local hour 0..23 and weekday 1..7 from Monday. */
void tl__local_hour(const tl_query *query, int64_t at, int *hour, int *weekday);

/* ---- names behind numbers (tl_store_names.c): each is read once a report -------------------------------------------
 */

typedef struct tl_source_name {
    tl_slice source, medium, campaign, content;
    int64_t channel, entry;
} tl_source_name;
typedef struct tl_dict_name {
    tl_slice value, name;
} tl_dict_name;
tl_names *tl__names_new(tl_store *store, tl_arena *arena); /* NULL: out of memory */
/* Of id 0, and of one that is not there, all is "". */
tl_code tl__name_source(tl_names *names, int64_t id, const tl_source_name **out, tl_err *err);
tl_code tl__name_dict(tl_names *names, int64_t id, const tl_dict_name **out, tl_err *err);

/* ---- orders (tl_store_query.c, tl_store_moves.c) -------------------------------------------------------------------
 */

typedef struct tl_touchpoint { /* source, page, product, landing, device, country are numbers of names, 0: none */
    int64_t at, kind, channel, entry, page_type, intent, evidence, chat_at;
    int64_t source, page, product, landing, device, country;
    tl_slice code;
} tl_touchpoint;

typedef struct tl_refund_row {
    tl_slice key;
    int64_t at, net, gross;
} tl_refund_row;

typedef struct tl_line_row {
    int64_t product, category, net;
} tl_line_row;

typedef enum tl_customer { TL_CUSTOMER_UNKNOWN, TL_CUSTOMER_NEW, TL_CUSTOMER_RETURNING } tl_customer;

#define TL_VISITOR_ERASED (-1) /* its person was erased */
typedef struct tl_order_row {
    int64_t id, placed_at, counted_at, reason, person, total, tax, shipping, fees, visitor, code_at;
    int64_t customer;    /* tl_customer, where the query asks for it */
    int64_t shop_source; /* number of a source: where the shop itself thinks the order came from; 0: it does not say */
    bool renewal;
    tl_slice key, number, status, currency, code, code_by;
    tl_touchpoint *touches;
    size_t n_touches;
    tl_refund_row *refunds;
    size_t n_refunds;
    tl_line_row *lines;
    size_t n_lines;
} tl_order_row;

/* Every order that counts and moved money in the period (placed or refunded in it). currency len 0: any. The order and
 * all in it live until the callback returns; the arena is reset after it. */
typedef tl_code (*tl_on_order)(void *ctx, const tl_order_row *order, tl_arena *arena, tl_err *err);
tl_code tl__orders_each(tl_store *store, const tl_query *query, tl_period period, tl_slice currency, tl_on_order on,
                        void *ctx, tl_err *err);
/* The same for these orders. */
tl_code tl__orders_of(tl_store *store, const tl_query *query, const int64_t *ids, size_t n, tl_on_order on, void *ctx,
                      tl_err *err);
/* Adds what an order moves to what those before it moved; fails where a sum of them might not fit into 64 bits. Whoever
 * adds up orders that tl__order_load gave asks it; tl__orders_each has asked. */
tl_code tl__moved_add(const tl_order_row *order, uint64_t *moved, tl_err *err);
/* One order, all slices and arrays in the arena. */
tl_code tl__order_load(tl_store *store, const tl_query *query, int64_t id, tl_arena *arena, tl_order_row *out,
                       tl_err *err);
tl_code tl__order_find(tl_store *store, tl_slice key, int64_t *id, tl_err *err); /* 0: unknown */
/* The refunds, lines and touches of an order from what tl__moves_build made. */
tl_code tl__moves_read(tl_slice bytes, tl_arena *arena, tl_order_row *order, tl_err *err);
/* The currency with the largest sum of the measure in the period, refunds taken off, else ever; "" without orders. */
tl_code tl__currency_of(tl_store *store, const tl_query *query, tl_arena *arena, tl_slice *currency, tl_err *err);
bool tl__order_counts(const tl_query *query, const tl_order_row *order);
/* Orders, counted or not, that the shop calls by this number; without any, the one with this key. Newest first. */
typedef tl_code (*tl_on_named)(void *ctx, tl_slice key, tl_slice number, tl_slice status, int64_t placed_at,
                               tl_err *err);
tl_code tl__orders_named(tl_store *store, tl_slice number, int64_t limit, tl_on_named on, void *ctx, tl_err *err);
/* An order as it is known beside a snapshot read just now (tl_store_compare.c). */
enum {
    TL_DIFFERS_MISSING = 1,
    TL_DIFFERS_STATUS = 2,
    TL_DIFFERS_AMOUNTS = 4,
    TL_DIFFERS_REFUNDS = 8,
    TL_DIFFERS_LINES = 16,
    TL_DIFFERS_DATES = 32,
    TL_DIFFERS_KIND = 64, /* renewal, test, left out, number */
    TL_DIFFERS_PEOPLE = 128
};
typedef struct tl_compared {
    unsigned differs;    /* 0: it is known as it is */
    int64_t snapshot_at; /* of the newest snapshot here, 0: none */
} tl_compared;
tl_code tl__order_compare(tl_store *store, const tl_event *snapshot, tl_compared *out, tl_err *err);
/* Orders of the shop's own (their key is a whole number) that are not known to be deleted, in order of entry, after the
 * one whose id is the query's offset. */
typedef struct tl_known {
    int64_t id, placed_at, total, tax, shipping;
    tl_slice key, number, status, currency;
} tl_known;
typedef void (*tl_on_known)(void *ctx, const tl_known *known);
tl_code tl__orders_known(tl_store *store, const tl_query *q, tl_on_known on, void *ctx, tl_err *err);
/* The orders of this currency that do not count, by reason (tl_reason_words; on_hold: unpaid, awaiting payment) and
 * status: how many were placed in the period, what they would have moved in it, and whether the shop's own figures
 * leave orders of this status out, too. */
typedef struct tl_uncounted {
    tl_slice reason, status;
    int64_t orders, amount;
    bool excluded;
} tl_uncounted;
typedef tl_code (*tl_on_uncounted)(void *ctx, const tl_uncounted *uncounted, tl_err *err);
tl_code tl__uncounted_each(tl_store *store, const tl_query *query, tl_slice currency, tl_on_uncounted on, void *ctx,
                           tl_err *err);

/* ---- dimensions and filters (tl_report_filter.c) -------------------------------------------------------------------
 */

/* What a touch, a visit or a click is told apart by. */
typedef struct tl_traits {
    int64_t at; /* an order's: when it was placed */
    int64_t channel, entry, page_type, evidence, customer, intent;
    int64_t source, page, product, landing, device, country;
} tl_traits;
/* Takes channel and entry from its source. */
tl_code tl__name_traits(tl_names *names, tl_traits *traits, tl_err *err);
tl_traits tl__traits_of(const tl_order_row *order, int64_t evidence, const tl_touchpoint *touch); /* NULL: no touch */
/* The key as in the dimension report; of a channel that is 0: "unknown"; a product is the one clicked on. Not for
 * category. */
tl_code tl__key(const tl_query *query, tl_dim dim, const tl_traits *traits, tl_slice *key, tl_err *err);
/* Do the filters of these dimensions (bits) let it pass? */
tl_code tl__passes(const tl_query *query, unsigned dims, const tl_traits *traits, bool *passes, tl_err *err);
/* Do those of product and category: did it sell one of them? */
tl_code tl__sold_passes(const tl_query *query, const tl_order_row *order, bool *passes, tl_err *err);
bool tl__filters_other_than(const tl_query *query, unsigned dims);
#define TL_DIM_BIT(dim) (1u << (dim))
#define TL_LINE_DIMS (TL_DIM_BIT(TL_DIM_PRODUCT) | TL_DIM_BIT(TL_DIM_CATEGORY))
#define TL_ORDER_DIMS                                                                                                  \
    (TL_DIM_BIT(TL_DIM_EVIDENCE) | TL_DIM_BIT(TL_DIM_CUSTOMER) | TL_DIM_BIT(TL_DIM_HOUR) | TL_DIM_BIT(TL_DIM_WEEKDAY))
#define TL_SESSION_DIMS                                                                                                \
    (TL_DIM_BIT(TL_DIM_CHANNEL) | TL_DIM_BIT(TL_DIM_SOURCE) | TL_DIM_BIT(TL_DIM_MEDIUM) |                              \
     TL_DIM_BIT(TL_DIM_CAMPAIGN) | TL_DIM_BIT(TL_DIM_CONTENT) | TL_DIM_BIT(TL_DIM_LANDING) |                           \
     TL_DIM_BIT(TL_DIM_DEVICE) | TL_DIM_BIT(TL_DIM_COUNTRY) | TL_DIM_BIT(TL_DIM_HOUR) | TL_DIM_BIT(TL_DIM_WEEKDAY))
#define TL_VISIT_DIMS (TL_SESSION_DIMS | TL_DIM_BIT(TL_DIM_ENTRY))
#define TL_CLICK_DIMS                                                                                                  \
    (TL_SESSION_DIMS | TL_DIM_BIT(TL_DIM_PAGE) | TL_DIM_BIT(TL_DIM_PAGE_TYPE) | TL_DIM_BIT(TL_DIM_PRODUCT) |           \
     TL_DIM_BIT(TL_DIM_INTENT))

/* ---- reference codes (tl_store_code.c)
 * -------------------------------------------------------------------------------- */

typedef struct tl_code_row {
    bool found, ambiguous; /* ambiguous: two visitors clicked it */
    int64_t clicked_at, page_type, visit_at, channel, pages;
    tl_slice path, product, product_name, placement, source, medium, campaign, landing;
    int64_t *orders; /* whose path holds the click, or on which the code was typed */
    size_t n_orders;
} tl_code_row;
tl_code tl__code_find(tl_store *store, tl_slice code, tl_arena *arena, tl_code_row *out, tl_err *err);

/* ---- credit (tl_report_credit.c)
 * ------------------------------------------------------------------------------------- */

/* Which touches are in the window and may earn, their weights, and which of them the filters let pass. */
typedef struct tl_credit {
    size_t n;
    size_t *eligible;
    uint64_t *weights, *scratch, *ages;
    bool *direct, *passes;
    bool unknown_passes, any_passes;
    int64_t *conversions, *before, *after, *moved;
    int64_t evidence; /* of the order, in the window */
} tl_credit;

/* One movement of money: an order placed (amount is its measure) or refunded (amount is negative). credits[i] belongs
 * to touches[credit->eligible[i]]; they add up to amount when credit->n > 0. */
typedef struct tl_movement {
    int64_t at, amount;
    bool refund;
    const int64_t *credits, *conversions; /* conversions: micros of an order; NULL for refunds */
} tl_movement;

tl_code tl__credit_init(tl_credit *credit, const tl_query *query, tl_model model, const tl_order_row *order,
                        tl_arena *arena, tl_err *err);
/* Why no touch earned the order: no_visitor, no_touch, outside_window, support, erased; "" when one did. */
tl_slice tl__cause(const tl_order_row *order, int64_t window_ms);
bool tl__in_window(const tl_order_row *order, const tl_touchpoint *touch, int64_t window_ms);

/* What of a sum of an order each of its lines is, asked for one after the other; the rest is no line's: fees, and tax
 * and shipping when the measure is the total. */
typedef struct tl_line_shares {
    int64_t money, whole, goods, sold; /* the order; what its lines are of it; what they add up to */
    int64_t passed, given;
} tl_line_shares;
tl_line_shares tl__line_shares(const tl_query *query, const tl_order_row *order, int64_t money);
int64_t tl__line_share(tl_line_shares *shares, const tl_line_row *line);

typedef tl_code (*tl_on_movement)(void *ctx, const tl_order_row *order, const tl_credit *credit,
                                  const tl_movement *movement, tl_err *err);
/* Every movement of the orders of the period, in it, of which the filters let something pass. Renewals have no touches.
 */
tl_code tl__movements(tl_store *store, const tl_query *query, tl_period period, tl_slice currency, tl_on_movement on,
                      void *ctx, tl_err *err);
/* The same for one order that is loaded; period NULL: all of them. */
tl_code tl__order_movements(const tl_query *query, const tl_order_row *order, const tl_credit *credit,
                            const tl_period *period, tl_on_movement on, void *ctx, tl_err *err);

typedef struct tl_sums {
    int64_t confirmed, click_only, other, unknown, renewals;
    int64_t confirmed_conv, click_only_conv, other_conv, unknown_conv, renewals_conv; /* micros of orders */
    int64_t whatsapp_before_refunds, whatsapp_refunds;
} tl_sums;
static inline int64_t tl__sums_whatsapp(const tl_sums *s) {
    return s->confirmed + s->click_only;
}
static inline int64_t tl__sums_total(const tl_sums *s) {
    return s->confirmed + s->click_only + s->other + s->unknown + s->renewals;
}
void tl__sums_add(tl_sums *sums, const tl_order_row *order, const tl_credit *credit, const tl_movement *movement);

/* ---- visits and clicks (tl_store_count.c)
 * ----------------------------------------------------------------------------------------- */

typedef struct tl_period_state {
    bool pruned; /* what was done in it was deleted by its age */
    bool chat_measured;
} tl_period_state;
tl_code tl__period_state(tl_store *store, tl_period period, tl_period_state *out, tl_err *err);

typedef struct tl_chain {
    bool seen_measured, chat_measured, open;
    bool pruned; /* clicks of the period were deleted by their age: nothing is counted */
    int64_t seen, click, chat, cart, order, refunded;
    int64_t chat_order; /* wrote and ordered */
    int64_t *orders;    /* distinct ids of the orders reached */
    size_t n_orders;
} tl_chain;
tl_code tl__chain_count(tl_store *store, const tl_query *query, tl_period period, tl_arena *arena, tl_chain *out,
                        tl_err *err);
tl_code tl__chat_measured(tl_store *store, int64_t before, bool *measured, tl_err *err); /* was a chat seen before? */
/* The same; `on` hears of every click that passes, a person's one after the other by time. wrote, ordered: within the
 * window after it. */
typedef tl_code (*tl_on_chain)(void *ctx, const tl_traits *click, int64_t person, bool wrote, bool ordered,
                               tl_err *err);
tl_code tl__chain_watch(tl_store *store, const tl_query *query, tl_period period, tl_arena *arena, tl_chain *out,
                        tl_on_chain on, void *ctx, tl_err *err);
/* When campaigns began: those whose first visit of all lies in the period, the most visited first. A store's first day
 * begins none. at: ms, of the first visit, or noon (UTC) of its day where visits were deleted by their age. */
typedef tl_code (*tl_on_campaign)(void *ctx, tl_slice campaign, int64_t at, int64_t visits, tl_err *err);
tl_code tl__campaigns_each(tl_store *store, tl_period period, int64_t limit, tl_on_campaign on, void *ctx, tl_err *err);
/* Visits that began in the period and that the query's filters let pass: those with these traits, of which only the
 * query's dimension can be relied on. By product: those that looked at it, and *all visits, a visit to two products
 * once. Without a dimension: *all alone, and `on` may be NULL. */
typedef tl_code (*tl_on_visits)(void *ctx, const tl_traits *traits, const tl_visits *visits, tl_err *err);
tl_code tl__visits_each(tl_store *store, const tl_query *query, tl_on_visits on, void *ctx, tl_visits *all,
                        tl_err *err);
/* The same visits by their band of quality: how many, in how many of them the button was clicked, after how many
 * clicks the person wrote within the window, and in the window after how many's beginning they had a counted order. */
typedef struct tl_band {
    tl_visits visits;
    int64_t clicked, wrote, ordered;
} tl_band;
/* The visits and the clicks of them alone. */
tl_code tl__visits_by_band(tl_store *store, const tl_query *query, tl_band bands[TL_QUALITY_BANDS], tl_err *err);
tl_code tl__bands_count(tl_store *store, const tl_query *query, tl_band bands[TL_QUALITY_BANDS], tl_err *err);
/* Of each touch in an order's path: the quality of the visit that it begins, else -1. */
tl_code tl__path_qualities(tl_store *store, int64_t order, int64_t *qualities, size_t n, tl_err *err);
/* People with a visit in the period (who ties too many is nobody), and what they did in it before their first order. */
typedef enum tl_deed {
    TL_DEED_CLICK,     /* clicked the WhatsApp button */
    TL_DEED_CHAT,      /* wrote on WhatsApp */
    TL_DEED_SEARCH,    /* searched */
    TL_DEED_VARIATION, /* chose a variation */
    TL_DEED_PRODUCTS,  /* looked at three products or more in a visit */
    TL_DEED_MINUTE,    /* stayed for a minute or longer in a visit */
    TL_DEED_RETURN,    /* came again */
    TL_DEEDS
} tl_deed;
typedef struct tl_deeds {
    bool did[TL_DEEDS], ordered;
    int64_t visits;
} tl_deeds;
typedef void (*tl_on_deeds)(void *ctx, const tl_deeds *person);
tl_code tl__deeds_each(tl_store *store, const tl_query *query, tl_arena *arena, tl_on_deeds on, void *ctx, tl_err *err);
/* Every click of the period with the visit it was made in, a person's one after the other. wrote: within the window
 * after it. */
typedef struct tl_clicked {
    tl_traits traits;
    int64_t person;
    int64_t
        cart_at; /* when, from then on, something first was in the person's cart, or the checkout reached; 0: never */
    bool wrote;
} tl_clicked;
typedef tl_code (*tl_on_click)(void *ctx, const tl_clicked *click, tl_err *err);
tl_code tl__clicks_each(tl_store *store, const tl_query *query, tl_period period, tl_on_click on, void *ctx,
                        tl_err *err);
/* Every click of the period on a product's page that the query's filters let pass, a person's one after the other. */
typedef struct tl_product_click {
    tl_traits traits;
    int64_t person, intent;
    bool wrote, bought; /* within the window after it; bought: a counted order with this product */
} tl_product_click;
typedef tl_code (*tl_on_product_click)(void *ctx, const tl_product_click *click, tl_err *err);
tl_code tl__product_clicks_each(tl_store *store, const tl_query *query, tl_on_product_click on, void *ctx, tl_err *err);
/* Touches of the period that led to no counted order within the window after them, oldest first; support aside. */
typedef tl_code (*tl_on_lost)(void *ctx, const tl_traits *touch, int64_t person, tl_err *err);
tl_code tl__lost_touches_each(tl_store *store, const tl_query *query, tl_on_lost on, void *ctx, tl_err *err);
/* Carts that began in the period and, once a cart counts as left after the query's idle_ms, are none that goes on.
 * after: start and person of the one before, in the order asked for; NULL: from the first. limit 0: all. */
typedef tl_code (*tl_on_cart_row)(void *ctx, const tl_cart *cart, tl_err *err);
tl_code tl__carts_each(tl_store *store, const tl_query *query, tl_period period, bool newest_first,
                       const int64_t after[2], int64_t limit, tl_on_cart_row on, void *ctx, tl_err *err);
tl_code tl__carts_of_person(tl_store *store, const tl_query *query, int64_t person, tl_on_cart_row on, void *ctx,
                            tl_err *err);
/* What brought the shopper back who had left this cart `since` and then ordered; 0: no touch is known. */
tl_code tl__cart_back(tl_store *store, const tl_cart *cart, int64_t since, int64_t *channel, int64_t *entry,
                      tl_err *err);
typedef struct tl_cart_order {
    tl_slice key, number, status;
} tl_cart_order;
tl_code tl__cart_order_of(tl_store *store, int64_t order, tl_arena *arena, tl_cart_order *out, tl_err *err);
/* Carts from before this were deleted by their age, 0: none; the first one kept, 0: there is none. */
tl_code tl__carts_known(tl_store *store, int64_t *pruned, int64_t *first, tl_err *err);

/* Events that were kept out, by what was recognised, on the UTC days that the period touches; most first. */
typedef tl_code (*tl_on_bot)(void *ctx, tl_slice name, int64_t events, tl_err *err);
tl_code tl__bots_each(tl_store *store, tl_period period, tl_on_bot on, void *ctx, tl_err *err);
/* How often each short link of the shop was opened in the period, and by how many people; recovery links aside. */
typedef tl_code (*tl_on_opens)(void *ctx, tl_slice token, int64_t opens, int64_t persons, tl_err *err);
tl_code tl__opens_each(tl_store *store, tl_period period, tl_on_opens on, void *ctx, tl_err *err);
tl_code tl__first_and_newest(tl_store *store, int64_t *first, int64_t *newest, tl_err *err); /* 0: no event */

/* ---- answers (tl_report_out.c)
 * --------------------------------------------------------------------------------------------- */

/* Collects an answer; after the first allocation that fails nothing more is added and failed is true. */
typedef struct tl_out {
    tl_arena *arena;
    int decimals;
    bool failed;
} tl_out;
void tl__put(tl_out *out, tl_value *map, const char *key, tl_value value);
void tl__add(tl_out *out, tl_value *list, tl_value value);
tl_value tl__text(tl_out *out, tl_slice text); /* a copy; NULL for length 0 */
tl_value tl__time(int64_t at);                 /* NULL for 0 */
tl_value tl__money(tl_out *out, int64_t micros);
void tl__put_money(tl_out *out, tl_value *map, const char *key, int64_t printed, int64_t micros); /* and key_micros */
tl_value tl__rate(tl_out *out, int64_t n, int64_t of);
/* Of visits: how many engaged or did not, and their mean quality; NULL where that is not known. */
tl_value tl__engaged(tl_out *out, const tl_visits *visits);
tl_value tl__bounced(tl_out *out, const tl_visits *visits);
tl_value tl__points(tl_out *out, int64_t quality, int64_t visits); /* "63.3" */
tl_value tl__quality(tl_out *out, const tl_visits *visits);
tl_value tl__change(tl_out *out, int64_t now, int64_t before);
tl_value tl__orders_figure(tl_out *out, int64_t micros);                /* "214", "12.5" */
bool tl__is_found(const tl_query *query, tl_slice key, tl_slice label); /* what `search` asks for */
int tl__by_text(tl_slice a, tl_slice b);                                /* by bytes, for sorting */
tl_code tl__done(const tl_out *out, tl_err *err);

/* A report with all of its rows: the query's limit holds only where it says one. */
tl_code tl__report_whole(tl_store *store, tl_slice name, const tl_value *query, tl_arena *arena, tl_value *answer,
                         tl_err *err);

/* ---- the reports
 * --------------------------------------------------------------------------------------------------------------- */
typedef tl_code (*tl_report)(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_overview(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_basics(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_daily(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_dimension(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_paths(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_path_length(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_time_lag(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_assists(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_models(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_products(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_windows(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_unattributed(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_heatmap(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_steps(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_bots(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_uncounted(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_shop(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_differences(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_known(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_campaigns(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_find(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_interactions(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_quality_bands(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_ledger(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_funnel(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_links(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_orders(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_order_keys(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_code(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_carts(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);
tl_code tl__report_cart_list(tl_store *store, const tl_query *query, tl_out *out, tl_value *answer, tl_err *err);

#endif
