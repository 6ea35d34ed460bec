/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening a store and the hot path. Neither knows the database: tl__db_get opens it for those who need it. */
#include "tl_store_dir.h"

#include <string.h>
#include <unistd.h>

/* ---- open and close -------------------------------------------------------------------------------------------- */

/* Segments are opened long after, and some servers change the working directory by then: the path must be absolute. */
static tl_code set_dir(tl_store *store, tl_slice dir, tl_err *err) {
    if (dir.len == 0 || memchr(dir.ptr, '\0', dir.len) != NULL) {
        return tl_fail(err, TL_E_DIR_MISSING, "the path is empty or has a NUL byte in it");
    }
    char cwd[2048] = "";
    size_t head = 0;
    if (dir.ptr[0] != '/') {
        if (getcwd(cwd, sizeof(cwd) - 1) == NULL) {
            return tl__fail_errno(err, TL_E_DIR_MISSING, "find the working directory of", "this process");
        }
        head = strlen(cwd);
        cwd[head++] = '/';
    }
    while (dir.len > 1 && dir.ptr[dir.len - 1] == '/') {
        dir.len--;
    }
    if (head + dir.len + 64 > sizeof(store->dir)) {
        return tl_fail(err, TL_E_DIR_MISSING, "the path has %zu bytes, at most %zu are possible", head + dir.len,
                       sizeof(store->dir) - 64);
    }
    memcpy(store->dir, cwd, head);
    memcpy(store->dir + head, dir.ptr, dir.len);
    store->dir[head + dir.len] = '\0';
    return TL_OK;
}

static bool keep(const tl_value *given, tl_arena *arena, tl_value *out) {
    *out = tl_null();
    return given == NULL || tl__value_copy(given, arena, out);
}

static tl_code keep_options(tl_store *store, const tl_open_options *options, tl_err *err) {
    tl_arena *arena = &store->options_arena;
    if (!keep(options->paid_statuses, arena, &store->paid_statuses) ||
        !keep(options->excluded_statuses, arena, &store->excluded_statuses) ||
        !keep(options->rules, arena, &store->rules) || !keep(options->query, arena, &store->query_defaults)) {
        return tl_fail(err, TL_E_NOMEM, "while opening the store");
    }
    if (options->identity_key.len > 0) {
        memcpy(store->identity_key, options->identity_key.ptr, options->identity_key.len);
        store->keys.identity = store->identity_key;
        store->keys.identity_len = options->identity_key.len;
    }
    return TL_OK;
}

static tl_code open_parts(tl_store *store, tl_slice dir, const tl_open_options *options, tl_err *err) {
    tl_code code = set_dir(store, dir, err);
    if (code == TL_OK) {
        code = tl__store_directory(store, options->create, err);
    }
    if (code == TL_OK) {
        code = tl__store_key(store, options->create, err);
    }
    if (code == TL_OK) {
        code = tl__store_site(store, options->site, options->adopt, err);
    }
    if (code == TL_OK) {
        code = keep_options(store, options, err);
    }
    if (code == TL_OK) {
        code = tl__spool_init(&store->spool, &store->host, tl_slice_of(store->dir), store->store_id, store->keys.event,
                              options->spool_max_bytes, err);
    }
    return code;
}

tl_code tl_store_open(tl_store **out, tl_slice dir, const tl_value *options, const tl_host *host, tl_err *err) {
    *out = NULL;
    tl_open_options parsed;
    tl_code code = tl__open_options(options, &parsed, err);
    if (code != TL_OK) {
        return code;
    }
    tl_store *store = host->mem.fn(host->mem.ctx, NULL, sizeof(*store));
    if (store == NULL) {
        return tl_fail(err, TL_E_NOMEM, "while opening the store");
    }
    memset(store, 0, sizeof(*store));
    store->host = *host;
    store->spool.fd = -1;
    tl_arena_init(&store->options_arena, host->mem);
    tl_arena_init(&store->scratch, host->mem);
    tl_buf_init(&store->encoded, host->mem);
    tl_buf_init(&store->spool.frame, host->mem);
    code = open_parts(store, dir, &parsed, err);
    if (code != TL_OK) {
        tl_store_close(store);
        return code;
    }
    *out = store;
    return TL_OK;
}

void tl_store_close(tl_store *store) {
    if (store == NULL) {
        return;
    }
    tl_allocator mem = store->host.mem;
    if (store->db != NULL && store->db_pid == getpid()) { /* SQLite forbids to close what a fork inherited */
        tl__db_close(store->db, mem);
    }
    tl__spool_destroy(&store->spool);
    tl_buf_destroy(&store->encoded);
    tl_arena_destroy(&store->scratch);
    tl_arena_destroy(&store->options_arena);
    mem.fn(mem.ctx, store, 0);
}

/* ---- record ---------------------------------------------------------------------------------------------------- */

/* What WooCommerce or Meta told us once must not be lost with the machine's power; page events may be. */
static bool must_last(tl_type type) {
    return type == TL_TYPE_ORDER || type == TL_TYPE_REFUND || type == TL_TYPE_MESSAGE;
}

tl_code tl_store_record(tl_store *store, const tl_value *event, char id[33], tl_err *err) {
    unsigned char bytes[16];
    tl_arena_reset(&store->scratch);
    tl_code code = tl__event_encode(event, &store->keys, store->host.now_ms(store->host.ctx), &store->scratch,
                                    &store->encoded, bytes, err);
    if (code == TL_OK) {
        tl_type type = (tl_type)store->encoded.ptr[1]; /* the byte after the version */
        code = tl__spool_append(&store->spool, store->encoded.ptr, store->encoded.len, must_last(type), err);
    }
    if (code == TL_OK) {
        tl__hex(bytes, sizeof(bytes), id);
    }
    return code;
}
