/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_internal.h"

bool tl_library(size_t i, const char **name, const char **version) {
    static const char *const names[] = {"SQLite", "PCRE2", "libsodium", "libxlsxwriter"};
    static const char *(*const versions[])(void) = {tl__sqlite_version, tl__pcre2_version, tl__sodium_version,
                                                    tl__xlsxwriter_version};
    if (i >= sizeof names / sizeof *names) {
        return false;
    }
    *name = names[i];
    *version = versions[i]();
    return true;
}

void tl_process_end(void) {
    tl__rules_free();
}
