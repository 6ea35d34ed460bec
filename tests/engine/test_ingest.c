/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the spool is emptied: what counts once, batches, budgets, segments, and a database that cannot be used. */
#include "tl_test_ingest.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void counts(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@0");
    tell(&s, "type=page_view;visitor=v;path=/;at@0"); /* the same */
    tell(&s, "type=page_view;visitor=v;path=/;at@1"); /* another */
    tell(&s, "type=custom;name=x;id=mine;at@2");
    tell(&s, "type=page_view;visitor=v;path=/;id=mine;at@3"); /* the same own id */
    tell(&s, "type=order;order=1;status=s;currency=MXN;placed_at@0;total=1;at@4");
    tell(&s, "type=order;order=1;status=s;currency=MXN;placed_at@0;total=1;at@4"); /* the same */
    tell(&s, "type=page_view;visitor=b;path=/;at@5;user_agent=Googlebot/2.1 (+http://www.google.com/bot.html)");
    tell(&s, "type=page_view;visitor=b;path=/;at@5;user_agent=Googlebot/2.1 (+http://www.google.com/bot.html)");
    tell(&s, "type=page_view;visitor=b;path=/;at@6;user_agent=WhatsApp/2.23.20.0 A");
    told t = ingest(&s);
    CHECK_INT(t.events, 4);
    CHECK_INT(t.duplicates, 4);
    CHECK_INT(t.bots, 2);
    CHECK_INT(t.orders, 1);
    CHECK_INT(t.rejected, 0);
    CHECK_INT(t.lag_ms, 0);
    CHECK(t.done && !t.busy);
    CHECK_ROWS(&s, "SELECT COUNT(*) FROM identity WHERE value = 'b'", "0\n");
    CHECK_ROWS(&s, "SELECT day, SUM(n), COUNT(*) FROM bot GROUP BY day", "20781|2|2\n");
    CHECK_ROWS(&s, "SELECT name FROM bot WHERE name = 'preview'", "preview\n");
    CHECK_ROWS(&s,
               "SELECT (value - 1795521600000) / 1000 FROM meta WHERE key IN ('newest_at', 'oldest_at') ORDER BY key",
               "4\n0\n");
    t = ingest(&s);
    CHECK(t.events == 0 && t.duplicates == 0 && t.done);
    shop_end(&s);
}

static bool exists(const shop *s, const char *name) {
    char path[300];
    struct stat st;
    snprintf(path, sizeof(path), "%s/%s", s->dir, name);
    return stat(path, &st) == 0;
}

/* A frame whose hash is right and whose content is none: counted, kept aside, and ingest goes on. */
static void undecodable(void) {
    shop s;
    tl_err err;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@0");
    CHECK_INT(tl__spool_append(&s.store->spool, (const unsigned char *)"\x01\x01garbage", 9, false, &err), TL_OK);
    tell(&s, "type=page_view;visitor=v;path=/;at@1");
    told t = ingest(&s);
    CHECK(t.events == 2 && t.rejected == 1 && t.done);
    CHECK(exists(&s, "quarantine/20261124T12.tls.event"));
    CHECK_INT(ingest(&s).rejected, 0);
    shop_end(&s);
}

/* Somebody else is at work: back at once, nothing done. */
static void busy(void) {
    shop s;
    char path[300];
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@0");
    snprintf(path, sizeof(path), "%s/ingest.lock", s.dir);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    CHECK_INT(flock(fd, LOCK_EX), 0);
    told t = ingest(&s);
    CHECK(t.busy && !t.done && t.events == 0);
    close(fd);
    t = ingest(&s);
    CHECK(!t.busy && t.done && t.events == 1);
    shop_end(&s);
}

/* A budget ends ingest between batches; what is left comes the next time, and nothing twice. */
static void budget(void) {
    shop s;
    told t = {0};
    tl_err err;
    int64_t in_all = 0;
    shop_begin(&s);
    for (int i = 0; i < 1200; i++) {
        tell(&s, "type=page_view;visitor=v%d;path=/;at@-%d", i % 7, i + 1);
    }
    s.tick = 1;
    for (int calls = 0; calls < 100 && !t.done; calls++) {
        CHECK_INT(shop_ingest(&s, 10, &t, &err), TL_OK);
        CHECK(t.done || t.lag_ms > 0);
        CHECK(t.events < 1200);
        in_all += t.events;
    }
    CHECK(t.done);
    CHECK_INT(in_all, 1200);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM event"), 1200);
    shop_end(&s);
}

/* A segment goes when it is read and an hour old; one that grew in the meantime is read on. */
static void segments(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@0");
    ingest(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@1");
    s.now += 3600000;
    tell(&s, "type=page_view;visitor=v;path=/;at@2");
    CHECK_INT(ingest(&s).events, 2);
    CHECK(exists(&s, "spool/20261124T12.tls") && exists(&s, "spool/20261124T13.tls"));
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM segment"), 2);
    s.now += 3600000;
    ingest(&s);
    CHECK(!exists(&s, "spool/20261124T12.tls") && exists(&s, "spool/20261124T13.tls"));
    s.now -= 2 * 3600000; /* the clock is set back: a new segment of the old name, read from its start */
    for (int i = 0; i < 5; i++) {
        tell(&s, "type=page_view;visitor=v;path=/long-enough-to-pass-the-old-offset;at@%d", 3 + i);
    }
    ingest(&s);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM event"), 8);
    shop_end(&s);
}

/* Damage at the end of a segment that nobody writes any more is passed over once. */
static void damage(void) {
    shop s;
    char path[300];
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@0");
    snprintf(path, sizeof(path), "%s/spool/20261124T12.tls", s.dir);
    int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    CHECK_INT(write(fd, "torn", 4), 4);
    close(fd);
    told t = ingest(&s);
    CHECK(t.events == 1 && t.skipped_bytes == 0 && t.done);
    s.now += 3600000 + TL_SEAL_MS + 1;
    t = ingest(&s);
    CHECK(t.events == 0 && t.skipped_bytes == 4 && t.done);
    CHECK_INT(ingest(&s).skipped_bytes, 0);
    shop_end(&s);
}

/* Many visitors in small and large batches: as many sessions, touches and dictionary words as there must be. */
static void large(void) {
    shop s;
    shop_begin(&s);
    for (int i = 0; i < 12000; i++) {
        tell(&s, "type=page_view;visitor=v%d;path=/%d;at@%d", i % 3000, i % 10, i);
        if (i % 20 == 0) {
            tl_arena_reset(&s.arena);
        }
    }
    told t = ingest(&s);
    CHECK_INT(t.events, 12000);
    CHECK_ROWS(&s, "SELECT COUNT(*), SUM(views) FROM session",
               "12000|12000\n"); /* a visitor's views lie 3000 s apart */
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM dict"), 10);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM touch"), 12000);
    shop_end(&s);
}

/* ---- the database ----------------------------------------------------------------------------------------------- */

static void refused(shop *s, tl_code wanted, const char *part) {
    told t;
    tl_err err;
    tl_store_close(s->store);
    shop_open(s, NULL);
    CHECK_INT(shop_ingest(s, 0, &t, &err), wanted);
    CHECK_INT(err.code, wanted);
    CHECK_HAS(err.msg, part);
}

static void overwrite(const shop *s, const char *name, const char *bytes, size_t len, off_t at) {
    char path[300];
    snprintf(path, sizeof(path), "%s/%s", s->dir, name);
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    CHECK_INT(pwrite(fd, bytes, len, at), (ssize_t)len);
    close(fd);
}

static void modes(void) {
    shop s;
    struct stat st;
    char path[300];
    static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm", "ingest.lock"};
    mode_t mask = umask(0);
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@0");
    ingest(&s);
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
        snprintf(path, sizeof(path), "%s/%s", s.dir, names[i]);
        CHECK_INT(stat(path, &st), 0);
        CHECK_INT(st.st_mode & 0777, 0600);
    }
    umask(mask);
    shop_end(&s);
}

static void bad_databases(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@0");
    ingest(&s);
    CHECK_INT(sqlite3_exec(shop_db(&s), "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
    refused(&s, TL_E_DB_VERSION, "99");
    shop_end(&s);

    shop_begin(&s);
    overwrite(&s, "store.db", "this is no database at all, but text of some length", 51, 0);
    tell(&s, "type=page_view;visitor=v;path=/;at@0"); /* the hot path knows nothing of it */
    refused(&s, TL_E_DB_CORRUPT, "operations.md");
    shop_end(&s);

    shop_begin(&s);
    ingest(&s);
    tl_store_close(s.store);
    overwrite(&s, "key", "\x55", 1, 20);
    tl_err err;
    CHECK(tl_store_open(&s.store, tl_slice_of(s.dir), &(tl_value){0}, &s.host, &err) != TL_OK ||
          tl_store_ingest(s.store, 0, &s.arena, &(tl_value){0}, &err) != TL_OK);
    CHECK_INT(err.code, TL_E_KEY);
    shop_end(&s);
}

static void other_key(void) {
    shop s, other;
    char command[400];
    shop_begin(&s);
    ingest(&s);
    shop_begin(&other);
    snprintf(command, sizeof(command), "cp '%s/key' '%s/key'", other.dir, s.dir);
    CHECK_INT(system(command), 0);
    refused(&s, TL_E_KEY, "another key file");
    shop_end(&other);
    shop_end(&s);
}

/* A fork opens its own database; the parent's handle still works after it. */
static void fork_opens_its_own(void) {
    shop s;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@0");
    ingest(&s);
    tell(&s, "type=page_view;visitor=v;path=/;at@1");
    pid_t child = fork();
    if (child == 0) {
        told t = {0};
        tl_err err;
        bool ok = shop_ingest(&s, 0, &t, &err) == TL_OK && t.events == 1;
        tl_store_close(s.store);
        _exit(ok ? 0 : 1);
    }
    int status;
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK_INT(status, 0);
    tell(&s, "type=page_view;visitor=v;path=/;at@2");
    CHECK_INT(ingest(&s).events, 1);
    CHECK_INT(number(&s, "SELECT COUNT(*) FROM event"), 3);
    shop_end(&s);
}

/* Eight processes open a new store's database at once, each for a page: one makes it, all can read it. */
static void opened_at_once(void) {
    for (int round = 0; round < 10; round++) {
        shop s;
        int status, failed = 0;
        shop_begin(&s);
        for (int i = 0; i < 8; i++) {
            if (fork() == 0) {
                tl_db *db;
                tl_err err = {TL_OK, ""};
                int64_t n;
                bool ok = tl__db_get(s.store, &db, &err) == TL_OK &&
                          tl__one(db, "SELECT COUNT(*) FROM orders", NULL, 0, 7, &n, &err) == TL_OK && n == 0;
                if (!ok) {
                    fprintf(stderr, "%s\n", err.msg);
                }
                _exit(ok ? 0 : 1);
            }
        }
        while (wait(&status) > 0) {
            failed += status != 0;
        }
        CHECK_INT(failed, 0);
        shop_end(&s);
    }
}

/* Four processes record while two ingest: every event counts once. */
static void all_at_once(void) {
    shop s;
    int status, failed = 0;
    shop_begin(&s);
    for (int i = 0; i < 6; i++) {
        if (fork() == 0) {
            told t;
            tl_err err;
            bool ok = true;
            for (int n = 0; n < 500 && i < 4; n++) {
                tell(&s, "type=page_view;visitor=v%d;path=/%d;at@%d", i, n % 5, n);
                tell(&s, "type=page_view;visitor=same;path=/%d;at@%d", n % 5, n);
            }
            for (int n = 0; n < 30 && i >= 4 && ok; n++) {
                ok = shop_ingest(&s, n % 2 * 5, &t, &err) == TL_OK;
                usleep(2000);
            }
            _exit(ok && test_failed == 0 ? 0 : 1);
        }
    }
    while (wait(&status) > 0) {
        failed += status != 0;
    }
    CHECK_INT(failed, 0);
    CHECK(ingest(&s).done);
    CHECK_ROWS(&s, "SELECT COUNT(*) FROM event", "2500\n");
    CHECK_ROWS(&s, "SELECT SUM(views) FROM session", "2500\n");
    shop_end(&s);
}

static int64_t problems(shop *s, const char *wanted) {
    tl_arena arena;
    tl_value out;
    tl_err err;
    tl_arena_init(&arena, tl_default_allocator);
    CHECK_INT(tl_store_check(s->store, &arena, &out, &err), TL_OK);
    const tl_value *list = tl_map_get(&out, "problems");
    int64_t found = 0;
    for (uint32_t i = 0; i < list->n; i++) {
        found += tl_slice_eq(list->as.items[i].as.s, tl_slice_of(wanted));
    }
    tl_arena_destroy(&arena);
    return found;
}

/* check() holds each figure of each roll-up against the visits: one of them is another one, on one side and the other.
 */
static void rollups_against_visits(void) {
    shop s;
    char sql[200];
    shop_begin(&s);
    tell(&s, "type=product_view;visitor=v;path=/p;product=1;at@0");
    ingest(&s);
    CHECK_INT(problems(&s, "2 figures of the daily roll-ups are not what the visits say"), 0);
    for (int kind = 1; kind <= 8; kind++) {
        for (int i = 0; i < 3; i++) {
            static const char *const figures[] = {"n", "engaged", "quality"};
            snprintf(sql, sizeof(sql), "UPDATE rollup SET %s = %s + 1 WHERE kind = %d", figures[i], figures[i], kind);
            CHECK_INT(sqlite3_exec(shop_db(&s), sql, NULL, NULL, NULL), SQLITE_OK);
            test_check(problems(&s, "2 figures of the daily roll-ups are not what the visits say") == 1, __FILE__,
                       __LINE__, "%s is not missed", sql);
            snprintf(sql, sizeof(sql), "UPDATE rollup SET %s = %s - 1 WHERE kind = %d", figures[i], figures[i], kind);
            CHECK_INT(sqlite3_exec(shop_db(&s), sql, NULL, NULL, NULL), SQLITE_OK);
        }
    }
    shop_end(&s);
}

/* check() holds the spool against the database: of each kind of event one that is not there is missed. */
static void spool_against_store(void) {
    static const char *const takes[] = {
        "DELETE FROM event WHERE at % 100000 = 1000",
        "DELETE FROM event_id", /* the order's, the message's, and one with its own id */
        "DELETE FROM event WHERE visitor = 0"};
    static const char *const says[] = {"1 events that were read from the spool are not in the database",
                                       "4 events that were read from the spool are not in the database",
                                       "5 events that were read from the spool are not in the database"};
    shop s;
    shop_begin(&s);
    tell(&s, "type=page_view;visitor=a;path=/;at@0");
    tell(&s, "type=page_view;visitor=b;path=/;at@1");
    tell(&s, "type=page_view;path=/;at@2");
    tell(&s, "type=custom;name=x;id=mine;visitor=a;at@3");
    tell(&s, "type=order;order=1;status=processing;currency=EUR;total=1;placed_at@1;at@2");
    tell(&s, "type=message;message=m;direction=in;at@2");
    tell(&s, "type=page_view;visitor=a;path=/;user_agent=Googlebot/2.1;at@9");
    CHECK(ingest(&s).done);
    CHECK_ROWS(&s, "SELECT COUNT(*) FROM event_id", "4\n");
    for (size_t i = 0; i < 3; i++) {
        CHECK_INT(problems(&s, says[i]), 0);
        CHECK_INT(sqlite3_exec(shop_db(&s), takes[i], NULL, NULL, NULL), SQLITE_OK);
        CHECK_INT(problems(&s, says[i]), 1);
    }
    shop_end(&s);
}

int main(void) {
    rollups_against_visits();
    spool_against_store();
    counts();
    undecodable();
    busy();
    budget();
    segments();
    damage();
    large();
    modes();
    bad_databases();
    other_key();
    fork_opens_its_own();
    opened_at_once();
    all_at_once();
    return test_report();
}
