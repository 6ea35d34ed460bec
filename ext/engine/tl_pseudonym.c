/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Personal data becomes a keyed hash of its canonical form, so that two ways of writing one address or number agree. */
#include "tl_internal.h"

#include <string.h>

static tl_slice trimmed(tl_slice s) {
    while (s.len > 0 && (unsigned char)s.ptr[0] <= ' ') {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && (unsigned char)s.ptr[s.len - 1] <= ' ') {
        s.len--;
    }
    return s;
}

static bool ends_with(const char *s, size_t len, const char *tail) {
    size_t n = strlen(tail);
    return len >= n && memcmp(s + len - n, tail, n) == 0;
}

/* WooCommerce's eraser leaves addresses under .invalid behind, which belong to nobody. */
static bool canonical_email(char *out, size_t *len) {
    for (size_t i = 0; i < *len; i++) {
        if (out[i] >= 'A' && out[i] <= 'Z') {
            out[i] = (char)(out[i] - 'A' + 'a');
        }
    }
    return !ends_with(out, *len, ".invalid") && !ends_with(out, *len, "@invalid");
}

static bool starts_with(const char *digits, const char *head) {
    return strncmp(digits, head, strlen(head)) == 0;
}

static void cut(char *digits, size_t *len, size_t at) {
    memmove(digits + at, digits + at + 1, *len - at);
    (*len)--;
}

/* WhatsApp ids and dialled numbers of three countries differ in one digit; the form without it is the same for both:
 * Mexico 521..., Argentina 549..., and the ninth digit of Brazil's mobile numbers after the area code. */
static void matching_form(char *digits, size_t *len) {
    if (*len != 13) {
        return;
    }
    if (starts_with(digits, "521") || starts_with(digits, "549")) {
        cut(digits, len, 2);
    } else if (starts_with(digits, "55") && digits[4] == '9') {
        cut(digits, len, 4);
    }
}

static bool canonical_phone(char *out, size_t *len) {
    size_t n = 0;
    bool zeros = true;
    for (size_t i = 0; i < *len; i++) {
        if (out[i] >= '0' && out[i] <= '9') {
            zeros = zeros && out[i] == '0';
            out[n++] = out[i];
        }
    }
    out[n] = '\0';
    *len = n;
    matching_form(out, len);
    return !zeros;
}

bool tl__canonical(tl_identity_kind kind, tl_slice value, char *out, size_t *len) {
    value = trimmed(value);
    if (value.len == 0 || value.len > 254) {
        return false;
    }
    memcpy(out, value.ptr, value.len);
    out[value.len] = '\0';
    *len = value.len;
    switch (kind) {
    case TL_IDENTITY_EMAIL:
        return canonical_email(out, len);
    case TL_IDENTITY_PHONE:
        return canonical_phone(out, len);
    case TL_IDENTITY_CUSTOMER: /* the shop's guests are customer 0 */
        return strcmp(out, "0") != 0;
    default:
        return true;
    }
}

bool tl__pseudonym(tl_identity_kind kind, tl_slice canonical, const unsigned char *key, size_t key_len,
                   unsigned char out[16]) {
    unsigned char input[288];
    tl_slice word = tl_word_of(tl_identity_words, (int)kind);
    if (word.len + 1 + canonical.len > sizeof(input)) {
        return false;
    }
    memcpy(input, word.ptr, word.len);
    input[word.len] = 0;
    memcpy(input + word.len + 1, canonical.ptr, canonical.len);
    return tl__blake2b(key, key_len, input, word.len + 1 + canonical.len, out);
}

bool tl__identity_kind(tl_slice word, tl_identity_kind *kind) {
    if (tl_slice_eq(word, TL_S("wa_id"))) {
        *kind = TL_IDENTITY_PHONE;
        return true;
    }
    int number = tl_number_of(tl_identity_words, word);
    *kind = (tl_identity_kind)number;
    return number >= TL_IDENTITY_VISITOR && number <= TL_IDENTITY_BSUID;
}

tl_code tl_pseudonym(tl_slice kind, tl_slice value, tl_slice key, char out[33], tl_err *err) {
    tl_identity_kind number;
    if (!tl__identity_kind(kind, &number)) {
        return tl_fail(err, TL_E_EVENT_VALUE, "kind '%.*s' is none of customer, email, phone, wa_id, bsuid, visitor",
                       (int)(kind.len < 32 ? kind.len : 32), kind.ptr);
    }
    if (key.len < 16 || key.len > 64) {
        return tl_fail(err, TL_E_EVENT_KEY, "the key must have 16 to 64 bytes, it has %zu", key.len);
    }
    char canonical[256];
    size_t len;
    if (!tl__canonical(number, value, canonical, &len)) {
        return tl_fail(err, TL_E_EVENT_VALUE, "the value given as %.*s identifies nobody", (int)kind.len, kind.ptr);
    }
    unsigned char hash[16];
    if (!tl__pseudonym(number, (tl_slice){canonical, len}, (const unsigned char *)key.ptr, key.len, hash)) {
        return tl_fail(err, TL_E_NOMEM, "libsodium cannot be initialised");
    }
    tl__hex(hash, sizeof(hash), out);
    return TL_OK;
}
