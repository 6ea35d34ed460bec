/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Gives a harness the kept inputs of a folder, one after another, without libFuzzer: replay DIR. A child does the work,
 * so that what one input breaks does not keep the others from their turn. */
#include "tl_fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static uint8_t *contents(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    FUZZ_REQUIRE(file != NULL && fseek(file, 0, SEEK_END) == 0);
    *len = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(*len > 0 ? *len : 1); /* no byte more, so that reading too far is seen */
    FUZZ_REQUIRE(fread(bytes, 1, *len, file) == *len);
    fclose(file);
    return bytes;
}

static void give(const char *dir, const char *name) {
    char path[4096];
    size_t len;
    snprintf(path, sizeof(path), "%s/%s", dir, name);
    uint8_t *bytes = contents(path, &len);
    LLVMFuzzerTestOneInput(bytes, len);
    free(bytes);
}

static int visible(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

int main(int argc, char **argv) {
    struct dirent **names;
    int n = argc == 2 ? scandir(argv[1], &names, visible, alphasort) : -1, failed = 0;
    int *at = mmap(NULL, sizeof(*at), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (n <= 0 || at == MAP_FAILED) {
        fprintf(stderr, "replay DIR: a folder with inputs in it\n");
        return 2;
    }
    for (*at = 0; *at < n;) {
        int status = 1;
        pid_t child = fork();
        if (child == 0) {
            for (; *at < n; (*at)++) {
                give(argv[1], names[*at]->d_name);
            }
            exit(0);
        }
        if (child < 0 || waitpid(child, &status, 0) != child || status != 0) {
            fprintf(stderr, "not ok - %s/%s\n", argv[1], *at < n ? names[*at]->d_name : "(at the end: a leak)");
            failed++;
            (*at)++;
        }
    }
    for (int i = 0; i < n; i++) {
        free(names[i]);
    }
    free(names);
    printf("%d passed, %d failed\n", n - failed > 0 ? n - failed : 0, failed);
    return failed > 0;
}
