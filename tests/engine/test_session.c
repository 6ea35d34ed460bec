/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_test.h"

#define MINUTE INT64_C(60000)
#define MOST 40

typedef struct event {
    int visitor, campaign; /* campaign -1: none */
    int64_t at;
} event;

static const char *const visitors[] = {"anna", "ben", "", "1"};
static const char *const campaigns[] = {"winter", "boots", ""};

static tl_value value_of(tl_arena *arena, const event *events, int n) {
    tl_value list = tl_list();
    for (int i = 0; i < n; i++) {
        tl_value *e = tl_list_add(&list, arena);
        *e = tl_map();
        *tl_map_add(e, arena, TL_S("visitor")) = tl_str(tl_slice_of(visitors[events[i].visitor]));
        *tl_map_add(e, arena, TL_S("at")) = tl_int(events[i].at);
        if (events[i].campaign >= 0) {
            *tl_map_add(e, arena, TL_S("campaign")) = tl_str(tl_slice_of(campaigns[events[i].campaign]));
        }
    }
    return list;
}

static tl_value limits(tl_arena *arena, int64_t timeout, int64_t max) {
    tl_value options = tl_map();
    *tl_map_add(&options, arena, TL_S("timeout_ms")) = tl_int(timeout);
    *tl_map_add(&options, arena, TL_S("max_ms")) = tl_int(max);
    return options;
}

/* "1* 1 2*": the numbers, a star where a session starts */
static void told(const tl_value *out, char *text, size_t size) {
    size_t len = 0;
    *text = '\0';
    for (uint32_t i = 0; i < out->n && len < size; i++) {
        const tl_value *pair = out->as.items[i].as.items;
        len += (size_t)snprintf(text + len, size - len, "%s%lld%s", i ? " " : "", (long long)pair[0].as.i,
                                pair[1].as.b ? "*" : "");
    }
}

static void gives(int line, const event *events, int n, int64_t timeout, int64_t max, const char *wanted) {
    tl_arena arena;
    tl_err err;
    char text[512];
    tl_arena_init(&arena, tl_default_allocator);
    tl_value list = value_of(&arena, events, n), out;
    tl_value options = timeout < 0 ? tl_null() : limits(&arena, timeout, max);
    if (test_check(tl_sessionize(&list, &options, &arena, &out, &err) == TL_OK, __FILE__, line, "%s", err.msg)) {
        told(&out, text, sizeof text);
        test_str(text, wanted, __FILE__, line);
    }
    tl_arena_destroy(&arena);
}

#define GIVES(wanted, timeout, max, ...)                                                                               \
    gives(__LINE__, (event[]){__VA_ARGS__}, (int)(sizeof((event[]){__VA_ARGS__}) / sizeof(event)), timeout, max, wanted)

/* ---- worked by hand ---------------------------------------------------------------------------------------------- */

static void cuts_at_the_timeout(void) {
    GIVES("1*", -1, 0, {0, -1, 5});
    GIVES("1* 1 2*", -1, 0, {0, -1, 0}, {0, -1, 30 * MINUTE}, {0, -1, 60 * MINUTE + 1});
    GIVES("1* 1 1 2*", 10, 1000, {0, -1, 0}, {0, -1, 10}, {0, -1, 20}, {0, -1, 31});
    GIVES("1* 1 2*", 0, 1000, {0, -1, 7}, {0, -1, 7}, {0, -1, 8});
    GIVES("1* 2*", -1, 0, {0, -1, INT64_MIN}, {0, -1, INT64_MAX});
    GIVES("1* 1", INT64_MAX, INT64_MAX, {0, -1, -1}, {0, -1, INT64_MAX - 1});
    GIVES("1* 2*", INT64_MAX, INT64_MAX, {0, -1, -1}, {0, -1, INT64_MAX});
}

static void cuts_at_the_longest(void) {
    GIVES("1* 1 1 2* 2", 10, 25, {0, -1, 0}, {0, -1, 10}, {0, -1, 20}, {0, -1, 30}, {0, -1, 40});
    GIVES("1* 1 1", 10, 20, {0, -1, 0}, {0, -1, 10}, {0, -1, 20});
    GIVES("1* 2* 3*", 10, 0, {0, -1, 0}, {0, -1, 1}, {0, -1, 2});
    event day[50];
    for (int i = 0; i < 50; i++) {
        day[i] = (event){0, -1, i * 30 * MINUTE};
    }
    /* exactly 24 hours belongs to the session, half an hour more does not */
    gives(__LINE__, day, 50, -1, 0,
          "1* 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 2*");
}

static void cuts_at_another_campaign(void) {
    GIVES("1* 1 2* 2 3*", -1, 0, {0, -1, 0}, {0, -1, 1}, {0, 0, 2}, {0, -1, 3}, {0, 1, 4});
    GIVES("1* 1 1", -1, 0, {0, 0, 0}, {0, -1, 1}, {0, 0, 2});
    /* the session's first event is what counts: it named none, so winter starts one each time */
    GIVES("1* 2* 3*", -1, 0, {0, -1, 0}, {0, 0, 1}, {0, 1, 2});
    GIVES("1* 2* 2 3*", 10, 99, {0, 0, 0}, {0, 1, 1}, {0, 1, 2}, {0, 0, 3});
    GIVES("1* 2* 2", 10, 99, {0, 0, 0}, {0, -1, 50}, {0, -1, 51});
}

static void keeps_visitors_and_order_apart(void) {
    GIVES("1* 1* 1 1 2*", 10, 99, {0, -1, 0}, {1, -1, 5}, {0, -1, 10}, {1, -1, 15}, {0, -1, 21});
    GIVES("2* 1 1*", 10, 99, {0, -1, 100}, {0, -1, 7}, {0, -1, 1});
    /* equal times keep the order given: winter comes first in one, second in the other */
    GIVES("1* 1", 10, 99, {0, 0, 5}, {0, -1, 5});
    GIVES("1* 2*", 10, 99, {0, -1, 5}, {0, 0, 5});
    gives(__LINE__, NULL, 0, -1, 0, "");
}

/* ---- against a naive reference, by chance ------------------------------------------------------------------------ */

/* For each event the one just before it of its visitor is looked for among all; no sorting, no state. */
static int before(const event *events, int n, int i) {
    int best = -1;
    for (int j = 0; j < n; j++) {
        bool earlier = events[j].at < events[i].at || (events[j].at == events[i].at && j < i);
        if (events[j].visitor == events[i].visitor && earlier &&
            (best < 0 || events[j].at > events[best].at || (events[j].at == events[best].at && j > best))) {
            best = j;
        }
    }
    return best;
}

static int naive(const event *events, int n, int i, int64_t timeout, int64_t max, int *first) {
    int previous = before(events, n, i), start;
    if (previous < 0) {
        *first = i;
        return 1;
    }
    int number = naive(events, n, previous, timeout, max, &start);
    bool other = events[i].campaign >= 0 && events[i].campaign != events[start].campaign;
    bool starts = events[i].at - events[previous].at > timeout || events[i].at - events[start].at > max || other;
    *first = starts ? i : start;
    return number + starts;
}

static bool same(const tl_value *out, const event *events, int n, int64_t timeout, int64_t max) {
    for (int i = 0; i < n; i++) {
        int first, number = naive(events, n, i, timeout, max, &first);
        const tl_value *item = &out->as.items[i];
        if (item->n != 2 || item->as.items[0].as.i != number || item->as.items[1].as.b != (first == i)) {
            return false;
        }
    }
    return out->n == (uint32_t)n;
}

static void agrees_with_a_naive_reference(void) {
    uint64_t seed = 1123;
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    for (int round = 0; round < 10000; round++) {
        event events[MOST];
        int n = (int)(test_random(&seed) % (MOST + 1));
        int64_t timeout = (int64_t)(test_random(&seed) % 12), max = (int64_t)(test_random(&seed) % 50);
        for (int i = 0; i < n; i++) {
            events[i] = (event){(int)(test_random(&seed) % 4), (int)(test_random(&seed) % 9) - 6,
                                (int64_t)(test_random(&seed) % 120) - 60};
            events[i].campaign = events[i].campaign < 0 ? -1 : events[i].campaign;
        }
        tl_value list = value_of(&arena, events, n), options = limits(&arena, timeout, max), out;
        tl_err err;
        if (!test_check(tl_sessionize(&list, &options, &arena, &out, &err) == TL_OK &&
                            same(&out, events, n, timeout, max),
                        __FILE__, __LINE__, "round %d", round)) {
            break;
        }
        tl_arena_reset(&arena);
    }
    tl_arena_destroy(&arena);
}

/* In whatever order events come, each has the same place as long as no two of a visitor share a time. */
static void does_not_depend_on_order(void) {
    uint64_t seed = 77;
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    for (int round = 0; round < 2000; round++) {
        event events[MOST], mixed[MOST];
        int place[MOST];
        for (int i = 0; i < MOST; i++) {
            events[i] = (event){(int)(test_random(&seed) % 3), (int)(test_random(&seed) % 4) - 1,
                                i * 7 + (int64_t)(test_random(&seed) % 7)};
            int j = (int)(test_random(&seed) % (uint64_t)(i + 1));
            place[i] = j;
            for (int k = 0; k < i; k++) {
                place[k] = place[k] == j ? i : place[k];
            }
        }
        for (int i = 0; i < MOST; i++) {
            mixed[place[i]] = events[i];
        }
        tl_value sorted = value_of(&arena, events, MOST), other = value_of(&arena, mixed, MOST);
        tl_value options = limits(&arena, 15, 60), a, b;
        tl_err err;
        bool equal = tl_sessionize(&sorted, &options, &arena, &a, &err) == TL_OK &&
                     tl_sessionize(&other, &options, &arena, &b, &err) == TL_OK;
        for (int i = 0; equal && i < MOST; i++) {
            equal = a.as.items[i].as.items[0].as.i == b.as.items[place[i]].as.items[0].as.i;
        }
        if (!test_check(equal, __FILE__, __LINE__, "round %d", round)) {
            break;
        }
        tl_arena_reset(&arena);
    }
    tl_arena_destroy(&arena);
}

/* ---- refusals ---------------------------------------------------------------------------------------------------- */

static void refuses(int line, tl_arena *arena, const tl_value *events, const tl_value *options, tl_code code,
                    const char *part) {
    tl_value out, none = tl_null();
    tl_err err;
    test_int(tl_sessionize(events, options ? options : &none, arena, &out, &err), code, __FILE__, line, "code");
    test_has(err.msg, part, __FILE__, line);
}

static void refuses_events(void) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    event two[] = {{0, -1, 1}, {0, 0, 2}};
    tl_value list = value_of(&arena, two, 2), none = tl_map();
    refuses(__LINE__, &arena, &none, NULL, TL_E_QUERY_VALUE, "list");
    tl_pair *fields = list.as.items[1].as.pairs;
    tl_pair good[3] = {fields[0], fields[1], fields[2]};
    static const struct {
        int field;
        const char *key;
        tl_value value;
        const char *part;
    } wrong[] = {{0, "visitor", {.kind = TL_INT}, "'visitor'"},
                 {0, "visitor", {.kind = TL_NULL}, "'visitor'"},
                 {0, "who", {.kind = TL_STR, .as.s = {"", 0}}, "'who'"},
                 {1, "at", {.kind = TL_FLOAT}, "'at'"},
                 {1, "at", {.kind = TL_NULL}, "'at'"},
                 {1, "campaign", {.kind = TL_NULL}, "'at'"},
                 {2, "campaign", {.kind = TL_BOOL}, "'campaign'"}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        memcpy(fields, good, sizeof good);
        fields[wrong[i].field] = (tl_pair){tl_slice_of(wrong[i].key), wrong[i].value};
        refuses(__LINE__, &arena, &list, NULL, TL_E_QUERY_VALUE, "event 1");
        refuses(__LINE__, &arena, &list, NULL, TL_E_QUERY_VALUE, wrong[i].part);
    }
    list.as.items[0] = tl_str(TL_S("x"));
    refuses(__LINE__, &arena, &list, NULL, TL_E_QUERY_VALUE, "event 0");
    tl_arena_destroy(&arena);
}

static void refuses_options(void) {
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    tl_value events = tl_list(), options = limits(&arena, -1, 5);
    refuses(__LINE__, &arena, &events, &options, TL_E_QUERY_VALUE, "'timeout_ms'");
    options = limits(&arena, 5, INT64_MIN);
    refuses(__LINE__, &arena, &events, &options, TL_E_QUERY_VALUE, "'max_ms'");
    options.as.pairs[1].value = tl_float(5);
    refuses(__LINE__, &arena, &events, &options, TL_E_QUERY_VALUE, "'max_ms'");
    options.as.pairs[0].key = TL_S("timeout");
    refuses(__LINE__, &arena, &events, &options, TL_E_QUERY_OPTION, "'timeout'");
    tl_arena_destroy(&arena);
}

static void survives_without_memory(void) {
    event events[200];
    tl_arena given;
    long n = 0;
    tl_arena_init(&given, tl_default_allocator);
    for (int i = 0; i < 200; i++) {
        events[i] = (event){i % 4, i % 3, i};
    }
    tl_value list = value_of(&given, events, 200), none = tl_null(), out;
    for (tl_code code = TL_E_NOMEM; code != TL_OK && n < 1000;) {
        n++;
        test_memory memory = {.fail_at = n, .and_later = n % 2};
        tl_arena arena;
        tl_err err;
        tl_arena_init(&arena, test_allocator(&memory));
        code = tl_sessionize(&list, &none, &arena, &out, &err);
        CHECK(code == TL_OK || (code == TL_E_NOMEM && err.code == TL_E_NOMEM));
        tl_arena_destroy(&arena);
        CHECK_INT(memory.alive, 0);
    }
    CHECK(n > 2 && n < 1000);
    tl_arena_destroy(&given);
}

int main(void) {
    cuts_at_the_timeout();
    cuts_at_the_longest();
    cuts_at_another_campaign();
    keeps_visitors_and_order_apart();
    agrees_with_a_naive_reference();
    does_not_depend_on_order();
    refuses_events();
    refuses_options();
    survives_without_memory();
    return test_report();
}
