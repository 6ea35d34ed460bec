/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the fuzz harnesses share. A harness is one file fuzz_NAME.c with LLVMFuzzerTestOneInput; libFuzzer drives it, or
 * replay.c gives it the kept inputs. It ends the program by fuzz_wrong when the engine says what cannot be. */
#ifndef TL_FUZZ_H
#define TL_FUZZ_H

#include "tl_internal.h"

#include <stdlib.h>
#include <string.h>

#define FUZZ_NOW INT64_C(1795521600000) /* 2026-11-24 12:00 UTC */
#define FUZZ_REQUIRE(condition)                                                                                        \
    ((condition) ? (void)0 : fuzz_wrong("%s:%d: not so: %s", __FILE__, __LINE__, #condition))

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

__attribute__((noreturn, format(printf, 1, 2))) void fuzz_wrong(const char *fmt, ...);

/* The code is one of `domain`, and its sentence is whole and names something. */
void fuzz_refused(tl_code code, const tl_err *err, tl_domain domain);

/* A value of the text: JSON as PHP's json_decode reads it, but with any bytes in its strings. False: no JSON. */
bool fuzz_json(tl_arena *arena, tl_slice text, tl_value *out);
/* The value as JSON, appended. */
void fuzz_print(tl_buf *out, const tl_value *value);

/* The next line of *text, without its end; false: there is none. */
bool fuzz_line(tl_slice *text, tl_slice *line);

/* A directory in TMPDIR; it goes at the end of the process. */
const char *fuzz_directory(void);
void fuzz_empty(const char *dir); /* removes what is in it */

/* ---- a store with a clock that stands still ---------------------------------------------------------------------- */
extern const tl_host fuzz_host;
tl_store *fuzz_open(const char *dir);
/* Records each line that is JSON. The number of events taken. */
int fuzz_record(tl_store *store, tl_slice lines);
void fuzz_ingest(tl_store *store, tl_arena *arena);
/* check() finds nothing wrong. */
void fuzz_check(tl_store *store, tl_arena *arena);
/* tests/fuzz/shop.ndjson: a shop of a few persons with all that happens in one. */
tl_slice fuzz_shop(tl_arena *arena);

#endif
