/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What visitors do, as rows of the table event. */
#include "tl_store_ingest.h"

#include "tl_rules.h"

#include <string.h>

typedef struct event_row {
    int64_t page, product, source, placement, device, country, text, n1, n2, intent, action;
    bool has_n1, has_n2; /* told, were it 0 */
    tl_slice campaign, code, currency;
} event_row;

/* ---- where a landing came from -------------------------------------------------------------------------------------
 */

/* A change of campaign is seen by this key: all that the address names, parted by a byte that no field may hold. */
static tl_slice campaign_key(tl_batch *b, const tl_landing *l) {
    const tl_slice parts[] = {l->source, l->medium, l->campaign, l->ad};
    size_t n = sizeof(parts) / sizeof(*parts), len = 0;
    for (size_t i = 0; i < n; i++) {
        len += parts[i].len + 1;
    }
    char *key = tl_arena_alloc(b->arena, len), *end = key;
    for (size_t i = 0; key != NULL && i < n; i++) {
        memcpy(end, parts[i].ptr, parts[i].len);
        end += parts[i].len;
        *end++ = '\x1f';
    }
    return (tl_slice){key, len};
}

/* Our links lie in WhatsApp messages: one that says nothing else of itself came from there. */
static void origin_of_link(const tl_event *e, tl_origin *origin) {
    bool recovery = tl_slice_eq(tl__text_of(e, TL_FIELD_KIND), TL_S("recovery"));
    if (recovery || !origin->named) {
        origin->channel = TL_CHANNEL_WHATSAPP;
        origin->entry = recovery ? TL_ENTRY_RECOVERY : TL_ENTRY_CAMPAIGN;
    }
}

static tl_code landing_of(tl_batch *b, const tl_event *e, event_row *row, tl_err *err) {
    tl_origin origin;
    tl_landing landing = tl__landing_of(e);
    if (e->type != TL_TYPE_PAGE_VIEW && e->type != TL_TYPE_PRODUCT_VIEW && e->type != TL_TYPE_LINK_OPEN) {
        return TL_OK;
    }
    tl__origin(&landing, b->own, &origin);
    if (e->type == TL_TYPE_LINK_OPEN) {
        origin_of_link(e, &origin);
    }
    if (origin.named) {
        row->campaign = campaign_key(b, &landing);
        if (row->campaign.ptr == NULL) {
            return tl_fail(err, TL_E_NOMEM, "while reading a campaign");
        }
    }
    return tl__source(b, &origin, &landing, tl__int_of(e, TL_FIELD_AD), &row->source, err);
}

/* ---- the columns ------------------------------------------------------------------------------------------------ */

/* metrics.md, What they ask for: what was given, else what the owner's rules say of the page, else by its type. */
static int64_t intent_of(const tl_batch *b, const tl_event *e) {
    if (e->type != TL_TYPE_BUTTON_CLICK) {
        return 0;
    }
    if (e->fields[TL_FIELD_INTENT].set) {
        return e->fields[TL_FIELD_INTENT].i;
    }
    const char *own = tl__own_label(b->own, TL_RULES_INTENT, tl__text_of(e, TL_FIELD_PATH));
    if (own != NULL && tl_number_of(tl_intent_words, tl_slice_of(own)) > 0) {
        return tl_number_of(tl_intent_words, tl_slice_of(own));
    }
    switch (tl__int_of(e, TL_FIELD_PAGE_TYPE)) {
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

static void worth_of(const tl_event *e, event_row *row) {
    row->n2 = tl__int_of(e, TL_FIELD_VALUE);
    row->has_n2 = e->fields[TL_FIELD_VALUE].set;
    row->currency = tl__text_of(e, TL_FIELD_CURRENCY);
}

static void numbers_of(const tl_event *e, event_row *row) {
    switch (e->type) {
    case TL_TYPE_ENGAGEMENT:
        row->n1 = tl__int_of(e, TL_FIELD_ACTIVE_MS);
        row->n2 = tl__int_of(e, TL_FIELD_DEPTH);
        break;
    case TL_TYPE_CART:
        row->action = tl__int_of(e, TL_FIELD_ACTION);
        row->n1 = tl__int_of(e, TL_FIELD_ITEMS);
        row->has_n1 = e->fields[TL_FIELD_ITEMS].set;
        worth_of(e, row);
        break;
    case TL_TYPE_CHECKOUT:
        worth_of(e, row);
        break;
    case TL_TYPE_CONSENT:
        row->action = tl__int_of(e, TL_FIELD_STATE);
        break;
    default:
        break;
    }
}

static tl_code words_of(tl_batch *b, const tl_event *e, event_row *row, tl_err *err) {
    const char *device = tl__device(b->own, tl__text_of(e, TL_FIELD_USER_AGENT));
    const struct {
        tl_dict_kind kind;
        tl_slice value;
        int64_t *id;
    } words[] = {
        {TL_DICT_PAGE, tl__text_of(e, TL_FIELD_PATH), &row->page},
        {TL_DICT_PRODUCT, tl__text_of(e, TL_FIELD_PRODUCT), &row->product},
        {TL_DICT_PLACEMENT, tl__text_of(e, TL_FIELD_PLACEMENT), &row->placement},
        {TL_DICT_DEVICE, device != NULL ? tl_slice_of(device) : TL_S(""), &row->device},
        {TL_DICT_COUNTRY, tl__text_of(e, TL_FIELD_COUNTRY), &row->country},
        {TL_DICT_TEXT, tl__text_of(e, e->type == TL_TYPE_CONSENT ? TL_FIELD_PURPOSES : TL_FIELD_QUERY), &row->text},
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        TL_TRY(tl__dict(b, words[i].kind, words[i].value, words[i].id, err));
    }
    return tl__dict_name(b, row->product, tl__text_of(e, TL_FIELD_PRODUCT_NAME), e->at, err);
}

static tl_arg number_arg(int64_t number, bool told) {
    return told ? tl__n(number) : tl__id(number);
}

static tl_code insert(tl_batch *b, const tl_event *e, int64_t visitor, const event_row *row, tl_err *err) {
    /* all that asks for it is how long a page was looked at */
    tl_slice view = e->type == TL_TYPE_ENGAGEMENT ? tl__text_of(e, TL_FIELD_VIEW) : TL_S("");
    return tl__do(
        b->db,
        "INSERT OR IGNORE INTO event(visitor, at, hash, type, page, page_type, product, source, campaign, code,"
        " intent, placement, device, country, view, n1, n2, text, action, currency)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        TL_ARGS(tl__n(visitor), tl__n(e->at), tl__n(tl__hash_of(e->id)), tl__n(e->type), tl__id(row->page),
                tl__id(tl__int_of(e, TL_FIELD_PAGE_TYPE)), tl__id(row->product), tl__id(row->source),
                tl__t(row->campaign), tl__t(row->code), tl__id(row->intent), tl__id(row->placement),
                tl__id(row->device), tl__id(row->country), tl__t(view), number_arg(row->n1, row->has_n1),
                number_arg(row->n2, row->has_n2), tl__id(row->text), tl__id(row->action), tl__t(row->currency)),
        err);
}

static tl_code note_changes(tl_batch *b, const tl_event *e, int64_t visitor, tl_slice code, tl_err *err) {
    if (e->type == TL_TYPE_CART || e->type == TL_TYPE_CHECKOUT) {
        return tl__cart_changes(b, visitor, e->at, err);
    }
    return e->type == TL_TYPE_BUTTON_CLICK && code.len > 0 ? tl__code_changes(b, code, err) : TL_OK;
}

tl_code tl__behaviour_apply(tl_batch *b, const tl_event *e, int64_t visitor, bool *fresh, tl_err *err) {
    tl_slice code = tl__text_of(e, e->type == TL_TYPE_LINK_OPEN ? TL_FIELD_TOKEN : TL_FIELD_CODE);
    event_row row = {.code = code, .campaign = {"", 0}, .currency = {"", 0}, .intent = intent_of(b, e)};
    numbers_of(e, &row);
    TL_TRY(words_of(b, e, &row, err));
    TL_TRY(landing_of(b, e, &row, err));
    TL_TRY(insert(b, e, visitor, &row, err));
    *fresh = tl__changes(b->db) == 1;
    if (*fresh) {
        TL_TRY(note_changes(b, e, visitor, code, err));
    }
    if (!*fresh || visitor == 0 || (visitor == b->noted_visitor && e->at >= b->noted_at)) {
        return TL_OK;
    }
    b->noted_visitor = visitor;
    b->noted_at = e->at;
    return tl__do(b->db,
                  "INSERT INTO work_visitor(id, at) VALUES(?1, ?2)"
                  " ON CONFLICT(id) DO UPDATE SET at = excluded.at WHERE excluded.at < at",
                  TL_ARGS(tl__n(visitor), tl__n(e->at)), err);
}
