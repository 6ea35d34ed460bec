/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The spool on a failing disk: no damage costs more than the events it hits. */
#include "tl_test_spool.h"

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
    put_key(&other);
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

int main(void) {
    failed_writes_are_reported();
    torn_writes_lose_only_themselves();
    a_write_in_progress_is_waited_for();
    a_flipped_bit_costs_one_event_at_most();
    truncation_costs_what_was_cut();
    junk_and_strangers_are_skipped();
    a_newer_segment_is_not_guessed_at();
    return test_report();
}
