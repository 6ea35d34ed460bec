/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_ratio.h"

#include <math.h>

#define MOST 1e9 /* what is printed of a ratio */

double tl__deviation(double tail) {
    double low = 0, high = 40;
    for (int i = 0; i < 80; i++) {
        double middle = (low + high) / 2;
        *(erfc(middle / sqrt(2)) / 2 > tail ? &low : &high) = middle;
    }
    return high;
}

tl_ratio tl__ratio(int64_t a, int64_t n, int64_t b, int64_t m, double z) {
    double ratio = (double)a / (double)n / ((double)b / (double)m);
    double spread = z * sqrt(1 / (double)a - 1 / (double)n + 1 / (double)b - 1 / (double)m);
    return (tl_ratio){ratio, exp(log(ratio) - spread), exp(log(ratio) + spread)};
}

tl_value tl__ratio_text(tl_out *out, double value, int places) {
    char text[40];
    int64_t micros = (int64_t)llround((value < MOST ? value : MOST) * TL_MICROS);
    return tl__text(out, (tl_slice){text, tl__money_print(micros, places, text)});
}

void tl__ratio_put(tl_out *out, tl_value *row, const tl_ratio *ratio) {
    tl__put(out, row, "ratio", ratio ? tl__ratio_text(out, ratio->value, 2) : tl_null());
    tl__put(out, row, "low", ratio ? tl__ratio_text(out, ratio->low, 2) : tl_null());
    tl__put(out, row, "high", ratio ? tl__ratio_text(out, ratio->high, 2) : tl_null());
}
