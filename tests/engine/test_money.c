/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_test.h"

__extension__ typedef __int128 wide;

static void parse_ok(const char *text, int64_t wanted) {
    int64_t got = -1;
    if (test_check(tl__money_parse(tl_slice_of(text), &got), __FILE__, __LINE__, "'%s' is refused", text)) {
        test_check(got == wanted, __FILE__, __LINE__, "'%s': got %lld, wanted %lld", text, (long long)got,
                   (long long)wanted);
    }
}

static void parses_decimals(void) {
    parse_ok("0", 0);
    parse_ok("-0", 0);
    parse_ok("129.90", 129900000);
    parse_ok("+129.9", 129900000);
    parse_ok(".5", 500000);
    parse_ok("0000000000000000000000000000012", 12000000);
    parse_ok("-4.132231404958678", -4132231);
    parse_ok("-12.3456785", -12345679);
    parse_ok("12.3456784999999", 12345678);
    parse_ok("0.0000005", 1);
    parse_ok("-0.0000005", -1);
    parse_ok("0.00000049999", 0);
    parse_ok("0.9999995", 1000000);
    parse_ok("1000000000000", INT64_C(1000000000000000000));
    parse_ok("-1000000000000.0000004", INT64_C(-1000000000000000000));
    parse_ok("1.0E-5", 10);
    parse_ok("-3.5527136788005E-15", 0);
    parse_ok("5e-7", 1);
    parse_ok("4.9e-7", 0);
    parse_ok("1.25e2", 125000000);
    parse_ok("0e9999", 0);
}

static void refuses_what_is_no_decimal(void) {
    static const char *const bad[] = {"",
                                      "-",
                                      "+",
                                      ".",
                                      "5.",
                                      "1,5",
                                      "1.2.3",
                                      " 1",
                                      "1 ",
                                      "--1",
                                      "1-",
                                      "0x10",
                                      "1e",
                                      "1e+",
                                      "1e99999",
                                      "NaN",
                                      "INF",
                                      "e5",
                                      "12abc",
                                      "1e2.5",
                                      "1000000000000.0000005",
                                      "1e13",
                                      "-1000000000000.000001",
                                      "99999999999999999999999999999999"};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        int64_t got;
        test_check(!tl__money_parse(tl_slice_of(bad[i]), &got), __FILE__, __LINE__, "'%s' is accepted", bad[i]);
    }
    int64_t got;
    CHECK(!tl__money_parse((tl_slice){"1\0002", 3}, &got));
    char *nines = malloc(1000000);
    memset(nines, '9', 1000000);
    CHECK(!tl__money_parse((tl_slice){nines, 1000000}, &got));
    free(nines);
}

static void print_is(int64_t micros, int decimals, const char *wanted) {
    char out[32];
    size_t len = tl__money_print(micros, decimals, out);
    CHECK_STR(out, wanted);
    CHECK_INT(len, strlen(wanted));
}

static void prints_rounded(void) {
    print_is(INT64_C(12480500000), 2, "12480.50");
    print_is(0, 2, "0.00");
    print_is(5000, 2, "0.01");
    print_is(4999, 2, "0.00");
    print_is(-4999, 2, "0.00");
    print_is(-5000, 2, "-0.01");
    print_is(999995000, 2, "1000.00");
    print_is(1500000, 0, "2");
    print_is(-1500000, 0, "-2");
    print_is(1, 6, "0.000001");
    print_is(INT64_MAX, 6, "9223372036854.775807");
    print_is(INT64_MIN, 6, "-9223372036854.775808");
    print_is(INT64_MIN, 0, "-9223372036855");
    print_is(1234567, 3, "1.235");
}

static void prints_what_parses(void) {
    uint64_t seed = 7;
    for (int i = 0; i < 20000; i++) {
        int64_t micros = (int64_t)(test_random(&seed) % UINT64_C(2000000000000000000)) - INT64_C(1000000000000000000);
        char out[32];
        int64_t back = 0;
        size_t len = tl__money_print(micros, 6, out);
        if (!tl__money_parse((tl_slice){out, len}, &back) || back != micros) {
            test_check(false, __FILE__, __LINE__, "round trip");
            return;
        }
    }
    CHECK(true);
}

static void split_is(int64_t total, const uint64_t *weights, size_t n, const int64_t *wanted) {
    int64_t out[8];
    uint64_t scratch[16];
    tl__split(total, weights, n, out, scratch);
    for (size_t i = 0; i < n; i++) {
        CHECK_INT(out[i], wanted[i]);
    }
}

/* Shares worked out by hand. */
static void splits_by_largest_remainder(void) {
    split_is(10, (uint64_t[]){1, 1, 1}, 3, (int64_t[]){4, 3, 3});
    split_is(-10, (uint64_t[]){1, 1, 1}, 3, (int64_t[]){-4, -3, -3});
    split_is(11, (uint64_t[]){1, 1, 1}, 3, (int64_t[]){4, 4, 3});
    split_is(100, (uint64_t[]){40, 20, 40}, 3, (int64_t[]){40, 20, 40});
    split_is(101, (uint64_t[]){40, 20, 40}, 3, (int64_t[]){41, 20, 40}); /* 40.4 20.2 40.4: the earlier tie wins */
    split_is(7, (uint64_t[]){1, 2, 4}, 3, (int64_t[]){1, 2, 4});
    split_is(10, (uint64_t[]){1, 2, 4}, 3, (int64_t[]){1, 3, 6}); /* 1.43 2.86 5.71: one each to 2nd and 3rd */
    split_is(5, (uint64_t[]){0, 0, 0}, 3, (int64_t[]){2, 2, 1});
    split_is(5, (uint64_t[]){0, 3, 0}, 3, (int64_t[]){0, 5, 0});
    split_is(0, (uint64_t[]){3, 1}, 2, (int64_t[]){0, 0});
    split_is(1, (uint64_t[]){UINT64_MAX, UINT64_MAX}, 2, (int64_t[]){1, 0});
    split_is(INT64_MIN, (uint64_t[]){UINT64_MAX, UINT64_MAX}, 2, (int64_t[]){INT64_MIN / 2, INT64_MIN / 2});
    split_is(INT64_MIN, (uint64_t[]){9}, 1, (int64_t[]){INT64_MIN});
    tl__split(5, NULL, 0, NULL, NULL);
}

/* |out - total*w/W| < 1 as |out*W - total*w| < W, with weights small enough for 128 bits. */
static void each_part_is_within_one(void) {
    uint64_t seed = 11;
    int64_t out[40];
    uint64_t weights[40], scratch[80];
    for (int round = 0; round < 20000; round++) {
        size_t n = 1 + test_random(&seed) % 40;
        int64_t total = (int64_t)test_random(&seed) >> (test_random(&seed) % 63);
        wide sum = 0, parts = 0;
        for (size_t i = 0; i < n; i++) {
            weights[i] = test_random(&seed) >> (8 + test_random(&seed) % 56);
            sum += weights[i];
        }
        tl__split(total, weights, n, out, scratch);
        bool close = true;
        for (size_t i = 0; i < n; i++) {
            parts += out[i];
            wide off = (wide)out[i] * sum - (wide)total * weights[i];
            close = close && (sum == 0 || (off < sum && -off < sum)) && (sum == 0 || weights[i] > 0 || out[i] == 0);
        }
        if (parts != total || !close) {
            test_check(false, __FILE__, __LINE__, "sum and parts");
            return;
        }
    }
    CHECK(true);
}

/* The same result as sorting by remainder, largest first, ties to the earlier. */
static void agrees_with_sorting(void) {
    uint64_t seed = 5;
    for (int round = 0; round < 20000; round++) {
        size_t n = 1 + test_random(&seed) % 40;
        uint64_t weights[40], scratch[80], total = test_random(&seed) % 1000, sum = 0, left = total;
        int64_t out[40], naive[40];
        uint64_t rest[40];
        for (size_t i = 0; i < n; i++) {
            weights[i] = 1 + test_random(&seed) % 12;
            sum += weights[i];
        }
        for (size_t i = 0; i < n; i++) {
            naive[i] = (int64_t)(total * weights[i] / sum);
            rest[i] = total * weights[i] % sum + 1;
            left -= (uint64_t)naive[i];
        }
        for (; left > 0; left--) {
            size_t best = 0;
            for (size_t i = 1; i < n; i++) {
                best = rest[i] > rest[best] ? i : best;
            }
            naive[best]++;
            rest[best] = 0;
        }
        tl__split((int64_t)total, weights, n, out, scratch);
        if (memcmp(out, naive, n * sizeof(out[0])) != 0) {
            test_check(false, __FILE__, __LINE__, "agrees");
            return;
        }
    }
    CHECK(true);
}

static void column_is(const int64_t *micros, size_t n, int64_t total, int decimals, const int64_t *wanted) {
    int64_t out[8];
    tl__money_round_column(micros, n, total, decimals, out);
    for (size_t i = 0; i < n; i++) {
        CHECK_INT(out[i], wanted[i]);
    }
}

static void rounds_columns_to_their_total(void) {
    /* 3 x 33.333333 + 0.000001: printed 33.34 33.33 33.33 = 100.00; the last part has the largest remainder */
    column_is((int64_t[]){33333333, 33333333, 33333334}, 3, 100000000, 2, (int64_t[]){33330000, 33330000, 33340000});
    column_is((int64_t[]){5000, 5000}, 2, 10000, 2, (int64_t[]){10000, 0});
    column_is((int64_t[]){-5000, -5000}, 2, -10000, 2, (int64_t[]){0, -10000});
    column_is((int64_t[]){-1234567, 2234567}, 2, 1000000, 2, (int64_t[]){-1230000, 2230000});
    column_is((int64_t[]){1234567, 1}, 2, 1234568, 6, (int64_t[]){1234567, 1});
    column_is((int64_t[]){400000, 400000, 400000}, 3, 1200000, 0, (int64_t[]){1000000, 0, 0});
    /* a total that is not the column's own still is what the printed parts add up to */
    column_is((int64_t[]){0, 0}, 2, 5000000, 0, (int64_t[]){3000000, 2000000});
    tl__money_round_column(NULL, 0, 5, 2, NULL);
}

static void columns_add_up(void) {
    uint64_t seed = 3;
    for (int round = 0; round < 20000; round++) {
        size_t n = 1 + test_random(&seed) % 20;
        int decimals = (int)(test_random(&seed) % 7);
        int64_t micros[20], out[20], total = 0, sum = 0, unit = 1;
        for (int d = decimals; d < 6; d++) {
            unit *= 10;
        }
        for (size_t i = 0; i < n; i++) {
            micros[i] = (int64_t)(test_random(&seed) % 200000000000) - 100000000000;
            total += micros[i];
        }
        tl__money_round_column(micros, n, total, decimals, out);
        bool close = true;
        for (size_t i = 0; i < n; i++) {
            sum += out[i];
            close = close && out[i] % unit == 0 && llabs(out[i] - micros[i]) < unit;
        }
        int64_t rounded = (llabs(total) + unit / 2) / unit * unit;
        if (sum != (total < 0 ? -rounded : rounded) || (unit > 1 && !close)) {
            test_check(false, __FILE__, __LINE__, "column");
            return;
        }
    }
    CHECK(true);
}

static void multiplies_in_128_bits(void) {
    CHECK_INT(tl__muldiv(10, 1, 4), 3);
    CHECK_INT(tl__muldiv(-10, 1, 4), -3);
    CHECK_INT(tl__muldiv(10, -1, -4), 3);
    CHECK_INT(tl__muldiv(9, 1, 4), 2);
    CHECK_INT(tl__muldiv(1, 1, 3), 0);
    CHECK_INT(tl__muldiv(2, 1, 3), 1);
    CHECK_INT(tl__muldiv(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
    CHECK_INT(tl__muldiv(INT64_MIN, INT64_MAX, INT64_MAX), INT64_MIN);
    CHECK_INT(tl__muldiv(INT64_C(1000000000000000000), 999999, 1000000), INT64_C(999999000000000000));
    CHECK_INT(tl__muldiv(INT64_MAX, 2, 1), INT64_MAX);
    CHECK_INT(tl__muldiv(INT64_MAX, -2, 1), INT64_MIN);
    CHECK_INT(tl__muldiv(0, -5, 3), 0);
}

int main(void) {
    parses_decimals();
    refuses_what_is_no_decimal();
    prints_rounded();
    prints_what_parses();
    splits_by_largest_remainder();
    each_part_is_within_one();
    agrees_with_sorting();
    rounds_columns_to_their_total();
    columns_add_up();
    multiplies_in_128_bits();
    return test_report();
}
