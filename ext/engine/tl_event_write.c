/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tl_event -> canonical bytes, and the id over them. docs/format.md, "On disk", has them byte by byte. */
#include "tl_event.h"

#include <string.h>

static bool put_byte(tl_buf *out, unsigned byte) {
    unsigned char b = (unsigned char)byte;
    return tl_buf_put(out, &b, 1);
}

static bool put_varint(tl_buf *out, uint64_t v) {
    unsigned char bytes[10];
    size_t n = 0;
    for (; v >= 0x80; v >>= 7) {
        bytes[n++] = (unsigned char)(v | 0x80);
    }
    bytes[n++] = (unsigned char)v;
    return tl_buf_put(out, bytes, n);
}

static uint64_t zigzag(int64_t v) {
    return v < 0 ? ~((uint64_t)v << 1) : (uint64_t)v << 1;
}

static unsigned hex_digit(char c) {
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

static bool put_key(tl_buf *out, const char *hex) {
    unsigned char bytes[16];
    for (size_t i = 0; i < sizeof(bytes); i++) {
        bytes[i] = (unsigned char)(hex_digit(hex[2 * i]) << 4 | hex_digit(hex[2 * i + 1]));
    }
    return tl_buf_put(out, bytes, sizeof(bytes));
}

static bool put_scalar(tl_buf *out, const tl_rule *rule, const tl_field_value *value) {
    switch ((tl_field_kind)rule->kind) {
    case TL_KIND_STR:
    case TL_KIND_VISITOR:
        return put_varint(out, value->s.len) && tl_buf_put(out, value->s.ptr, value->s.len);
    case TL_KIND_CODE:
        return tl_buf_put(out, value->s.ptr, value->s.len);
    case TL_KIND_KEY:
        return put_key(out, value->s.ptr);
    case TL_KIND_INT:
    case TL_KIND_MONEY:
        return put_varint(out, zigzag(value->i));
    case TL_KIND_MS:
        return put_varint(out, (uint64_t)value->i);
    case TL_KIND_BOOL:
    case TL_KIND_ENUM:
        return put_byte(out, (unsigned)value->i);
    case TL_KIND_LIST:
        break;
    }
    return true;
}

static bool put_fields(tl_buf *out, const tl_rules *rules, const tl_field_value *fields, const tl_event *event);

static bool put_list(tl_buf *out, const tl_rule *rule, const tl_event_list *list) {
    bool ok = put_varint(out, list->n);
    for (uint32_t i = 0; ok && i < list->n; i++) {
        ok = put_fields(out, rule->items, list->items[i], NULL) && put_byte(out, 0);
    }
    return ok;
}

/* event: whose lists are meant by a rule of kind LIST; items have none. */
static bool put_fields(tl_buf *out, const tl_rules *rules, const tl_field_value *fields, const tl_event *event) {
    bool ok = true;
    for (size_t i = 0; ok && i < rules->n; i++) {
        const tl_rule *rule = &rules->rules[i];
        if (!fields[rule->number].set) {
            continue;
        }
        ok = put_byte(out, rule->number);
        if (ok && rule->kind == TL_KIND_LIST) {
            ok = put_list(out, rule, rule->number == TL_FIELD_LINES ? &event->lines : &event->refunds);
        } else if (ok) {
            ok = put_scalar(out, rule, &fields[rule->number]);
        }
    }
    return ok;
}

tl_code tl__event_write(const tl_event *event, tl_buf *out, tl_err *err) {
    out->len = 0;
    bool ok = put_byte(out, TL_FORMAT_VERSION) && put_byte(out, (unsigned)event->type) &&
              put_varint(out, (uint64_t)event->at) && put_fields(out, &tl__common_rules, event->fields, event) &&
              put_fields(out, tl__rules_of(event->type), event->fields, event);
    if (!ok) {
        return tl_fail(err, TL_E_NOMEM, "while encoding an event");
    }
    if (out->len > TL_EVENT_MAX) {
        return tl_fail(err, TL_E_EVENT_TOO_LARGE, "%zu bytes encoded, at most %d are allowed", out->len, TL_EVENT_MAX);
    }
    return TL_OK;
}

/* No encoding begins with a byte 0, so that an own id never meets the id of another event's bytes. */
void tl__event_id(const tl_event *event, const unsigned char *bytes, size_t len, const tl_event_keys *keys,
                  unsigned char id[16]) {
    if (!event->own_id) {
        tl__sip128(keys->event, bytes, len, id);
        return;
    }
    unsigned char own[1 + TL_OWN_ID_MAX] = {0};
    tl_slice given = event->fields[TL_FIELD_ID].s;
    memcpy(own + 1, given.ptr, given.len);
    tl__sip128(keys->event, own, 1 + given.len, id);
}
