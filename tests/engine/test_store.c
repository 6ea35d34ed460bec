/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening a store and recording into it. What ingest makes of it is tested elsewhere. */
#include "tl_event.h"
#include "tl_spool.h"
#include "tl_store.h"
#include "tl_test.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static tl_arena values;

/* `path` below the directory of the test */
static void below(const char *dir, const char *name, char path[300]) {
    snprintf(path, 300, "%s/%s", dir, name);
}

static tl_value options(bool create) {
    tl_value map = tl_map();
    *tl_map_add(&map, &values, TL_S("create")) = tl_bool(create);
    return map;
}

static tl_value with(tl_value map, const char *name, tl_value value) {
    *tl_map_add(&map, &values, tl_slice_of(name)) = value;
    return map;
}

static tl_value text(const char *s) {
    return tl_str(tl_slice_of(s));
}

static tl_code open_store(const char *dir, tl_value given, tl_store **store, tl_err *err) {
    *err = (tl_err){TL_OK, ""};
    tl_code code = tl_store_open(store, tl_slice_of(dir), &given, &tl_default_host, err);
    CHECK((code == TL_OK) == (*store != NULL) && err->code == code);
    return code;
}

static tl_store *must_open(const char *dir, tl_value given) {
    tl_store *store;
    tl_err err;
    test_check(open_store(dir, given, &store, &err) == TL_OK, __FILE__, __LINE__, "%s", err.msg);
    return store;
}

static void refused(const char *dir, tl_value given, tl_code wanted, const char *part) {
    tl_store *store;
    tl_err err;
    CHECK_INT(open_store(dir, given, &store, &err), wanted);
    CHECK_HAS(err.msg, part);
    tl_store_close(store);
}

static tl_value page_view(const char *path) {
    tl_value event = tl_map();
    *tl_map_add(&event, &values, TL_S("type")) = text("page_view");
    *tl_map_add(&event, &values, TL_S("path")) = text(path);
    return event;
}

static int mode_of(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 ? (int)(st.st_mode & 0777) : -1;
}

/* How many events lie in the store's spool. */
static int spooled(tl_store *store) {
    tl_value names;
    tl_err err;
    int frames = 0;
    CHECK_INT(tl__spool_segments(&store->spool, &values, &names, &err), TL_OK);
    for (uint32_t i = 0; i < names.n; i++) {
        tl_spool_reader reader;
        tl_frame frame;
        CHECK_INT(tl__spool_reader_init(&reader, &store->spool, names.as.items[i].as.s, 0, &err), TL_OK);
        while (tl__spool_next(&reader, &frame, &err) == TL_READ_FRAME) {
            tl_event event;
            CHECK_INT(tl__event_decode(frame.payload, frame.len, &store->keys, &values, &event, &err), TL_OK);
            frames++;
        }
        CHECK_INT(reader.skipped, 0);
        tl__spool_reader_destroy(&reader);
    }
    return frames;
}

/* ---- opening --------------------------------------------------------------------------------------------------- */

static void creates_and_opens_again(const char *dir) {
    char store_dir[300], path[300];
    below(dir, "new/", store_dir);
    refused(store_dir, options(false), TL_E_DIR_MISSING, "option create");
    tl_store *store = must_open(store_dir, options(true));
    CHECK_INT(mode_of(store_dir), 0700);
    below(store_dir, "key", path);
    CHECK_INT(mode_of(path), 0600);
    tl_value event = page_view("/");
    tl_err err;
    char id[33];
    CHECK_INT(tl_store_record(store, &event, id, &err), TL_OK);
    CHECK_INT(strspn(id, "0123456789abcdef"), 32);
    tl_store *again = must_open(store_dir, tl_null());
    CHECK(memcmp(again->store_id, store->store_id, 16) == 0 && memcmp(&again->keys.event, &store->keys.event, 16) == 0);
    CHECK_INT(tl_store_record(again, &event, id, &err), TL_OK);
    CHECK_INT(spooled(again), 2);
    tl_store_close(again);
    tl_store_close(store);
    tl_store_close(NULL);
}

static void needs_a_parent_and_a_directory(const char *dir) {
    char path[300];
    below(dir, "a/b/c", path);
    refused(path, options(true), TL_E_DIR_MISSING, "parent directory");
    below(dir, "file", path);
    close(open(path, O_CREAT | O_WRONLY, 0600));
    refused(path, options(true), TL_E_DIR_MISSING, "no directory");
    refused("", options(true), TL_E_DIR_MISSING, "empty");
    tl_store *store;
    tl_err err;
    tl_value none = tl_null();
    CHECK_INT(tl_store_open(&store, TL_S("/tmp/\0x"), &none, &tl_default_host, &err), TL_E_DIR_MISSING);
    char *huge = malloc(1000001);
    memset(huge, 'x', 1000000);
    huge[0] = '/';
    huge[1000000] = '\0';
    refused(huge, options(true), TL_E_DIR_MISSING, "at most");
    free(huge);
    below(dir, "empty", path);
    CHECK(mkdir(path, 0700) == 0);
    refused(path, options(false), TL_E_DIR_MISSING, "holds no store");
}

static void a_relative_path_outlives_chdir(const char *dir) {
    char old[1000], id[33];
    tl_err err;
    CHECK(getcwd(old, sizeof(old)) != NULL && chdir(dir) == 0);
    tl_store *store = must_open("relative", options(true));
    CHECK(chdir("/") == 0);
    tl_value event = page_view("/");
    CHECK_INT(tl_store_record(store, &event, id, &err), TL_OK);
    CHECK_INT(spooled(store), 1);
    tl_store_close(store);
    CHECK(chdir(old) == 0);
}

static void another_user_is_refused(const char *dir) {
    char path[300];
    below(dir, "owned", path);
    tl_store_close(must_open(path, options(true)));
    if (geteuid() != 0) {
        printf("# only root can try to be another user: skipped\n");
        return;
    }
    CHECK(chmod(dir, 0755) == 0 && chown(path, 65534, 65534) == 0);
    refused(path, options(false), TL_E_DIR_OWNER, "sudo -u 'nobody'");
    CHECK(chown(path, 64999, 64999) == 0);
    refused(path, options(false), TL_E_DIR_OWNER, "sudo -u '#64999'");
    CHECK(chown(path, 65534, 65534) == 0 && chmod(path, 0500) == 0);
    pid_t child = fork();
    if (child == 0) {
        tl_store *store;
        tl_err err;
        tl_value none = tl_null();
        tl_code code =
            setuid(65534) == 0 ? tl_store_open(&store, tl_slice_of(path), &none, &tl_default_host, &err) : TL_OK;
        _exit(code == TL_E_DIR_ACCESS && strstr(err.msg, "Permission denied") != NULL ? 0 : 1);
    }
    int status = 1;
    waitpid(child, &status, 0);
    CHECK_INT(status, 0);
}

static void write_file(const char *path, const void *bytes, size_t len) {
    int fd = open(path, O_WRONLY | O_TRUNC | O_CREAT, 0600);
    CHECK(fd >= 0 && write(fd, bytes, len) == (ssize_t)len);
    close(fd);
}

static void a_damaged_key_is_noticed(const char *dir) {
    char store_dir[300], path[300];
    unsigned char key[64];
    below(dir, "keyed", store_dir);
    tl_store *store = must_open(store_dir, options(true));
    tl_value event = page_view("/");
    tl_err err;
    char id[33];
    CHECK_INT(tl_store_record(store, &event, id, &err), TL_OK);
    tl_store_close(store);
    below(store_dir, "key", path);
    CHECK_INT(tl__file_read(path, key, sizeof(key)), 48);
    for (size_t i = 0; i < 48; i++) {
        key[i] ^= 0x10;
        write_file(path, key, 48);
        refused(store_dir, options(true), TL_E_KEY, "restore it from a backup");
        key[i] ^= 0x10;
    }
    for (size_t n = 0; n < 50; n += 7) {
        write_file(path, key, n);
        refused(store_dir, options(true), TL_E_KEY, "restore it from a backup");
    }
    CHECK(unlink(path) == 0);
    refused(store_dir, options(true), TL_E_KEY, "is missing");
    refused(store_dir, options(false), TL_E_DIR_MISSING, "holds no store");
    write_file(path, key, 48);
    tl_store_close(must_open(store_dir, options(false)));
}

static void a_copied_site_may_not_write(const char *dir) {
    char store_dir[300];
    below(dir, "sited", store_dir);
    tl_store_close(must_open(store_dir, options(true)));
    tl_store_close(must_open(store_dir, with(options(false), "site", text("live https://shop.example"))));
    tl_store_close(must_open(store_dir, with(options(false), "site", text("live https://shop.example"))));
    tl_store_close(must_open(store_dir, options(false)));
    refused(store_dir, with(options(false), "site", text("live https://staging.example")), TL_E_SITE,
            "'live https://shop.example', not of 'live https://staging.example'");
    refused(store_dir, with(options(false), "site", text("live https://shop.exampl")), TL_E_SITE, "adopt");
    tl_value moved = with(options(false), "site", text("live https://staging.example"));
    tl_store_close(must_open(store_dir, with(moved, "adopt", tl_bool(true))));
    refused(store_dir, with(options(false), "site", text("live https://shop.example")), TL_E_SITE, "adopt");
    char path[300];
    below(store_dir, "site", path);
    CHECK_INT(mode_of(path), 0600);
}

static void options_are_checked_by_name(const char *dir) {
    char path[300], long_text[600];
    below(dir, "options", path);
    memset(long_text, 'x', 599);
    long_text[599] = '\0';
    tl_value one = tl_list(), mixed = tl_list();
    *tl_list_add(&one, &values) = text("shipped");
    *tl_list_add(&mixed, &values) = text("shipped");
    *tl_list_add(&mixed, &values) = tl_int(1);
    refused(path, with(options(true), "colour", tl_int(1)), TL_E_OPTION, "'colour'");
    refused(path, with(options(true), "colour", tl_null()), TL_E_OPTION, "'colour'");
    refused(path, with(options(true), "adopt", tl_int(1)), TL_E_OPTION, "'adopt' must be true or false");
    refused(path, with(options(true), "adopt", tl_bool(true)), TL_E_OPTION, "'adopt' needs 'site'");
    refused(path, with(options(true), "site", text("")), TL_E_OPTION, "'site'");
    refused(path, with(options(true), "site", text(long_text)), TL_E_OPTION, "'site'");
    refused(path, with(options(true), "identity_key", text("short")), TL_E_OPTION, "'identity_key'");
    refused(path, with(options(true), "identity_key", text(long_text)), TL_E_OPTION, "'identity_key'");
    refused(path, with(options(true), "paid_statuses", text("x")), TL_E_OPTION, "'paid_statuses'");
    refused(path, with(options(true), "excluded_statuses", mixed), TL_E_OPTION, "'excluded_statuses'");
    refused(path, with(options(true), "query", text("x")), TL_E_OPTION, "'query'");
    refused(path, with(options(true), "spool_max_bytes", tl_int(0)), TL_E_OPTION, "'spool_max_bytes'");
    refused(path, with(options(true), "spool_max_bytes", text("1G")), TL_E_OPTION, "'spool_max_bytes'");
    refused(path, text("x"), TL_E_OPTION, "array");
    CHECK_INT(mode_of(path), -1); /* nothing was made */
    tl_value all = with(with(options(true), "paid_statuses", one), "excluded_statuses", tl_list());
    all = with(with(all, "query", tl_map()), "identity_key", text("0123456789abcdef"));
    tl_store *store = must_open(path, with(with(all, "spool_max_bytes", tl_int(4096)), "site", tl_null()));
    CHECK(tl_slice_eq(store->paid_statuses.as.items[0].as.s, TL_S("shipped")));
    CHECK(store->excluded_statuses.kind == TL_LIST && store->excluded_statuses.n == 0);
    CHECK_INT(store->keys.identity_len, 16);
    CHECK_INT(store->spool.max_bytes, 4096);
    tl_store_close(store);
    store = must_open(path, tl_null());
    CHECK(store->paid_statuses.kind == TL_NULL && store->keys.identity == NULL);
    CHECK_INT(store->spool.max_bytes, INT64_C(1) << 30);
    tl_store_close(store);
}

/* ---- recording ------------------------------------------------------------------------------------------------- */

static void a_refused_event_writes_nothing(const char *dir) {
    char path[300], id[33] = "untouched";
    tl_err err;
    below(dir, "refusing", path);
    tl_store *store = must_open(path, options(true));
    tl_value event = with(page_view("/"), "colour", text("red"));
    CHECK_INT(tl_store_record(store, &event, id, &err), TL_E_EVENT_FIELD);
    event = with(page_view("/"), "email", text("ana@example.org"));
    CHECK_INT(tl_store_record(store, &event, id, &err), TL_E_EVENT_KEY);
    CHECK_STR(id, "untouched");
    CHECK_INT(spooled(store), 0);
    event = page_view("/");
    CHECK_INT(tl_store_record(store, &event, id, &err), TL_OK);
    CHECK_INT(spooled(store), 1);
    tl_store_close(store);
}

static void steady_state_allocates_nothing(const char *dir) {
    char path[300], id[33];
    tl_err err;
    test_memory m = {0};
    tl_host host = tl_default_host;
    host.mem = test_allocator(&m);
    below(dir, "steady", path);
    tl_value given = with(options(true), "identity_key", text("0123456789abcdef"));
    tl_store *store;
    CHECK_INT(tl_store_open(&store, tl_slice_of(path), &given, &host, &err), TL_OK);
    tl_value event = with(with(page_view("/"), "email", text("ana@example.org")), "code", text("abcdefgh"));
    CHECK_INT(tl_store_record(store, &event, id, &err), TL_OK);
    long calls = m.calls;
    for (int i = 0; i < 1000; i++) {
        if (tl_store_record(store, &event, id, &err) != TL_OK) {
            CHECK_STR(err.msg, "");
            break;
        }
    }
    CHECK_INT(m.calls, calls);
    tl_store_close(store);
    CHECK_INT(m.alive, 0);
}

static void survives_any_failed_allocation(const char *dir) {
    char path[300], id[33];
    tl_err err;
    below(dir, "memory", path);
    tl_value list = tl_list();
    *tl_list_add(&list, &values) = text("shipped");
    tl_value given = with(with(options(true), "identity_key", text("0123456789abcdef")), "paid_statuses", list);
    tl_value event = with(page_view("/"), "email", text("ana@example.org"));
    bool went_well = false;
    for (long n = 1; n < 40 && !went_well; n++) {
        test_memory m = {.fail_at = n};
        tl_host host = tl_default_host;
        host.mem = test_allocator(&m);
        tl_store *store;
        tl_code code = tl_store_open(&store, tl_slice_of(path), &given, &host, &err);
        if (code == TL_OK) {
            code = tl_store_record(store, &event, id, &err);
            if (code == TL_E_NOMEM) { /* the next one works: the failure left nothing behind */
                CHECK_INT(tl_store_record(store, &event, id, &err), TL_OK);
            }
        } else {
            CHECK(store == NULL);
        }
        CHECK(code == TL_OK || code == TL_E_NOMEM);
        went_well = m.calls < n;
        tl_store_close(store);
        CHECK_INT(m.alive, 0);
    }
    CHECK(went_well);
}

/* Creators that race agree on one key: what any of them wrote the others can read. */
static void eight_creators_make_one_store(const char *dir) {
    for (int round = 0; round < 10; round++) {
        char path[300], name[32];
        snprintf(name, sizeof(name), "race%d", round);
        below(dir, name, path);
        pid_t children[8];
        for (int i = 0; i < 8; i++) {
            if ((children[i] = fork()) == 0) {
                tl_store *store;
                tl_err err;
                char id[33], page[32];
                tl_value given = options(true);
                snprintf(page, sizeof(page), "/%d", i);
                tl_value event = page_view(page);
                bool ok = tl_store_open(&store, tl_slice_of(path), &given, &tl_default_host, &err) == TL_OK &&
                          tl_store_record(store, &event, id, &err) == TL_OK;
                if (!ok) {
                    fprintf(stderr, "%s\n", err.msg);
                }
                _exit(ok ? 0 : 1);
            }
        }
        for (int i = 0; i < 8; i++) {
            int status = 1;
            waitpid(children[i], &status, 0);
            CHECK_INT(status, 0);
        }
        tl_store *store = must_open(path, options(false));
        CHECK_INT(spooled(store), 8);
        tl_store_close(store);
    }
}

int main(void) {
    char dir[128];
    test_directory(dir);
    tl_arena_init(&values, tl_default_allocator);
    creates_and_opens_again(dir);
    needs_a_parent_and_a_directory(dir);
    a_relative_path_outlives_chdir(dir);
    another_user_is_refused(dir);
    a_damaged_key_is_noticed(dir);
    a_copied_site_may_not_write(dir);
    options_are_checked_by_name(dir);
    a_refused_event_writes_nothing(dir);
    steady_state_allocates_nothing(dir);
    survives_any_failed_allocation(dir);
    eight_creators_make_one_store(dir);
    tl_arena_destroy(&values);
    test_remove(dir);
    return test_report();
}
