/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_report.h"

#include <stdio.h>

/* The offset that holds at this moment: the last transition not after it; before the first, the first's. */
static int64_t offset_at(const tl_query *q, int64_t at) {
    if (!q->tz) {
        return 0;
    }
    uint32_t low = 0, high = q->tz->n;
    while (low + 1 < high) {
        uint32_t middle = (low + high) / 2;
        if (q->tz->as.items[middle].as.items[0].as.i <= at) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return q->tz->as.items[low].as.items[1].as.i * 1000;
}

int64_t tl__local_ms(const tl_query *q, int64_t at) {
    return at + offset_at(q, at);
}

static int64_t floor_div(int64_t a, int64_t b) {
    return a / b - (a % b < 0);
}

int64_t tl__local_day(const tl_query *q, int64_t at) {
    return floor_div(at + offset_at(q, at), TL_DAY_MS);
}

void tl__local_hour(const tl_query *q, int64_t at, int *hour, int *weekday) {
    int64_t local = at + offset_at(q, at), day = floor_div(local, TL_DAY_MS);
    *hour = (int)((local - day * TL_DAY_MS) / 3600000);
    *weekday = (int)(day + 3 - 7 * floor_div(day + 3, 7)) + 1; /* 1970 began on a Thursday */
}

/* Days since 1970 to a civil date: Howard Hinnant's algorithm, chrono-compatible low-level date algorithms. */
void tl__day_text(int64_t day, char out[16]) {
    int64_t z = day + 719468;
    int64_t era = floor_div(z, 146097);
    int64_t of_era = z - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t shifted = (5 * of_year + 2) / 153;
    int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2);
    snprintf(out, 16, "%04d-%02d-%02d", (int)(year % 100000), (int)month, (int)(of_year - (153 * shifted + 2) / 5 + 1));
}

void tl__local_text(const tl_query *q, int64_t at, char out[32]) {
    char day[16];
    int64_t local = tl__local_ms(q, at), days = floor_div(local, TL_DAY_MS);
    int second = (int)((local - days * TL_DAY_MS) / 1000);
    tl__day_text(days, day);
    snprintf(out, 32, "%s %02d:%02d:%02d", day, second / 3600, second / 60 % 60, second % 60);
}
