/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Makes inputs of bytes from inputs of events: seeds EVENTS DECODE FRAME, three folders. Each event as it lies in the
 * spool goes to DECODE; segments of some of them, whole and torn, to FRAME. */
#include "tl_fuzz.h"
#include "tl_spool.h"

#include <dirent.h>
#include <stdio.h>

static const unsigned char identity[] = "0123456789abcdef";
static const tl_event_keys keys = {.event = "event-key-fuzz.", .identity = identity, .identity_len = 16};

static void save(const char *dir, const char *name, const void *bytes, size_t len) {
    char path[700];
    snprintf(path, sizeof(path), "%.300s/%.300s", dir, name);
    FILE *file = fopen(path, "wb");
    FUZZ_REQUIRE(file != NULL && fwrite(bytes, 1, len, file) == len);
    fclose(file);
}

static bool encoded(const char *dir, const char *name, tl_arena *arena, tl_buf *out) {
    static char text[1 << 16];
    char path[700];
    unsigned char id[16];
    tl_value value;
    tl_err err;
    snprintf(path, sizeof(path), "%.300s/%.300s", dir, name);
    int64_t n = tl__file_read(path, text, sizeof(text));
    return n > 0 && fuzz_json(arena, (tl_slice){text, (size_t)n}, &value) &&
           tl__event_encode(&value, &keys, FUZZ_NOW, arena, out, id, &err) == TL_OK;
}

static void add_frame(tl_buf *segment, const tl_buf *event) {
    unsigned char header[TL_FRAME_HEADER] = {(unsigned char)event->len, (unsigned char)(event->len >> 8)};
    tl__sip64(keys.event, event->ptr, event->len, header + 4);
    tl_buf_put(segment, header, sizeof(header));
    tl_buf_put(segment, event->ptr, event->len);
}

static void begin_segment(tl_buf *segment) {
    tl_spool spool = {.store_id = "store-id-of-fuz", .key = "event-key-fuzz."};
    unsigned char header[TL_SEGMENT_HEADER];
    segment->len = 0;
    tl_buf_put(segment, "\0\0\0", 3);
    tl__segment_header(&spool, TL_FORMAT_VERSION, header);
    tl_buf_put(segment, header, sizeof(header));
}

/* As it is and sealed; mutated under good hashes; read from an offset; torn. */
static void save_segments(const char *dir, tl_buf *segment, int number) {
    static const char flags[] = {0, 1, 2, 3, 5};
    char name[32];
    for (int i = 0; i < 5; i++) {
        segment->ptr[0] = (unsigned char)flags[i];
        segment->ptr[1] = i == 4 ? TL_SEGMENT_HEADER : 0;
        snprintf(name, sizeof(name), "segment-%d-%d", number, i);
        save(dir, name, segment->ptr, segment->len - (i == 1 ? 7 : 0));
    }
}

int main(int argc, char **argv) {
    DIR *dir = argc == 4 ? opendir(argv[1]) : NULL;
    tl_arena arena;
    tl_buf event, segment;
    int n = 0;
    FUZZ_REQUIRE(dir != NULL);
    tl_arena_init(&arena, tl_default_allocator);
    tl_buf_init(&event, tl_default_allocator);
    tl_buf_init(&segment, tl_default_allocator);
    begin_segment(&segment);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (strncmp(entry->d_name, "seed-", 5) != 0 || !encoded(argv[1], entry->d_name, &arena, &event)) {
            continue;
        }
        save(argv[2], entry->d_name, event.ptr, event.len);
        add_frame(&segment, &event);
        if (++n % 8 == 0) {
            save_segments(argv[3], &segment, n / 8);
            begin_segment(&segment);
        }
    }
    closedir(dir);
    tl_buf_destroy(&segment);
    tl_buf_destroy(&event);
    tl_arena_destroy(&arena);
    printf("%d events\n", n);
    return n == 0;
}
