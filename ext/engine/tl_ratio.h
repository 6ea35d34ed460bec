/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two shares held against each other: a of n here, b of m elsewhere. metrics.md, Conversion. */
#ifndef TL_RATIO_H
#define TL_RATIO_H

#include "tl_report.h"

#define TL_RATIO_PEOPLE 30 /* a side, at least */
#define TL_RATIO_CHANCE 0.05

typedef struct tl_ratio {
    double value, low, high;
} tl_ratio;

/* The deviation beyond which this much of the normal distribution lies. */
double tl__deviation(double tail);
/* The ratio and its interval by the log method (Katz and others 1978), z deviations wide; a and b are not 0. */
tl_ratio tl__ratio(int64_t a, int64_t n, int64_t b, int64_t m, double z);
/* Printed as amounts are: the process' language has no say in it. */
tl_value tl__ratio_text(tl_out *out, double value, int places);
/* "ratio", "low" and "high" of the row; NULL: null. */
void tl__ratio_put(tl_out *out, tl_value *row, const tl_ratio *ratio);

#endif
