/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_report.h"

static const struct {
    const char *name;
    tl_report report;
} reports[] = {{"overview", tl__report_overview},
               {"daily", tl__report_daily},
               {"dimension", tl__report_dimension},
               {"orders", tl__report_orders},
               {"code", tl__report_code},
               {"funnel", tl__report_funnel},
               {"paths", tl__report_paths},
               {"path_length", tl__report_path_length},
               {"time_lag", tl__report_time_lag},
               {"assists", tl__report_assists},
               {"models", tl__report_models},
               {"unattributed", tl__report_unattributed},
               {"heatmap", tl__report_heatmap},
               {"steps", tl__report_steps},
               {"bots", tl__report_bots},
               {"uncounted", tl__report_uncounted},
               {"shop", tl__report_shop},
               {"interactions", tl__report_interactions},
               {"windows", tl__report_windows},
               {"ledger", tl__report_ledger},
               {"find", tl__report_find},
               {"products", tl__report_products},
               {"quality_bands", tl__report_quality_bands},
               {"links", tl__report_links},
               {"carts", tl__report_carts},
               {"cart_list", tl__report_cart_list},
               {"known", tl__report_known},
               {"differences", tl__report_differences},
               {"campaigns", tl__report_campaigns},
               {"order_keys", tl__report_order_keys},
               {"basics", tl__report_basics}};

#define ALL_ROWS 1000000

static tl_code make(tl_store *store, tl_slice name, const tl_value *query, int64_t limit, tl_arena *arena,
                    tl_value *answer, tl_err *err) {
    tl_query q;
    tl_out out = {.arena = arena};
    *err = (tl_err){0};
    for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
        if (!tl_slice_eq(name, tl_slice_of(reports[i].name))) {
            continue;
        }
        *answer = tl_map();
        if (tl__query_parse(&store->query_defaults, query, &q, err) != TL_OK) {
            return err->code;
        }
        q.limit = limit ? limit : q.limit;
        out.decimals = q.decimals;
        q.names = tl__names_new(store, arena);
        if (!q.names) {
            return tl_fail(err, TL_E_NOMEM, "making a report");
        }
        if (tl__look_begin(store, err) != TL_OK ||
            tl__look_end(store, reports[i].report(store, &q, &out, answer, err), err) != TL_OK) {
            return err->code;
        }
        return tl__done(&out, err);
    }
    return tl_fail(err, TL_E_REPORT, "'%.*s'; docs/reports.md lists them", (int)(name.len < 64 ? name.len : 64),
                   name.ptr);
}

tl_code tl_store_report(tl_store *store, tl_slice name, const tl_value *query, tl_arena *arena, tl_value *answer,
                        tl_err *err) {
    return make(store, name, query, 0, arena, answer, err);
}

tl_code tl__report_whole(tl_store *store, tl_slice name, const tl_value *query, tl_arena *arena, tl_value *answer,
                         tl_err *err) {
    return make(store, name, query, tl_map_get(query, "limit") ? 0 : ALL_ROWS, arena, answer, err);
}
