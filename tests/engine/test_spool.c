/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The spool in good order: segments, hours, size, removal, processes. */
#include "tl_test_spool.h"

/* ---- the good way ---------------------------------------------------------------------------------------------- */

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

/* ---- size and removal ------------------------------------------------------------------------------------------ */

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

/* ---- processes ------------------------------------------------------------------------------------------------- */

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
        size_t len = i % 4 == 0 ? sizeof(text) : (size_t)n + (size_t)(i % 50);
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

/* ---- memory ---------------------------------------------------------------------------------------------------- */

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
    a_full_spool_refuses();
    segments_go_when_read_and_old();
    a_removed_segment_is_left_behind();
    a_fork_opens_its_own();
    eight_writers_and_a_reader();
    survives_any_failed_allocation();
    return test_report();
}
