/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Touchline engine: plain C11, no PHP, no global state but tables of constants and the rules compiled once.
 *
 *   tl_value (a tree)  --tl_store_record-->  spool  --tl_store_ingest-->  SQLite  --tl_store_report-->  tl_value
 *
 * Conventions
 *  - A function that can fail returns a tl_code, TL_OK being 0, and fills *err when it fails.
 *  - Slices are borrowed: the callee never frees or keeps them past the call. Their pointer is never NULL.
 *  - Values handed out live in the arena handed in; they die with tl_arena_reset or tl_arena_destroy.
 *  - Time is UTC milliseconds in int64_t. Money is an integer of micros of the currency's unit.
 *  - A struct with an _init has a _destroy that frees its innards, never the struct itself.
 */
#ifndef TOUCHLINE_H
#define TOUCHLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TL_VERSION "0.1.0"
#define TL_FORMAT_VERSION 1 /* of the event encoding and the spool: docs/format.md */
#define TL_STORE_VERSION 6  /* SQLite's user_version */

/* ---- errors: one list. X(name, number, domain, what to do) ------------------------------------------------ */

#define TL_ERRORS(X)                                                                                                   \
    X(NOMEM, 1, STORE, "out of memory")                                                                                \
    X(DIR_MISSING, 10, STORE, "the store's directory does not exist or holds no store")                                \
    X(DIR_ACCESS, 11, STORE, "the store's directory cannot be written")                                                \
    X(DIR_OWNER, 12, STORE, "the store belongs to another user")                                                       \
    X(DIR_NETWORK, 13, STORE, "the store's directory is on a network file system")                                     \
    X(DIR_BASEDIR, 14, STORE, "the store's directory is outside open_basedir")                                         \
    X(KEY, 15, STORE, "the store's key file is damaged")                                                               \
    X(SITE, 16, STORE, "the store belongs to another site")                                                            \
    X(SPOOL_IO, 20, STORE, "the spool cannot be written")                                                              \
    X(SPOOL_FULL, 21, STORE, "the spool has reached its limit; run ingest")                                            \
    X(DISK_FULL, 22, STORE, "the disk is full")                                                                        \
    X(EXPORT_IO, 23, STORE, "the export cannot be written")                                                            \
    X(EXPORT_STOPPED, 24, STORE, "the export was stopped")                                                             \
    X(DB, 30, STORE, "the database refused")                                                                           \
    X(DB_CORRUPT, 31, STORE, "the database is damaged")                                                                \
    X(DB_VERSION, 32, STORE, "the database was made by a newer version of the extension")                              \
    X(OPTION, 40, STORE, "an option of the store is unknown or has a wrong value")                                     \
    X(EVENT_TYPE, 50, EVENT, "the event's type is unknown")                                                            \
    X(EVENT_FIELD, 51, EVENT, "the event has an unknown field")                                                        \
    X(EVENT_VALUE, 52, EVENT, "a field of the event has a wrong type or value")                                        \
    X(EVENT_MISSING, 53, EVENT, "the event lacks a field")                                                             \
    X(EVENT_TOO_LARGE, 54, EVENT, "the event is too large")                                                            \
    X(EVENT_KEY, 55, EVENT, "personal data needs the identity key")                                                    \
    X(REPORT, 60, QUERY, "there is no report of that name")                                                            \
    X(QUERY_OPTION, 61, QUERY, "the query has an unknown option")                                                      \
    X(QUERY_VALUE, 62, QUERY, "an option of the query has a wrong type or value")                                      \
    X(MODEL, 63, QUERY, "there is no model of that name")                                                              \
    X(PATH, 64, QUERY, "a path or touch is malformed")                                                                 \
    X(RULES, 65, QUERY, "there is no set of rules of that name")                                                       \
    X(ORDER, 66, QUERY, "the order is not known to the store")                                                         \
    X(EXPORT_FORMAT, 67, QUERY, "there is no such format of exports")

typedef enum tl_domain { TL_DOMAIN_STORE, TL_DOMAIN_EVENT, TL_DOMAIN_QUERY } tl_domain;

typedef enum tl_code {
    TL_OK = 0,
#define TL_ERROR_ENUM(name, number, domain, text) TL_E_##name = number,
    TL_ERRORS(TL_ERROR_ENUM)
#undef TL_ERROR_ENUM
} tl_code;

/* msg is one sentence with the offending name in it, cut to fit, always NUL-terminated valid UTF-8. */
typedef struct tl_err {
    tl_code code;
    char msg[320];
} tl_err;

const char *tl_code_name(tl_code code); /* "EVENT_FIELD"; "OK"; "?" for a number not on the list */
tl_domain tl_code_domain(tl_code code);
/* Fills *err with "<text of the list>: <fmt ...>" and returns code, so that a caller writes `return tl_fail(...)`. */
tl_code tl_fail(tl_err *err, tl_code code, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* ---- memory ----------------------------------------------------------------------------------------------- */

/* realloc-like: ptr NULL allocates, size 0 frees and returns NULL. May fail at any call: tests inject that. */
typedef struct tl_allocator {
    void *(*fn)(void *ctx, void *ptr, size_t size);
    void *ctx;
} tl_allocator;

extern const tl_allocator tl_default_allocator; /* realloc and free */

typedef struct tl_slice {
    const char *ptr;
    size_t len;
} tl_slice;

#define TL_S(literal) ((tl_slice){(literal), sizeof(literal) - 1})
tl_slice tl_slice_of(const char *cstr);
bool tl_slice_eq(tl_slice a, tl_slice b);

/* Bump allocator: blocks are kept by reset and reused, so that a warm arena allocates nothing. */
typedef struct tl_arena_block tl_arena_block;
typedef struct tl_arena {
    tl_allocator mem;
    tl_arena_block *first, *current;
} tl_arena;

void tl_arena_init(tl_arena *arena, tl_allocator mem);
void tl_arena_reset(tl_arena *arena);
void tl_arena_destroy(tl_arena *arena);
void *tl_arena_alloc(tl_arena *arena, size_t size); /* 16-byte aligned; NULL when out of memory */
/* A copy with a NUL after it; .ptr is NULL when out of memory. */
tl_slice tl_arena_dup(tl_arena *arena, tl_slice s);

/* ---- values: what goes in and out of the engine ------------------------------------------------------------ */

typedef enum tl_kind { TL_NULL, TL_BOOL, TL_INT, TL_FLOAT, TL_STR, TL_LIST, TL_MAP } tl_kind;

typedef struct tl_value tl_value;
typedef struct tl_pair tl_pair;
struct tl_value {
    tl_kind kind;
    uint32_t n, cap; /* of a list or map */
    union {
        bool b;
        int64_t i;
        double f;
        tl_slice s;
        tl_value *items; /* TL_LIST */
        tl_pair *pairs;  /* TL_MAP, in order of insertion, keys unique */
    } as;
};
struct tl_pair {
    tl_slice key;
    tl_value value;
};

/* Append to a list or map in the arena and return the new element, kind TL_NULL; NULL when out of memory.
 * Keys are not copied: use literals or slices that live as long as the arena. Returned pointers die with the next
 * append to the same container. */
tl_value *tl_list_add(tl_value *list, tl_arena *arena);
tl_value *tl_map_add(tl_value *map, tl_arena *arena, tl_slice key);
/* Room for n elements in an empty list or map, so that none of their appends moves or fails. */
bool tl_value_reserve(tl_value *container, tl_arena *arena, uint32_t n);
const tl_value *tl_map_get(const tl_value *map, const char *key); /* NULL when absent or map is no map */

static inline tl_value tl_null(void) {
    return (tl_value){.kind = TL_NULL};
}
static inline tl_value tl_bool(bool b) {
    return (tl_value){.kind = TL_BOOL, .as.b = b};
}
static inline tl_value tl_int(int64_t i) {
    return (tl_value){.kind = TL_INT, .as.i = i};
}
static inline tl_value tl_float(double f) {
    return (tl_value){.kind = TL_FLOAT, .as.f = f};
}
static inline tl_value tl_str(tl_slice s) {
    return (tl_value){.kind = TL_STR, .as.s = s};
}
static inline tl_value tl_list(void) {
    return (tl_value){.kind = TL_LIST};
}
static inline tl_value tl_map(void) {
    return (tl_value){.kind = TL_MAP};
}

/* ---- the store --------------------------------------------------------------------------------------------- */

/* What the engine takes from outside, so that tests can make it fail. Members may not be NULL. */
typedef struct tl_host {
    tl_allocator mem;
    int64_t (*now_ms)(void *ctx);
    /* write(2) to a spool segment */
    int64_t (*write)(void *ctx, int fd, const void *bytes, size_t len);
    void *ctx;
} tl_host;

extern const tl_host tl_default_host;

typedef struct tl_store tl_store; /* one handle, one thread, one process: a fork opens its own */

/* options: a map as in docs/api.md, or a TL_NULL. *out is NULL when it fails. */
tl_code tl_store_open(tl_store **out, tl_slice dir, const tl_value *options, const tl_host *host, tl_err *err);
void tl_store_close(tl_store *store); /* NULL is allowed */

/* id receives 32 hex characters and a NUL. When it returns TL_OK the event is in the spool, whole. */
tl_code tl_store_record(tl_store *store, const tl_value *event, char id[33], tl_err *err);
/* budget_ms 0: until the spool is empty. *out: a map as in docs/reports.md. Another ingest at work: 'busy' is true. */
tl_code tl_store_ingest(tl_store *store, int64_t budget_ms, tl_arena *arena, tl_value *out, tl_err *err);
tl_code tl_store_report(tl_store *store, tl_slice name, const tl_value *query, tl_arena *arena, tl_value *out,
                        tl_err *err);
/* query: as of a report, NULL for none. */
tl_code tl_store_journey(tl_store *store, tl_slice order, const tl_value *query, tl_arena *arena, tl_value *out,
                         tl_err *err);
/* Streams the records behind figures in constant memory: docs/reports.md, Rows. query is copied; the store must outlive
 * the rows. *out is NULL when it fails. */
typedef struct tl_rows tl_rows;
tl_code tl_rows_open(tl_store *store, tl_slice name, const tl_value *query, tl_rows **out, tl_err *err);
/* *there false: the end. *row is a map that lives until the next call. */
tl_code tl_rows_next(tl_rows *rows, tl_value *row, bool *there, tl_err *err);
void tl_rows_close(tl_rows *rows); /* NULL is allowed */
/* Writes a table to a file, a row at a time: name is one of the rows above, or a report whose list of rows (days,
 * steps) it is; "report:orders" is the report where rows have the same name. format: csv, json, ndjson, xlsx. The file
 * is there whole or not at all, mode 0600. layout: a map that sets out csv and xlsx for people, NULL for none. *n:
 * rows. docs/reports.md, Exports. */
typedef struct tl_progress { /* called now and then with the rows so far; false stops */
    bool (*fn)(void *ctx, int64_t rows);
    void *ctx;
} tl_progress;
tl_code tl_store_export(tl_store *store, tl_slice name, const tl_value *query, const char *file, tl_slice format,
                        const tl_value *layout, const tl_progress *progress, int64_t *n, tl_err *err);
/* Sizes and lag, at once however large the store is; and whether it is whole, for which it is read from end to end. */
tl_code tl_store_state(tl_store *store, tl_arena *arena, tl_value *out, tl_err *err);
tl_code tl_store_check(tl_store *store, tl_arena *arena, tl_value *out, tl_err *err);

/* Privacy (docs/privacy.md). kind and value as of tl_pseudonym, in clear: the store's identity key finds the person,
 * with all that was tied to the same one. These wait for another ingest, at most a minute, and ingest all first. */

/* *out: all that the store knows of the person, a map as in docs/reports.md; 'found' false: nobody is known by that. */
tl_code tl_store_subject(tl_store *store, tl_slice kind, tl_slice value, tl_arena *arena, tl_value *out, tl_err *err);
/* Deletes the person from store and spool so that no byte is left; orders stay with their amounts, tied to nobody for
 * ever. *n: records deleted or cut, 0: nobody was known by that. After a failure: call it again. */
tl_code tl_store_erase(tl_store *store, tl_slice kind, tl_slice value, int64_t *n, tl_err *err);
/* Deletes what visitors did and wrote before this time (ms), whole visits; orders with their paths and the daily
 * roll-ups stay. *out: a map of what was deleted. After a failure: call it again, it goes on. */
tl_code tl_store_prune(tl_store *store, int64_t before, tl_arena *arena, tl_value *out, tl_err *err);

/* A new identity key, after which the store is used with that one. begin; add everybody whom the caller knows in clear
 * (kind and value as for subject); then rekey. Who was not added keeps what was counted and is never matched again.
 * *out: a map, kept and dropped. After a failure: all three again, with the same key. */
tl_code tl_store_rekey_begin(tl_store *store, tl_err *err);
tl_code tl_store_rekey_add(tl_store *store, tl_slice key, tl_slice kind, tl_slice value, tl_err *err);
tl_code tl_store_rekey(tl_store *store, tl_slice key, tl_arena *arena, tl_value *out, tl_err *err);

/* ---- the process ---------------------------------------------------------------------------------------------- */

/* The i-th library the engine runs on, from 0; false past the last. Both strings are static. */
bool tl_library(size_t i, const char **name, const char **version);
/* Frees what the process kept (compiled rules). Nothing of the engine may be called after it. */
void tl_process_end(void);

/* ---- pure functions ----------------------------------------------------------------------------------------- */

/* paths: a list; options: a map or TL_NULL; *out: a map key => {conversions: float, value: int}. docs/api.md. */
tl_code tl_attribute(const tl_value *paths, tl_slice model, const tl_value *options, tl_arena *arena, tl_value *out,
                     tl_err *err);
/* The same path by path, for a caller that need not hold them all. Options and the strings of the paths are borrowed
 * until the end, the rest of a path until its add returns. After a failure there is no more to do but to let go of the
 * arena. */
typedef struct tl_attribution tl_attribution;
tl_code tl_attribution_begin(tl_attribution **out, tl_slice model, const tl_value *options, tl_arena *arena,
                             tl_err *err);
tl_code tl_attribution_add(tl_attribution *attribution, const tl_value *path, tl_err *err);
tl_code tl_attribution_end(tl_attribution *attribution, tl_value *out, tl_err *err);
/* *out: a list of [int session number of that visitor from 1, bool is first event], in the order given. */
tl_code tl_sessionize(const tl_value *events, const tl_value *options, tl_arena *arena, tl_value *out, tl_err *err);
/* Sets: bot, device, channel, medium, intent. own: a list of [label, pattern] that comes first, or NULL. *label lives
 * in the arena; ptr NULL where no rule matches. */
tl_code tl_classify(tl_slice rules, tl_slice subject, const tl_value *own, tl_arena *arena, tl_slice *label,
                    tl_err *err);
/* E.164 digits without '+', NUL-terminated, or false when it is no possible number of that country (ISO 3166-1
 * alpha-2, either case; "" when the number must carry its own country code). */
bool tl_normalize_phone(tl_slice phone, tl_slice country, char out[16]);
/* Keyed BLAKE2b, 128 bits in hex, over kind and canonical value. kind: customer, email, phone, wa_id, bsuid, visitor.
 * phone and wa_id of one number give one pseudonym. key: 16 to 64 bytes. */
tl_code tl_pseudonym(tl_slice kind, tl_slice value, tl_slice key, char out[33], tl_err *err);

#endif
