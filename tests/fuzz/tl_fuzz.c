/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

void fuzz_wrong(const char *fmt, ...) {
    va_list args;
    va_start(args, fmt);
    vfprintf(stderr, fmt, args);
    va_end(args);
    fputc('\n', stderr);
    abort();
}

void fuzz_refused(tl_code code, const tl_err *err, tl_domain domain) {
    size_t len = strnlen(err->msg, sizeof(err->msg));
    if (code != err->code || tl_code_domain(code) != domain || code == TL_E_NOMEM || len == 0 ||
        len == sizeof(err->msg) || strcmp(tl_code_name(code), "?") == 0) {
        fuzz_wrong("refused with %d (%s), in err %d: %.320s", (int)code, tl_code_name(code), (int)err->code, err->msg);
    }
    for (size_t i = 0; i < len;) {
        size_t n = tl__utf8_sequence((const unsigned char *)err->msg + i, len - i);
        FUZZ_REQUIRE(n > 0);
        i += n;
    }
}

bool fuzz_line(tl_slice *text, tl_slice *line) {
    if (text->len == 0) {
        return false;
    }
    const char *end = memchr(text->ptr, '\n', text->len);
    size_t n = end != NULL ? (size_t)(end - text->ptr) : text->len, whole = n + (end != NULL);
    *line = (tl_slice){text->ptr, n};
    *text = (tl_slice){text->ptr + whole, text->len - whole};
    return true;
}

/* ---- directories --------------------------------------------------------------------------------------------------
 */

static char directory[256];
static pid_t owner;

static void remove_tree(const char *path, bool itself) {
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL;) {
        char below[600];
        snprintf(below, sizeof(below), "%.300s/%.255s", path, entry->d_name);
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && unlink(below) != 0) {
            remove_tree(below, true);
        }
    }
    if (dir != NULL) {
        closedir(dir);
    }
    if (itself) {
        rmdir(path);
    }
}

static void leave(void) {
    if (getpid() == owner) {
        remove_tree(directory, true);
    }
}

const char *fuzz_directory(void) {
    const char *base = getenv("TMPDIR");
    if (owner != getpid()) {
        snprintf(directory, sizeof(directory), "%.200s/fuzz-XXXXXX", base != NULL && *base != '\0' ? base : "/tmp");
        if (mkdtemp(directory) == NULL) {
            fuzz_wrong("no directory can be made like %s", directory);
        }
        owner = getpid();
        atexit(leave);
    }
    return directory;
}

void fuzz_empty(const char *dir) {
    remove_tree(dir, false);
}

/* ---- stores -------------------------------------------------------------------------------------------------------
 */

static int64_t now_ms(void *ctx) {
    (void)ctx;
    return FUZZ_NOW;
}

static int64_t write_bytes(void *ctx, int fd, const void *bytes, size_t len) {
    (void)ctx;
    return write(fd, bytes, len);
}

static void *allocate(void *ctx, void *ptr, size_t size) {
    (void)ctx;
    return tl_default_allocator.fn(NULL, ptr, size);
}

const tl_host fuzz_host = {{allocate, NULL}, now_ms, write_bytes, NULL};

/* Every store has the same key, so that an input has the same ids whenever it comes. */
static void put_key(const char *dir) {
    unsigned char bytes[48] = "TLKEY\0\0\001store-id-of-fuzzevent-key-fuzz.";
    char path[200];
    tl__sip64(bytes + 24, bytes, 40, bytes + 40);
    snprintf(path, sizeof(path), "%s/key", dir);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    FUZZ_REQUIRE(fd >= 0 && write(fd, bytes, sizeof(bytes)) == sizeof(bytes));
    close(fd);
}

tl_store *fuzz_open(const char *dir) {
    tl_pair pairs[] = {{TL_S("create"), tl_bool(true)}, {TL_S("identity_key"), tl_str(TL_S("0123456789abcdef"))}};
    tl_value options = {.kind = TL_MAP, .n = 2, .cap = 2, .as.pairs = pairs};
    tl_store *store;
    tl_err err;
    mkdir(dir, 0700);
    put_key(dir);
    if (tl_store_open(&store, tl_slice_of(dir), &options, &fuzz_host, &err) != TL_OK) {
        fuzz_wrong("open: %s", err.msg);
    }
    return store;
}

int fuzz_record(tl_store *store, tl_slice lines) {
    int taken = 0;
    tl_arena arena;
    tl_arena_init(&arena, tl_default_allocator);
    for (tl_slice line; fuzz_line(&lines, &line);) {
        tl_value event;
        tl_err err = {TL_OK, ""};
        char id[33] = "";
        if (!fuzz_json(&arena, line, &event)) {
            continue;
        }
        tl_code code = tl_store_record(store, &event, id, &err);
        if (code != TL_OK) {
            fuzz_refused(code, &err, TL_DOMAIN_EVENT);
        }
        FUZZ_REQUIRE(strlen(id) == (code == TL_OK ? 32 : 0));
        taken += code == TL_OK;
        tl_arena_reset(&arena);
    }
    tl_arena_destroy(&arena);
    return taken;
}

static int64_t said(const tl_value *answer, const char *name) {
    const tl_value *v = tl_map_get(answer, name);
    FUZZ_REQUIRE(v != NULL && v->kind == TL_INT);
    return v->as.i;
}

void fuzz_ingest(tl_store *store, tl_arena *arena) {
    tl_value out;
    tl_err err;
    if (tl_store_ingest(store, 0, arena, &out, &err) != TL_OK) {
        fuzz_wrong("ingest: %s", err.msg);
    }
    FUZZ_REQUIRE(said(&out, "rejected") == 0 && said(&out, "skipped_bytes") == 0 && tl_map_get(&out, "done")->as.b);
}

void fuzz_check(tl_store *store, tl_arena *arena) {
    tl_value out;
    tl_err err;
    if (tl_store_check(store, arena, &out, &err) != TL_OK) {
        fuzz_wrong("check: %s", err.msg);
    }
    const tl_value *problems = tl_map_get(&out, "problems");
    for (uint32_t i = 0; i < problems->n; i++) {
        tl_slice said = problems->as.items[i].as.s;
        /* which an input may well say */
        if (memmem(said.ptr, said.len, "more refunded than was paid", 27) == NULL) {
            fuzz_wrong("check() finds: %.*s", (int)said.len, said.ptr);
        }
    }
}

tl_slice fuzz_shop(tl_arena *arena) {
    char *text = tl_arena_alloc(arena, 1 << 20);
    int64_t n = tl__file_read("tests/fuzz/shop.ndjson", text, 1 << 20);
    FUZZ_REQUIRE(n > 0);
    return (tl_slice){text, (size_t)n};
}
