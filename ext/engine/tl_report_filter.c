/* SPDX-License-Identifier: GPL-2.0-or-later */
/* By what figures are told apart, and which of it a query wants. */
#include "tl_report.h"

#define W(name)                                                                                                        \
    { name, sizeof name - 1 }
const tl_word tl_dim_words[] = {{TL_DIM_CHANNEL, W("channel")},
                                {TL_DIM_SOURCE, W("source")},
                                {TL_DIM_MEDIUM, W("medium")},
                                {TL_DIM_CAMPAIGN, W("campaign")},
                                {TL_DIM_CONTENT, W("content")},
                                {TL_DIM_PAGE, W("page")},
                                {TL_DIM_PAGE_TYPE, W("page_type")},
                                {TL_DIM_LANDING, W("landing")},
                                {TL_DIM_DEVICE, W("device")},
                                {TL_DIM_COUNTRY, W("country")},
                                {TL_DIM_ENTRY, W("entry")},
                                {TL_DIM_PRODUCT, W("product")},
                                {TL_DIM_CATEGORY, W("category")},
                                {TL_DIM_EVIDENCE, W("evidence")},
                                {TL_DIM_CUSTOMER, W("customer")},
                                {TL_DIM_HOUR, W("hour")},
                                {TL_DIM_WEEKDAY, W("weekday")},
                                {TL_DIM_INTENT, W("intent")},
                                {-1, {"", 0}}};

tl_traits tl__traits_of(const tl_order_row *o, int64_t evidence, const tl_touchpoint *t) {
    tl_traits traits = {.at = o->placed_at, .evidence = evidence, .customer = o->customer};
    if (t) {
        traits.channel = t->channel;
        traits.entry = t->entry;
        traits.page_type = t->page_type;
        traits.intent = t->intent;
        traits.source = t->source;
        traits.page = t->page;
        traits.product = t->product;
        traits.landing = t->landing;
        traits.device = t->device;
        traits.country = t->country;
    }
    return traits;
}

/* ---- keys ----------------------------------------------------------------------------------------------------------
 */

static tl_code source_key(const tl_query *q, tl_dim dim, const tl_traits *t, tl_slice *key, tl_err *err) {
    const tl_source_name *name;
    if (tl__name_source(q->names, t->source, &name, err) != TL_OK) {
        return err->code;
    }
    *key = dim == TL_DIM_SOURCE     ? name->source
           : dim == TL_DIM_MEDIUM   ? name->medium
           : dim == TL_DIM_CAMPAIGN ? name->campaign
                                    : name->content;
    return TL_OK;
}

static tl_code named_key(const tl_query *q, int64_t id, tl_slice *key, tl_err *err) {
    const tl_dict_name *name;
    if (tl__name_dict(q->names, id, &name, err) != TL_OK) {
        return err->code;
    }
    *key = name->value;
    return TL_OK;
}

static tl_slice time_key(const tl_query *q, tl_dim dim, int64_t at) {
    static const char numbers[] = "000102030405060708091011121314151617181920212223";
    int hour, weekday;
    tl__local_hour(q, at, &hour, &weekday);
    return dim == TL_DIM_HOUR ? (tl_slice){numbers + 2 * hour, 2} : (tl_slice){numbers + 2 * weekday + 1, 1};
}

static tl_slice word_key(tl_dim dim, const tl_traits *t) {
    static const tl_slice customers[] = {{"", 0}, {"new", 3}, {"returning", 9}};
    switch (dim) {
    case TL_DIM_CHANNEL:
        return t->channel ? tl_word_of(tl_channel_words, (int)t->channel) : TL_S("unknown");
    case TL_DIM_ENTRY:
        return tl_word_of(tl_entry_words, (int)t->entry);
    case TL_DIM_PAGE_TYPE:
        return tl_word_of(tl_page_words, (int)t->page_type);
    case TL_DIM_INTENT:
        return tl_word_of(tl_intent_words, (int)t->intent);
    case TL_DIM_EVIDENCE:
        return tl_word_of(tl_evidence_words, (int)t->evidence);
    default:
        return customers[t->customer];
    }
}

tl_code tl__key(const tl_query *q, tl_dim dim, const tl_traits *t, tl_slice *key, tl_err *err) {
    switch (dim) {
    case TL_DIM_SOURCE:
    case TL_DIM_MEDIUM:
    case TL_DIM_CAMPAIGN:
    case TL_DIM_CONTENT:
        return source_key(q, dim, t, key, err);
    case TL_DIM_PAGE:
        return named_key(q, t->page, key, err);
    case TL_DIM_LANDING:
        return named_key(q, t->landing, key, err);
    case TL_DIM_DEVICE:
        return named_key(q, t->device, key, err);
    case TL_DIM_COUNTRY:
        return named_key(q, t->country, key, err);
    case TL_DIM_PRODUCT:
        return named_key(q, t->product, key, err);
    case TL_DIM_HOUR:
    case TL_DIM_WEEKDAY:
        *key = time_key(q, dim, t->at);
        return TL_OK;
    default:
        *key = word_key(dim, t);
        return TL_OK;
    }
}

/* ---- filters -------------------------------------------------------------------------------------------------------
 */

static bool among(const tl_value *keys, tl_slice key) {
    for (uint32_t i = 0; i < keys->n; i++) {
        if (tl_slice_eq(keys->as.items[i].as.s, key)) {
            return true;
        }
    }
    return false;
}

tl_code tl__passes(const tl_query *q, unsigned dims, const tl_traits *traits, bool *passes, tl_err *err) {
    tl_slice key;
    *passes = true;
    for (int d = 1; q->filtered && *passes && d < TL_DIM_COUNT; d++) {
        if (!q->filter[d] || !(dims & TL_DIM_BIT(d))) {
            continue;
        }
        if (tl__key(q, (tl_dim)d, traits, &key, err) != TL_OK) {
            return err->code;
        }
        *passes = among(q->filter[d], key);
    }
    return TL_OK;
}

static tl_code line_passes(const tl_query *q, const tl_line_row *line, bool *passes, tl_err *err) {
    tl_slice product, category;
    if (named_key(q, line->product, &product, err) != TL_OK || named_key(q, line->category, &category, err) != TL_OK) {
        return err->code;
    }
    *passes = (!q->filter[TL_DIM_PRODUCT] || among(q->filter[TL_DIM_PRODUCT], product)) &&
              (!q->filter[TL_DIM_CATEGORY] || among(q->filter[TL_DIM_CATEGORY], category));
    return TL_OK;
}

tl_code tl__sold_passes(const tl_query *q, const tl_order_row *order, bool *passes, tl_err *err) {
    static const tl_line_row nothing;
    if (!q->filter[TL_DIM_PRODUCT] && !q->filter[TL_DIM_CATEGORY]) {
        *passes = true;
        return TL_OK;
    }
    if (order->n_lines == 0) {
        return line_passes(q, &nothing, passes, err);
    }
    *passes = false;
    for (size_t i = 0; !*passes && i < order->n_lines; i++) {
        if (line_passes(q, &order->lines[i], passes, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

bool tl__filters_other_than(const tl_query *q, unsigned dims) {
    for (int d = 1; d < TL_DIM_COUNT; d++) {
        if (q->filter[d] && !(dims & TL_DIM_BIT(d))) {
            return true;
        }
    }
    return false;
}
