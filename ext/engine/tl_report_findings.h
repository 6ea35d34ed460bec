/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands out in a period: gathered while the chain is counted, judged at the end. docs/metrics.md, Findings. */
#ifndef TL_REPORT_FINDINGS_H
#define TL_REPORT_FINDINGS_H

#include "tl_report.h"
#include "tl_table.h"

#define TL_FINDING_DIMS 6

typedef struct tl_finding_row {
    int64_t person; /* of the latest click here */
    int64_t clicked, ordered, visits;
    bool linked; /* it has visits by links in chats: who writes already clicks no button */
    tl_slice label;
} tl_finding_row;

typedef struct tl_finding_dim {
    tl_table keys;
    tl_finding_row *rows;
    size_t cap;
} tl_finding_dim;

/* Persons who clicked on a local day, those of them who wrote and who ordered within the window after it. */
typedef struct tl_clicked_day {
    int64_t clicked, wrote, ordered, wrote_ordered;
} tl_clicked_day;

typedef struct tl_findings {
    const tl_query *query;
    tl_arena *arena;
    tl_finding_dim dims[TL_FINDING_DIMS];
    tl_visits visits;
    int64_t person;
    bool ordered;
    struct tl_pending {
        int dim;
        uint32_t row;
    } * pending; /* the rows of the person at hand */
    size_t n_pending, cap_pending;
    tl_clicked_day *days;
    int64_t first_day, last_day;
    size_t n_days;
    bool day_wrote, day_ordered;
} tl_findings;

tl_code tl__findings_init(tl_findings *findings, const tl_query *query, tl_arena *arena, tl_err *err);
tl_code tl__findings_click(void *findings, const tl_traits *click, int64_t person, bool wrote, bool ordered,
                           tl_err *err);
/* "findings": at most three; now and before (NULL: nothing to compare with) are the chains of the periods. */
tl_code tl__findings_put(tl_store *store, tl_findings *findings, const tl_chain *now, const tl_chain *before,
                         tl_out *out, tl_value *answer, tl_err *err);
/* For each local day of the period the share that ordered of those who clicked on it, or clicked and wrote; null where
 * nobody did. */
tl_value tl__findings_days(const tl_findings *findings, bool chats, tl_out *out);

#endif
