/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bare write(2) of so many bytes to a file opened with O_APPEND.
 *   write FILE BYTES p50           microseconds at the median
 *   write FILE BYTES for SECONDS   how many in that time */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CALLS 60000

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    long long x = *(const long long *)a, y = *(const long long *)b;
    return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
    static long long times[CALLS];
    char bytes[4096];
    if (argc < 4) {
        return 2;
    }
    size_t n = (size_t)atoi(argv[2]);
    int fd = open(argv[1], O_WRONLY | O_APPEND | O_CREAT, 0600);
    memset(bytes, 'x', sizeof bytes);
    if (fd < 0 || n > sizeof bytes) {
        return 2;
    }
    if (strcmp(argv[3], "for") == 0) {
        long long until = now() + (long long)(atof(argv[4]) * 1e9), calls = 0;
        for (; (calls & 255) || now() < until; calls++) {
            if (write(fd, bytes, n) != (ssize_t)n) {
                return 1;
            }
        }
        printf("%lld\n", calls);
        return 0;
    }
    for (int i = 0; i < CALLS; i++) {
        long long began = now();
        if (write(fd, bytes, n) != (ssize_t)n) {
            return 1;
        }
        times[i] = now() - began;
    }
    qsort(times, CALLS, sizeof *times, ascending);
    printf("%.3f\n", (double)times[CALLS / 2] / 1000);
    return 0;
}
