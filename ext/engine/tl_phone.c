/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Phone numbers as people write them, to E.164: the steps of Google's libphonenumber (parse) over its own numbering
 * plans. */
#include "tl_phone_data.h"
#include "tl_phone_match.h"

#include <ctype.h>
#include <string.h>

#define DIGITS_MAX 31

typedef struct number {
    char digits[DIGITS_MAX + 1];
    size_t len;
    bool plus;
} number;

static bool separator(unsigned char c) {
    return c != '\0' && strchr(" \t.-/()[]~", c) != NULL;
}

/* What a character of two or three bytes of UTF-8 stands for: an ASCII digit, '+' or a blank; 0 for what no number
 * holds. As in libphonenumber, digits may be full width, Arabic-Indic or Persian ones, and Unicode's spaces, dashes and
 * marks of direction separate. */
static char plain(const unsigned char *s, size_t len) {
    uint32_t c = len == 2 ? (uint32_t)(s[0] & 0x1f) << 6 | (s[1] & 0x3f)
                          : (uint32_t)(s[0] & 0x0f) << 12 | (uint32_t)(s[1] & 0x3f) << 6 | (s[2] & 0x3f);
    static const uint32_t zeros[] = {0x660, 0x6f0, 0xff10};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++) {
        if (c - zeros[i] < 10) {
            return (char)('0' + (c - zeros[i]));
        }
    }
    if (c == 0xff0b) {
        return '+';
    }
    bool full = c > 0xff00 && c < 0xff5f && separator((unsigned char)(c - 0xff00 + 0x20));
    return full || c == 0xa0 || (c >= 0x2000 && c < 0x2070) || c == 0x2212 || c == 0x3000 || c == 0x30fc ? ' ' : '\0';
}

static bool add(number *n, char c) {
    if (c == '+') {
        bool first = n->len == 0 && !n->plus;
        n->plus = true;
        return first;
    }
    if (!isdigit((unsigned char)c)) {
        return separator((unsigned char)c);
    }
    n->digits[n->len] = c;
    return n->len++ < DIGITS_MAX;
}

/* Digits and a leading plus; separators go. */
static bool read_number(tl_slice text, number *n) {
    const unsigned char *s = (const unsigned char *)text.ptr;
    memset(n, 0, sizeof *n);
    for (size_t i = 0, len; i < text.len; i += len) {
        len = tl__utf8_sequence(s + i, text.len - i);
        char c = len == 1 ? (char)s[i] : len == 2 || len == 3 ? plain(s + i, len) : '\0';
        if (!add(n, c)) {
            return false;
        }
    }
    return n->len > 0;
}

static const tl_phone_country *country_of(tl_slice iso) {
    for (const tl_phone_country *c = tl_phone_countries; *c->code; c++) {
        if (iso.len == 2 && *c->iso && toupper((unsigned char)iso.ptr[0]) == c->iso[0] &&
            toupper((unsigned char)iso.ptr[1]) == c->iso[1]) {
            return c;
        }
    }
    return NULL;
}

/* The plan of the calling code that the digits begin with; codes are prefix-free. */
static const tl_phone_country *plan_of(tl_slice digits) {
    for (const tl_phone_country *c = tl_phone_countries; *c->code; c++) {
        size_t len = strlen(c->code);
        if (c->first && digits.len > len && memcmp(digits.ptr, c->code, len) == 0) {
            return c;
        }
    }
    return NULL;
}

static bool whole(const char *pattern, tl_slice digits) {
    tl_phone_match match;
    return tl__phone_match(pattern, digits, true, &match);
}

static bool possible_length(const tl_phone_country *c, size_t len) {
    return len < 32 && (c->lengths >> len & 1);
}

/* ---- the national prefix -------------------------------------------------------------------------------------- */

static bool append(char *out, size_t *len, tl_slice text) {
    if (*len + text.len > DIGITS_MAX) {
        return false;
    }
    memcpy(out + *len, text.ptr, text.len);
    *len += text.len;
    return true;
}

/* "9$1" with the groups of the match, and what came after it */
static bool transformed(const char *transform, const tl_phone_match *match, tl_slice rest, char *out, size_t *len) {
    *len = 0;
    for (const char *t = transform; *t; t++) {
        tl_slice part = {t, 1};
        if (*t == '$' && t[1] >= '1' && t[1] <= '0' + TL_PHONE_GROUPS) {
            part = match->groups[t[1] - '0'];
            t++;
        }
        if (!append(out, len, part)) {
            return false;
        }
    }
    return append(out, len, rest);
}

static int last_group(const char *pattern) {
    int groups = 0;
    for (const char *p = pattern; *p; p++) {
        groups += *p == '(' && p[1] != '?';
    }
    return groups > TL_PHONE_GROUPS ? TL_PHONE_GROUPS : groups;
}

/* Cuts the national prefix off, unless the number with it is right and without it is not. */
static void strip_prefix(const tl_phone_country *c, number *n) {
    tl_phone_match match;
    tl_slice all = {n->digits, n->len};
    char out[DIGITS_MAX + 1];
    size_t len = 0;
    int last = last_group(c->prefix);
    if (!*c->prefix || !tl__phone_match(c->prefix, all, false, &match) || match.len == 0) {
        return;
    }
    tl_slice rest = {all.ptr + match.len, all.len - match.len};
    bool replaced = *c->transform && last > 0 && match.groups[last].len > 0;
    if (replaced ? !transformed(c->transform, &match, rest, out, &len) : !append(out, &len, rest)) {
        return;
    }
    tl_slice without = {out, len};
    if ((whole(c->pattern, all) && !whole(c->pattern, without)) || !possible_length(c, len)) {
        return;
    }
    memcpy(n->digits, out, len);
    n->len = len;
}

/* ---- international or national -------------------------------------------------------------------------------- */

static void drop_front(number *n, size_t count) {
    memmove(n->digits, n->digits + count, n->len - count);
    n->len -= count;
}

/* "00 44 ..." written in a country whose prefix for foreign numbers is 00; a number never starts with 0 after it. */
static bool strip_idd(const tl_phone_country *c, number *n) {
    tl_phone_match match;
    tl_slice all = {n->digits, n->len};
    if (!*c->idd || !tl__phone_match(c->idd, all, false, &match) || match.len == 0 || match.len >= n->len ||
        n->digits[match.len] == '0') {
        return false;
    }
    drop_front(n, match.len);
    return true;
}

/* "49 151 ..." written without its plus: only where the number as it stands is none, and without the code it is one. */
static bool strip_own_code(const tl_phone_country *c, number *n) {
    size_t len = strlen(c->code);
    if (n->len <= len || memcmp(n->digits, c->code, len) != 0) {
        return false;
    }
    number rest = *n;
    drop_front(&rest, len);
    strip_prefix(c, &rest);
    tl_slice all = {n->digits, n->len}, without = {rest.digits, rest.len};
    bool too_long = n->len < 32 && (c->lengths >> n->len) == 0;
    if ((!whole(c->pattern, all) && whole(c->pattern, without)) || too_long) {
        *n = rest;
        return true;
    }
    return false;
}

static bool write_number(const tl_phone_country *c, const number *n, char out[16]) {
    size_t code = strlen(c->code);
    if (!possible_length(c, n->len) || code + n->len > 15) {
        return false;
    }
    memcpy(out, c->code, code);
    memcpy(out + code, n->digits, n->len);
    out[code + n->len] = '\0';
    return true;
}

static bool international(number *n, char out[16]) {
    const tl_phone_country *c = n->digits[0] == '0' ? NULL : plan_of((tl_slice){n->digits, n->len});
    if (!c) {
        return false;
    }
    drop_front(n, strlen(c->code));
    strip_prefix(c, n);
    return write_number(c, n, out);
}

bool tl_normalize_phone(tl_slice phone, tl_slice country, char out[16]) {
    number n;
    if (!read_number(phone, &n)) {
        return false;
    }
    if (n.plus) {
        return international(&n, out);
    }
    const tl_phone_country *c = country_of(country);
    if (!c) {
        /* Without a country only a number that carries its own code can be read. */
        if (country.len == 0 && n.len > 2 && n.digits[0] == '0' && n.digits[1] == '0') {
            drop_front(&n, 2);
            return international(&n, out);
        }
        return false;
    }
    if (strip_idd(c, &n)) {
        return international(&n, out);
    }
    if (!strip_own_code(c, &n)) {
        strip_prefix(c, &n);
    }
    return write_number(c, &n, out);
}
