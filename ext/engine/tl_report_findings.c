/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each row of a few dimensions against all others: how many of those who clicked there ordered, how many of its
 * visits clicked. The ratio has an interval by the log method (Katz and others 1978), as wide as so many comparisons at
 * once ask for (Bonferroni): with a chance of 95% none of what is found is chance. */
#include "tl_report_findings.h"
#include "tl_ratio.h"

#include <math.h>
#include <string.h>

#define MOST 3
#define DAYS_MAX 4000

enum { OF_ORDERS, OF_CLICKS, OF_PERIOD };
static const char *const kinds[] = {"conversion", "engagement", "change"};

/* group: what says the same thing, of which the one that weighs most is told */
static const struct {
    tl_dim dim;
    const char *name;
    int group;
} dims[TL_FINDING_DIMS] = {{TL_DIM_PRODUCT, "product", 0},     {TL_DIM_PAGE, "page", 0},
                           {TL_DIM_PAGE_TYPE, "page_type", 0}, {TL_DIM_CAMPAIGN, "campaign", 1},
                           {TL_DIM_CHANNEL, "channel", 1},     {TL_DIM_DEVICE, "device", 2}};
#define CAMPAIGN 3
#define CHANNEL 4
#define ALL_GROUP 3

static tl_code no_memory(tl_err *err) {
    return tl_fail(err, TL_E_NOMEM, "looking for findings");
}

/* ---- gathering ----------------------------------------------------------------------------------------------------
 */

tl_code tl__findings_init(tl_findings *f, const tl_query *q, tl_arena *arena, tl_err *err) {
    memset(f, 0, sizeof *f);
    f->query = q;
    f->arena = arena;
    f->last_day = INT64_MIN;
    for (int d = 0; d < TL_FINDING_DIMS; d++) {
        tl__table_init(&f->dims[d].keys, arena);
    }
    if (q->period.from <= 0 || q->period.to <= q->period.from ||
        (q->period.to - q->period.from) / TL_DAY_MS >= DAYS_MAX) {
        return TL_OK; /* an open period has no days to draw */
    }
    f->first_day = tl__local_day(q, q->period.from);
    f->n_days = (size_t)(tl__local_day(q, q->period.to - 1) - f->first_day + 1);
    f->days = tl_arena_alloc(arena, f->n_days * sizeof *f->days);
    if (!f->days) {
        return no_memory(err);
    }
    memset(f->days, 0, f->n_days * sizeof *f->days);
    return TL_OK;
}

static tl_code row_of(tl_findings *f, int d, const tl_traits *traits, tl_finding_row **out, tl_err *err) {
    tl_finding_dim *dim = &f->dims[d];
    tl_slice key;
    void *rows = dim->rows;
    *out = NULL;
    if (tl__key(f->query, dims[d].dim, traits, &key, err) != TL_OK) {
        return err->code;
    }
    /* nothing that somebody could do more of; WhatsApp's visits are those of links in chats */
    if (key.len == 0 || tl_slice_eq(key, TL_S("unknown")) || (d == CHANNEL && tl_slice_eq(key, TL_S("whatsapp")))) {
        return TL_OK;
    }
    *out = tl__table_row(&dim->keys, key, &rows, &dim->cap, sizeof **out);
    dim->rows = rows;
    return *out ? TL_OK : no_memory(err);
}

static tl_code label(tl_findings *f, int d, const tl_traits *traits, tl_finding_row *row, tl_err *err) {
    const tl_dict_name *name;
    if (dims[d].dim != TL_DIM_PRODUCT || row->label.len) {
        return TL_OK;
    }
    if (tl__name_dict(f->query->names, traits->product, &name, err) != TL_OK) {
        return err->code;
    }
    row->label = name->name.len ? tl_arena_dup(f->arena, name->name) : TL_S("");
    return row->label.ptr ? TL_OK : no_memory(err);
}

static void close_person(tl_findings *f) {
    for (size_t i = 0; f->ordered && i < f->n_pending; i++) {
        f->dims[f->pending[i].dim].rows[f->pending[i].row].ordered++;
    }
    f->n_pending = 0;
    f->ordered = false;
}

static tl_code remember(tl_findings *f, int d, const tl_finding_row *row, tl_err *err) {
    if (f->n_pending == f->cap_pending) {
        size_t cap = f->cap_pending ? 2 * f->cap_pending : 64;
        struct tl_pending *grown = tl_arena_alloc(f->arena, cap * sizeof *grown);
        if (!grown) {
            return no_memory(err);
        }
        if (f->n_pending) {
            memcpy(grown, f->pending, f->n_pending * sizeof *grown);
        }
        f->pending = grown;
        f->cap_pending = cap;
    }
    f->pending[f->n_pending++] = (struct tl_pending){d, (uint32_t)(row - f->dims[d].rows)};
    return TL_OK;
}

/* A person's clicks come by time, so those of one day stand together. */
static void count_day(tl_findings *f, int64_t at, bool same_person, bool wrote, bool ordered) {
    int64_t day = tl__local_day(f->query, at);
    int64_t i = day - f->first_day;
    if (i < 0 || (size_t)i >= f->n_days) {
        return;
    }
    tl_clicked_day *d = &f->days[i];
    if (!same_person || day != f->last_day) {
        f->last_day = day;
        f->day_wrote = f->day_ordered = false;
        d->clicked++;
    }
    bool both = f->day_wrote && f->day_ordered;
    d->wrote += wrote && !f->day_wrote;
    d->ordered += ordered && !f->day_ordered;
    f->day_wrote |= wrote;
    f->day_ordered |= ordered;
    d->wrote_ordered += f->day_wrote && f->day_ordered && !both;
}

tl_code tl__findings_click(void *findings, const tl_traits *click, int64_t person, bool wrote, bool ordered,
                           tl_err *err) {
    tl_findings *f = findings;
    bool same = person == f->person;
    if (!same) {
        close_person(f);
        f->person = person;
    }
    f->ordered |= ordered;
    count_day(f, click->at, same, wrote, ordered);
    for (int d = 0; d < TL_FINDING_DIMS; d++) {
        tl_finding_row *row;
        if (row_of(f, d, click, &row, err) != TL_OK) {
            return err->code;
        }
        if (!row || row->person == person) {
            continue;
        }
        row->person = person;
        row->clicked++;
        if (label(f, d, click, row, err) != TL_OK || remember(f, d, row, err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

static tl_code on_visits(void *ctx, const tl_traits *traits, const tl_visits *visits, tl_err *err) {
    static const int by[] = {CAMPAIGN, CHANNEL};
    for (int i = 0; i < 2; i++) {
        tl_finding_row *row;
        if (row_of(ctx, by[i], traits, &row, err) != TL_OK) {
            return err->code;
        }
        if (row) {
            row->visits += visits->n;
            row->linked |= traits->channel == TL_CHANNEL_WHATSAPP;
        }
    }
    return TL_OK;
}

static tl_code count_visits(tl_store *store, tl_findings *f, tl_err *err) {
    tl_query q = *f->query;
    q.dim = TL_DIM_CHANNEL;
    if (tl__filters_other_than(&q, TL_SESSION_DIMS | TL_DIM_BIT(TL_DIM_ENTRY))) {
        return TL_OK; /* visits know nothing of it */
    }
    return tl__visits_each(store, &q, on_visits, f, &f->visits, err);
}

tl_value tl__findings_days(const tl_findings *f, bool chats, tl_out *out) {
    tl_value list = tl_list();
    for (size_t i = 0; i < f->n_days; i++) {
        const tl_clicked_day *d = &f->days[i];
        tl_value rate = chats ? tl__rate(out, d->wrote_ordered, d->wrote) : tl__rate(out, d->ordered, d->clicked);
        const tl_value *percent = tl_map_get(&rate, "percent");
        tl__add(out, &list, percent ? *percent : tl_null());
    }
    return list;
}

/* ---- judging ------------------------------------------------------------------------------------------------------
 */

typedef struct finding {
    int kind, dim; /* dim -1: of all */
    int group;
    tl_slice key, label;
    int64_t a, n, b, m; /* a of n here, b of m elsewhere */
    tl_ratio ratio;
    double orders; /* as many more or fewer than at the other side's rate */
} finding;

typedef struct judging {
    double z, none; /* of one comparison: the width of its interval; the least chance that nothing is chance */
    double order_rate;
    finding best[MOST];
    size_t n;
} judging;

static bool enough(const finding *c) {
    return c->n >= TL_RATIO_PEOPLE && c->m >= TL_RATIO_PEOPLE && c->a <= c->n && c->b >= 0 && c->b <= c->m;
}

/* Does the interval leave 1 out? Of none here: could so few be chance at the others' rate? */
static bool stands_out(const judging *j, finding *c) {
    if (!enough(c) || c->b == 0) {
        return false;
    }
    if (c->a == 0) {
        double elsewhere = (double)c->b / (double)c->m;
        c->ratio.high = -expm1(log(j->none) / (double)c->n) / elsewhere;
        return c->ratio.high < 1;
    }
    c->ratio = tl__ratio(c->a, c->n, c->b, c->m, j->z);
    return c->ratio.low > 1 || c->ratio.high < 1;
}

/* Of two that weigh the same, what to do more of goes first. */
static bool weighs_more(const finding *a, const finding *b) {
    double more = fabs(a->orders) - fabs(b->orders);
    if (more != 0) {
        return more > 0;
    }
    return a->orders != b->orders ? a->orders > b->orders : a->dim == b->dim && tl__by_text(a->key, b->key) < 0;
}

/* The heaviest first; of what says the same thing one alone. */
static void keep(judging *j, const finding *c) {
    size_t at = 0;
    for (size_t i = 0; i < j->n; i++) {
        if (j->best[i].kind == c->kind && j->best[i].group == c->group) {
            if (!weighs_more(c, &j->best[i])) {
                return;
            }
            memmove(&j->best[i], &j->best[i + 1], (j->n - i - 1) * sizeof *c);
            j->n--;
            break;
        }
    }
    while (at < j->n && !weighs_more(c, &j->best[at])) {
        at++;
    }
    if (at == MOST) {
        return;
    }
    j->n += j->n < MOST;
    memmove(&j->best[at + 1], &j->best[at], (j->n - at - 1) * sizeof *c);
    j->best[at] = *c;
}

static void judge(judging *j, finding *c) {
    if (stands_out(j, c)) {
        double more = (double)c->a - (double)c->n * (double)c->b / (double)c->m;
        c->orders = c->kind == OF_CLICKS ? more * j->order_rate : more;
        keep(j, c);
    }
}

static finding of_row(const tl_findings *f, int d, uint32_t i, int kind, const tl_chain *all) {
    const tl_finding_row *r = &f->dims[d].rows[i];
    finding c = {.kind = kind, .dim = d, .group = dims[d].group, .key = f->dims[d].keys.keys[i], .label = r->label};
    if (kind == OF_ORDERS) {
        c.a = r->ordered, c.n = r->clicked;
        c.b = all->order - r->ordered, c.m = all->click - r->clicked;
    } else {
        c.a = r->clicked, c.n = r->linked ? 0 : r->visits;
        c.b = all->click - r->clicked, c.m = f->visits.n - r->visits;
    }
    return c;
}

/* Calls for every comparison that has enough on both sides; judging NULL: counts them. */
static size_t compare(const tl_findings *f, const tl_chain *now, const tl_chain *before, judging *j) {
    size_t n = 0;
    for (int d = 0; d < TL_FINDING_DIMS; d++) {
        for (uint32_t i = 0; i < f->dims[d].keys.n; i++) {
            for (int kind = OF_ORDERS; kind <= OF_CLICKS; kind++) {
                finding c = of_row(f, d, i, kind, now);
                if (enough(&c)) {
                    n++;
                    j ? judge(j, &c) : (void)0;
                }
            }
        }
    }
    finding c = {.kind = OF_PERIOD, .dim = -1, .group = ALL_GROUP, .a = now->order, .n = now->click};
    c.b = before ? before->order : 0;
    c.m = before ? before->click : 0;
    /* while a window is still open orders are missing here and not there */
    if (enough(&c) && (!now->open || c.a * c.m > c.b * c.n)) {
        n++;
        j ? judge(j, &c) : (void)0;
    }
    return n;
}

/* ---- printing -----------------------------------------------------------------------------------------------------
 */

static tl_value print(const finding *c, tl_out *out) {
    tl_value row = tl_map();
    tl__put(out, &row, "kind", tl_str(tl_slice_of(kinds[c->kind])));
    tl__put(out, &row, "dim", c->dim < 0 ? tl_null() : tl_str(tl_slice_of(dims[c->dim].name)));
    tl__put(out, &row, "key", tl__text(out, c->key));
    tl__put(out, &row, "label", tl__text(out, c->label));
    tl__put(out, &row, "with", tl__rate(out, c->a, c->n));
    tl__put(out, &row, "without", tl__rate(out, c->b, c->m));
    tl__ratio_put(out, &row, &c->ratio);
    tl__put(out, &row, "better", tl_bool(c->orders > 0));
    tl__put(out, &row, "orders", tl__ratio_text(out, fabs(c->orders), 1));
    return row;
}

tl_code tl__findings_put(tl_store *store, tl_findings *f, const tl_chain *now, const tl_chain *before, tl_out *out,
                         tl_value *answer, tl_err *err) {
    judging j = {.n = 0};
    tl_value list = tl_list();
    close_person(f);
    if (now->click >= TL_RATIO_PEOPLE && count_visits(store, f, err) != TL_OK) {
        return err->code;
    }
    size_t comparisons = compare(f, now, before, NULL);
    if (comparisons) {
        j.none = TL_RATIO_CHANCE / 2 / (double)comparisons;
        j.z = tl__deviation(j.none);
        j.order_rate = (double)now->order / (double)now->click;
        compare(f, now, before, &j);
    }
    for (size_t i = 0; i < j.n; i++) {
        tl__add(out, &list, print(&j.best[i], out));
    }
    tl__put(out, answer, "findings", list);
    return TL_OK;
}
