/* SPDX-License-Identifier: GPL-2.0-or-later */
/* docs/format.md as tables. Rules stand in ascending order of their numbers: that is the order of the encoding. */
#include "tl_event.h"

#define MUST true
#define MAY false
#define NAMED(w)                                                                                                       \
    { (w), sizeof(w) - 1 }
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

/* A rule names its field once; its word comes from the list of fields. */
#define X_FIELD_NAME(n, v, w) static const char name_FIELD_##n[] = w;
#define X_ITEM_NAME(n, v, w) static const char name_ITEM_##n[] = w;
TL_EVENT_FIELDS(X_FIELD_NAME)
TL_ITEM_FIELDS(X_ITEM_NAME)

#define RULE(f, k, must, who, least, most, list, of)                                                                   \
    { TL_##f, TL_KIND_##k, must, who, {name_##f, sizeof(name_##f) - 1}, least, most, list, of }
#define STR(f, most, must) RULE(f, STR, must, 0, 1, most, NULL, NULL)
#define INT(f, least, most, must) RULE(f, INT, must, 0, least, most, NULL, NULL)
#define BOOL(f) RULE(f, BOOL, MAY, 0, 0, 1, NULL, NULL)
#define MS(f, must) RULE(f, MS, must, 0, 1, TL_MS_MAX, NULL, NULL)
#define MONEY(f, must) RULE(f, MONEY, must, 0, -TL_MONEY_MAX, TL_MONEY_MAX, NULL, NULL)
#define ENUM(f, list, must) RULE(f, ENUM, must, 0, 0, 0, list, NULL)
#define KEY(f, who, most) RULE(f, KEY, MAY, TL_IDENTITY_##who, 1, most, NULL, NULL)
#define LIST(f, of) RULE(f, LIST, MAY, 0, 0, TL_LIST_MAX, NULL, of)

#define END_OF_WORDS                                                                                                   \
    {                                                                                                                  \
        -1, {                                                                                                          \
            "", 0                                                                                                      \
        }                                                                                                              \
    }
#define WORDS(name, ...) static const tl_word name[] = {__VA_ARGS__, END_OF_WORDS}
WORDS(ad_words, {1, NAMED("gclid")}, {2, NAMED("wbraid")}, {3, NAMED("gbraid")}, {4, NAMED("fbclid")},
      {5, NAMED("ttclid")}, {6, NAMED("msclkid")}, {7, NAMED("ctwa_clid")});
WORDS(link_words, {1, NAMED("short")}, {2, NAMED("recovery")});
WORDS(cart_words, {1, NAMED("add")}, {2, NAMED("remove")}, {3, NAMED("update")}, {4, NAMED("empty")},
      {5, NAMED("coupon")});
WORDS(step_words, {1, NAMED("start")}, {2, NAMED("address")}, {3, NAMED("payment")}, {4, NAMED("place")});
WORDS(by_words, {1, NAMED("login")}, {2, NAMED("register")}, {3, NAMED("checkout")}, {4, NAMED("code")},
      {5, NAMED("import")}, {6, NAMED("consent")});
WORDS(state_words, {1, NAMED("granted")}, {2, NAMED("denied")}, {3, NAMED("withdrawn")});
WORDS(conversation_words, {1, NAMED("started")}, {2, NAMED("assigned")}, {3, NAMED("closed")},
      {4, NAMED("classified")});
WORDS(direction_words, {1, NAMED("in")}, {2, NAMED("out")});
WORDS(status_words, {1, NAMED("accepted")}, {2, NAMED("sent")}, {3, NAMED("delivered")}, {4, NAMED("read")},
      {5, NAMED("failed")});
WORDS(category_words, {1, NAMED("marketing")}, {2, NAMED("utility")}, {3, NAMED("authentication")},
      {4, NAMED("service")});

static const tl_rule common[] = {
    STR(FIELD_ID, TL_OWN_ID_MAX, MAY), RULE(FIELD_VISITOR, VISITOR, MAY, 0, 1, 64, NULL, NULL),
    KEY(FIELD_CUSTOMER, CUSTOMER, 64), KEY(FIELD_EMAIL, EMAIL, 254),
    KEY(FIELD_PHONE, PHONE, 32),       KEY(FIELD_WA_ID, PHONE, 32),
    KEY(FIELD_BSUID, BSUID, 128),      RULE(FIELD_CODE, CODE, MAY, 0, 8, 32, NULL, NULL),
};
const tl_rules tl__common_rules = {common, COUNT_OF(common)};

#define CAMPAIGN_FIELDS                                                                                                \
    STR(FIELD_REFERRER, 512, MAY), STR(FIELD_SOURCE, 200, MAY), STR(FIELD_MEDIUM, 200, MAY),                           \
        STR(FIELD_CAMPAIGN, 200, MAY), STR(FIELD_CONTENT, 200, MAY), STR(FIELD_TERM, 200, MAY)
#define LANDING_FIELDS                                                                                                 \
    CAMPAIGN_FIELDS, ENUM(FIELD_AD, ad_words, MAY), STR(FIELD_USER_AGENT, 512, MAY), STR(FIELD_COUNTRY, 2, MAY),       \
        STR(FIELD_LANGUAGE, 16, MAY)
#define PAGE_FIELDS STR(FIELD_PATH, 1024, MUST), ENUM(FIELD_PAGE_TYPE, tl_page_words, MAY), STR(FIELD_VIEW, 32, MAY)
#define MANY INT64_C(1000000000)

static const tl_rule page_view[] = {PAGE_FIELDS, LANDING_FIELDS};
static const tl_rule product_view[] = {PAGE_FIELDS,
                                       LANDING_FIELDS,
                                       STR(FIELD_PRODUCT, 64, MUST),
                                       STR(FIELD_PRODUCT_NAME, 200, MAY),
                                       STR(FIELD_VARIATION, 64, MAY),
                                       STR(FIELD_CATEGORY, 200, MAY)};
static const tl_rule search[] = {STR(FIELD_PATH, 1024, MAY), STR(FIELD_VIEW, 32, MAY), STR(FIELD_USER_AGENT, 512, MAY),
                                 STR(FIELD_QUERY, 200, MUST), INT(FIELD_RESULTS, 0, MANY, MAY)};
static const tl_rule variation[] = {STR(FIELD_PATH, 1024, MAY), STR(FIELD_VIEW, 32, MAY),
                                    STR(FIELD_USER_AGENT, 512, MAY), STR(FIELD_PRODUCT, 64, MUST),
                                    STR(FIELD_VARIATION, 64, MUST)};
static const tl_rule engagement[] = {STR(FIELD_PATH, 1024, MAY), STR(FIELD_VIEW, 32, MUST),
                                     STR(FIELD_USER_AGENT, 512, MAY), INT(FIELD_ACTIVE_MS, 0, 86400000, MAY),
                                     INT(FIELD_DEPTH, 0, 100, MAY)};
static const tl_rule button_seen[] = {PAGE_FIELDS, STR(FIELD_USER_AGENT, 512, MAY), STR(FIELD_PRODUCT, 64, MAY),
                                      STR(FIELD_PRODUCT_NAME, 200, MAY), STR(FIELD_PLACEMENT, 32, MAY)};
static const tl_rule button_click[] = {PAGE_FIELDS,
                                       STR(FIELD_USER_AGENT, 512, MAY),
                                       STR(FIELD_PRODUCT, 64, MAY),
                                       STR(FIELD_PRODUCT_NAME, 200, MAY),
                                       STR(FIELD_VARIATION, 64, MAY),
                                       STR(FIELD_PLACEMENT, 32, MAY),
                                       ENUM(FIELD_INTENT, tl_intent_words, MAY),
                                       STR(FIELD_AGENT, 64, MAY)};
static const tl_rule link_open[] = {STR(FIELD_PATH, 1024, MUST), LANDING_FIELDS, ENUM(FIELD_KIND, link_words, MUST),
                                    STR(FIELD_TOKEN, 64, MAY)};
static const tl_rule cart[] = {STR(FIELD_PRODUCT, 64, MAY),       STR(FIELD_PRODUCT_NAME, 200, MAY),
                               STR(FIELD_VARIATION, 64, MAY),     ENUM(FIELD_ACTION, cart_words, MUST),
                               INT(FIELD_QUANTITY, 0, MANY, MAY), INT(FIELD_ITEMS, 0, MANY, MAY),
                               MONEY(FIELD_VALUE, MAY),           STR(FIELD_CURRENCY, 3, MAY)};
static const tl_rule checkout[] = {MONEY(FIELD_VALUE, MAY), STR(FIELD_CURRENCY, 3, MAY),
                                   ENUM(FIELD_STEP, step_words, MUST)};

static const tl_rule line[] = {STR(ITEM_PRODUCT, 64, MAY),  STR(ITEM_VARIATION, 64, MAY),
                               STR(ITEM_NAME, 200, MUST),   INT(ITEM_QUANTITY, -MANY, MANY, MAY),
                               MONEY(ITEM_NET, MUST),       MONEY(ITEM_TAX, MAY),
                               STR(ITEM_CATEGORY, 200, MAY)};
static const tl_rules lines = {line, COUNT_OF(line)};
static const tl_rule order_refund[] = {MONEY(ITEM_TAX, MAY),    STR(ITEM_REFUND, 64, MUST), MS(ITEM_AT, MUST),
                                       MONEY(ITEM_TOTAL, MUST), MONEY(ITEM_SHIPPING, MAY),  BOOL(ITEM_LINES)};
static const tl_rules order_refunds = {order_refund, COUNT_OF(order_refund)};

static const tl_rule order[] = {CAMPAIGN_FIELDS,
                                STR(FIELD_COUNTRY, 2, MAY),
                                STR(FIELD_TOKEN, 64, MAY),
                                STR(FIELD_CURRENCY, 3, MUST),
                                STR(FIELD_ORDER, 64, MUST),
                                STR(FIELD_NUMBER, 64, MAY),
                                STR(FIELD_STATUS, 64, MUST),
                                MS(FIELD_PLACED_AT, MUST),
                                MS(FIELD_PAID_AT, MAY),
                                MS(FIELD_ACCEPTED_AT, MAY),
                                MONEY(FIELD_TOTAL, MUST),
                                MONEY(FIELD_TAX, MAY),
                                MONEY(FIELD_SHIPPING, MAY),
                                MONEY(FIELD_DISCOUNT, MAY),
                                MONEY(FIELD_FEES, MAY),
                                LIST(FIELD_LINES, &lines),
                                LIST(FIELD_REFUNDS, &order_refunds),
                                STR(FIELD_CREATED_VIA, 32, MAY),
                                BOOL(FIELD_RENEWAL),
                                BOOL(FIELD_TEST),
                                BOOL(FIELD_LEAVE_OUT),
                                STR(FIELD_CODE_BY, 64, MAY),
                                MS(FIELD_CODE_AT, MAY),
                                STR(FIELD_PAYMENT, 64, MAY),
                                STR(FIELD_PAYMENT_TITLE, 100, MAY)};
static const tl_rule refund[] = {STR(FIELD_ORDER, 64, MUST), MONEY(FIELD_TOTAL, MAY), MONEY(FIELD_TAX, MAY),
                                 MONEY(FIELD_SHIPPING, MAY), BOOL(FIELD_LINES),       STR(FIELD_REFUND, 64, MUST),
                                 BOOL(FIELD_DELETED)};
static const tl_rule identify[] = {STR(FIELD_ORDER, 64, MAY), ENUM(FIELD_BY, by_words, MUST), STR(FIELD_USER, 64, MAY)};
static const tl_rule consent[] = {ENUM(FIELD_STATE, state_words, MUST), STR(FIELD_PURPOSES, 200, MAY)};
static const tl_rule conversation[] = {STR(FIELD_AGENT, 64, MAY),
                                       ENUM(FIELD_ACTION, conversation_words, MUST),
                                       STR(FIELD_CONVERSATION, 128, MUST),
                                       STR(FIELD_CLASSIFICATION, 100, MAY),
                                       BOOL(FIELD_SALE),
                                       STR(FIELD_AD_ID, 64, MAY),
                                       STR(FIELD_CTWA_CLID, 512, MAY)};
static const tl_rule message[] = {ENUM(FIELD_CATEGORY, category_words, MAY),
                                  ENUM(FIELD_INTENT, tl_intent_words, MAY),
                                  STR(FIELD_CURRENCY, 3, MAY),
                                  ENUM(FIELD_STATUS, status_words, MAY),
                                  STR(FIELD_CONVERSATION, 128, MAY),
                                  STR(FIELD_AD_ID, 64, MAY),
                                  STR(FIELD_CTWA_CLID, 512, MAY),
                                  STR(FIELD_MESSAGE, 128, MUST),
                                  ENUM(FIELD_DIRECTION, direction_words, MUST),
                                  STR(FIELD_TEMPLATE, 200, MAY),
                                  MONEY(FIELD_PRICE, MAY),
                                  BOOL(FIELD_FORWARDED),
                                  INT(FIELD_ERROR, 0, MANY, MAY)};
static const tl_rule flow_step[] = {STR(FIELD_STEP, 100, MUST), STR(FIELD_CONVERSATION, 128, MAY),
                                    STR(FIELD_FLOW, 100, MUST), STR(FIELD_OPTION, 100, MAY)};
static const tl_rule review[] = {STR(FIELD_PRODUCT, 64, MUST), STR(FIELD_ORDER, 64, MAY), INT(FIELD_RATING, 0, 5, MAY)};
static const tl_rule custom[] = {MONEY(FIELD_VALUE, MAY), STR(FIELD_CURRENCY, 3, MAY), STR(FIELD_NAME, 64, MUST),
                                 STR(FIELD_TEXT, 200, MAY)};

#define OF_TYPE(t, table) [TL_TYPE_##t] = {table, COUNT_OF(table)}
static const tl_rules by_type[] = {
    OF_TYPE(PAGE_VIEW, page_view),
    OF_TYPE(PRODUCT_VIEW, product_view),
    OF_TYPE(SEARCH, search),
    OF_TYPE(VARIATION, variation),
    OF_TYPE(ENGAGEMENT, engagement),
    OF_TYPE(BUTTON_SEEN, button_seen),
    OF_TYPE(BUTTON_CLICK, button_click),
    OF_TYPE(LINK_OPEN, link_open),
    OF_TYPE(CART, cart),
    OF_TYPE(CHECKOUT, checkout),
    OF_TYPE(ORDER, order),
    OF_TYPE(REFUND, refund),
    OF_TYPE(IDENTIFY, identify),
    OF_TYPE(CONSENT, consent),
    OF_TYPE(CONVERSATION, conversation),
    OF_TYPE(MESSAGE, message),
    OF_TYPE(FLOW_STEP, flow_step),
    OF_TYPE(REVIEW, review),
    OF_TYPE(CUSTOM, custom),
};

const tl_rules *tl__rules_of(tl_type type) {
    bool known = (int)type > 0 && (size_t)type < COUNT_OF(by_type) && by_type[type].n > 0;
    return known ? &by_type[type] : NULL;
}

const tl_rule *tl__rule_named(const tl_rules *rules, tl_slice name) {
    for (size_t i = 0; i < rules->n; i++) {
        if (tl_slice_eq(rules->rules[i].name, name)) {
            return &rules->rules[i];
        }
    }
    return NULL;
}

const tl_rule *tl__rule_numbered(const tl_rules *rules, unsigned number) {
    for (size_t i = 0; i < rules->n; i++) {
        if (rules->rules[i].number == number) {
            return &rules->rules[i];
        }
    }
    return NULL;
}
