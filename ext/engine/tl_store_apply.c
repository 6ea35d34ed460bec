/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One event to rows. What follows from the rows (people, sessions, touches, paths) is made again later in the batch. */
#include "tl_store_ingest.h"

#include <string.h>

static tl_slice text_of(const tl_event *e, tl_field field) {
    const tl_field_value *v = &e->fields[field];
    return v->set && v->s.ptr ? v->s : TL_S("");
}

static int64_t int_of(const tl_event *e, tl_field field) {
    return e->fields[field].set ? e->fields[field].i : 0;
}

/* ---- identities that an event carries ------------------------------------------------------------------------------
 */

#define CARRIED 7
typedef struct carried {
    int64_t visitor, customer, email, phone, wa_id, bsuid, code;
} carried;

static tl_code identities_of(tl_batch *b, const tl_event *e, carried *c, tl_err *err) {
    static const struct {
        tl_field field;
        tl_identity_kind kind;
    } kinds[CARRIED] = {{TL_FIELD_VISITOR, TL_IDENTITY_VISITOR}, {TL_FIELD_CUSTOMER, TL_IDENTITY_CUSTOMER},
                        {TL_FIELD_EMAIL, TL_IDENTITY_EMAIL},     {TL_FIELD_PHONE, TL_IDENTITY_PHONE},
                        {TL_FIELD_WA_ID, TL_IDENTITY_PHONE},     {TL_FIELD_BSUID, TL_IDENTITY_BSUID},
                        {TL_FIELD_CODE, TL_IDENTITY_CODE}};
    int64_t *ids[CARRIED] = {&c->visitor, &c->customer, &c->email, &c->phone, &c->wa_id, &c->bsuid, &c->code};
    for (int i = 0; i < CARRIED; i++) {
        if (tl__identity(b, kinds[i].kind, text_of(e, kinds[i].field), ids[i], err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

/* Every pair belongs together, but: a code in a forwarded message is another person's, and a code that staff typed on
 * an order says nothing of the visitor who placed it (only its click does). */
static tl_code join(tl_batch *b, const tl_event *e, const carried *c, tl_err *err) {
    const int64_t ids[CARRIED] = {c->visitor, c->customer, c->email, c->phone, c->wa_id, c->bsuid, c->code};
    bool code_joins = !int_of(e, TL_FIELD_FORWARDED);
    for (int i = 0; i < CARRIED; i++) {
        for (int j = i + 1; j < CARRIED; j++) {
            bool of_code = j == CARRIED - 1;
            if (of_code && (!code_joins || (i == 0 && e->type != TL_TYPE_BUTTON_CLICK))) {
                continue;
            }
            if (tl__link(b, ids[i], ids[j], e->at, err) != TL_OK) {
                return err->code;
            }
        }
    }
    return TL_OK;
}

/* ---- what visitors do
 * ------------------------------------------------------------------------------------------------- */

typedef struct event_row {
    int64_t page, product, source, placement, device, country, text, n1, n2;
    tl_slice campaign, code;
    int intent;
} event_row;

static bool is_landing(tl_type type) {
    return type == TL_TYPE_PAGE_VIEW || type == TL_TYPE_PRODUCT_VIEW || type == TL_TYPE_LINK_OPEN;
}

/* The key by which a change of campaign is seen: everything the address names, in one string. */
static tl_slice campaign_key(tl_batch *b, const tl_landing *l) {
    const tl_slice parts[] = {l->source, l->medium, l->campaign, l->ad};
    size_t len = 3;
    for (int i = 0; i < 4; i++) {
        len += parts[i].len;
    }
    char *key = tl_arena_alloc(b->arena, len), *end = key;
    if (!key) {
        return (tl_slice){NULL, 0};
    }
    for (int i = 0; i < 4; i++) {
        if (parts[i].len) {
            memcpy(end, parts[i].ptr, parts[i].len);
        }
        end += parts[i].len;
        if (i < 3) {
            *end++ = '|';
        }
    }
    return (tl_slice){key, len};
}

static tl_code landing_of(tl_batch *b, const tl_event *e, event_row *row, tl_err *err) {
    tl_landing landing = {text_of(e, TL_FIELD_REFERRER), text_of(e, TL_FIELD_SOURCE),  text_of(e, TL_FIELD_MEDIUM),
                          text_of(e, TL_FIELD_CAMPAIGN), text_of(e, TL_FIELD_CONTENT), text_of(e, TL_FIELD_TERM),
                          text_of(e, TL_FIELD_AD)};
    tl_origin origin;
    tl__origin(&landing, &origin);
    if (e->type == TL_TYPE_LINK_OPEN && tl_slice_eq(text_of(e, TL_FIELD_KIND), TL_S("recovery"))) {
        origin.channel = TL_CHANNEL_WHATSAPP;
        origin.entry = TL_ENTRY_RECOVERY;
        origin.named = true;
    }
    if (origin.named) {
        row->campaign = campaign_key(b, &landing);
        if (!row->campaign.ptr) {
            return tl_fail(err, TL_E_NOMEM, "reading a campaign");
        }
    }
    return tl__source(b, &origin, &landing, &row->source, err);
}

/* metrics.md, Sessions: what was given, else by the page: order and account pages are support, checkout is an order. */
static int intent_of(const tl_event *e) {
    if (e->type != TL_TYPE_BUTTON_CLICK) {
        return 0;
    }
    if (e->fields[TL_FIELD_INTENT].set) {
        return tl_number_of(tl_intent_words, text_of(e, TL_FIELD_INTENT));
    }
    switch (tl_number_of(tl_page_words, text_of(e, TL_FIELD_PAGE_TYPE))) {
    case TL_PAGE_ORDER:
    case TL_PAGE_ACCOUNT:
        return TL_INTENT_SUPPORT;
    case TL_PAGE_CHECKOUT:
        return TL_INTENT_ORDER;
    case TL_PAGE_HOME:
    case TL_PAGE_SHOP:
    case TL_PAGE_CATEGORY:
    case TL_PAGE_PRODUCT:
    case TL_PAGE_CART:
    case TL_PAGE_SEARCH:
        return TL_INTENT_PRESALE;
    default:
        return TL_INTENT_OTHER;
    }
}

static void numbers_of(const tl_event *e, event_row *row) {
    switch (e->type) {
    case TL_TYPE_ENGAGEMENT:
        row->n1 = int_of(e, TL_FIELD_ACTIVE_MS);
        row->n2 = int_of(e, TL_FIELD_DEPTH);
        break;
    case TL_TYPE_CART:
        row->n1 = int_of(e, TL_FIELD_ITEMS);
        row->n2 = int_of(e, TL_FIELD_VALUE);
        break;
    case TL_TYPE_CHECKOUT:
        row->n2 = int_of(e, TL_FIELD_VALUE);
        break;
    default:
        break;
    }
}

static tl_code words_of(tl_batch *b, const tl_event *e, event_row *row, tl_err *err) {
    const char *device = tl__device(text_of(e, TL_FIELD_USER_AGENT));
    const struct {
        tl_dict_kind kind;
        tl_slice value, name;
        int64_t *id;
    } words[] = {
        {TL_DICT_PAGE, text_of(e, TL_FIELD_PATH), TL_S(""), &row->page},
        {TL_DICT_PRODUCT, text_of(e, TL_FIELD_PRODUCT), text_of(e, TL_FIELD_PRODUCT_NAME), &row->product},
        {TL_DICT_PLACEMENT, text_of(e, TL_FIELD_PLACEMENT), TL_S(""), &row->placement},
        {TL_DICT_DEVICE, device ? tl_slice_of(device) : TL_S(""), TL_S(""), &row->device},
        {TL_DICT_COUNTRY, text_of(e, TL_FIELD_COUNTRY), TL_S(""), &row->country},
        {TL_DICT_TEXT, text_of(e, TL_FIELD_QUERY), TL_S(""), &row->text},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (tl__dict(b, words[i].kind, words[i].value, words[i].name, e->at, words[i].id, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

static void bind_row(sqlite3_stmt *s, const tl_event *e, int64_t visitor, const event_row *row) {
    tl__bind_int(s, 1, visitor);
    tl__bind_int(s, 2, e->at);
    tl__bind_int(s, 3, tl__hash_of(e->id));
    tl__bind_int(s, 4, e->type);
    tl__bind_id(s, 5, row->page);
    if (e->fields[TL_FIELD_PAGE_TYPE].set) {
        tl__bind_int(s, 6, tl_number_of(tl_page_words, text_of(e, TL_FIELD_PAGE_TYPE)));
    }
    tl__bind_id(s, 7, row->product);
    tl__bind_id(s, 8, row->source);
    tl__bind_text(s, 9, row->campaign);
    tl__bind_text(s, 10, row->code);
    tl__bind_id(s, 11, row->intent);
    tl__bind_id(s, 12, row->placement);
    tl__bind_id(s, 13, row->device);
    tl__bind_id(s, 14, row->country);
    tl__bind_text(s, 15, text_of(e, TL_FIELD_VIEW));
    tl__bind_int(s, 16, row->n1);
    tl__bind_int(s, 17, row->n2);
    tl__bind_id(s, 18, row->text);
}

static tl_code insert_row(tl_batch *b, const tl_event *e, int64_t visitor, const event_row *row, tl_err *err) {
    sqlite3_stmt *s =
        tl__sql(b->db,
                "INSERT OR IGNORE INTO event(visitor, at, hash, type, page, page_type, product, source,"
                " campaign, code, intent, placement, device, country, view, n1, n2, text)"
                " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
                err);
    if (!s) {
        return err->code;
    }
    bind_row(s, e, visitor, row);
    if (tl__run(b->db, s, err) != TL_OK) {
        return err->code;
    }
    if (sqlite3_changes(b->db->handle) == 0) {
        b->duplicates++;
        return TL_OK;
    }
    b->events++;
    return visitor ? tl__work_visitor(b, visitor, e->at, err) : TL_OK;
}

static tl_code behaviour(tl_batch *b, const tl_event *e, int64_t visitor, tl_err *err) {
    event_row row = {.code = text_of(e, e->type == TL_TYPE_LINK_OPEN ? TL_FIELD_TOKEN : TL_FIELD_CODE),
                     .campaign = {"", 0},
                     .intent = intent_of(e)};
    numbers_of(e, &row);
    if (words_of(b, e, &row, err) != TL_OK || (is_landing(e->type) && landing_of(b, e, &row, err) != TL_OK)) {
        return err->code;
    }
    return insert_row(b, e, visitor, &row, err);
}

/* ---- messages
 * ----------------------------------------------------------------------------------------------------------- */

static const tl_word status_words[] = {{1, {"accepted", 8}}, {2, {"sent", 4}},   {3, {"delivered", 9}},
                                       {4, {"read", 4}},     {5, {"failed", 6}}, {-1, {"", 0}}};

static tl_code message(tl_batch *b, const tl_event *e, int64_t identity, tl_err *err) {
    bool inbound = tl_slice_eq(text_of(e, TL_FIELD_DIRECTION), TL_S("in"));
    int status = tl_number_of(status_words, text_of(e, TL_FIELD_STATUS));
    bool forwarded = int_of(e, TL_FIELD_FORWARDED);
    /* The ladder only rises, failing stands apart, and the least time is when it was sent: any order ends the same. */
    sqlite3_stmt *s = tl__sql(
        b->db,
        "INSERT INTO message(key, identity, at, direction, status, failed, conversation, template, currency, price,"
        " code, ad, intent, forwarded) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
        " ON CONFLICT(key) DO UPDATE SET at = MIN(at, excluded.at), status = MAX(status, excluded.status),"
        " failed = MAX(failed, excluded.failed), identity = COALESCE(identity, excluded.identity),"
        " conversation = COALESCE(conversation, excluded.conversation), code = COALESCE(code, excluded.code),"
        " template = COALESCE(template, excluded.template), price = COALESCE(price, excluded.price),"
        " currency = COALESCE(currency, excluded.currency), ad = MAX(ad, excluded.ad),"
        " intent = COALESCE(intent, excluded.intent)",
        err);
    if (!s) {
        return err->code;
    }
    tl__bind_text(s, 1, text_of(e, TL_FIELD_MESSAGE));
    tl__bind_id(s, 2, identity);
    tl__bind_int(s, 3, e->at);
    tl__bind_int(s, 4, inbound ? 1 : 2);
    tl__bind_int(s, 5, status > 0 && status < 5 ? status : 0);
    tl__bind_int(s, 6, status == 5);
    tl__bind_text(s, 7, text_of(e, TL_FIELD_CONVERSATION));
    tl__bind_text(s, 8, text_of(e, TL_FIELD_TEMPLATE));
    tl__bind_text(s, 9, text_of(e, TL_FIELD_CURRENCY));
    if (e->fields[TL_FIELD_PRICE].set) {
        tl__bind_int(s, 10, int_of(e, TL_FIELD_PRICE));
    }
    tl__bind_text(s, 11, forwarded ? TL_S("") : text_of(e, TL_FIELD_CODE));
    tl__bind_int(s, 12, text_of(e, TL_FIELD_CTWA_CLID).len || text_of(e, TL_FIELD_AD_ID).len);
    tl__bind_id(s, 13, e->fields[TL_FIELD_INTENT].set ? tl_number_of(tl_intent_words, text_of(e, TL_FIELD_INTENT)) : 0);
    tl__bind_int(s, 14, forwarded);
    if (tl__run(b->db, s, err) != TL_OK || !inbound || !identity) {
        return err->code;
    }
    s = tl__sql(b->db, "INSERT OR IGNORE INTO work_chat(id) VALUES(?1)", err);
    if (!s) {
        return err->code;
    }
    tl__bind_int(s, 1, identity);
    return tl__run(b->db, s, err);
}

/* ---- by type
 * ------------------------------------------------------------------------------------------------------------- */

static tl_code count_bot(tl_batch *b, const tl_event *e, const char *name, tl_err *err) {
    bool fresh;
    if (tl__event_fresh(b, e->id, &fresh, err) != TL_OK) {
        return err->code;
    }
    if (!fresh) {
        b->duplicates++;
        return TL_OK;
    }
    sqlite3_stmt *s = tl__sql(b->db,
                              "INSERT INTO bot(day, name, n) VALUES(?1, ?2, 1)"
                              " ON CONFLICT(day, name) DO UPDATE SET n = n + 1",
                              err);
    if (!s) {
        return err->code;
    }
    b->bots++;
    tl__bind_int(s, 1, e->at / 86400000);
    tl__bind_text(s, 2, tl_slice_of(name));
    return tl__run(b->db, s, err);
}

static bool is_behaviour(tl_type type) {
    return type <= TL_TYPE_CHECKOUT || type == TL_TYPE_CONSENT || type == TL_TYPE_REVIEW || type == TL_TYPE_CUSTOM;
}

static tl_code by_type(tl_batch *b, const tl_event *e, const carried *c, tl_err *err) {
    int64_t writer = c->wa_id ? c->wa_id : c->phone ? c->phone : c->bsuid;
    switch (e->type) {
    case TL_TYPE_ORDER:
        return tl__order_apply(b, e, err);
    case TL_TYPE_REFUND:
        return tl__refund_apply(b, e, err);
    case TL_TYPE_MESSAGE:
        return message(b, e, writer, err);
    default:
        return TL_OK; /* identify, conversation, flow_step: who belongs to whom is all they say today */
    }
}

static void note_time(tl_batch *b, int64_t at) {
    b->newest = at > b->newest ? at : b->newest;
    b->oldest = !b->oldest || at < b->oldest ? at : b->oldest;
}

tl_code tl__apply(tl_batch *b, const tl_event *e, tl_err *err) {
    carried c = {0};
    bool fresh = true;
    const char *bot = tl__bot(text_of(e, TL_FIELD_USER_AGENT));
    if (bot) {
        return count_bot(b, e, bot, err);
    }
    /* Events of a visitor find their twins beside them in the table; the others, and ids that callers gave, by id. */
    bool by_id = e->own_id || !is_behaviour(e->type);
    if (by_id && tl__event_fresh(b, e->id, &fresh, err) != TL_OK) {
        return err->code;
    }
    if (!fresh) {
        b->duplicates++;
        return TL_OK;
    }
    if (identities_of(b, e, &c, err) != TL_OK || join(b, e, &c, err) != TL_OK) {
        return err->code;
    }
    note_time(b, e->at);
    if (is_behaviour(e->type)) {
        return behaviour(b, e, c.visitor, err);
    }
    b->events++;
    return by_type(b, e, &c, err);
}
