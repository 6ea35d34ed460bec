/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exact integer arithmetic on micros. Products are formed in 128 bits, so that nothing overflows or drifts. */
#include "tl_internal.h"

#include <stdio.h>
#include <string.h>

__extension__ typedef unsigned __int128 u128;

#define FEW 16
#define LARGEST ((uint64_t)1000000000000 * TL_MICROS) /* 10^12 units */

static uint64_t magnitude(int64_t v) {
    return v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
}

static int64_t with_sign(uint64_t v, bool negative) {
    return negative ? (int64_t)((uint64_t)0 - v) : (int64_t)v;
}

/* ---- text ------------------------------------------------------------------------------------------------------ */

typedef struct decimal {
    const char *digits; /* with at most one '.' in them */
    size_t len;
    long whole; /* digits before the point, moved by the exponent */
} decimal;

/* PHP prints small floats as 1.0E-5, so an exponent is read too. False: not one. */
static bool parse_exponent(const char *s, size_t len, long *exponent) {
    bool negative = len > 0 && s[0] == '-';
    size_t i = len > 0 && (s[0] == '-' || s[0] == '+');
    if (i == len || len - i > 4) {
        return false;
    }
    *exponent = 0;
    for (; i < len; i++) {
        if (s[i] < '0' || s[i] > '9') {
            return false;
        }
        *exponent = *exponent * 10 + (s[i] - '0');
    }
    *exponent = negative ? -*exponent : *exponent;
    return true;
}

static bool parse_shape(const char *s, size_t len, decimal *out) {
    size_t i = 0, digits = 0, point = 0;
    bool seen_point = false;
    for (; i < len && ((s[i] >= '0' && s[i] <= '9') || (s[i] == '.' && !seen_point)); i++) {
        if (s[i] == '.') {
            seen_point = true;
            point = digits;
        } else {
            digits++;
        }
    }
    long exponent = 0;
    if (i < len && ((s[i] != 'e' && s[i] != 'E') || !parse_exponent(s + i + 1, len - i - 1, &exponent))) {
        return false;
    }
    *out = (decimal){s, i, (long)(seen_point ? point : digits) + exponent};
    return digits > 0 && digits <= 4096 && s[i - 1] != '.';
}

/* Walks the digits with the power of ten each stands for; the first one below a micro decides the rounding. */
static bool sum_digits(const decimal *d, uint64_t *micros) {
    uint64_t sum = 0;
    long power = d->whole + 5; /* of the first digit, in micros */
    for (size_t i = 0; i < d->len; i++) {
        if (d->digits[i] == '.') {
            continue;
        }
        uint64_t digit = (uint64_t)(d->digits[i] - '0');
        if (power >= 0) {
            sum = sum * 10 + digit;
        } else if (power == -1 && digit >= 5) {
            sum++;
        }
        if (sum > LARGEST) {
            return false;
        }
        power--;
    }
    for (; power >= 0 && sum > 0; power--) {
        sum *= 10;
        if (sum > LARGEST) {
            return false;
        }
    }
    *micros = sum;
    return true;
}

bool tl__money_parse(tl_slice text, int64_t *micros) {
    bool negative = text.len > 0 && text.ptr[0] == '-';
    size_t sign = text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+');
    decimal d;
    uint64_t sum;
    if (!parse_shape(text.ptr + sign, text.len - sign, &d) || !sum_digits(&d, &sum)) {
        return false;
    }
    *micros = with_sign(sum, negative);
    return true;
}

static uint64_t unit_of(int decimals) {
    uint64_t unit = 1;
    for (int i = decimals; i < 6; i++) {
        unit *= 10;
    }
    return unit;
}

size_t tl__money_print(int64_t micros, int decimals, char *out) {
    decimals = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
    uint64_t unit = unit_of(decimals), per_unit = TL_MICROS / unit;
    uint64_t rounded = magnitude(micros) / unit + (magnitude(micros) % unit * 2 >= unit);
    const char *sign = micros < 0 && rounded > 0 ? "-" : "";
    int n = decimals == 0 ? snprintf(out, 32, "%s%llu", sign, (unsigned long long)rounded)
                          : snprintf(out, 32, "%s%llu.%0*llu", sign, (unsigned long long)(rounded / per_unit), decimals,
                                     (unsigned long long)(rounded % per_unit));
    return (size_t)n;
}

/* ---- largest remainder ----------------------------------------------------------------------------------------- */

typedef u128 (*remainder_fn)(const void *ctx, size_t i);

/* Gives `k` of the n parts one `unit` more: the k largest remainders, ties to the earlier. k <= n <= FEW. */
static void give_one_by_one(int64_t *parts, size_t n, uint64_t k, int64_t unit, remainder_fn remainder,
                            const void *ctx) {
    u128 remainders[FEW];
    bool given[FEW] = {false};
    for (size_t i = 0; i < n; i++) {
        remainders[i] = remainder(ctx, i);
    }
    for (; k > 0; k--) {
        size_t best = n;
        for (size_t i = 0; i < n; i++) {
            best = !given[i] && (best == n || remainders[i] > remainders[best]) ? i : best;
        }
        given[best] = true;
        parts[best] += unit;
    }
}

/* The same for any n. The bound that divides the remainders is found by bisection, so that neither memory nor sorting
 * is needed. Needs k <= n. */
static void give_to_largest(int64_t *parts, size_t n, uint64_t k, int64_t unit, remainder_fn remainder,
                            const void *ctx) {
    if (k == 0 || n <= FEW) {
        give_one_by_one(parts, k ? n : 0, k, unit, remainder, ctx);
        return;
    }
    u128 low = 0, high = 0; /* the smallest bound with at most k remainders above it lies in [low, high] */
    for (size_t i = 0; i < n; i++) {
        u128 r = remainder(ctx, i);
        high = r > high ? r : high;
    }
    uint64_t above = 0;
    while (low < high) {
        u128 middle = low + (high - low) / 2;
        uint64_t count = 0;
        for (size_t i = 0; i < n; i++) {
            count += remainder(ctx, i) > middle;
        }
        if (count <= k) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    for (size_t i = 0; i < n; i++) {
        above += remainder(ctx, i) > low;
    }
    uint64_t ties = k - above;
    for (size_t i = 0; i < n; i++) {
        u128 r = remainder(ctx, i);
        if (r > low || (r == low && ties > 0)) {
            ties -= r == low;
            parts[i] += unit;
        }
    }
}

typedef struct column {
    const int64_t *micros;
    int64_t unit;
} column;

static int64_t floor_div(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

static u128 column_remainder(const void *ctx, size_t i) {
    const column *c = ctx;
    int64_t r = c->micros[i] % c->unit;
    return (u128)(uint64_t)(r < 0 ? r + c->unit : r);
}

void tl__money_round_column(const int64_t *micros, size_t n, int64_t total, int decimals, int64_t *out) {
    if (n == 0) {
        return;
    }
    decimals = decimals < 0 ? 0 : decimals > 6 ? 6 : decimals;
    column c = {micros, (int64_t)unit_of(decimals)};
    uint64_t unit = (uint64_t)c.unit;
    uint64_t units = magnitude(total) / unit + (magnitude(total) % unit * 2 >= unit);
    int64_t missing = with_sign(units, total < 0);
    for (size_t i = 0; i < n; i++) {
        int64_t floor = floor_div(micros[i], c.unit);
        out[i] = floor * c.unit;
        missing -= floor;
    }
    /* Between 0 and n when the total is the column's own; a foreign total is spread evenly first. */
    int64_t each = floor_div(missing, (int64_t)n);
    for (size_t i = 0; i < n && each != 0; i++) {
        out[i] += each * c.unit;
    }
    give_to_largest(out, n, (uint64_t)(missing - each * (int64_t)n), c.unit, column_remainder, &c);
}

void tl__money_pin(const int64_t *micros, size_t n, size_t which, int decimals, int64_t *printed) {
    int64_t alone;
    tl__money_round_column(&micros[which], 1, micros[which], decimals, &alone);
    for (size_t i = 0; i < n && printed[which] != alone; i++) {
        int64_t off = printed[i] - micros[i];
        if (i != which && ((alone > printed[which] && off > 0) || (alone < printed[which] && off < 0))) {
            printed[i] += printed[which] - alone;
            printed[which] = alone;
        }
    }
}

static u128 split_remainder(const void *ctx, size_t i) {
    const uint64_t *scratch = ctx;
    return (u128)scratch[2 * i] << 64 | scratch[2 * i + 1];
}

void tl__split(int64_t total, const uint64_t *weights, size_t n, int64_t *out, uint64_t *scratch) {
    u128 sum = 0;
    if (n == 0) {
        return;
    }
    for (size_t i = 0; i < n; i++) {
        sum += weights[i];
    }
    bool equal = sum == 0;
    sum = equal ? n : sum;
    uint64_t amount = magnitude(total), left = amount;
    for (size_t i = 0; i < n; i++) {
        u128 weight = equal ? 1 : weights[i], share = amount * weight;
        /* mostly one has it all: no division of 128 bits for that */
        uint64_t part = weight == 0 ? 0 : weight == sum ? amount : (uint64_t)(share / sum);
        u128 remainder = share - part * sum;
        out[i] = with_sign(part, total < 0);
        left -= part;
        scratch[2 * i] = (uint64_t)(remainder >> 64);
        scratch[2 * i + 1] = (uint64_t)remainder;
    }
    give_to_largest(out, n, left, total < 0 ? -1 : 1, split_remainder, scratch);
}

int64_t tl__muldiv(int64_t a, int64_t b, int64_t c) {
    u128 product = (u128)magnitude(a) * magnitude(b);
    uint64_t divisor = magnitude(c);
    u128 quotient = product / divisor;
    u128 rest = product % divisor;
    quotient += rest >= divisor - rest;
    bool negative = ((a < 0) != (b < 0)) != (c < 0);
    if (quotient > (u128)INT64_MAX) {
        return negative ? INT64_MIN : INT64_MAX;
    }
    return with_sign((uint64_t)quotient, negative);
}
