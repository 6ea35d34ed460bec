/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What happens to machines under a running shop: the disk is full, the folder becomes read-only, the clock steps back,
 * the store goes away or is replaced, a newer extension has been at it. A clear error or a clean recovery, and no event
 * whose record() returned is lost. */
#include "tl_test_ingest.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

static tl_code record(shop *s, int i, tl_err *err) {
    char text[300], id[33];
    snprintf(text, sizeof(text), "type=page_view;visitor=v%d;path=/page-%d;referrer=https://example.org/%0120d;at@%d",
             i % 50, i % 20, i, i);
    tl_value event = event_from(&s->arena, text);
    *err = (tl_err){TL_OK, ""};
    return tl_store_record(s->store, &event, id, err);
}

/* Until it is refused; the number of those that were not. */
static int record_until_refused(shop *s, int from, int most, tl_err *err) {
    int i = from;
    while (i < most && record(s, i, err) == TL_OK) {
        i++;
        tl_arena_reset(&s->arena);
    }
    return i - from;
}

static void again(shop *s) {
    tl_store_close(s->store);
    shop_open(s, NULL);
}

static void empty(const shop *s, const char *what) {
    char command[400];
    snprintf(command, sizeof(command), "rm -rf '%s'%s", s->dir, what);
    CHECK_INT(system(command), 0);
}

static void in_store(const shop *s, const char *name, char path[300]) {
    snprintf(path, 300, "%s/%s", s->dir, name);
}

/* Runs what changes the whole process in a child of its own, and counts its checks here. */
static void in_child(void (*what)(void)) {
    int counts[2], pipes[2];
    CHECK(pipe(pipes) == 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        test_passed = test_failed = 0;
        what();
        int mine[2] = {test_passed, test_failed};
        _exit(write(pipes[1], mine, sizeof(mine)) == sizeof(mine) ? 0 : 1);
    }
    close(pipes[1]);
    bool came = read(pipes[0], counts, sizeof(counts)) == sizeof(counts);
    close(pipes[0]);
    int status = 1;
    waitpid(child, &status, 0);
    if (CHECK(came && status == 0)) {
        test_passed += counts[0];
        test_failed += counts[1];
    }
}

/* ---- the disk is full -----------------------------------------------------------------------------------------------
 */

static void ballast(const char *path) {
    static const char block[4096];
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    while (write(fd, block, sizeof(block)) > 0) {
    }
    close(fd);
}

/* On a small file system of its own. Where no one may mount, a limit on the size of files below has to do. */
static void a_full_disk(void) {
    shop s;
    told t = {0};
    tl_err err;
    char dir[128], file[300];
    test_directory(dir);
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("touchline", dir, "tmpfs", 0, "size=3m") != 0) {
        fprintf(stderr, "a_full_disk: no tmpfs can be mounted here (%s)\n", strerror(errno));
        test_remove(dir);
        return;
    }
    shop_begin(&s);
    tl_store_close(s.store);
    test_remove(s.dir);
    snprintf(s.dir, sizeof(s.dir), "%.100s/store", dir);
    shop_open(&s, NULL);
    int recorded = record_until_refused(&s, 0, 2000, &err);
    CHECK_INT(recorded, 2000);
    ingest(&s);
    recorded += record_until_refused(&s, recorded, 2500, &err);
    snprintf(file, sizeof(file), "%s/ballast", dir);
    ballast(file); /* the last byte is taken */
    int more = record_until_refused(&s, recorded, 100000, &err);
    CHECK(recorded + more < 3000); /* what was left of a page of the segment */
    recorded += more;
    CHECK_INT(err.code, TL_E_DISK_FULL);
    CHECK_INT(shop_ingest(&s, 0, &t, &err), TL_E_DISK_FULL);
    CHECK_HAS(err.msg, "free space");
    again(&s); /* and for a new process */
    CHECK_INT(shop_ingest(&s, 0, &t, &err), TL_E_DISK_FULL);
    CHECK_INT(record(&s, recorded, &err), TL_E_DISK_FULL);
    unlink(file);
    recorded += record_until_refused(&s, recorded, recorded + 100, &err); /* nobody has to do anything else */
    CHECK_INT(err.code, TL_OK);
    CHECK(ingest(&s).done);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM event"), recorded);
    CHECK_ROWS(&s, "PRAGMA integrity_check", "ok\n");
    shop_end(&s);
    umount(dir);
    rmdir(dir);
}

/* A file may not grow, as under a quota: in the spool, then in the database. */
static void a_limit_on_files(void) {
    shop s;
    told t = {0};
    tl_err err;
    struct rlimit was, tight = {0, 0};
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &was);
    shop_begin(&s);
    ingest(&s);
    tight = (struct rlimit){100000, was.rlim_max};
    CHECK(setrlimit(RLIMIT_FSIZE, &tight) == 0);
    int recorded = record_until_refused(&s, 0, 10000, &err);
    CHECK(recorded > 100 && recorded < 1000);
    CHECK_INT(err.code, TL_E_SPOOL_IO);
    CHECK_HAS(err.msg, "bytes could be written");
    CHECK_INT(record(&s, recorded, &err), TL_E_SPOOL_IO);
    CHECK_HAS(err.msg, "File too large");
    tl_code code = shop_ingest(&s, 0, &t, &err); /* SQLite's own file is at its limit, too */
    CHECK(code == TL_E_DB || code == TL_E_DISK_FULL);
    setrlimit(RLIMIT_FSIZE, &was);
    CHECK_INT(record(&s, recorded, &err), TL_OK);
    t = ingest(&s);
    CHECK(t.done && t.skipped_bytes > 0); /* the piece of the event that was refused */
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM event"), recorded + 1);
    shop_end(&s);
}

/* ---- a write that fails or stops short
 * ---------------------------------------------------------------------------------- */

static struct {
    int calls, fail_at; /* number of the write that fails, from 1 */
    int with;           /* errno; 0: half of the bytes are written */
} writes;

static int64_t bad_write(void *ctx, int fd, const void *bytes, size_t len) {
    (void)ctx;
    if (++writes.calls != writes.fail_at) {
        return write(fd, bytes, len);
    }
    errno = writes.with;
    return writes.with != 0 ? -1 : write(fd, bytes, len / 2);
}

/* What there is in the store's folder, but for what is named. */
static bool only(const shop *s, const char *name) {
    char command[500];
    snprintf(command, sizeof(command), "test -z \"$(find '%s' -mindepth 1 ! -name '%s')\"", s->dir, name);
    return system(command) == 0;
}

/* Making a store: its key, then its site. Nothing half made is left, and the next try makes it. */
static void a_store_half_made(void) {
    static const int reasons[] = {EIO, ENOSPC, EDQUOT, 0};
    for (int i = 0; i < 8; i++) {
        shop s;
        tl_err err = {TL_OK, ""};
        shop_begin(&s);
        tl_store_close(s.store);
        empty(&s, "/*");
        s.host.write = bad_write;
        tl_value options = tl_map();
        *tl_map_add(&options, &s.arena, TL_S("create")) = tl_bool(true);
        *tl_map_add(&options, &s.arena, TL_S("site")) = tl_str(TL_S("live https://shop.example"));
        writes.calls = 0;
        writes.fail_at = 1 + i / 4;
        writes.with = reasons[i % 4];
        tl_code code = tl_store_open(&s.store, tl_slice_of(s.dir), &options, &s.host, &err);
        CHECK_INT(code, writes.with == EIO ? TL_E_DIR_ACCESS : TL_E_DISK_FULL);
        CHECK_INT(err.code, code);
        CHECK(s.store == NULL && only(&s, i < 4 ? "nothing" : "key"));
        CHECK_INT(tl_store_open(&s.store, tl_slice_of(s.dir), &options, &s.host, &err), TL_OK);
        s.host.write = shop_write;
        again(&s);
        CHECK_INT(record(&s, 0, &err), TL_OK);
        CHECK_INT(ingest(&s).events, 1);
        shop_end(&s);
    }
}

/* Of 40 events one write after the other fails or stops short: what was acknowledged is counted, and nothing else. */
static void every_write_fails_once(void) {
    static const int reasons[] = {EIO, ENOSPC, 0};
    shop s;
    tl_err err;
    int recorded = 0;
    shop_begin(&s);
    s.host.write = bad_write;
    again(&s);
    for (int i = 0; i < 40; i++) {
        writes.calls = 0;
        writes.fail_at = 1;
        writes.with = reasons[i % 3];
        tl_code code = record(&s, 2 * i, &err);
        CHECK_INT(code, writes.with == ENOSPC ? TL_E_DISK_FULL : TL_E_SPOOL_IO);
        CHECK_INT(err.code, code);
        CHECK_INT(record(&s, 2 * i + 1, &err), TL_OK);
        recorded++;
    }
    s.now += 2 * HOURS * 1000;
    told t = ingest(&s);
    CHECK_INT(t.events, recorded);
    CHECK(t.skipped_bytes > 0);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM event"), recorded);
    shop_end(&s);
}

/* ---- the folder becomes read-only
 * ------------------------------------------------------------------------------------ */

/* Root may write anywhere, so this is nobody's store. */
static void a_read_only_folder(void) {
    shop s;
    told t = {0};
    tl_err err;
    char spool[300], db[300];
    if (geteuid() == 0) {
        CHECK(setgid(65534) == 0 && setuid(65534) == 0);
    }
    shop_begin(&s);
    in_store(&s, "spool", spool);
    in_store(&s, "store.db", db);
    CHECK_INT(record(&s, 0, &err), TL_OK);
    ingest(&s);
    CHECK_INT(record(&s, 1, &err), TL_OK);
    CHECK(chmod(spool, 0500) == 0);
    CHECK_INT(record(&s, 2, &err), TL_OK); /* an open segment is written on */
    s.now += HOURS * 1000;
    CHECK_INT(record(&s, 3, &err), TL_E_SPOOL_IO);
    CHECK_HAS(err.msg, "Permission denied");
    CHECK(chmod(spool, 0700) == 0 && chmod(s.dir, 0500) == 0);
    CHECK_INT(record(&s, 3, &err), TL_OK);
    tl_store_close(s.store);
    s.store = NULL;
    CHECK_INT(tl_store_open(&s.store, tl_slice_of(s.dir), &(tl_value){.kind = TL_NULL}, &s.host, &err),
              TL_E_DIR_ACCESS);
    CHECK(s.store == NULL);
    CHECK(chmod(s.dir, 0700) == 0 && chmod(db, 0400) == 0);
    shop_open(&s, NULL);
    CHECK_INT(record(&s, 4, &err), TL_OK); /* the hot path knows nothing of the database */
    CHECK_INT(shop_ingest(&s, 0, &t, &err), TL_E_DB);
    CHECK_HAS(err.msg, "readonly");
    CHECK(chmod(db, 0600) == 0);
    again(&s);
    CHECK_INT(ingest(&s).events, 4);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM event"), 5);
    shop_end(&s);
}

/* ---- the clock
 * ---------------------------------------------------------------------------------------------------------- */

/* Back and forth by hours between and within calls: each event counts once, and each segment is read to its end. */
static void the_clock_steps_back(void) {
    shop s;
    uint64_t seed = 99;
    tl_err err;
    told t;
    int recorded = 0;
    shop_begin(&s);
    for (int round = 0; round < 60; round++) {
        s.now += (int64_t)(test_random(&seed) % (10 * HOURS)) * 1000 - INT64_C(5) * HOURS * 1000;
        s.tick = (int64_t)(test_random(&seed) % 3) - 1;
        for (int i = 0; i < 20; i++) {
            CHECK_INT(record(&s, recorded++, &err), TL_OK);
        }
        CHECK_INT(shop_ingest(&s, (int64_t)(test_random(&seed) % 2) * 5, &t, &err), TL_OK);
        CHECK(t.lag_ms >= 0 && t.skipped_bytes == 0);
        tl_arena_reset(&s.arena);
    }
    s.now += INT64_C(1000) * HOURS * 1000;
    s.tick = 0;
    CHECK(ingest(&s).done);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM event"), recorded);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM segment"), 0); /* all are read and gone */
    shop_end(&s);
}

/* ---- the store goes away
 * ------------------------------------------------------------------------------------------------ */

static tl_code report(shop *s, tl_err *err) {
    tl_value query = tl_map(), out;
    *err = (tl_err){TL_OK, ""};
    return tl_store_report(s->store, TL_S("overview"), &query, &s->arena, &out, err);
}

static tl_code rows_of_orders(shop *s, tl_err *err) {
    tl_rows *reading;
    tl_value row;
    bool there;
    tl_code code = tl_rows_open(s->store, TL_S("orders"), NULL, &reading, err);
    if (code == TL_OK) {
        code = tl_rows_next(reading, &row, &there, err);
    }
    tl_rows_close(reading);
    return code;
}

/* All that an open handle can be asked says that the store is gone; nothing is written anywhere. */
static void gone(shop *s) {
    told t;
    tl_err err;
    CHECK_INT(record(s, 1, &err), TL_E_DIR_MISSING);
    CHECK_INT(shop_ingest(s, 0, &t, &err), TL_E_DIR_MISSING);
    CHECK_INT(report(s, &err), TL_E_DIR_MISSING);
    CHECK_HAS(err.msg, s->dir);
    CHECK_INT(rows_of_orders(s, &err), TL_E_DIR_MISSING);
}

static void the_store_is_deleted(const char *what) {
    shop s;
    tl_err err;
    char spool[300];
    struct stat st;
    shop_begin(&s);
    CHECK_INT(record(&s, 0, &err), TL_OK);
    ingest(&s);
    CHECK_INT(report(&s, &err), TL_OK);
    empty(&s, what);
    gone(&s);
    in_store(&s, "spool", spool);
    CHECK(stat(spool, &st) != 0);
    again(&s); /* with create: a new store */
    CHECK_INT(record(&s, 0, &err), TL_OK);
    CHECK_INT(ingest(&s).events, 1);
    shop_end(&s);
}

/* Another process has made a new one in its place: the old handle touches nothing of it. */
static void the_store_is_replaced(void) {
    shop s, other;
    told t;
    tl_err err;
    shop_begin(&s);
    CHECK_INT(record(&s, 0, &err), TL_OK);
    ingest(&s);
    empty(&s, "");
    other = s;
    memset(&other.memory, 0, sizeof(other.memory));
    other.host = (tl_host){test_allocator(&other.memory), shop_now, shop_write, &other};
    tl_arena_init(&other.arena, tl_default_allocator);
    shop_open(&other, NULL);
    CHECK_INT(record(&other, 5, &err), TL_OK);
    CHECK_INT(record(&s, 1, &err), TL_E_KEY);
    CHECK_HAS(err.msg, "open it again");
    CHECK_INT(shop_ingest(&s, 0, &t, &err), TL_E_KEY);
    CHECK_INT(report(&s, &err), TL_E_KEY);
    CHECK_INT(record(&other, 6, &err), TL_OK);
    CHECK_INT(ingest(&other).events, 2);
    tl_store_close(other.store);
    CHECK_INT(other.memory.alive, 0);
    tl_arena_destroy(&other.arena);
    shop_end(&s);
}

/* The database alone is deleted, as docs/operations.md tells to do when it is damaged: an open handle makes a new one.
 */
static void the_database_is_deleted(void) {
    shop s;
    tl_err err;
    shop_begin(&s);
    CHECK_INT(record(&s, 0, &err), TL_OK);
    ingest(&s);
    empty(&s, "/store.db*");
    CHECK_INT(record(&s, 1, &err), TL_OK);
    CHECK_INT(ingest(&s).events, 2); /* the segment is still there */
    CHECK_INT(report(&s, &err), TL_OK);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM event"), 2);
    shop_end(&s);
}

/* ---- two versions of the extension
 * ----------------------------------------------------------------------------------- */

/* A newer one migrated the database while this one had it open: it keeps its hands off, and records go on. */
static void a_newer_version_takes_over(void) {
    shop s;
    told t;
    tl_err err;
    char path[300];
    sqlite3 *newer;
    shop_begin(&s);
    CHECK_INT(record(&s, 0, &err), TL_OK);
    ingest(&s);
    in_store(&s, "store.db", path);
    CHECK_INT(sqlite3_open(path, &newer), SQLITE_OK);
    CHECK_INT(sqlite3_exec(newer, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    CHECK_INT(record(&s, 1, &err), TL_OK);
    CHECK_INT(shop_ingest(&s, 0, &t, &err), TL_E_DB_VERSION);
    CHECK_HAS(err.msg, "update the extension");
    CHECK_INT(report(&s, &err), TL_E_DB_VERSION);
    CHECK_INT(rows_of_orders(&s, &err), TL_E_DB_VERSION);
    char sql[64];
    snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", TL_STORE_VERSION);
    CHECK_INT(sqlite3_exec(newer, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(newer);
    CHECK_INT(ingest(&s).events, 1);
    shop_end(&s);
}

int main(void) {
    in_child(a_full_disk);
    in_child(a_limit_on_files);
    a_store_half_made();
    every_write_fails_once();
    in_child(a_read_only_folder);
    the_clock_steps_back();
    the_store_is_deleted("");
    the_store_is_deleted("/*");
    the_store_is_replaced();
    the_database_is_deleted();
    a_newer_version_takes_over();
    return test_report();
}
