/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the engine's files share. tl__ names are not part of the public API. */
#ifndef TL_INTERNAL_H
#define TL_INTERNAL_H

#include "tl_types.h"
#include "touchline.h"

/* ---- growable bytes (tl_buf.c) --------------------------------------------------------------------------------- */
typedef struct tl_buf {
    tl_allocator mem;
    unsigned char *ptr;
    size_t len, cap;
} tl_buf;
void tl_buf_init(tl_buf *buf, tl_allocator mem);
void tl_buf_destroy(tl_buf *buf);
bool tl_buf_reserve(tl_buf *buf, size_t more); /* false: out of memory, buf unchanged */
bool tl_buf_put(tl_buf *buf, const void *bytes, size_t len);

/* ---- whole numbers as bytes (tl_numbers.c): zigzag and seven bits a byte, the lowest first ------------------------
 */
bool tl__number_put(tl_buf *buf, int64_t number);
typedef struct tl_numbers {
    const unsigned char *at, *end;
    bool broken; /* more was taken than is there */
} tl_numbers;
int64_t tl__number_take_long(tl_numbers *numbers);
/* Nearly all are one byte or two. */
static inline int64_t tl__number_take(tl_numbers *n) {
    if (n->end - n->at < 2 || (n->at[0] & n->at[1] & 128)) {
        return tl__number_take_long(n);
    }
    int64_t z = n->at[0] < 128 ? n->at[0] : (n->at[0] & 127) | n->at[1] << 7;
    n->at += n->at[0] < 128 ? 1 : 2;
    return (z >> 1) ^ -(z & 1);
}
/* A text with its length before it; it lies where it was read. */
tl_slice tl__numbers_text(tl_numbers *numbers);

/* ---- failures of the system (tl_error.c) ----------------------------------------------------------------------- */
/* By errno: DISK_FULL for a full disk or quota, else `code`; the message names the path and the system's reason. */
tl_code tl__fail_errno(tl_err *err, tl_code code, const char *doing, const char *path);

/* ---- small files (tl_file.c) ----------------------------------------------------------------------------------- */
/* Makes <dir>/<name>, mode 0600, whole or not at all. Where it exists already: replaced, or left as it is (and OK).
 * Fails with `failure`, or DISK_FULL. */
tl_code tl__file_publish(const tl_host *host, const char *dir, const char *name, const void *bytes, size_t len,
                         bool replace, tl_code failure, tl_err *err);
/* Up to cap bytes of a file; -1 with errno when it cannot be read. */
int64_t tl__file_read(const char *path, void *bytes, size_t cap);

/* ---- the key file (tl_store_dir.c) ----------------------------------------------------------------------------- */
/* Is the store in this directory still the one with this id and key? */
tl_code tl__key_still(tl_slice dir, const unsigned char store_id[16], const unsigned char key[16], tl_err *err);

/* ---- reference codes (tl_code.c) ------------------------------------------------------------------------------- */
#define TL_CODE_FOLDED 32
/* Crockford's base32 forgives case, separators and look-alikes. Unknown characters are kept; no NUL at the end. */
size_t tl__code_fold(tl_slice text, char out[TL_CODE_FOLDED]);
/* The 8 capitals and a NUL; false: no reference code. */
bool tl__code_canonical(tl_slice text, char out[9]);

/* ---- text (tl_text.c) ------------------------------------------------------------------------------------------ */
/* Length of the well-formed UTF-8 sequence that s begins with, 0 when there is none. */
size_t tl__utf8_sequence(const unsigned char *s, size_t len);

/* ---- hashes (tl_hash.c; libsodium) ------------------------------------------------------------------------------ */
void tl__sip64(const unsigned char key[16], const void *bytes, size_t len, unsigned char out[8]);
void tl__sip128(const unsigned char key[16], const void *bytes, size_t len, unsigned char out[16]);
void tl__hex(const unsigned char *bytes, size_t len, char *out); /* 2*len characters and a NUL */
bool tl__random(void *bytes, size_t len);
bool tl__blake2b(const unsigned char *key, size_t key_len, const void *bytes, size_t len, unsigned char out[16]);

/* ---- personal data (tl_pseudonym.c) ---------------------------------------------------------------------------- */
/* Canonical form before the pseudonym; false: the value identifies nobody (an erased address, all zeros). out >= 256 */
bool tl__canonical(tl_identity_kind kind, tl_slice value, char *out, size_t *len);
/* The number of a kind as people name it: customer, email, phone, wa_id, bsuid, visitor. False: there is none. */
bool tl__identity_kind(tl_slice word, tl_identity_kind *kind);
/* The pseudonym of a canonical value; false only when libsodium cannot start. */
bool tl__pseudonym(tl_identity_kind kind, tl_slice canonical, const unsigned char *key, size_t key_len,
                   unsigned char out[16]);

/* ---- money (tl_money.c) ---------------------------------------------------------------------------------------- */
#define TL_MICROS 1000000
/* "-12.3456785" -> -12345679 (half away from zero); false: no decimal number or beyond 10^12 units */
bool tl__money_parse(tl_slice text, int64_t *micros);
/* Micros rounded to `decimals` (0..6), half away from zero, as "12480.50". out >= 32 bytes. Returns the length. */
size_t tl__money_print(int64_t micros, int decimals, char *out);
/* Rounds n amounts to `decimals` so that they add up to the rounded total (largest remainder, ties to the earlier). */
void tl__money_round_column(const int64_t *micros, size_t n, int64_t total, int decimals, int64_t *out);
/* In a column that was so rounded, prints one amount as it is printed alone: the cent moves to, or from, an amount that
 * is printed above, or below, what it is. The sum stays. */
void tl__money_pin(const int64_t *micros, size_t n, size_t which, int decimals, int64_t *printed);
/* Splits total in the ratio of weights: exact sum, largest remainder, ties to the earlier index. total may be negative
 * (the parts are those of -total, negated). All weights 0: equal parts. n 0: nothing. scratch: n * 2 uint64_t. */
void tl__split(int64_t total, const uint64_t *weights, size_t n, int64_t *out, uint64_t *scratch);
/* a * b / c rounded half away from zero, 128-bit inside; c != 0 */
int64_t tl__muldiv(int64_t a, int64_t b, int64_t c);

/* ---- models (tl_model.c) --------------------------------------------------------------------------------------- */
typedef enum tl_model {
    TL_MODEL_LAST,
    TL_MODEL_LAST_NON_DIRECT,
    TL_MODEL_FIRST,
    TL_MODEL_LINEAR,
    TL_MODEL_POSITION,
    TL_MODEL_TIME_DECAY
} tl_model;
#define TL_MODEL_COUNT 6
extern const tl_word tl_model_words[];
#define TL_HALF_LIFE_MS INT64_C(604800000) /* 7 days */
#define TL_POSITION_MAX 1000000
typedef struct tl_weighing {
    tl_model model;
    uint32_t positions[3]; /* first, all between together, last; each at most TL_POSITION_MAX, not all 0 */
    int64_t half_life_ms;  /* at least 1 */
} tl_weighing;
tl_weighing tl__weighing(tl_model model); /* with the defaults: 40, 20, 40 and 7 days */
/* Integer weights of n touches, oldest first, into weights: at most 2^53 each, never all 0. direct[i] says whether
 * touch i is direct; ages[i] is its age at the order in ms, and only time_decay reads it (else NULL is allowed). n > 0.
 */
void tl__weights(const tl_weighing *weighing, const bool *direct, const uint64_t *ages, size_t n, uint64_t *weights);
/* How long before `at` the moment `of` lies, 0 when it does not; any two times. */
uint64_t tl__age(int64_t at, int64_t of);

/* ---- sessions (tl_session.c): the one rule, for sessionize() and ingest ---------------------------------------- */
#define TL_SESSION_TIMEOUT_MS 1800000
#define TL_SESSION_MAX_MS 86400000
typedef struct tl_session_rule {
    int64_t timeout_ms, max_ms;
    bool one_campaign; /* a change of campaign starts another */
} tl_session_rule;
typedef struct tl_session_state { /* zero-initialise for a new visitor */
    bool open;
    int64_t first_at, last_at;
    tl_slice campaign; /* of the session's first event; ptr NULL when it named none */
} tl_session_state;
/* Feed one visitor's events in order of time. campaign.ptr NULL: none. True: this event starts a session. */
bool tl__session_next(const tl_session_rule *rule, tl_session_state *state, int64_t at, tl_slice campaign);

/* ---- rules (tl_rules.c; PCRE2) -------------------------------------------------------------------------------------
 */
typedef struct tl_landing { /* absent: len 0 */
    tl_slice referrer, source, medium, campaign, content, term;
    tl_slice ad; /* gclid, ... */
} tl_landing;
typedef struct tl_origin {
    tl_channel channel;
    tl_entry entry;     /* for WhatsApp: AD (ctwa_clid or paid medium), CAMPAIGN (utm), ORGANIC (referrer only) */
    char referrer[256]; /* host without "www.", "" for none, gateways and unparsable */
    bool named;         /* it names a campaign: source, medium, campaign or ad given */
} tl_origin;
typedef struct tl_own_rules tl_own_rules; /* the owner's, tl_rules.h; NULL: none */
/* Never fails: what no rule knows is a referral (host), other (campaign) or direct (nothing). */
void tl__origin(const tl_landing *landing, const tl_own_rules *own, tl_origin *out);
/* NULL: a person. Else the bot's name, "preview" for link previews. */
const char *tl__bot(const tl_own_rules *own, tl_slice user_agent);
/* "desktop", "mobile", "tablet"; NULL for "" */
const char *tl__device(const tl_own_rules *own, tl_slice user_agent);
/* Rules can be compiled before the first use; the process keeps them. PCRE2's JIT is off when TOUCHLINE_NO_JIT is set.
 */
void tl__rules_free(void); /* for leak checks at the end of a process */

/* ---- versions of the libraries, each told by the one file that knows it ---------------------------------------- */
const char *tl__sqlite_version(void);
const char *tl__pcre2_version(void);
const char *tl__sodium_version(void);
const char *tl__xlsxwriter_version(void); /* "no" when the engine was built without it */

/* ---- events (tl_event*.c) -------------------------------------------------------------------------------------- */
#define TL_EVENT_MAX 65536

/* Every field name of docs/format.md once; the numbers are in the encoding (tl_event_fields.h has the X-macro list). */
#include "tl_event_fields.h"

typedef struct tl_field_value {
    bool set;
    int64_t i;  /* int, bool, ms, money, and the number of an enum's word (from 1) */
    tl_slice s; /* str, code, key (32 hex), visitor, and the word of an enum */
} tl_field_value;

typedef struct tl_event tl_event;
typedef struct tl_event_list {
    uint32_t n;
    tl_field_value (*items)[TL_ITEM_FIELD_COUNT]; /* indexed by tl_item_field */
} tl_event_list;

struct tl_event {
    tl_type type;
    int64_t at;
    unsigned char id[16];
    bool own_id; /* the caller gave the id */
    tl_field_value fields[TL_FIELD_COUNT];
    tl_event_list lines, refunds;
};

typedef struct tl_event_keys {
    unsigned char event[16];       /* of id and frames */
    const unsigned char *identity; /* NULL: none */
    size_t identity_len;
} tl_event_keys;

/* Checks `value` against docs/format.md and appends the canonical encoding to *out (whose length is reset first); id
 * receives the event's id. scratch is reset by the caller. */
tl_code tl__event_encode(const tl_value *value, const tl_event_keys *keys, int64_t now_ms, tl_arena *scratch,
                         tl_buf *out, unsigned char id[16], tl_err *err);
/* The inverse. Slices point into `bytes`. Fails with EVENT_VALUE on anything that encode cannot have made. */
tl_code tl__event_decode(const unsigned char *bytes, size_t len, const tl_event_keys *keys, tl_arena *arena,
                         tl_event *out, tl_err *err);

/* ---- the spool (tl_spool.c writes, tl_spool_read.c reads) ------------------------------------------------------ */
typedef struct tl_spool {
    const tl_host *host;
    char dir[4096]; /* <store>/spool */
    unsigned char store_id[16], key[16];
    int64_t max_bytes;
    int fd;               /* of the open segment, -1 */
    int pid;              /* that opened it: a fork opens its own */
    int64_t hour;         /* of the open segment */
    uint32_t since_check; /* appends since the size was last looked at */
    tl_buf frame;
} tl_spool;
tl_code tl__spool_init(tl_spool *spool, const tl_host *host, tl_slice store_dir, const unsigned char store_id[16],
                       const unsigned char key[16], int64_t max_bytes, tl_err *err);
void tl__spool_destroy(tl_spool *spool);
/* One write(2). sync: fdatasync after it (orders, messages). TL_OK: the frame is whole in a segment that ingest will
 * read. */
tl_code tl__spool_append(tl_spool *spool, const unsigned char *payload, size_t len, bool sync, tl_err *err);

typedef struct tl_frame {
    const unsigned char *payload;
    size_t len;
} tl_frame;
/* A frame that was overwritten because a person asked: its payload is zeros (docs/format.md). */
static inline bool tl__frame_erased(const tl_frame *frame) {
    return frame->len > 0 && frame->payload[0] == 0;
}
typedef enum tl_read { TL_READ_FRAME, TL_READ_END, TL_READ_FAIL } tl_read;
typedef struct tl_spool_reader { /* one segment */
    tl_allocator mem;
    const tl_spool *spool;
    char name[64];
    int fd;
    bool quiet;      /* what is given up is neither counted nor kept aside: it was before */
    bool sealed;     /* so old that no writer holds it: a torn tail is given up */
    int64_t offset;  /* of the next byte to read: what ingest commits */
    int64_t skipped; /* bytes given up so far; they are also appended to <store>/quarantine/<name> */
    tl_buf window;
    int64_t window_base; /* file offset of its first byte */
} tl_spool_reader;
/* Names of segments, ascending; *names is a list of strings in the arena. */
tl_code tl__spool_segments(const tl_spool *spool, tl_arena *arena, tl_value *names, tl_err *err);
tl_code tl__spool_reader_init(tl_spool_reader *reader, const tl_spool *spool, tl_slice name, int64_t offset,
                              tl_err *err);
void tl__spool_reader_destroy(tl_spool_reader *reader);
/* frame->payload lives until the next call. END: nothing whole (yet) beyond offset. */
tl_read tl__spool_next(tl_spool_reader *reader, tl_frame *frame, tl_err *err);
/* May the segment go, once it is read to its end? One hour after its own hour ended. */
bool tl__spool_removable(const tl_spool *spool, tl_slice name);
/* Removes a removable segment that was read up to `offset`; leaves it when there is more in it by now. What a writer
 * that slept for an hour appends at this very moment is moved to the current segment. */
tl_code tl__spool_remove(tl_spool *spool, tl_slice name, int64_t offset, tl_err *err);

/* Overwrites what is in the spool and beside it (quarantine) of somebody: the frames of events that name one of these
 * values (strings of events, pseudonyms as 32 hex), and the values wherever else they stand, if they have TL_TELLING
 * bytes or more. Only for a spool that is read to its end, under ingest's lock. */
#define TL_TELLING 8
tl_code tl__spool_erase(const tl_spool *spool, const tl_event_keys *keys, const tl_value *values, tl_err *err);

/* ---- values (tl_value.c) --------------------------------------------------------------------------------------- */
/* A deep copy, keys and strings included. False: out of memory. */
bool tl__value_copy(const tl_value *value, tl_arena *arena, tl_value *out);

#endif
