/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a rule allows, for both directions: values that come in and bytes that are read back. */
#include "tl_event.h"

#include <stdio.h>
#include <string.h>

static bool plain_text(tl_slice s) {
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t left = s.len;
    while (left > 0) {
        size_t n = tl__utf8_sequence(p, left);
        if (n == 0 || *p < 0x20 || *p == 0x7f) {
            return false;
        }
        p += n;
        left -= n;
    }
    return true;
}

static bool made_of(tl_slice s, const char *alphabet) {
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\0' || strchr(alphabet, s.ptr[i]) == NULL) {
            return false;
        }
    }
    return true;
}

static bool visitor_id(tl_slice s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-')) {
            return false;
        }
    }
    return true;
}

bool tl__rule_allows(const tl_rule *rule, const tl_field_value *value) {
    switch ((tl_field_kind)rule->kind) {
    case TL_KIND_STR:
        return value->s.len > 0 && value->s.len <= (size_t)rule->max && plain_text(value->s);
    case TL_KIND_VISITOR:
        return value->s.len > 0 && value->s.len <= (size_t)rule->max && visitor_id(value->s);
    case TL_KIND_CODE:
        return value->s.len == 8 && made_of(value->s, "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    case TL_KIND_INT:
    case TL_KIND_BOOL:
    case TL_KIND_MS:
    case TL_KIND_MONEY:
        return value->i >= rule->min && value->i <= rule->max;
    case TL_KIND_ENUM:
        return value->i > 0 && value->i <= UINT8_MAX && tl_word_of(rule->words, (int)value->i).len > 0;
    case TL_KIND_KEY:
    case TL_KIND_LIST:
        break;
    }
    return true;
}

static void join_words(const tl_word *words, char *out, size_t size) {
    size_t len = 0;
    out[0] = '\0';
    for (; words->number != -1 && len < size; words++) {
        len += (size_t)snprintf(out + len, size - len, "%s%.*s", len > 0 ? ", " : "", (int)words->word.len,
                                words->word.ptr);
    }
}

static void describe(const tl_rule *rule, char *out, size_t size) {
    char words[160];
    switch ((tl_field_kind)rule->kind) {
    case TL_KIND_STR:
        snprintf(out, size, "text of at most %d bytes, in valid UTF-8 and without control characters", (int)rule->max);
        return;
    case TL_KIND_VISITOR:
        snprintf(out, size, "at most %d characters of A-Z, a-z, 0-9, _ and -", (int)rule->max);
        return;
    case TL_KIND_CODE:
        snprintf(out, size, "a reference code: 8 characters of Crockford base32");
        return;
    case TL_KIND_KEY:
        if (rule->identity == TL_IDENTITY_PHONE) {
            snprintf(out, size, "a number in E.164: 6 to 15 digits, '+' allowed before them");
        } else {
            snprintf(out, size, "text of at most %d bytes, in valid UTF-8 and without control characters",
                     (int)rule->max);
        }
        return;
    case TL_KIND_INT:
        snprintf(out, size, "a whole number from %lld to %lld", (long long)rule->min, (long long)rule->max);
        return;
    case TL_KIND_BOOL:
        snprintf(out, size, "true or false");
        return;
    case TL_KIND_MS:
        snprintf(out, size, "a time in UTC milliseconds, a whole number from 1 to %lld", (long long)TL_MS_MAX);
        return;
    case TL_KIND_MONEY:
        snprintf(out, size, "money: a whole number of micros or a decimal as text, at most 10^12 units");
        return;
    case TL_KIND_ENUM:
        join_words(rule->words, words, sizeof(words));
        snprintf(out, size, "one of %s", words);
        return;
    case TL_KIND_LIST:
        snprintf(out, size, "a list of at most %d objects", TL_LIST_MAX);
        return;
    }
}

tl_code tl__rule_fail(const tl_rule *rule, tl_slice owner, tl_err *err) {
    char wanted[200];
    describe(rule, wanted, sizeof(wanted));
    return tl_fail(err, TL_E_EVENT_VALUE, "field '%s' of '%.*s' must be %s", rule->name.ptr, (int)owner.len, owner.ptr,
                   wanted);
}

tl_code tl__rules_complete(const tl_rules *rules, const tl_field_value *fields, tl_slice owner, tl_err *err) {
    for (size_t i = 0; i < rules->n; i++) {
        const tl_rule *rule = &rules->rules[i];
        if (rule->required && !fields[rule->number].set) {
            return tl_fail(err, TL_E_EVENT_MISSING, "field '%s' of '%.*s' is required", rule->name.ptr, (int)owner.len,
                           owner.ptr);
        }
    }
    return TL_OK;
}
