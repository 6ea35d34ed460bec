/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From values to bytes: what is taken, what is refused and how, what has the same id. */
#include "tl_test_event.h"

static bool same_id(const char *a, const char *b) {
    encoded x, y;
    encode(&x, a);
    encode(&y, b);
    CHECK(x.code == TL_OK && y.code == TL_OK);
    bool same = memcmp(x.id, y.id, 16) == 0;
    done(&x);
    done(&y);
    return same;
}

/* ---- the schema ------------------------------------------------------------------------------------------------ */

static void every_field_of_the_format_is_taken(void) {
    bool seen[TL_FIELD_COUNT] = {false};
    CHECK_INT(TYPES, TL_TYPE_CUSTOM);
    for (size_t i = 0; i < TYPES; i++) {
        char text[2000];
        encoded e;
        tl_event event;
        text_of(i, true, NULL, text);
        encode(&e, text);
        if (test_check(e.code == TL_OK, __FILE__, __LINE__, "%.30s: %s", text, e.err.msg)) {
            CHECK_INT(tl__event_decode(e.bytes.ptr, e.bytes.len, &keys, &e.arena, &event, &e.err), TL_OK);
            CHECK_INT(event.type, i + 1);
            CHECK_INT(event.at, INT64_C(1700000000000));
            CHECK(memcmp(event.id, e.id, 16) == 0 && !event.own_id);
            int set = 0;
            for (int f = 0; f < TL_FIELD_COUNT; f++) {
                set += event.fields[f].set;
                seen[f] = seen[f] || event.fields[f].set;
            }
            tl_value given = event_of(&e.arena, text);
            CHECK_INT(set, given.n - 2); /* all but type and at */
        }
        done(&e);
    }
    for (int f = 1; f < TL_FIELD_COUNT; f++) {
        test_check(seen[f] || f == TL_FIELD_ID || f == TL_FIELD_REFUNDS, __FILE__, __LINE__, "field %d is in no type",
                   f);
    }
}

static void required_fields_are_missed_by_name(void) {
    for (size_t i = 0; i < TYPES; i++) {
        char text[2000], name[64];
        const char *p = whole_events[i], *bar = strchr(p, '|');
        encoded e;
        text_of(i, false, NULL, text);
        encode(&e, text);
        CHECK_INT(e.code, TL_OK);
        done(&e);
        while (p < bar) {
            snprintf(name, sizeof(name), "%.*s", (int)strcspn(p, "=:"), p);
            text_of(i, true, name, text);
            encode(&e, text);
            CHECK_INT(e.code, TL_E_EVENT_MISSING);
            char wanted[80];
            snprintf(wanted, sizeof(wanted), "field '%s'", name);
            CHECK_HAS(e.err.msg, wanted);
            done(&e);
            p += strcspn(p, ";|") + 1;
        }
    }
}

static void rules_are_in_the_order_of_the_encoding(void) {
    for (int type = 1; type <= TL_TYPE_CUSTOM; type++) {
        const tl_rules *rules = tl__rules_of((tl_type)type);
        unsigned last = tl__common_rules.rules[tl__common_rules.n - 1].number;
        for (size_t i = 0; i < rules->n; i++) {
            test_check(rules->rules[i].number > last, __FILE__, __LINE__, "rule %zu of type %d", i, type);
            last = rules->rules[i].number;
            unsigned item = 0;
            for (size_t k = 0; rules->rules[i].items != NULL && k < rules->rules[i].items->n; k++) {
                CHECK(rules->rules[i].items->rules[k].number > item);
                item = rules->rules[i].items->rules[k].number;
            }
        }
    }
    CHECK(tl__rules_of((tl_type)0) == NULL && tl__rules_of((tl_type)20) == NULL && tl__rules_of((tl_type)-1) == NULL);
}

/* ---- refusals -------------------------------------------------------------------------------------------------- */

#define LONG32 "0123456789abcdef0123456789abcdef"
#define LONG65 LONG32 LONG32 "x"

static const struct {
    const char *event;
    tl_code code;
    const char *part;
} refused[] = {
    {"", TL_E_EVENT_MISSING, "field 'type' is required"},
    {"type~", TL_E_EVENT_MISSING, "field 'type' is required"},
    {"type:1", TL_E_EVENT_TYPE, "field 'type' must be text"},
    {"type=page_views", TL_E_EVENT_TYPE, "'page_views'"},
    {"type=", TL_E_EVENT_TYPE, "''"},
    {"type=page_view;path=/;colour=red", TL_E_EVENT_FIELD, "'colour' of 'page_view'"},
    {"type=page_view;path=/;step=start", TL_E_EVENT_FIELD, "'step' of 'page_view'"},
    {"type=page_view;path=/;colour~", TL_E_EVENT_FIELD, "'colour' of 'page_view'"},
    {"type=page_view;path=/a;path=/b", TL_E_EVENT_FIELD, "'path' of 'page_view'"},
    {"type=page_view;path:5", TL_E_EVENT_VALUE, "field 'path' of 'page_view' must be text of at most 1024 bytes"},
    {"type=page_view;path!1", TL_E_EVENT_VALUE, "field 'path' of 'page_view'"},
    {"type=page_view;path[", TL_E_EVENT_VALUE, "field 'path' of 'page_view'"},
    {"type=page_view;path=a\x01", TL_E_EVENT_VALUE, "without control characters"},
    {"type=page_view;path=a\x7f", TL_E_EVENT_VALUE, "field 'path'"},
    {"type=page_view;path=\xed\xa0\x80", TL_E_EVENT_VALUE, "field 'path'"},
    {"type=page_view;path=\xc3", TL_E_EVENT_VALUE, "field 'path'"},
    {"type=page_view;path=", TL_E_EVENT_MISSING, "field 'path'"},
    {"type=page_view;path=/;view=" LONG32 "x", TL_E_EVENT_VALUE,
     "field 'view' of 'page_view' must be text of at most 32"},
    {"type=page_view;path=/;page_type=frontpage", TL_E_EVENT_VALUE,
     "field 'page_type' of 'page_view' must be one of home, shop, category, product, cart, checkout, account, "
     "order, "
     "search, page, post, other"},
    {"type=page_view;path=/;country=MEX", TL_E_EVENT_VALUE, "field 'country'"},
    {"type=page_view;path=/;at:0", TL_E_EVENT_VALUE, "field 'at' of 'page_view' must be a time in UTC milliseconds"},
    {"type=page_view;path=/;at:4102444800001", TL_E_EVENT_VALUE, "field 'at'"},
    {"type=page_view;path=/;at=now", TL_E_EVENT_VALUE, "field 'at'"},
    {"type=page_view;path=/;at%", TL_E_EVENT_VALUE, "field 'at'"},
    {"type=page_view;path=/;visitor=a b", TL_E_EVENT_VALUE,
     "field 'visitor' of 'page_view' must be at most 64 characters"},
    {"type=page_view;path=/;visitor=" LONG65, TL_E_EVENT_VALUE, "field 'visitor'"},
    {"type=page_view;path=/;code=ABCDEFG", TL_E_EVENT_VALUE, "field 'code' of 'page_view' must be a reference code"},
    {"type=page_view;path=/;code=ABCDEFGHJ", TL_E_EVENT_VALUE, "field 'code'"},
    {"type=page_view;path=/;code=ABCDEFGU", TL_E_EVENT_VALUE, "field 'code'"},
    {"type=page_view;path=/;code:12345678", TL_E_EVENT_VALUE, "field 'code'"},
    {"type=page_view;path=/;phone=55 1234", TL_E_EVENT_VALUE, "field 'phone' of 'page_view' must be a number in E.164"},
    {"type=page_view;path=/;phone=12345", TL_E_EVENT_VALUE, "field 'phone'"},
    {"type=page_view;path=/;wa_id=1234567890123456", TL_E_EVENT_VALUE, "field 'wa_id'"},
    {"type=page_view;path=/;wa_id=5+5512345678", TL_E_EVENT_VALUE, "field 'wa_id'"},
    {"type=page_view;path=/;customer:42", TL_E_EVENT_VALUE, "field 'customer' of 'page_view' must be text"},
    {"type=page_view;path=/;email=\xff@x.y", TL_E_EVENT_VALUE, "field 'email'"},
    {"type=engagement;view=v;depth:101", TL_E_EVENT_VALUE,
     "field 'depth' of 'engagement' must be a whole number from 0 to 100"},
    {"type=engagement;view=v;depth:-1", TL_E_EVENT_VALUE, "field 'depth'"},
    {"type=engagement;view=v;depth=50", TL_E_EVENT_VALUE, "field 'depth'"},
    {"type=engagement;view=v;depth%", TL_E_EVENT_VALUE, "field 'depth'"},
    {"type=engagement;view=v;depth!1", TL_E_EVENT_VALUE, "field 'depth'"},
    {"type=refund;order=1;refund=2;lines:1", TL_E_EVENT_VALUE, "field 'lines' of 'refund' must be true or false"},
    {"type=refund;order=1;refund=2;total=1,50", TL_E_EVENT_VALUE, "field 'total' of 'refund' must be money"},
    {"type=refund;order=1;refund=2;total%", TL_E_EVENT_VALUE, "field 'total'"},
    {"type=refund;order=1;refund=2;total:1000000000000000001", TL_E_EVENT_VALUE, "field 'total'"},
    {"type=refund;order=1;refund=2;total=1000000000001", TL_E_EVENT_VALUE, "field 'total'"},
    {"type=message;message=m;direction=in;category=Shoes", TL_E_EVENT_VALUE, "must be one of marketing, utility"},
    {"type=message;message=m;direction=inbound", TL_E_EVENT_VALUE, "field 'direction'"},
    {"type=order;order=7;status=s;currency=MXN;placed_at:1;total=1;lines=x", TL_E_EVENT_VALUE,
     "field 'lines' of 'order' must be a list of at most 500 objects"},
    {"type=order;order=7;status=s;currency=MXN;placed_at:1;total=1;refunds!1", TL_E_EVENT_VALUE, "field 'refunds'"},
};

static void refusals_name_the_field(void) {
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        encoded e;
        encode(&e, refused[i].event);
        test_check(e.code == refused[i].code && e.err.code == e.code, __FILE__, __LINE__, "%s: code %d",
                   refused[i].event, e.code);
        CHECK_HAS(e.err.msg, refused[i].part);
        done(&e);
    }
}

static void hostile_text_is_refused(void) {
    encoded e;
    char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    tl_slice huge = {million, 1000000}, nul = {"a\0b", 3};
    static const char *const names[] = {"path", "email", "phone", "visitor", "code", "id", "user_agent"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        for (int which = 0; which < 2; which++) {
            tl_arena_init(&e.arena, tl_default_allocator);
            tl_value event =
                event_of(&e.arena, strcmp(names[i], "path") == 0 ? "type=page_view" : "type=page_view;path=/");
            *tl_map_add(&event, &e.arena, tl_slice_of(names[i])) = tl_str(which ? huge : nul);
            encode_value(&e, &event, &keys);
            CHECK_INT(e.code, TL_E_EVENT_VALUE);
            CHECK_HAS(e.err.msg, names[i]);
            done(&e);
        }
    }
    tl_arena_init(&e.arena, tl_default_allocator);
    tl_value event = event_of(&e.arena, "type=page_view;path=/");
    *tl_map_add(&event, &e.arena, huge) = tl_int(1);
    encode_value(&e, &event, &keys);
    CHECK_INT(e.code, TL_E_EVENT_FIELD);
    done(&e);
    tl_arena_init(&e.arena, tl_default_allocator);
    event = tl_map();
    *tl_map_add(&event, &e.arena, TL_S("type")) = tl_str(huge);
    encode_value(&e, &event, &keys);
    CHECK_INT(e.code, TL_E_EVENT_TYPE);
    tl_value scalar = tl_int(5);
    e.code = tl__event_encode(&scalar, &keys, NOW, &e.arena, &e.bytes, e.id, &e.err);
    CHECK_INT(e.code, TL_E_EVENT_VALUE);
    done(&e);
    free(million);
}

static void lists_have_limits_and_names(void) {
    static const struct {
        const char *list, *item;
        uint32_t n;
        size_t name;
        tl_code code;
        const char *part;
    } cases[] = {
        {"lines", "net=1", 500, 5, TL_OK, ""},
        {"lines", "net=1", 501, 5, TL_E_EVENT_VALUE, "field 'lines' of 'order' must be a list of at most 500"},
        {"lines", "net=1", 500, 200, TL_E_EVENT_TOO_LARGE, "at most 65536"},
        {"lines", "net=1", 1, 201, TL_E_EVENT_VALUE, "field 'name' of 'lines[0]' must be text of at most 200 bytes"},
        {"lines", "net=1", 2, 0, TL_E_EVENT_MISSING, "field 'name' of 'lines[0]'"},
        {"lines", "tax=1", 2, 3, TL_E_EVENT_MISSING, "field 'net' of 'lines[0]'"},
        {"lines", "net=1;refund=x", 1, 3, TL_E_EVENT_FIELD, "'refund' of 'lines[0]'"},
        {"lines", "net=1;net=2", 1, 3, TL_E_EVENT_FIELD, "'net' of 'lines[0]'"},
        {"lines", "net!1", 1, 3, TL_E_EVENT_VALUE, "field 'net' of 'lines[0]' must be money"},
        {"refunds", "refund=r;at:5;total=1;lines!1;tax=1;shipping~", 2, 0, TL_OK, ""},
        {"refunds", "refund=r;at:0;total=1", 2, 0, TL_E_EVENT_VALUE, "field 'at' of 'refunds[0]'"},
        {"refunds", "refund=r;total=1", 2, 0, TL_E_EVENT_MISSING, "field 'at' of 'refunds[0]'"},
        {"lines", "", 0, 0, TL_OK, ""},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        encoded e;
        tl_arena_init(&e.arena, tl_default_allocator);
        tl_value event = order_with(&e.arena, cases[i].list, cases[i].n, cases[i].item, cases[i].name);
        encode_value(&e, &event, &keys);
        test_check(e.code == cases[i].code, __FILE__, __LINE__, "case %zu: %d %s", i, e.code, e.err.msg);
        CHECK_HAS(e.err.msg, cases[i].part);
        done(&e);
    }
}

static void personal_data_needs_the_key(void) {
    static const char *const personal[] = {"email=a@b.c", "phone=5512345678", "wa_id=5512345678", "customer=5",
                                           "bsuid=x"};
    for (size_t i = 0; i < 5; i++) {
        char text[100];
        encoded e;
        snprintf(text, sizeof(text), "type=page_view;path=/;%s", personal[i]);
        tl_arena_init(&e.arena, tl_default_allocator);
        tl_value event = event_of(&e.arena, text);
        encode_value(&e, &event, &no_identity);
        CHECK_INT(e.code, TL_E_EVENT_KEY);
        CHECK_HAS(e.err.msg, "identity_key");
        tl_buf_destroy(&e.bytes);
        encode_value(&e, &event, &keys);
        CHECK_INT(e.code, TL_OK);
        const char *value = strchr(personal[i], '=') + 1;
        CHECK(memmem(e.bytes.ptr, e.bytes.len, value, strlen(value)) == NULL || strlen(value) < 4);
        done(&e);
    }
    encoded e; /* what identifies nobody needs no key and leaves no trace */
    tl_arena_init(&e.arena, tl_default_allocator);
    tl_value event =
        event_of(&e.arena, "type=page_view;path=/;email=x@y.invalid;phone=0000000000;customer=0;wa_id=+00");
    encode_value(&e, &event, &no_identity);
    CHECK_INT(e.code, TL_OK);
    CHECK_INT(e.bytes.len, 2 + 6 + 3);
    done(&e);
}

/* ---- identity -------------------------------------------------------------------------------------------------- */

static void equal_events_have_equal_ids(void) {
    CHECK(same_id("type=page_view;path=/;at:5;view=v", "at:5;view=v;type=page_view;path=/"));
    CHECK(same_id("type=page_view;path=/;at:5", "type=page_view;path=/;at:5;view~;source=;ad~"));
    CHECK(same_id("type=page_view;path=/", "type=page_view;path=/;at:1795460400000"));
    CHECK(same_id("type=page_view;path=/;code=AB10CDEF", "type=page_view;path=/;code=ab-Io cdef"));
    CHECK(same_id("type=custom;name=n;value=129.9", "type=custom;name=n;value:129900000"));
    CHECK(same_id("type=page_view;path=/;phone=+5215512345678", "type=page_view;path=/;phone=525512345678"));
    CHECK(same_id("type=order;order=7;status=s;currency=MXN;placed_at:1;total=1",
                  "type=order;order=7;status=s;currency=MXN;placed_at:1;total=1;lines[;refunds["));
    CHECK(!same_id("type=page_view;path=/;at:5", "type=page_view;path=/;at:6"));
    CHECK(!same_id("type=page_view;path=/a", "type=page_view;path=/b"));
    CHECK(!same_id("type=page_view;path=/;phone=525512345678", "type=page_view;path=/;wa_id=525512345678"));
    CHECK(!same_id("type=refund;order=1;refund=2", "type=refund;order=1;refund=2;deleted!0"));
}

static void own_ids_count_once_whatever_the_rest_says(void) {
    CHECK(same_id("type=page_view;path=/;id=x", "type=message;message=m;direction=in;id=x;at:7"));
    CHECK(!same_id("type=page_view;path=/;id=x", "type=page_view;path=/;id=y"));
    CHECK(!same_id("type=page_view;path=/;id=x", "type=page_view;path=/"));
    encoded e;
    tl_event event;
    encode(&e, "type=page_view;path=/;id=wamid.1");
    unsigned char wanted[16];
    tl__sip128(keys.event, "\0wamid.1", 8, wanted);
    CHECK(memcmp(e.id, wanted, 16) == 0);
    CHECK_INT(tl__event_decode(e.bytes.ptr, e.bytes.len, &keys, &e.arena, &event, &e.err), TL_OK);
    CHECK(event.own_id && memcmp(event.id, e.id, 16) == 0);
    tl_event_keys other = keys;
    other.event[0] ^= 1;
    CHECK_INT(tl__event_decode(e.bytes.ptr, e.bytes.len, &other, &e.arena, &event, &e.err), TL_OK);
    CHECK(memcmp(event.id, e.id, 16) != 0);
    done(&e);
}

/* docs/format.md, "On disk", says byte by byte what this is. */
static void the_encoding_is_the_documented_one(void) {
    static const unsigned char wanted[] = "\x01\x05"                 /* version, engagement */
                                          "\x80\xd0\x95\xff\xbc\x31" /* 1700000000000 */
                                          "\x02\x02v1"               /* visitor */
                                          "\x0b\x02p1"               /* view */
                                          "\x1c\xf0\x2e"             /* active_ms 3000, zigzag 6000 */
                                          "\x1d\x64";                /* depth 50, zigzag 100 */
    encoded e;
    encode(&e, "type=engagement;at:1700000000000;visitor=v1;view=p1;active_ms:3000;depth:50");
    CHECK_INT(e.bytes.len, sizeof(wanted) - 1);
    CHECK(memcmp(e.bytes.ptr, wanted, sizeof(wanted) - 1) == 0);
    done(&e);
}

/* The numbers are a promise to older segments: they stand in the documentation as in the code. */
static void the_documented_numbers_are_the_ones_used(void) {
    static const struct {
        int number;
        const char *name;
    } fields[] = {
#define X_NUMBER(n, v, w) {v, w},
        TL_EVENT_FIELDS(X_NUMBER) TL_ITEM_FIELDS(X_NUMBER)};
    char *text = calloc(1, 60000);
    CHECK(tl__file_read("docs/format.md", text, 59999) > 0);
    const char *numbers = strstr(text, "Numbers of the fields");
    CHECK(numbers != NULL);
    for (char *p = text; *p != '\0'; p++) {
        *p = *p == '\n' ? ' ' : *p;
    }
    for (size_t i = 0; numbers != NULL && i < sizeof(fields) / sizeof(fields[0]); i++) {
        char wanted[64];
        snprintf(wanted, sizeof(wanted), " %d %s ", fields[i].number, fields[i].name);
        test_check(strstr(numbers, wanted) != NULL, __FILE__, __LINE__, "docs/format.md lacks '%s'", wanted);
    }
    free(text);
}

int main(void) {
    every_field_of_the_format_is_taken();
    required_fields_are_missed_by_name();
    rules_are_in_the_order_of_the_encoding();
    refusals_name_the_field();
    hostile_text_is_refused();
    lists_have_limits_and_names();
    personal_data_needs_the_key();
    equal_events_have_equal_ids();
    own_ids_count_once_whatever_the_rest_says();
    the_encoding_is_the_documented_one();
    the_documented_numbers_are_the_ones_used();
    return test_report();
}
