/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers worked by hand; script/test-phones holds every country against libphonenumber. */
#include "tl_test.h"

#include <ctype.h>

static void is(int line, const char *country, const char *phone, const char *wanted) {
    char out[16] = "";
    bool taken = tl_normalize_phone(tl_slice_of(phone), tl_slice_of(country), out);
    if (wanted == NULL) {
        test_check(!taken, __FILE__, line, "'%s' in '%s' is taken as %s", phone, country, out);
    } else if (test_check(taken, __FILE__, line, "'%s' in '%s' is refused", phone, country)) {
        test_str(out, wanted, __FILE__, line);
    }
}
#define IS(country, phone, wanted) is(__LINE__, country, phone, wanted)

static void reads_national_numbers(void) {
    IS("DE", "0171 1234567", "491711234567");
    IS("de", "0171/123-45.67", "491711234567");
    IS("DE", "(0171) 1234567", "491711234567");
    IS("GB", "07911 123456", "447911123456");
    IS("US", "(212) 555-2368", "12125552368");
    IS("US", "1-212-555-2368", "12125552368");
    IS("NL", "06 12345678", "31612345678");
    IS("ES", "612 34 56 78", "34612345678");
    IS("BR", "(11) 96123-4567", "5511961234567");
    IS("BR", "0 11 96123-4567", "5511961234567");
    IS("IN", "098765 43210", "919876543210");
    IS("RU", "8 (912) 345-67-89", "79123456789");
    IS("HU", "06 20 123 4567", "36201234567");
}

/* A nought in front belongs to Italian numbers; Argentina's mobile 15 becomes a 9 in front. */
static void knows_the_odd_ones(void) {
    IS("IT", "02 1234 5678", "390212345678");
    IS("IT", "312 345 6789", "393123456789");
    IS("DE", "+39 02 1234 5678", "390212345678");
    IS("AR", "011 15-2345-6789", "5491123456789");
    IS("AR", "+54 9 11 2345-6789", "5491123456789");
    IS("AR", "011 2345-6789", "541123456789");
    IS("MX", "222 123 4567", "522221234567");
}

static void reads_international_numbers(void) {
    IS("DE", "+49 171 1234567", "491711234567");
    IS("US", "+49 171 1234567", "491711234567");
    IS("", "+49 171 1234567", "491711234567");
    IS("DE", "+49 (0)171 1234567", "491711234567");
    IS("DE", "0049 171 1234567", "491711234567");
    IS("", "0049 171 1234567", "491711234567");
    IS("US", "011 49 171 1234567", "491711234567");
    IS("GB", "44 7911 123456", "447911123456");
    IS("US", "12125552368", "12125552368");
    IS("XX", "+49 171 1234567", "491711234567");
    /* hard and narrow spaces, dashes as text editors set them, a mark for direction */
    IS("DE",
       "+49\xc2\xa0"
       "171\xe2\x80\xaf"
       "123\xe2\x80\x93"
       "4567",
       "491711234567");
    IS("DE", "\xe2\x80\xaa+49 171 1234567", "491711234567");
}

static void refuses_what_is_no_number(void) {
    IS("DE", "", NULL);
    IS("DE", "+", NULL);
    IS("DE", "no number", NULL);
    IS("DE", "0171 CALLME", NULL);
    IS("DE", "12", NULL);
    IS("DE", "0171 1234567 890 123 456", NULL);
    IS("DE", "0171 1234567+", NULL);
    IS("DE", "++49 171 1234567", NULL);
    IS("DE", "+049 171 1234567", NULL);
    IS("DE", "+999 171 1234567", NULL);
    IS("DE", "\xc2", NULL);
    IS("DE", "0171 1234567\xe2\x80", NULL);
    IS("DE", "\xff\xfe", NULL);
    IS("US", "212 555 236", NULL);
    IS("XX", "0171 1234567", NULL);
    IS("", "0171 1234567", NULL);
    IS("D", "0171 1234567", NULL);
    IS("DEU", "0171 1234567", NULL);
    char out[16];
    CHECK(!tl_normalize_phone((tl_slice){"0171\0"
                                         "1234567",
                                         12},
                              TL_S("DE"), out));
    char *ones = malloc(1000000);
    memset(ones, '1', 1000000);
    CHECK(!tl_normalize_phone((tl_slice){ones, 1000000}, TL_S("DE"), out));
    memset(ones, ' ', 1000000);
    CHECK(!tl_normalize_phone((tl_slice){ones, 1000000}, TL_S("DE"), out));
    free(ones);
}

static bool e164(const char *out) {
    size_t len = strlen(out);
    for (size_t i = 0; i < len; i++) {
        if (!isdigit((unsigned char)out[i])) {
            return false;
        }
    }
    return len >= 4 && len <= 15 && *out != '0';
}

/* Digits with up to two separators after each. */
static void write_sloppily(uint64_t *seed, const char *before, const char *digits, char *out) {
    static const char separators[] = " -./()";
    out += sprintf(out, "%s", before);
    for (; *digits; digits++) {
        *out++ = *digits;
        for (uint64_t n = test_random(seed) % 3; n > 0; n--) {
            *out++ = separators[test_random(seed) % 6];
        }
    }
    *out = '\0';
}

/* Mobile numbers made from their plans: calling code, national prefix, what they begin with, how many digits follow. */
static void reads_what_people_write(void) {
    static const struct {
        const char *iso, *code, *trunk, *begin;
        int more;
    } plans[] = {{"DE", "49", "0", "171", 7}, {"GB", "44", "0", "7911", 6}, {"FR", "33", "0", "61", 7},
                 {"ZA", "27", "0", "82", 7},  {"IN", "91", "0", "98", 8},   {"US", "1", "1", "212555", 4},
                 {"IT", "39", "", "312", 7},  {"ES", "34", "", "61", 7},    {"BR", "55", "0", "119", 8}};
    uint64_t seed = 42;
    for (int i = 0; i < 20000; i++) {
        size_t p = test_random(&seed) % (sizeof plans / sizeof *plans);
        char national[24], foreign[32], wanted[48], text[128];
        size_t len = strlen(strcpy(national, plans[p].begin));
        for (int d = 0; d < plans[p].more; d++) {
            national[len++] = (char)('0' + test_random(&seed) % 10);
        }
        national[len] = '\0';
        snprintf(wanted, sizeof wanted, "%s%s", plans[p].code, national);
        snprintf(foreign, sizeof foreign, "%s%s", plans[p].trunk, national);
        switch (test_random(&seed) % 4) {
        case 0:
            write_sloppily(&seed, "", foreign, text);
            IS(plans[p].iso, text, wanted);
            break;
        case 1:
            write_sloppily(&seed, "+", wanted, text);
            IS(plans[test_random(&seed) % 9].iso, text, wanted);
            break;
        case 2:
            write_sloppily(&seed, "00", wanted, text);
            IS("DE", text, wanted);
            break;
        default:
            /* without a plus; in Germany 49171... is a number of Leer (0491) too, and stays one, as in libphonenumber
             */
            write_sloppily(&seed, p == 0 ? "+" : "", wanted, text);
            IS(plans[p].iso, text, wanted);
        }
    }
}

static void survives_any_bytes(void) {
    uint64_t seed = 7;
    for (int i = 0; i < 100000; i++) {
        char text[40], out[16];
        size_t len = test_random(&seed) % sizeof text;
        for (size_t c = 0; c < len; c++) {
            text[c] = (char)(test_random(&seed) % 3 ? '0' + test_random(&seed) % 10 : test_random(&seed));
        }
        if (tl_normalize_phone((tl_slice){text, len}, TL_S("DE"), out) && !e164(out)) {
            test_check(false, __FILE__, __LINE__, "%s is no number", out);
        }
    }
    CHECK(true);
}

int main(void) {
    reads_national_numbers();
    knows_the_odd_ones();
    reads_international_numbers();
    refuses_what_is_no_number();
    reads_what_people_write();
    survives_any_bytes();
    return test_report();
}
