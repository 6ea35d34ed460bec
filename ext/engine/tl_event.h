/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The schema of docs/format.md, shared by tl_event*.c: one rule for each field of each type. */
#ifndef TL_EVENT_H
#define TL_EVENT_H

#include "tl_internal.h"

#define TL_MS_MAX INT64_C(4102444800000) /* the year 2100 */
#define TL_LIST_MAX 500
#define TL_MONEY_MAX (INT64_C(1000000000000) * TL_MICROS)
#define TL_OWN_ID_MAX 128

typedef enum tl_field_kind {
    TL_KIND_STR,
    TL_KIND_VISITOR, /* A-Za-z0-9_- */
    TL_KIND_CODE,
    TL_KIND_KEY, /* a pseudonym: 16 bytes in the encoding, 32 hex in tl_event */
    TL_KIND_INT,
    TL_KIND_BOOL,
    TL_KIND_MS,
    TL_KIND_MONEY,
    TL_KIND_ENUM,
    TL_KIND_LIST
} tl_field_kind;

typedef struct tl_rule tl_rule;
typedef struct tl_rules {
    const tl_rule *rules; /* ascending by number */
    size_t n;
} tl_rules;

struct tl_rule {
    uint8_t number; /* tl_field or tl_item_field */
    uint8_t kind;   /* tl_field_kind */
    bool required;
    uint8_t identity; /* of KEY: tl_identity_kind */
    tl_slice name;
    int64_t min, max;      /* of INT; max is the byte limit of text */
    const tl_word *words;  /* of ENUM */
    const tl_rules *items; /* of LIST */
};

extern const tl_rules tl__common_rules;     /* of every type; their numbers are below all others */
const tl_rules *tl__rules_of(tl_type type); /* NULL when unknown */
const tl_rule *tl__rule_named(const tl_rules *rules, tl_slice name);
const tl_rule *tl__rule_numbered(const tl_rules *rules, unsigned number);

/* Is a value that is set one that the rule allows, in canonical form? Lists are none of its business. */
bool tl__rule_allows(const tl_rule *rule, const tl_field_value *value);
/* EVENT_VALUE, with a sentence that says what the rule wants. */
tl_code tl__rule_fail(const tl_rule *rule, tl_slice owner, tl_err *err);
/* EVENT_MISSING for the first required field that is not set. */
tl_code tl__rules_complete(const tl_rules *rules, const tl_field_value *fields, tl_slice owner, tl_err *err);

/* value -> event: checks, pseudonymises, makes canonical. Slices point into value or the arena. The id is not set. */
tl_code tl__event_parse(const tl_value *value, const tl_event_keys *keys, int64_t now_ms, tl_arena *arena,
                        tl_event *out, tl_err *err);
/* event -> bytes: *out is reset first. */
tl_code tl__event_write(const tl_event *event, tl_buf *out, tl_err *err);
/* The id of an event with these bytes. */
void tl__event_id(const tl_event *event, const unsigned char *bytes, size_t len, const tl_event_keys *keys,
                  unsigned char id[16]);

#endif
