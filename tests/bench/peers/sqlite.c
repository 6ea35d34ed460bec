/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a plugin would do with SQLite: the rows of the events, prepared, in one transaction, an index to find a visitor
 * by. sqlite FILE ROWS   seconds */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    sqlite3 *db;
    sqlite3_stmt *s;
    if (argc < 3 || sqlite3_open(argv[1], &db) != SQLITE_OK) {
        return 2;
    }
    sqlite3_exec(
        db,
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16000;"
        "CREATE TABLE event(id INTEGER PRIMARY KEY, visitor TEXT, at INTEGER, type TEXT, path TEXT, page_type TEXT,"
        " product TEXT, view TEXT); CREATE INDEX event_visitor ON event(visitor, at);",
        NULL, NULL, NULL);
    double began = now();
    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
    sqlite3_prepare_v2(
        db, "INSERT INTO event(visitor, at, type, path, page_type, product, view) VALUES(?, ?, ?, ?, ?, ?, ?)", -1, &s,
        NULL);
    long long rows = atoll(argv[2]);
    unsigned long long seed = 7;
    char visitor[33], path[32], product[8], view[17];
    for (long long i = 0; i < rows; i++) {
        if (i % 8 == 0) {
            seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
            snprintf(visitor, sizeof visitor, "%032llx", (seed >> 33) % (unsigned long long)(rows / 12 + 1));
        }
        snprintf(product, sizeof product, "%lld", i * 31 % 300);
        snprintf(path, sizeof path, "/product/%s/", product);
        snprintf(view, sizeof view, "%016llx", (unsigned long long)i);
        sqlite3_bind_text(s, 1, visitor, 32, SQLITE_STATIC);
        sqlite3_bind_int64(s, 2, 1767225600000LL + i * 25000);
        sqlite3_bind_text(s, 3, "product_view", 12, SQLITE_STATIC);
        sqlite3_bind_text(s, 4, path, -1, SQLITE_STATIC);
        sqlite3_bind_text(s, 5, "product", 7, SQLITE_STATIC);
        sqlite3_bind_text(s, 6, product, -1, SQLITE_STATIC);
        sqlite3_bind_text(s, 7, view, 16, SQLITE_STATIC);
        if (sqlite3_step(s) != SQLITE_DONE) {
            return 1;
        }
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    printf("%.3f\n", now() - began);
    sqlite3_close(db);
    return 0;
}
