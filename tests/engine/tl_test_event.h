/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tests of events share: keys, events in a small notation, encoding. */
#ifndef TL_TEST_EVENT_H
#define TL_TEST_EVENT_H

#include "tl_event.h"
#include "tl_test.h"

#define NOW INT64_C(1795460400000)

__attribute__((unused)) static const tl_event_keys keys = {
    .event = "0123456789abcde", .identity = (const unsigned char *)"fedcba9876543210", .identity_len = 16};
__attribute__((unused)) static const tl_event_keys no_identity = {.event = "0123456789abcde"};

/* ---- events in a small notation: fields apart by ';', each `name=text`, `name:integer`, `name!0|1`, `name~` (null),
 * `name%` (a float) or `name[` (an empty list) */

__attribute__((unused)) static tl_value event_of(tl_arena *arena, const char *text) {
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

__attribute__((unused)) static void encode_value(encoded *e, const tl_value *value, const tl_event_keys *with) {
    tl_buf_init(&e->bytes, tl_default_allocator);
    e->err = (tl_err){TL_OK, ""};
    e->code = tl__event_encode(value, with, NOW, &e->arena, &e->bytes, e->id, &e->err);
}

__attribute__((unused)) static void encode(encoded *e, const char *text) {
    tl_arena_init(&e->arena, tl_default_allocator);
    tl_value value = event_of(&e->arena, text);
    encode_value(e, &value, &keys);
}

__attribute__((unused)) static void done(encoded *e) {
    tl_buf_destroy(&e->bytes);
    tl_arena_destroy(&e->arena);
}

__attribute__((unused)) static tl_value order_with(tl_arena *arena, const char *list, uint32_t n, const char *item,
                                                   size_t name_bytes) {
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
__attribute__((unused)) static void text_of(size_t type, bool optional, const char *without, char out[2000]) {
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

#endif
