/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines "COUNTRY<TAB>NUMBER" on standard input, one answer a line: the digits, or "-". For tests/diff/phones.mjs. */
#include "touchline.h"

#include <stdio.h>
#include <string.h>

int main(void) {
    char line[512], out[16];
    while (fgets(line, sizeof line, stdin)) {
        char *tab = strchr(line, '\t');
        if (!tab) {
            continue;
        }
        *tab = '\0';
        tab[1 + strcspn(tab + 1, "\n")] = '\0';
        puts(tl_normalize_phone(tl_slice_of(tab + 1), tl_slice_of(line), out) ? out : "-");
    }
    return 0;
}
