/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The test framework: CHECK counts and goes on, a case is a function, main ends with `return test_report();`. */
#ifndef TL_TEST_H
#define TL_TEST_H

#include "tl_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int test_passed, test_failed;

#define CHECK(condition) test_check((condition), __FILE__, __LINE__, "%s", #condition)
#define CHECK_INT(got, wanted) test_int((long long)(got), (long long)(wanted), __FILE__, __LINE__, #got " is " #wanted)
#define CHECK_STR(got, wanted) test_str((got), (wanted), __FILE__, __LINE__)
#define CHECK_HAS(text, part) test_has((text), (part), __FILE__, __LINE__)

__attribute__((format(printf, 4, 5), unused)) static bool test_check(bool ok, const char *file, int line,
                                                                     const char *fmt, ...) {
    if (ok) {
        test_passed++;
        return true;
    }
    test_failed++;
    va_list args;
    va_start(args, fmt);
    fprintf(stderr, "not ok - %s:%d: ", file, line);
    vfprintf(stderr, fmt, args);
    fputc('\n', stderr);
    va_end(args);
    return false;
}

__attribute__((unused)) static bool test_int(long long got, long long wanted, const char *file, int line,
                                             const char *what) {
    return test_check(got == wanted, file, line, "%s: got %lld, wanted %lld", what, got, wanted);
}

__attribute__((unused)) static bool test_str(const char *got, const char *wanted, const char *file, int line) {
    return test_check(strcmp(got, wanted) == 0, file, line, "got \"%s\", wanted \"%s\"", got, wanted);
}

__attribute__((unused)) static bool test_has(const char *text, const char *part, const char *file, int line) {
    return test_check(strstr(text, part) != NULL, file, line, "\"%s\" lacks \"%s\"", text, part);
}

__attribute__((unused)) static int test_report(void) {
    printf("%d passed, %d failed\n", test_passed, test_failed);
    return test_failed > 0;
}

/* An allocator that fails at one call, or at it and all later ones, and knows how many blocks are alive. */
typedef struct test_memory {
    long calls, alive;
    long fail_at; /* number of the call that fails, from 1; 0: none */
    bool and_later;
} test_memory;

__attribute__((unused)) static void *test_memory_fn(void *ctx, void *ptr, size_t size) {
    test_memory *m = ctx;
    if (size == 0) {
        m->alive -= ptr != NULL;
        free(ptr);
        return NULL;
    }
    m->calls++;
    if (m->fail_at > 0 && (m->calls == m->fail_at || (m->and_later && m->calls > m->fail_at))) {
        return NULL;
    }
    void *fresh = realloc(ptr, size);
    m->alive += ptr == NULL && fresh != NULL;
    return fresh;
}

__attribute__((unused)) static tl_allocator test_allocator(test_memory *m) {
    return (tl_allocator){test_memory_fn, m};
}

/* xorshift64*: the same numbers on every run. seed may not be 0. */
__attribute__((unused)) static uint64_t test_random(uint64_t *seed) {
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * 0x2545f4914f6cdd1dULL;
}

/* A fresh directory; test_remove takes it away with all that is in it. */
__attribute__((unused)) static void test_directory(char path[128]) {
    const char *base = getenv("TMPDIR");
    snprintf(path, 128, "%.100s/touchline-test-XXXXXX", base != NULL && *base != '\0' ? base : "/tmp");
    if (mkdtemp(path) == NULL) {
        perror("mkdtemp");
        exit(1);
    }
}

__attribute__((unused)) static void test_remove(const char *path) {
    char command[300];
    snprintf(command, sizeof(command), "chmod -R u+rwx '%s' && rm -rf '%s'", path, path);
    if (system(command) != 0) {
        fprintf(stderr, "%s is left behind\n", path);
    }
}

#endif
