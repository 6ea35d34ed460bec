/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_spool.h"
#include "tl_test.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#define HOUR TL_HOUR_MS
#define NOON (INT64_C(1795521600000)) /* 2026-11-24 12:00 UTC */

/* A world whose clock and disk the test decides. */
typedef struct world {
    int64_t now;
    int fail_with; /* errno of the next write */
    int64_t take;  /* bytes the next write takes before it stops, -1: all */
    int writes;
    char dir[128];
    tl_host host;
    tl_spool spool;
} world;

static int64_t world_now(void *ctx) {
    return ((world *)ctx)->now;
}

static int64_t world_write(void *ctx, int fd, const void *bytes, size_t len) {
    world *w = ctx;
    w->writes++;
    if (w->fail_with != 0) {
        errno = w->fail_with;
        w->fail_with = 0;
        return -1;
    }
    if (w->take >= 0) {
        len = (size_t)w->take < len ? (size_t)w->take : len;
        w->take = -1;
    }
    return write(fd, bytes, len);
}

static const unsigned char store_id[16] = "store-id-123456", key[16] = "key-123456789ab";

static void begin(world *w) {
    memset(w, 0, sizeof(*w));
    w->now = NOON;
    w->take = -1;
    w->host = (tl_host){tl_default_allocator, world_now, world_write, w};
    test_directory(w->dir);
    tl_err err;
    CHECK_INT(tl__spool_init(&w->spool, &w->host, tl_slice_of(w->dir), store_id, key, 1 << 30, &err), TL_OK);
}

static void end(world *w) {
    tl__spool_destroy(&w->spool);
    test_remove(w->dir);
}

static tl_code append(world *w, const char *payload, tl_err *err) {
    return tl__spool_append(&w->spool, (const unsigned char *)payload, strlen(payload), false, err);
}

static void put(world *w, const char *payload) {
    tl_err err = {TL_OK, ""};
    test_check(append(w, payload, &err) == TL_OK, __FILE__, __LINE__, "append: %s", err.msg);
}

static void path_of(const world *w, int64_t at, char path[300]) {
    char name[TL_SEGMENT_NAME + 1];
    tl__segment_name(at / HOUR, name);
    snprintf(path, 300, "%s/spool/%s", w->dir, name);
}

typedef struct reading {
    char text[4096]; /* payloads with a blank after each */
    int frames;
    int64_t offset, skipped;
    tl_read last;
} reading;

static reading read_from(const world *w, int64_t at, int64_t offset) {
    reading r = {.last = TL_READ_FAIL};
    char name[TL_SEGMENT_NAME + 1];
    tl_spool_reader reader;
    tl_frame frame;
    tl_err err;
    tl__segment_name(at / HOUR, name);
    if (tl__spool_reader_init(&reader, &w->spool, tl_slice_of(name), offset, &err) != TL_OK) {
        return r;
    }
    while ((r.last = tl__spool_next(&reader, &frame, &err)) == TL_READ_FRAME) {
        r.frames++;
        size_t n = strlen(r.text);
        snprintf(r.text + n, sizeof(r.text) - n, "%.*s ", (int)(frame.len < 64 ? frame.len : 64),
                 (const char *)frame.payload);
    }
    r.offset = reader.offset;
    r.skipped = reader.skipped;
    tl__spool_reader_destroy(&reader);
    return r;
}

static int64_t size_of(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 ? st.st_size : -1;
}

/* ---- the good way --------------------------------------------------------------------------------------------------
 */

static void reads_what_was_appended(void) {
    world w;
    char path[300];
    struct stat st;
    begin(&w);
    put(&w, "one");
    put(&w, "two");
    CHECK_INT(w.writes, 3); /* the header of the segment, then one for each event */
    path_of(&w, NOON, path);
    CHECK_HAS(path, "/spool/20261124T12.tls");
    CHECK(stat(path, &st) == 0 && (st.st_mode & 0777) == 0600);
    CHECK_INT(st.st_size, 32 + 15 + 15);
    CHECK(stat(w.spool.dir, &st) == 0 && (st.st_mode & 0777) == 0700);
    reading r = read_from(&w, NOON, 0);
    CHECK_STR(r.text, "one two ");
    CHECK_INT(r.last, TL_READ_END);
    CHECK_INT(r.offset, 62);
    CHECK_INT(r.skipped, 0);
    put(&w, "three");
    r = read_from(&w, NOON, r.offset);
    CHECK_STR(r.text, "three ");
    CHECK_STR(read_from(&w, NOON, 99999).text, "one two three "); /* beyond its end: another file, from its start */
    end(&w);
}

static void segments_are_listed_in_order(void) {
    world w;
    tl_arena arena;
    tl_value names;
    tl_err err;
    char path[300];
    begin(&w);
    tl_arena_init(&arena, tl_default_allocator);
    CHECK_INT(tl__spool_segments(&w.spool, &arena, &names, &err), TL_OK);
    CHECK_INT(names.n, 0);
    for (int i = 4; i >= 0; i--) {
        w.now = NOON + i * 11 * HOUR;
        put(&w, "x");
    }
    snprintf(path, sizeof(path), "%s/spool/notes.txt", w.dir);
    close(open(path, O_CREAT | O_WRONLY, 0600));
    snprintf(path, sizeof(path), "%s/spool/.new-0123", w.dir); /* left by a process that died years ago */
    close(open(path, O_CREAT | O_WRONLY, 0600));
    w.now = NOON + INT64_C(40) * 365 * 24 * HOUR;
    CHECK_INT(tl__spool_segments(&w.spool, &arena, &names, &err), TL_OK);
    CHECK_INT(names.n, 5);
    CHECK_STR(names.as.items[0].as.s.ptr, "20261124T12.tls");
    CHECK_STR(names.as.items[1].as.s.ptr, "20261124T23.tls");
    CHECK_STR(names.as.items[4].as.s.ptr, "20261126T08.tls");
    CHECK_INT(size_of(path), -1);
    tl_arena_destroy(&arena);
    end(&w);
}

/* Independent of the code's calendar: gmtime. */
static void names_are_hours_in_utc(void) {
    bool agree = true;
    for (int64_t hour = 0; hour < 24 * 47482; hour += 7) { /* to the year 2099 */
        time_t seconds = (time_t)(hour * 3600);
        struct tm tm;
        char name[TL_SEGMENT_NAME + 1], wanted[32];
        gmtime_r(&seconds, &tm);
        strftime(wanted, sizeof(wanted), "%Y%m%dT%H.tls", &tm);
        tl__segment_name(hour, name);
        agree = agree && strcmp(name, wanted) == 0 && tl__segment_hour(tl_slice_of(name)) == hour;
    }
    CHECK(agree);
    static const char *const bad[] = {"",
                                      "20261124T12.tl",
                                      "20261124T12.tlsx",
                                      "20261324T12.tls",
                                      "20260230T12.tls",
                                      "20261124T24.tls",
                                      "20261124-12.tls",
                                      "2026112xT12.tls",
                                      "../../etc/pass."};
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        CHECK_INT(tl__segment_hour(tl_slice_of(bad[i])), -1);
    }
}

static void an_hour_is_a_segment_and_clocks_may_step_back(void) {
    world w;
    begin(&w);
    put(&w, "a");
    w.now = NOON + HOUR;
    put(&w, "b");
    reading first = read_from(&w, NOON, 0);
    w.now = NOON + HOUR - 1;
    put(&w, "c");
    CHECK_STR(read_from(&w, NOON, first.offset).text, "c ");
    CHECK_STR(read_from(&w, NOON + HOUR, 0).text, "b ");
    end(&w);
}

static void large_frames_pass_through_the_window(void) {
    world w;
    tl_err err;
    begin(&w);
    unsigned char *big = malloc(TL_EVENT_MAX + 1);
    memset(big, 'x', TL_EVENT_MAX + 1);
    for (size_t i = 0; i < 20; i++) {
        CHECK_INT(tl__spool_append(&w.spool, big, i % 3 == 2 ? i + 1 : TL_EVENT_MAX - i, false, &err), TL_OK);
    }
    CHECK_INT(tl__spool_append(&w.spool, big, TL_EVENT_MAX + 1, false, &err), TL_E_EVENT_TOO_LARGE);
    reading r = read_from(&w, NOON, 0);
    CHECK_INT(r.frames, 20);
    CHECK_INT(r.skipped, 0);
    free(big);
    end(&w);
}

/* ---- failures
 * -------------------------------------------------------------------------------------------------------- */

static void failed_writes_are_reported(void) {
    world w;
    tl_err err;
    begin(&w);
    w.fail_with = ENOSPC; /* the header of a new segment */
    CHECK_INT(append(&w, "x", &err), TL_E_DISK_FULL);
    put(&w, "one");
    w.fail_with = ENOSPC;
    CHECK_INT(append(&w, "x", &err), TL_E_DISK_FULL);
    w.fail_with = EDQUOT;
    CHECK_INT(append(&w, "x", &err), TL_E_DISK_FULL);
    w.fail_with = EIO;
    CHECK_INT(append(&w, "x", &err), TL_E_SPOOL_IO);
    CHECK_HAS(err.msg, "Input/output error");
    w.fail_with = EINTR;
    put(&w, "two");
    CHECK_STR(read_from(&w, NOON, 0).text, "one two ");
    CHECK_INT(read_from(&w, NOON, 0).skipped, 0);
    end(&w);
}

/* A write that stops at every possible byte: the torn piece is skipped, what came before and after is read. */
static void torn_writes_lose_only_themselves(void) {
    world w;
    tl_err err;
    begin(&w);
    for (int64_t take = 0; take < 12 + 4; take++) {
        put(&w, "good");
        w.take = take;
        CHECK_INT(append(&w, "torn", &err), TL_E_SPOOL_IO);
    }
    reading open_end = read_from(&w, NOON, 0);
    CHECK_INT(open_end.frames, 16);
    CHECK(strstr(open_end.text, "torn") == NULL);
    CHECK_INT(open_end.last, TL_READ_END);
    int64_t torn = 0;
    for (int64_t i = 0; i < 15; i++) {
        torn += i;
    }
    CHECK_INT(open_end.skipped, torn); /* the last torn piece may yet become whole */
    w.now = NOON + HOUR + TL_SEAL_MS + 1;
    reading sealed = read_from(&w, NOON, open_end.offset);
    CHECK_INT(sealed.skipped, 15);
    CHECK_INT(sealed.offset, open_end.offset + 15);
    char path[300];
    snprintf(path, sizeof(path), "%s/quarantine/20261124T12.tls", w.dir);
    CHECK_INT(size_of(path), torn + 15);
    end(&w);
}

static void a_write_in_progress_is_waited_for(void) {
    world w;
    char path[300];
    begin(&w);
    put(&w, "first");
    put(&w, "second");
    path_of(&w, NOON, path);
    int64_t whole = size_of(path);
    char *copy = malloc((size_t)whole);
    int fd = open(path, O_RDWR);
    CHECK(read(fd, copy, (size_t)whole) == whole);
    for (int64_t cut = whole - 17; cut < whole; cut++) { /* the second frame has 18 bytes */
        CHECK(ftruncate(fd, cut) == 0);
        reading r = read_from(&w, NOON, 0);
        CHECK_STR(r.text, "first ");
        CHECK_INT(r.skipped, 0);
        CHECK_INT(r.offset, whole - 18);
        CHECK(pwrite(fd, copy + cut, (size_t)(whole - cut), cut) == whole - cut);
        CHECK_STR(read_from(&w, NOON, r.offset).text, "second ");
    }
    close(fd);
    free(copy);
    end(&w);
}

static void small_segment(world *w, char path[300]) {
    begin(w);
    put(w, "alpha");
    put(w, "be");
    put(w, "gamma-gamma");
    put(w, "d");
    path_of(w, NOON, path);
}

/* Which of the four events a byte belongs to, -1: none (the header). */
static int event_at(int64_t byte) {
    static const int64_t ends[] = {32 + 17, 32 + 17 + 14, 32 + 17 + 14 + 23, 32 + 17 + 14 + 23 + 13};
    int event = byte < 32 ? -1 : 0;
    while (event >= 0 && byte >= ends[event]) {
        event++;
    }
    return event;
}

static void expect_all_but(const reading *r, int lost, int64_t byte) {
    static const char *const names[] = {"alpha ", "be ", "gamma-gamma ", "d "};
    char wanted[64] = "";
    for (int i = 0; i < 4; i++) {
        if (i != lost) {
            strcat(wanted, names[i]);
        }
    }
    test_check(strcmp(r->text, wanted) == 0 && r->last == TL_READ_END, __FILE__, __LINE__,
               "byte %lld: got %s, wanted %s", (long long)byte, r->text, wanted);
}

static void a_flipped_bit_costs_one_event_at_most(void) {
    world w;
    char path[300];
    small_segment(&w, path);
    int fd = open(path, O_RDWR);
    int64_t size = size_of(path);
    CHECK_INT(size, 99);
    w.now = NOON + 3 * HOUR;
    for (int64_t bit = 0; bit < size * 8; bit++) {
        unsigned char byte, changed;
        CHECK(pread(fd, &byte, 1, bit / 8) == 1);
        changed = (unsigned char)(byte ^ 1 << bit % 8);
        CHECK(pwrite(fd, &changed, 1, bit / 8) == 1);
        reading r = read_from(&w, NOON, 0);
        expect_all_but(&r, event_at(bit / 8), bit / 8);
        CHECK_INT(r.offset, size);
        CHECK(pwrite(fd, &byte, 1, bit / 8) == 1);
    }
    close(fd);
    end(&w);
}

static void truncation_costs_what_was_cut(void) {
    for (int64_t cut = 0; cut < 99; cut++) {
        world w;
        char path[300];
        small_segment(&w, path);
        CHECK(truncate(path, cut) == 0);
        reading r = read_from(&w, NOON, 0);
        int whole = cut < 32 ? 0 : event_at(cut);
        CHECK_INT(r.frames, whole);
        CHECK_INT(r.last, TL_READ_END);
        put(&w, "after"); /* the segment goes on being used */
        r = read_from(&w, NOON, 0);
        CHECK_INT(r.frames, whole + 1);
        CHECK_HAS(r.text, "after ");
        end(&w);
    }
}

static void junk_and_strangers_are_skipped(void) {
    world w;
    char path[300];
    begin(&w);
    put(&w, "first");
    path_of(&w, NOON, path);
    int fd = open(path, O_WRONLY | O_APPEND);
    char *zeros = calloc(1, 300000); /* what some file systems leave after a crash */
    CHECK(write(fd, zeros, 300000) == 300000);
    memset(zeros, 0x01, 5000); /* lengths that look plausible now and then */
    CHECK(write(fd, zeros, 5003) == 5003);
    put(&w, "second");
    /* a frame made with another key */
    world other;
    char foreign[300];
    begin(&other);
    other.spool.key[0] ^= 1;
    put(&other, "forged");
    path_of(&other, NOON, foreign);
    unsigned char frame[64];
    int from = open(foreign, O_RDONLY);
    CHECK(pread(from, frame, 18, 32) == 18);
    CHECK(write(fd, frame, 18) == 18);
    put(&w, "third");
    reading r = read_from(&w, NOON, 0);
    CHECK_STR(r.text, "first second third ");
    CHECK_INT(r.skipped, 305003 + 18);
    close(from);
    close(fd);
    free(zeros);
    end(&other);
    end(&w);
}

static void a_newer_segment_is_not_guessed_at(void) {
    world w;
    char path[300];
    begin(&w);
    put(&w, "x");
    path_of(&w, NOON, path);
    unsigned char header[TL_SEGMENT_HEADER];
    tl__segment_header(&w.spool, 2, header);
    int fd = open(path, O_WRONLY);
    CHECK(pwrite(fd, header, sizeof(header), 0) == sizeof(header));
    close(fd);
    reading r = read_from(&w, NOON, 0);
    CHECK_INT(r.last, TL_READ_FAIL);
    CHECK_INT(r.offset, 0);
    end(&w);
}

/* ---- size and removal
 * -------------------------------------------------------------------------------------------------- */

static void a_full_spool_refuses(void) {
    world w;
    tl_err err;
    begin(&w);
    w.spool.max_bytes = 2000;
    int taken = 0;
    tl_code code = TL_OK;
    while (taken < 1000 && (code = append(&w, "0123456789", &err)) == TL_OK) {
        taken++;
    }
    CHECK_INT(code, TL_E_SPOOL_FULL);
    CHECK_INT(taken, 256); /* looked at every 256 events */
    CHECK_HAS(err.msg, "run ingest");
    CHECK_INT(append(&w, "x", &err), TL_E_SPOOL_FULL);
    w.now += HOUR;
    CHECK_INT(append(&w, "x", &err), TL_E_SPOOL_FULL);
    w.now += HOUR;
    CHECK_INT(tl__spool_remove(&w.spool, TL_S("20261124T12.tls"), 32 + 256 * 22, &err), TL_OK);
    put(&w, "room again");
    end(&w);
}

static void segments_go_when_read_and_old(void) {
    world w;
    tl_err err;
    char path[300];
    begin(&w);
    put(&w, "one");
    path_of(&w, NOON, path);
    tl_slice name = TL_S("20261124T12.tls");
    w.now = NOON + 2 * HOUR - 1;
    CHECK(!tl__spool_removable(&w.spool, name));
    CHECK_INT(tl__spool_remove(&w.spool, name, 47, &err), TL_OK);
    CHECK_INT(size_of(path), 47);
    w.now = NOON + 2 * HOUR;
    CHECK(tl__spool_removable(&w.spool, name));
    CHECK_INT(tl__spool_remove(&w.spool, name, 46, &err), TL_OK); /* a byte is unread */
    CHECK_INT(size_of(path), 47);
    CHECK_INT(tl__spool_remove(&w.spool, name, 47, &err), TL_OK);
    CHECK_INT(size_of(path), -1);
    CHECK_INT(tl__spool_remove(&w.spool, name, 47, &err), TL_OK);
    CHECK(!tl__spool_removable(&w.spool, TL_S("key")));
    end(&w);
}

/* A writer that held the segment open while it was removed notices and writes again. */
static void a_removed_segment_is_left_behind(void) {
    world w;
    char path[300];
    begin(&w);
    put(&w, "one");
    path_of(&w, NOON, path);
    CHECK(unlink(path) == 0);
    put(&w, "two");
    put(&w, "three");
    CHECK_STR(read_from(&w, NOON, 0).text, "two three ");
    CHECK(unlink(path) == 0);
    CHECK(rmdir(w.spool.dir) == 0);
    put(&w, "four");
    CHECK_STR(read_from(&w, NOON, 0).text, "four ");
    end(&w);
}

/* ---- processes
 * ------------------------------------------------------------------------------------------------------------ */

static void a_fork_opens_its_own(void) {
    world w;
    begin(&w);
    put(&w, "parent");
    int fd = w.spool.fd;
    pid_t child = fork();
    if (child == 0) {
        tl_err err;
        tl_code code = append(&w, "child", &err);
        _exit(code == TL_OK && w.spool.pid == getpid() ? 0 : 1);
    }
    int status = 1;
    waitpid(child, &status, 0);
    CHECK_INT(status, 0);
    put(&w, "again");
    CHECK_INT(w.spool.fd, fd);
    CHECK_STR(read_from(&w, NOON, 0).text, "parent child again ");
    end(&w);
}

#define WRITERS 8
#define EACH 2000

static void write_many(world *w, int writer) {
    tl_err err;
    char text[9000];
    for (int i = 0; i < EACH; i++) {
        int n = snprintf(text, sizeof(text), "%d %d ", writer, i);
        memset(text + n, 'p', sizeof(text) - (size_t)n);
        size_t len = i % 100 == 0 ? sizeof(text) : (size_t)n + (size_t)(i % 50);
        if (tl__spool_append(&w->spool, (unsigned char *)text, len, false, &err) != TL_OK) {
            _exit(1);
        }
    }
    _exit(0);
}

/* Takes what is there; true: everything of everybody arrived in order. */
static bool read_some(tl_spool_reader *reader, int next[WRITERS], int *frames) {
    tl_frame frame;
    tl_err err;
    while (tl__spool_next(reader, &frame, &err) == TL_READ_FRAME) {
        char text[64];
        int writer = -1, i = -1;
        snprintf(text, sizeof(text), "%.*s", (int)(frame.len < 60 ? frame.len : 60), (const char *)frame.payload);
        if (sscanf(text, "%d %d ", &writer, &i) != 2 || writer < 0 || writer >= WRITERS || i != next[writer]++) {
            return false;
        }
        (*frames)++;
    }
    return true;
}

static void eight_writers_and_a_reader(void) {
    world w;
    begin(&w);
    pid_t children[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        if ((children[i] = fork()) == 0) {
            write_many(&w, i);
        }
    }
    tl_err err;
    tl_spool_reader reader;
    tl_slice name = TL_S("20261124T12.tls");
    while (tl__spool_reader_init(&reader, &w.spool, name, 0, &err) != TL_OK) {
        usleep(1000);
    }
    int next[WRITERS] = {0}, frames = 0, failed = 0;
    bool ordered = true;
    for (int i = 0; i < WRITERS; i++) {
        int status;
        pid_t ended;
        while ((ended = waitpid(children[i], &status, WNOHANG)) == 0) {
            ordered = ordered && read_some(&reader, next, &frames);
            usleep(200);
        }
        failed += status != 0;
    }
    ordered = ordered && read_some(&reader, next, &frames);
    CHECK_INT(failed, 0);
    CHECK(ordered);
    CHECK_INT(frames, WRITERS * EACH);
    CHECK_INT(reader.skipped, 0);
    tl__spool_reader_destroy(&reader);
    end(&w);
}

/* ---- memory
 * ---------------------------------------------------------------------------------------------------------------- */

static void survives_any_failed_allocation(void) {
    for (long n = 1; n < 12; n++) {
        world w;
        test_memory m = {.fail_at = n};
        begin(&w);
        w.host.mem = test_allocator(&m);
        tl_err err;
        CHECK_INT(tl__spool_init(&w.spool, &w.host, tl_slice_of(w.dir), store_id, key, 1 << 30, &err), TL_OK);
        tl_code code = append(&w, "one", &err);
        CHECK(code == TL_OK || (code == TL_E_NOMEM && n == 1));
        reading r = read_from(&w, NOON, 0);
        CHECK(r.frames == 1 || r.last == TL_READ_FAIL);
        tl_arena arena;
        tl_value names;
        tl_arena_init(&arena, w.host.mem);
        code = tl__spool_segments(&w.spool, &arena, &names, &err);
        CHECK(code == TL_E_NOMEM || (code == TL_OK && (names.n == 1 || n == 1)));
        tl_arena_destroy(&arena);
        end(&w);
        CHECK_INT(m.alive, 0);
    }
}

int main(void) {
    reads_what_was_appended();
    segments_are_listed_in_order();
    names_are_hours_in_utc();
    an_hour_is_a_segment_and_clocks_may_step_back();
    large_frames_pass_through_the_window();
    failed_writes_are_reported();
    torn_writes_lose_only_themselves();
    a_write_in_progress_is_waited_for();
    a_flipped_bit_costs_one_event_at_most();
    truncation_costs_what_was_cut();
    junk_and_strangers_are_skipped();
    a_newer_segment_is_not_guessed_at();
    a_full_spool_refuses();
    segments_go_when_read_and_old();
    a_removed_segment_is_left_behind();
    a_fork_opens_its_own();
    eight_writers_and_a_reader();
    survives_any_failed_allocation();
    return test_report();
}
