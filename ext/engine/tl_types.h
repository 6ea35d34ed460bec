/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of the domain as numbers. They are stored: append, never renumber. X(NAME, number, "word") */
#ifndef TL_TYPES_H
#define TL_TYPES_H

#include "touchline.h"

#define TL_EVENT_TYPES(X)                                                                                              \
    X(PAGE_VIEW, 1, "page_view")                                                                                       \
    X(PRODUCT_VIEW, 2, "product_view")                                                                                 \
    X(SEARCH, 3, "search")                                                                                             \
    X(VARIATION, 4, "variation")                                                                                       \
    X(ENGAGEMENT, 5, "engagement")                                                                                     \
    X(BUTTON_SEEN, 6, "button_seen")                                                                                   \
    X(BUTTON_CLICK, 7, "button_click")                                                                                 \
    X(LINK_OPEN, 8, "link_open")                                                                                       \
    X(CART, 9, "cart")                                                                                                 \
    X(CHECKOUT, 10, "checkout")                                                                                        \
    X(ORDER, 11, "order")                                                                                              \
    X(REFUND, 12, "refund")                                                                                            \
    X(IDENTIFY, 13, "identify")                                                                                        \
    X(CONSENT, 14, "consent")                                                                                          \
    X(CONVERSATION, 15, "conversation")                                                                                \
    X(MESSAGE, 16, "message")                                                                                          \
    X(FLOW_STEP, 17, "flow_step")                                                                                      \
    X(REVIEW, 18, "review")                                                                                            \
    X(CUSTOM, 19, "custom")

#define TL_CHANNELS(X)                                                                                                 \
    X(DIRECT, 1, "direct")                                                                                             \
    X(ORGANIC_SEARCH, 2, "organic_search")                                                                             \
    X(PAID_SEARCH, 3, "paid_search")                                                                                   \
    X(SOCIAL, 4, "social")                                                                                             \
    X(PAID_SOCIAL, 5, "paid_social")                                                                                   \
    X(EMAIL, 6, "email")                                                                                               \
    X(REFERRAL, 7, "referral")                                                                                         \
    X(WHATSAPP, 8, "whatsapp")                                                                                         \
    X(OTHER, 9, "other")

/* how a WhatsApp touch began; NONE for other channels */
#define TL_ENTRIES(X)                                                                                                  \
    X(NONE, 0, "")                                                                                                     \
    X(BUTTON, 1, "button")                                                                                             \
    X(AD, 2, "ad")                                                                                                     \
    X(CAMPAIGN, 3, "campaign")                                                                                         \
    X(RECOVERY, 4, "recovery")                                                                                         \
    X(ORGANIC, 5, "organic")

#define TL_TOUCH_KINDS(X)                                                                                              \
    X(SESSION, 1, "session")                                                                                           \
    X(CLICK, 2, "click")                                                                                               \
    X(CHAT, 3, "chat")                                                                                                 \
    X(LINK, 4, "link")

/* the greater the number the stronger */
#define TL_EVIDENCES(X)                                                                                                \
    X(NONE, 0, "none")                                                                                                 \
    X(CLICK, 1, "click")                                                                                               \
    X(PHONE, 2, "phone")                                                                                               \
    X(AD, 3, "ad")                                                                                                     \
    X(CODE, 4, "code")                                                                                                 \
    X(TOKEN, 5, "token")

#define TL_IDENTITIES(X)                                                                                               \
    X(VISITOR, 1, "visitor")                                                                                           \
    X(CUSTOMER, 2, "customer")                                                                                         \
    X(EMAIL, 3, "email")                                                                                               \
    X(PHONE, 4, "phone") /* WhatsApp ids too: one pseudonym for one number */                                          \
    X(BSUID, 5, "bsuid")                                                                                               \
    X(CODE, 6, "code")                                                                                                 \
    X(TOKEN, 7, "token")

#define TL_INTENTS(X)                                                                                                  \
    X(ORDER, 1, "order")                                                                                               \
    X(PRESALE, 2, "presale")                                                                                           \
    X(SUPPORT, 3, "support")                                                                                           \
    X(OTHER, 4, "other")

#define TL_PAGE_TYPES(X)                                                                                               \
    X(HOME, 1, "home")                                                                                                 \
    X(SHOP, 2, "shop")                                                                                                 \
    X(CATEGORY, 3, "category")                                                                                         \
    X(PRODUCT, 4, "product")                                                                                           \
    X(CART, 5, "cart")                                                                                                 \
    X(CHECKOUT, 6, "checkout")                                                                                         \
    X(ACCOUNT, 7, "account")                                                                                           \
    X(ORDER, 8, "order")                                                                                               \
    X(SEARCH, 9, "search")                                                                                             \
    X(PAGE, 10, "page")                                                                                                \
    X(POST, 11, "post")                                                                                                \
    X(OTHER, 12, "other")

/* why an order does not count; 0 = it counts */
#define TL_REASONS(X)                                                                                                  \
    X(COUNTS, 0, "")                                                                                                   \
    X(UNPAID, 1, "unpaid")                                                                                             \
    X(EXCLUDED, 2, "excluded")                                                                                         \
    X(DRAFT, 3, "draft")                                                                                               \
    X(TRASH, 4, "trash")                                                                                               \
    X(TEST, 5, "test")                                                                                                 \
    X(LEFT_OUT, 6, "left_out")

/* kinds of the dict table */
#define TL_DICTS(X)                                                                                                    \
    X(PAGE, 1, "page")                                                                                                 \
    X(PRODUCT, 2, "product")                                                                                           \
    X(CATEGORY, 3, "category")                                                                                         \
    X(PLACEMENT, 4, "placement")                                                                                       \
    X(COUNTRY, 5, "country")                                                                                           \
    X(DEVICE, 6, "device")                                                                                             \
    X(TEXT, 7, "text")

#define TL_WORDS(prefix, list, type) typedef enum type { list(prefix) } type
#define TL_X_TYPE(n, v, w) TL_TYPE_##n = v,
#define TL_X_CHANNEL(n, v, w) TL_CHANNEL_##n = v,
#define TL_X_ENTRY(n, v, w) TL_ENTRY_##n = v,
#define TL_X_TOUCH(n, v, w) TL_TOUCH_##n = v,
#define TL_X_EVIDENCE(n, v, w) TL_EVIDENCE_##n = v,
#define TL_X_IDENTITY(n, v, w) TL_IDENTITY_##n = v,
#define TL_X_INTENT(n, v, w) TL_INTENT_##n = v,
#define TL_X_PAGE(n, v, w) TL_PAGE_##n = v,
#define TL_X_REASON(n, v, w) TL_REASON_##n = v,
#define TL_X_DICT(n, v, w) TL_DICT_##n = v,
TL_WORDS(TL_X_TYPE, TL_EVENT_TYPES, tl_type);
TL_WORDS(TL_X_CHANNEL, TL_CHANNELS, tl_channel);
TL_WORDS(TL_X_ENTRY, TL_ENTRIES, tl_entry);
TL_WORDS(TL_X_TOUCH, TL_TOUCH_KINDS, tl_touch_kind);
TL_WORDS(TL_X_EVIDENCE, TL_EVIDENCES, tl_evidence);
TL_WORDS(TL_X_IDENTITY, TL_IDENTITIES, tl_identity_kind);
TL_WORDS(TL_X_INTENT, TL_INTENTS, tl_intent);
TL_WORDS(TL_X_PAGE, TL_PAGE_TYPES, tl_page_type);
TL_WORDS(TL_X_REASON, TL_REASONS, tl_reason);
TL_WORDS(TL_X_DICT, TL_DICTS, tl_dict_kind);

typedef struct tl_word {
    int number;
    tl_slice word;
} tl_word;
/* Lists end with word.len 0 and number -1. Defined in tl_types.c. */
extern const tl_word tl_type_words[], tl_channel_words[], tl_entry_words[], tl_touch_words[], tl_evidence_words[],
    tl_identity_words[], tl_intent_words[], tl_page_words[], tl_reason_words[];
tl_slice tl_word_of(const tl_word *words, int number); /* "" when unknown */
int tl_number_of(const tl_word *words, tl_slice word); /* -1 when unknown */

/* Engagement quality of a visit, 0 to 100 points, is kept in parts of a point: each of its terms is a whole number of
 * them. */
#define TL_QUALITY_POINT INT64_C(1500)
#define TL_QUALITY_BANDS 4
static inline int64_t tl__quality_band(int64_t quality) {
    int64_t band = quality / (25 * TL_QUALITY_POINT);
    return band < TL_QUALITY_BANDS ? band : TL_QUALITY_BANDS - 1;
}

/* Of some visits: how many they are, how many of them engaged, the sum of their quality; of how many nobody knows these
 * two. */
typedef struct tl_visits {
    int64_t n, engaged, quality, unjudged;
} tl_visits;
static inline void tl__visits_add(tl_visits *to, const tl_visits *more) {
    to->n += more->n;
    to->engaged += more->engaged;
    to->quality += more->quality;
    to->unjudged += more->unjudged;
}

#endif
