/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_event.h"
#include "tl_test.h"

#define NOW INT64_C(1795460400000)

static const tl_event_keys keys = {
    .event = "0123456789abcde", .identity = (const unsigned char *)"fedcba9876543210", .identity_len = 16};
static const tl_event_keys no_identity = {.event = "0123456789abcde"};

/* ---- events in a small notation: fields apart by ';', each `name=text`, `name:integer`, `name!0|1`, `name~` (null),
 * `name%` (a float) or `name[` (an empty list) */

static tl_value event_of(tl_arena *arena, const char *text) {
    tl_value event = tl_map();
    while (*text != '\0') {
        size_t name = strcspn(text, "=:!~%["), whole = strcspn(text, ";");
        tl_slice rest = {text + name + 1, whole - name - 1};
        tl_value *value = tl_map_add(&event, arena, (tl_slice){text, name});
        switch (text[name]) {
        case '=':
            *value = tl_str(rest);
            break;
        case ':':
            *value = tl_int(strtoll(rest.ptr, NULL, 10));
            break;
        case '!':
            *value = tl_bool(rest.ptr[0] == '1');
            break;
        case '%':
            *value = tl_float(1.5);
            break;
        case '[':
            *value = tl_list();
            break;
        default:
            break;
        }
        text += whole + (text[whole] == ';');
    }
    return event;
}

typedef struct encoded {
    tl_arena arena;
    tl_buf bytes;
    unsigned char id[16];
    tl_code code;
    tl_err err;
} encoded;

static void encode_value(encoded *e, const tl_value *value, const tl_event_keys *with) {
    tl_buf_init(&e->bytes, tl_default_allocator);
    e->err = (tl_err){TL_OK, ""};
    e->code = tl__event_encode(value, with, NOW, &e->arena, &e->bytes, e->id, &e->err);
}

static void encode(encoded *e, const char *text) {
    tl_arena_init(&e->arena, tl_default_allocator);
    tl_value value = event_of(&e->arena, text);
    encode_value(e, &value, &keys);
}

static void done(encoded *e) {
    tl_buf_destroy(&e->bytes);
    tl_arena_destroy(&e->arena);
}

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

/* ---- the schema -------------------------------------------------------------------------------------------------- */

/* Every field of docs/format.md once in its type, written out by hand; the fields before the first '|' are required. */
#define LANDING                                                                                                        \
    ";referrer=https://a.example/b;source=s;medium=m;campaign=c;content=o;term=t;ad=gclid;user_agent=Mozilla/5.0"      \
    ";country=MX;language=es-MX"
#define CAMPAIGN ";referrer=r;source=s;medium=m;campaign=c;content=o;term=t"
#define EVERY                                                                                                          \
    ";at:1700000000000;visitor=v_1-Z;customer=42;email=ana@example.org;phone=+525512345678;wa_id=5215512345678"        \
    ";bsuid=MX.9;code=ABCD-EFGH"
static const char *const whole_events[] = {
    "type=page_view;path=/a|page_type=home;view=v1" LANDING,
    "type=product_view;path=/"
    "p;product=12|page_type=product;view=v1;product_name=Shoe;variation=13;category=Shoes" LANDING,
    "type=search;query=red shoe|results:3;path=/s;view=v;user_agent=u",
    "type=variation;product=12;variation=13|path=/p;view=v;user_agent=u",
    "type=engagement;view=v|path=/p;active_ms:86400000;depth:100;user_agent=u",
    "type=button_seen;path=/p|page_type=cart;product=12;product_name=Shoe;placement=float;view=v;user_agent=u",
    "type=button_click;path=/p|page_type=cart;product=12;product_name=Shoe;variation=13;placement=float;view=v"
    ";intent=presale;agent=ana;user_agent=u",
    "type=link_open;path=/r/x;kind=recovery|token=tok" LANDING,
    "type=cart;action=add|product=12;product_name=Shoe;variation=13;quantity:1000000000;items:2;value=129.90"
    ";currency=MXN",
    "type=checkout;step=payment|value:129900000;currency=MXN",
    "type=order;order=7;status=processing;currency=MXN;placed_at:1700000000000;total=129.90|number=A-7"
    ";paid_at:1700000000001;accepted_at:4102444800000;tax=10;shipping=-5.5;discount=0;fees=1;created_via=checkout"
    ";renewal!0;test!1;leave_out!0;code_by=ana;code_at:1;token=t;payment=cod;payment_title=Contra entrega"
    ";country=MX" CAMPAIGN,
    "type=refund;order=7;refund=8|total=10;tax=1;shipping=1;lines!1;deleted!0",
    "type=identify;by=checkout|order=7;user=ana",
    "type=consent;state=withdrawn|purposes=analytics,ads",
    "type=conversation;conversation=c1;action=classified|agent=ana;classification=Sale;sale!1;ad_id=9;ctwa_clid=x",
    "type=message;message=wamid.1;direction=in|status=read;conversation=c1;template=t;category=service;price=0.05"
    ";currency=USD;ad_id=9;ctwa_clid=x;intent=order;forwarded!0;error:131047",
    "type=flow_step;flow=f;step=s|option=o;conversation=c1",
    "type=review;product=12|rating:5;order=7",
    "type=custom;name=n|value=-1;currency=MXN;text=t",
};
#define TYPES (sizeof(whole_events) / sizeof(whole_events[0]))

/* optional: with what stands after '|' and the fields of every type, too. without: a required field to leave out. */
static void text_of(size_t type, bool optional, const char *without, char out[2000]) {
    const char *from = whole_events[type], *bar = strchr(from, '|');
    size_t n = 0;
    for (const char *p = from; p < bar;) {
        size_t len = strcspn(p, ";|"), name = strcspn(p, "=:");
        if (without == NULL || strlen(without) != name || strncmp(p, without, name) != 0) {
            n += (size_t)snprintf(out + n, 2000 - n, "%s%.*s", n > 0 ? ";" : "", (int)len, p);
        }
        p += len + (p + len < bar);
    }
    if (optional) {
        snprintf(out + n, 2000 - n, ";%s" EVERY, bar + 1);
    }
}

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

/* ---- refusals ------------------------------------------------------------------------------------------------------
 */

#define LONG32 "0123456789abcdef0123456789abcdef"
#define LONG65 LONG32 LONG32 "x"

static void refusals_name_the_field(void) {
    static const struct {
        const char *event;
        tl_code code;
        const char *part;
    } cases[] = {
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
        {"type=page_view;path=/;at:0", TL_E_EVENT_VALUE,
         "field 'at' of 'page_view' must be a time in UTC milliseconds"},
        {"type=page_view;path=/;at:4102444800001", TL_E_EVENT_VALUE, "field 'at'"},
        {"type=page_view;path=/;at=now", TL_E_EVENT_VALUE, "field 'at'"},
        {"type=page_view;path=/;at%", TL_E_EVENT_VALUE, "field 'at'"},
        {"type=page_view;path=/;visitor=a b", TL_E_EVENT_VALUE,
         "field 'visitor' of 'page_view' must be at most 64 characters"},
        {"type=page_view;path=/;visitor=" LONG65, TL_E_EVENT_VALUE, "field 'visitor'"},
        {"type=page_view;path=/;code=ABCDEFG", TL_E_EVENT_VALUE,
         "field 'code' of 'page_view' must be a reference code"},
        {"type=page_view;path=/;code=ABCDEFGHJ", TL_E_EVENT_VALUE, "field 'code'"},
        {"type=page_view;path=/;code=ABCDEFGU", TL_E_EVENT_VALUE, "field 'code'"},
        {"type=page_view;path=/;code:12345678", TL_E_EVENT_VALUE, "field 'code'"},
        {"type=page_view;path=/;phone=55 1234", TL_E_EVENT_VALUE,
         "field 'phone' of 'page_view' must be a number in E.164"},
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
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        encoded e;
        encode(&e, cases[i].event);
        test_check(e.code == cases[i].code && e.err.code == e.code, __FILE__, __LINE__, "%s: code %d", cases[i].event,
                   e.code);
        CHECK_HAS(e.err.msg, cases[i].part);
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

static tl_value order_with(tl_arena *arena, const char *list, uint32_t n, const char *item, size_t name_bytes) {
    tl_value event = event_of(arena, "type=order;order=7;status=s;currency=MXN;placed_at:1;total=1");
    tl_value *items = tl_map_add(&event, arena, tl_slice_of(list));
    *items = tl_list();
    char *name = tl_arena_alloc(arena, name_bytes + 1);
    memset(name, 'n', name_bytes);
    for (uint32_t i = 0; i < n; i++) {
        tl_value object = event_of(arena, item);
        if (name_bytes > 0) {
            *tl_map_add(&object, arena, TL_S("name")) = tl_str((tl_slice){name, name_bytes});
        }
        *tl_list_add(items, arena) = object;
    }
    return event;
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

/* ---- identity
 * -------------------------------------------------------------------------------------------------------- */

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

/* ---- decoding
 * -------------------------------------------------------------------------------------------------------- */

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

/* Whatever decode accepts, write makes the same bytes of. The copy ends where the event does, so that ASAN sees every
 * byte read beyond it. True: accepted. */
static bool canonical_or_refused(const unsigned char *bytes, size_t len, bool *broken) {
    unsigned char *copy = malloc(len + (len == 0));
    tl_arena arena;
    tl_buf again;
    tl_event event;
    tl_err err = {TL_OK, ""};
    memcpy(copy, bytes, len);
    tl_arena_init(&arena, tl_default_allocator);
    tl_buf_init(&again, tl_default_allocator);
    tl_code code = tl__event_decode(copy, len, &keys, &arena, &event, &err);
    if (code == TL_OK) {
        *broken = *broken || tl__event_write(&event, &again, &err) != TL_OK || again.len != len ||
                  memcmp(again.ptr, copy, len) != 0;
    } else {
        *broken = *broken || code != TL_E_EVENT_VALUE || err.code != code;
    }
    tl_buf_destroy(&again);
    tl_arena_destroy(&arena);
    free(copy);
    return code == TL_OK;
}

static void whole_order(encoded *e) {
    char text[2000];
    text_of(TL_TYPE_ORDER - 1, true, NULL, text);
    tl_arena_init(&e->arena, tl_default_allocator);
    tl_value event = event_of(&e->arena, text);
    tl_value lists =
        order_with(&e->arena, "lines", 3, "product=1;variation=2;quantity:2;net=99.5;tax=-1;category=c", 9);
    *tl_map_add(&event, &e->arena, TL_S("lines")) = *tl_map_get(&lists, "lines");
    lists = order_with(&e->arena, "refunds", 2, "refund=8;at:1700000000500;total=5;tax=1;shipping=1;lines!0", 0);
    *tl_map_add(&event, &e->arena, TL_S("refunds")) = *tl_map_get(&lists, "refunds");
    *tl_map_add(&event, &e->arena, TL_S("id")) = tl_str(TL_S("own"));
    encode_value(e, &event, &keys);
    CHECK_INT(e->code, TL_OK);
}

static void decodes_lists(void) {
    encoded e;
    tl_event event;
    whole_order(&e);
    CHECK_INT(tl__event_decode(e.bytes.ptr, e.bytes.len, &keys, &e.arena, &event, &e.err), TL_OK);
    CHECK(event.lines.n == 3 && event.refunds.n == 2);
    CHECK(event.fields[TL_FIELD_LINES].set && event.fields[TL_FIELD_LINES].i == 3);
    CHECK_INT(event.lines.items[2][TL_ITEM_NET].i, 99500000);
    CHECK_INT(event.lines.items[2][TL_ITEM_TAX].i, -1000000);
    CHECK(tl_slice_eq(event.lines.items[0][TL_ITEM_NAME].s, TL_S("nnnnnnnnn")));
    CHECK_INT(event.refunds.items[1][TL_ITEM_AT].i, INT64_C(1700000000500));
    CHECK(event.refunds.items[1][TL_ITEM_LINES].set && event.refunds.items[1][TL_ITEM_LINES].i == 0);
    CHECK(tl_slice_eq(event.fields[TL_FIELD_CODE].s, TL_S("ABCDEFGH")));
    CHECK_INT(event.fields[TL_FIELD_PHONE].s.len, 32);
    CHECK(tl_slice_eq(event.fields[TL_FIELD_PHONE].s, event.fields[TL_FIELD_WA_ID].s));
    CHECK_INT(event.fields[TL_FIELD_SHIPPING].i, -5500000);
    done(&e);
    encode(&e, "type=page_view;path=/;page_type=cart");
    CHECK_INT(tl__event_decode(e.bytes.ptr, e.bytes.len, &keys, &e.arena, &event, &e.err), TL_OK);
    CHECK_INT(event.fields[TL_FIELD_PAGE_TYPE].i, TL_PAGE_CART);
    CHECK(tl_slice_eq(event.fields[TL_FIELD_PAGE_TYPE].s, TL_S("cart")));
    done(&e);
}

static void damage_is_refused_or_canonical(void) {
    encoded e;
    whole_order(&e);
    bool broken = false;
    CHECK(canonical_or_refused(e.bytes.ptr, e.bytes.len, &broken) && !broken);
    for (size_t n = 0; n < e.bytes.len; n++) {
        canonical_or_refused(e.bytes.ptr, n, &broken);
    }
    CHECK(!broken);
    for (size_t i = 0; i < e.bytes.len * 8; i++) {
        e.bytes.ptr[i / 8] ^= (unsigned char)(1 << i % 8);
        canonical_or_refused(e.bytes.ptr, e.bytes.len, &broken);
        e.bytes.ptr[i / 8] ^= (unsigned char)(1 << i % 8);
    }
    CHECK(!broken);
    uint64_t seed = 99;
    int accepted = 0;
    for (int round = 0; round < 50000; round++) { /* a few random bytes in place of others */
        unsigned char *copy = malloc(e.bytes.len);
        memcpy(copy, e.bytes.ptr, e.bytes.len);
        for (uint64_t k = test_random(&seed) % 4; k != UINT64_MAX; k--) {
            copy[test_random(&seed) % e.bytes.len] = (unsigned char)test_random(&seed);
        }
        accepted += canonical_or_refused(copy, e.bytes.len, &broken);
        free(copy);
    }
    CHECK(!broken);
    CHECK(accepted > 100);
    done(&e);
}

static void forms_that_encode_never_makes_are_refused(void) {
    static const struct {
        const char *bytes;
        size_t len;
    } cases[] = {
#define BYTES(s) {s, sizeof(s) - 1}
        BYTES("\x02\x01\x05\x09\x01/"),                                     /* another version */
        BYTES("\x01\x00\x05\x09\x01/"),                                     /* no type */
        BYTES("\x01\x14\x05\x09\x01/"),                                     /* no such type */
        BYTES("\x01\x01\x00\x09\x01/"),                                     /* time 0 */
        BYTES("\x01\x01\x85\x00\x09\x01/"),                                 /* a varint that is too long */
        BYTES("\x01\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02\x09\x01/"), /* beyond 64 bits */
        BYTES("\x01\x01\x05\x09\x00"),                                      /* an empty text */
        BYTES("\x01\x01\x05\x09\x01/\x09\x01/"),                            /* a field twice */
        BYTES("\x01\x01\x05\x0b\x01v\x09\x01/"),                            /* out of order */
        BYTES("\x01\x01\x05\x09\x02/"),                                     /* ends inside a text */
        BYTES("\x01\x01\x05\x09\x01/\x00"),                                 /* a byte more */
        BYTES("\x01\x01\x05\x09\x01/\x28\x01"),                             /* a field of another type */
        BYTES("\x01\x01\x05\x09\x01/\x0a\x00"),                             /* no word of the enum */
        BYTES("\x01\x01\x05\x09\x01/\x0a\x0d"),                             /* no word of the enum */
        BYTES("\x01\x01\x05\x0b\x01v"),                                     /* a required field is missing */
        BYTES("\x01\x01\x05\x08"
              "abcdefgh"
              "\x09\x01/"),                              /* a code in lower case */
        BYTES("\x01\x05\x05\x0b\x01v\x1d\xca\x01"),      /* depth 101 */
        BYTES("\x01\x0c\x05\x29\x01o\x34\x02\x3e\x01r"), /* a bool of 2 */
        BYTES(""),
        BYTES("\x01"),
        BYTES("\x01\x01"),
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool broken = false;
        test_check(!canonical_or_refused((const unsigned char *)cases[i].bytes, cases[i].len, &broken) && !broken,
                   __FILE__, __LINE__, "case %zu", i);
    }
    bool broken = false;
    CHECK(canonical_or_refused((const unsigned char *)"\x01\x01\x05\x09\x01/", 6, &broken) && !broken);
}

/* ---- random events
 * ---------------------------------------------------------------------------------------------------- */

static tl_slice random_text(tl_arena *arena, uint64_t *seed, size_t most, const char *alphabet) {
    size_t len = 1 + test_random(seed) % most, letters = strlen(alphabet);
    char *text = tl_arena_alloc(arena, len);
    for (size_t i = 0; i < len; i++) {
        text[i] = alphabet[test_random(seed) % letters];
    }
    return (tl_slice){text, len};
}

static tl_value random_value(tl_arena *arena, uint64_t *seed, const tl_rule *rule);

static tl_value random_object(tl_arena *arena, uint64_t *seed, const tl_rules *rules) {
    tl_value object = tl_map();
    size_t start = test_random(seed) % rules->n;
    for (size_t i = 0; i < rules->n; i++) {
        const tl_rule *rule = &rules->rules[(start + i) % rules->n];
        if (rule->required || test_random(seed) % 2) {
            *tl_map_add(&object, arena, rule->name) = random_value(arena, seed, rule);
        }
    }
    return object;
}

static tl_value random_list(tl_arena *arena, uint64_t *seed, const tl_rule *rule) {
    tl_value list = tl_list();
    for (uint64_t n = test_random(seed) % 5; n > 0; n--) {
        tl_value item = random_object(arena, seed, rule->items);
        *tl_list_add(&list, arena) = item;
    }
    return list;
}

static tl_value random_value(tl_arena *arena, uint64_t *seed, const tl_rule *rule) {
    uint64_t range = (uint64_t)rule->max - (uint64_t)rule->min + 1;
    const tl_word *word = rule->words;
    switch ((tl_field_kind)rule->kind) {
    case TL_KIND_STR:
        return tl_str(random_text(arena, seed, (size_t)rule->max, "aZ /?&=%<\"'"));
    case TL_KIND_VISITOR:
        return tl_str(random_text(arena, seed, (size_t)rule->max, "aZ09_-"));
    case TL_KIND_CODE: {
        char *code = tl_arena_alloc(arena, 8);
        memcpy(code, "0O1IlZzk", 8);
        code[test_random(seed) % 8] = 'q';
        return tl_str((tl_slice){code, 8});
    }
    case TL_KIND_KEY:
        return rule->identity == TL_IDENTITY_PHONE ? tl_str(TL_S("+5511987654321"))
                                                   : tl_str(random_text(arena, seed, (size_t)rule->max, "abcdef1234"));
    case TL_KIND_BOOL:
        return tl_bool(test_random(seed) % 2);
    case TL_KIND_ENUM:
        for (uint64_t n = test_random(seed) % 8; n > 0 && word[1].number != -1; n--) {
            word++;
        }
        return tl_str(word->word);
    case TL_KIND_LIST:
        return random_list(arena, seed, rule);
    case TL_KIND_INT:
    case TL_KIND_MS:
    case TL_KIND_MONEY:
        break;
    }
    return tl_int(rule->min + (int64_t)((test_random(seed) >> test_random(seed) % 60) % range));
}

static void random_events_come_back(void) {
    uint64_t seed = 2026;
    bool broken = false;
    int refused = 0;
    for (int round = 0; round < 4000; round++) {
        encoded e, shuffled;
        tl_type type = (tl_type)(1 + test_random(&seed) % TL_TYPE_CUSTOM);
        tl_arena_init(&e.arena, tl_default_allocator);
        tl_arena_init(&shuffled.arena, tl_default_allocator);
        tl_value event = random_object(&e.arena, &seed, tl__rules_of(type));
        tl_value common = random_object(&e.arena, &seed, &tl__common_rules);
        for (uint32_t i = 0; i < common.n; i++) {
            *tl_map_add(&event, &e.arena, common.as.pairs[i].key) = common.as.pairs[i].value;
        }
        *tl_map_add(&event, &e.arena, TL_S("type")) = tl_str(tl_word_of(tl_type_words, (int)type));
        tl_value other = tl_map();
        for (uint32_t i = event.n; i > 0; i--) {
            *tl_map_add(&other, &shuffled.arena, event.as.pairs[i - 1].key) = event.as.pairs[i - 1].value;
        }
        encode_value(&e, &event, &keys);
        encode_value(&shuffled, &other, &keys);
        refused += e.code != TL_OK;
        if (e.code == TL_OK && (!canonical_or_refused(e.bytes.ptr, e.bytes.len, &broken) || broken ||
                                memcmp(e.id, shuffled.id, 16) != 0 || e.bytes.len != shuffled.bytes.len)) {
            broken = true;
        }
        done(&e);
        done(&shuffled);
    }
    CHECK(!broken);
    CHECK_INT(refused, 0);
}

/* ---- memory
 * ------------------------------------------------------------------------------------------------------------ */

static void survives_any_failed_allocation(void) {
    encoded whole;
    whole_order(&whole);
    tl_arena values;
    tl_arena_init(&values, tl_default_allocator);
    tl_value value = order_with(&values, "lines", 40, "net=1;quantity:3", 30);
    *tl_map_add(&value, &values, TL_S("email")) = tl_str(TL_S("a@b.c"));
    *tl_map_add(&value, &values, TL_S("code")) = tl_str(TL_S("ABCDEFGH"));
    bool clean = true, went_well = false;
    for (long n = 1; n < 60 && !went_well; n++) {
        test_memory m = {.fail_at = n};
        tl_arena arena;
        tl_buf bytes;
        tl_event event;
        tl_err err;
        unsigned char id[16];
        tl_arena_init(&arena, test_allocator(&m));
        tl_buf_init(&bytes, test_allocator(&m));
        tl_code code = tl__event_encode(&value, &keys, NOW, &arena, &bytes, id, &err);
        tl_code back = tl__event_decode(whole.bytes.ptr, whole.bytes.len, &keys, &arena, &event, &err);
        clean = clean && (code == TL_OK || code == TL_E_NOMEM) && (back == TL_OK || back == TL_E_NOMEM);
        went_well = m.calls < n;
        tl_buf_destroy(&bytes);
        tl_arena_destroy(&arena);
        clean = clean && m.alive == 0;
    }
    CHECK(clean && went_well);
    tl_arena_destroy(&values);
    done(&whole);
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
    decodes_lists();
    damage_is_refused_or_canonical();
    forms_that_encode_never_makes_are_refused();
    random_events_come_back();
    survives_any_failed_allocation();
    return test_report();
}
