/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every field of docs/format.md once. The numbers are in the encoding: append, never renumber, never reuse.
 * Some names mean another kind of value in another type (`status`, `category`, `step`, `lines`): the schema says which.
 * X(NAME, number, "name") */
#ifndef TL_EVENT_FIELDS_H
#define TL_EVENT_FIELDS_H

#define TL_EVENT_FIELDS(X)                                                                                             \
    X(ID, 1, "id")                                                                                                     \
    X(VISITOR, 2, "visitor")                                                                                           \
    X(CUSTOMER, 3, "customer")                                                                                         \
    X(EMAIL, 4, "email")                                                                                               \
    X(PHONE, 5, "phone")                                                                                               \
    X(WA_ID, 6, "wa_id")                                                                                               \
    X(BSUID, 7, "bsuid")                                                                                               \
    X(CODE, 8, "code")                                                                                                 \
    X(PATH, 9, "path")                                                                                                 \
    X(PAGE_TYPE, 10, "page_type")                                                                                      \
    X(VIEW, 11, "view")                                                                                                \
    X(REFERRER, 12, "referrer")                                                                                        \
    X(SOURCE, 13, "source")                                                                                            \
    X(MEDIUM, 14, "medium")                                                                                            \
    X(CAMPAIGN, 15, "campaign")                                                                                        \
    X(CONTENT, 16, "content")                                                                                          \
    X(TERM, 17, "term")                                                                                                \
    X(AD, 18, "ad")                                                                                                    \
    X(USER_AGENT, 19, "user_agent")                                                                                    \
    X(COUNTRY, 20, "country")                                                                                          \
    X(LANGUAGE, 21, "language")                                                                                        \
    X(PRODUCT, 22, "product")                                                                                          \
    X(PRODUCT_NAME, 23, "product_name")                                                                                \
    X(VARIATION, 24, "variation")                                                                                      \
    X(CATEGORY, 25, "category")                                                                                        \
    X(QUERY, 26, "query")                                                                                              \
    X(RESULTS, 27, "results")                                                                                          \
    X(ACTIVE_MS, 28, "active_ms")                                                                                      \
    X(DEPTH, 29, "depth")                                                                                              \
    X(PLACEMENT, 30, "placement")                                                                                      \
    X(INTENT, 31, "intent")                                                                                            \
    X(AGENT, 32, "agent")                                                                                              \
    X(KIND, 33, "kind")                                                                                                \
    X(TOKEN, 34, "token")                                                                                              \
    X(ACTION, 35, "action")                                                                                            \
    X(QUANTITY, 36, "quantity")                                                                                        \
    X(ITEMS, 37, "items")                                                                                              \
    X(VALUE, 38, "value")                                                                                              \
    X(CURRENCY, 39, "currency")                                                                                        \
    X(STEP, 40, "step")                                                                                                \
    X(ORDER, 41, "order")                                                                                              \
    X(NUMBER, 42, "number")                                                                                            \
    X(STATUS, 43, "status")                                                                                            \
    X(PLACED_AT, 44, "placed_at")                                                                                      \
    X(PAID_AT, 45, "paid_at")                                                                                          \
    X(ACCEPTED_AT, 46, "accepted_at")                                                                                  \
    X(TOTAL, 47, "total")                                                                                              \
    X(TAX, 48, "tax")                                                                                                  \
    X(SHIPPING, 49, "shipping")                                                                                        \
    X(DISCOUNT, 50, "discount")                                                                                        \
    X(FEES, 51, "fees")                                                                                                \
    X(LINES, 52, "lines")                                                                                              \
    X(REFUNDS, 53, "refunds")                                                                                          \
    X(CREATED_VIA, 54, "created_via")                                                                                  \
    X(RENEWAL, 55, "renewal")                                                                                          \
    X(TEST, 56, "test")                                                                                                \
    X(LEAVE_OUT, 57, "leave_out")                                                                                      \
    X(CODE_BY, 58, "code_by")                                                                                          \
    X(CODE_AT, 59, "code_at")                                                                                          \
    X(PAYMENT, 60, "payment")                                                                                          \
    X(PAYMENT_TITLE, 61, "payment_title")                                                                              \
    X(REFUND, 62, "refund")                                                                                            \
    X(DELETED, 63, "deleted")                                                                                          \
    X(BY, 64, "by")                                                                                                    \
    X(USER, 65, "user")                                                                                                \
    X(STATE, 66, "state")                                                                                              \
    X(PURPOSES, 67, "purposes")                                                                                        \
    X(CONVERSATION, 68, "conversation")                                                                                \
    X(CLASSIFICATION, 69, "classification")                                                                            \
    X(SALE, 70, "sale")                                                                                                \
    X(AD_ID, 71, "ad_id")                                                                                              \
    X(CTWA_CLID, 72, "ctwa_clid")                                                                                      \
    X(MESSAGE, 73, "message")                                                                                          \
    X(DIRECTION, 74, "direction")                                                                                      \
    X(TEMPLATE, 75, "template")                                                                                        \
    X(PRICE, 76, "price")                                                                                              \
    X(FORWARDED, 77, "forwarded")                                                                                      \
    X(ERROR, 78, "error")                                                                                              \
    X(FLOW, 79, "flow")                                                                                                \
    X(OPTION, 80, "option")                                                                                            \
    X(RATING, 81, "rating")                                                                                            \
    X(NAME, 82, "name")                                                                                                \
    X(TEXT, 83, "text")

/* the fields of the objects in `lines` and `refunds` */
#define TL_ITEM_FIELDS(X)                                                                                              \
    X(PRODUCT, 1, "product")                                                                                           \
    X(VARIATION, 2, "variation")                                                                                       \
    X(NAME, 3, "name")                                                                                                 \
    X(QUANTITY, 4, "quantity")                                                                                         \
    X(NET, 5, "net")                                                                                                   \
    X(TAX, 6, "tax")                                                                                                   \
    X(CATEGORY, 7, "category")                                                                                         \
    X(REFUND, 8, "refund")                                                                                             \
    X(AT, 9, "at")                                                                                                     \
    X(TOTAL, 10, "total")                                                                                              \
    X(SHIPPING, 11, "shipping")                                                                                        \
    X(LINES, 12, "lines")

#define TL_X_FIELD(n, v, w) TL_FIELD_##n = v,
#define TL_X_ITEM(n, v, w) TL_ITEM_##n = v,
/* COUNT is one more than the greatest number: arrays are indexed by the number, 0 is no field. */
typedef enum tl_field { TL_FIELD_NONE, TL_EVENT_FIELDS(TL_X_FIELD) TL_FIELD_COUNT } tl_field;
typedef enum tl_item_field { TL_ITEM_NONE, TL_ITEM_FIELDS(TL_X_ITEM) TL_ITEM_FIELD_COUNT } tl_item_field;

#endif
