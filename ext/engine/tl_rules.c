/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules: each set is one pattern, its lines the alternatives, marked with their number. Compiled once per process. */
#include "tl_rules.h"
#include "tl_rules_data.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <ctype.h>
#include <pcre2.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBJECT_MAX 1024   /* longer ones are cut: who they are stands at the front */
#define MATCH_LIMIT 200000 /* so that no subject can hang a process */
#define REMEMBERED 256     /* user agents come again and again */

typedef struct rule_set {
    const char *name;
    const tl_rule_line *lines;
    bool caseless, ordered;
    pcre2_code *code;
} rule_set;

static rule_set sets[] = {{"bot", tl_rules_bot, false, false, NULL},
                          {"device", tl_rules_device, false, true, NULL},
                          {"channel", tl_rules_channel, true, true, NULL},
                          {"medium", tl_rules_medium, true, true, NULL}};
#define SETS (sizeof sets / sizeof *sets)

static pthread_once_t compiled = PTHREAD_ONCE_INIT;

const char *tl__pcre2_version(void) {
    static _Thread_local char version[32];
    return pcre2_config(PCRE2_CONFIG_VERSION, version) > 0 ? version : "?";
}

/* ---- one pattern of many lines ----------------------------------------------------------------------------------- */

typedef struct writer {
    const tl_rule_line *lines;
    char *end;
    bool first; /* nothing is written yet at this level */
} writer;

/* (?:pattern)(*MARK:n): the mark says which line matched. */
static void write_line(writer *w, const tl_rule_line *line, const char *before, size_t skip) {
    w->end += sprintf(w->end, "%s%s(?:%s)(*MARK:%zu)", w->first ? "" : "|", before, line->pattern + skip,
                      (size_t)(line - w->lines));
    w->first = false;
}

/* Does the line begin with this very character, whatever follows? */
static bool begins_with(const tl_rule_line *line, char c) {
    return line->pattern[0] == c && line->pattern[1] != '\0' && !strchr("?*+{", line->pattern[1]) &&
           !strchr(line->pattern, '|');
}

static bool grouped(const tl_rule_line *line) {
    return isalnum((unsigned char)line->pattern[0]) && begins_with(line, line->pattern[0]);
}

/* Each line looks through the whole subject before the next one does. */
static void write_ordered(writer *w) {
    for (const tl_rule_line *l = w->lines; l->label; l++) {
        write_line(w, l, "\\A(?s:.*?)", 0);
    }
}

/* The leftmost match decides, which is much faster over many lines; lines that begin with the same character stand
 * behind it once: a(?:one|two)|b(?:three), so that most places of a subject are done after its first character. There
 * are lines that begin otherwise, and they stand in front. */
static void write_grouped(writer *w) {
    for (const tl_rule_line *l = w->lines; l->label; l++) {
        if (!grouped(l)) {
            write_line(w, l, "", 0);
        }
    }
    for (char c = '0'; c <= 'z'; c++) {
        writer group = {w->lines, w->end + strlen("|c(?:"), true};
        for (const tl_rule_line *l = w->lines; isalnum((unsigned char)c) && l->label; l++) {
            if (begins_with(l, c)) {
                write_line(&group, l, "", 1);
            }
        }
        if (!group.first) {
            memcpy(w->end, (const char[]){'|', c, '(', '?', ':'}, strlen("|c(?:"));
            *group.end = ')';
            w->end = group.end + 1;
        }
    }
    *w->end = '\0';
}

static char *join(const tl_rule_line *lines, bool ordered) {
    size_t size = 16;
    for (const tl_rule_line *l = lines; l->label; l++) {
        size += strlen(l->pattern) + 48;
    }
    char *text = malloc(size);
    if (text) {
        writer w = {lines, text, true};
        (ordered ? write_ordered : write_grouped)(&w);
    }
    return text;
}

static void compile(rule_set *set) {
    int error;
    size_t offset;
    char *text = join(set->lines, set->ordered);
    if (!text) {
        return;
    }
    set->code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
                              (set->caseless ? PCRE2_CASELESS : 0) | PCRE2_NO_UTF_CHECK, &error, &offset, NULL);
    if (set->code && !getenv("TOUCHLINE_NO_JIT")) {
        pcre2_jit_compile(set->code, PCRE2_JIT_COMPLETE); /* without JIT it matches all the same */
    }
    free(text);
}

static void compile_all(void) {
    for (size_t i = 0; i < SETS; i++) {
        compile(&sets[i]);
    }
}

void tl__rules_free(void) {
    for (size_t i = 0; i < SETS; i++) {
        pcre2_code_free(sets[i].code);
        sets[i].code = NULL;
    }
}

static const char *marked(const rule_set *set, pcre2_match_data *data) {
    PCRE2_SPTR mark = pcre2_get_mark(data);
    return mark ? set->lines[strtoul((const char *)mark, NULL, 10)].label : NULL;
}

/* NULL: no line matches, or the subject is beyond the limits. */
static const char *match(const rule_set *set, tl_slice subject) {
    const char *label = NULL;
    pthread_once(&compiled, compile_all);
    if (!set->code) {
        return NULL;
    }
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (data && context) {
        pcre2_set_match_limit(context, MATCH_LIMIT);
        pcre2_set_depth_limit(context, MATCH_LIMIT);
        size_t len = subject.len < SUBJECT_MAX ? subject.len : SUBJECT_MAX;
        int rc = pcre2_match(set->code, (PCRE2_SPTR)subject.ptr, len, 0, 0, data, context);
        if (rc == PCRE2_ERROR_JIT_STACKLIMIT) {
            rc = pcre2_match(set->code, (PCRE2_SPTR)subject.ptr, len, 0, PCRE2_NO_JIT, data, context);
        }
        if (rc >= 0) {
            label = marked(set, data);
        }
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return label;
}

/* ---- user agents, remembered ---------------------------------------------------------------------------------- */

typedef struct memory {
    uint64_t hash[2];
    bool known;
    const char *bot, *device;
} memory;

static uint64_t hash_of(tl_slice text, uint64_t seed) {
    uint64_t hash = seed;
    for (size_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char)text.ptr[i]) * 1099511628211u;
    }
    return hash;
}

static const memory *remember(tl_slice agent) {
    static _Thread_local memory memories[REMEMBERED];
    /* Two hashes: a person must not be taken for a bot because of a collision. */
    uint64_t hash[2] = {hash_of(agent, 14695981039346656037u), hash_of(agent, 0x9e3779b97f4a7c15u)};
    memory *m = &memories[hash[0] % REMEMBERED];
    if (!m->known || m->hash[0] != hash[0] || m->hash[1] != hash[1]) {
        const char *device = match(&sets[1], agent);
        *m = (memory){{hash[0], hash[1]}, true, match(&sets[0], agent), device ? device : "desktop"};
    }
    return m;
}

const char *tl__bot(tl_slice agent) {
    return agent.len ? remember(agent)->bot : NULL;
}
const char *tl__device(tl_slice agent) {
    return agent.len ? remember(agent)->device : NULL;
}

/* ---- by name -------------------------------------------------------------------------------------------------- */

const char *tl__channel_of_host(tl_slice host) {
    return host.len ? match(&sets[2], host) : NULL;
}
const char *tl__channel_of_medium(tl_slice source_and_medium) {
    return match(&sets[3], source_and_medium);
}

/* Without a compiled set nothing matches, and a bot would pass for a person. */
static tl_code check_compiled(tl_err *err) {
    pthread_once(&compiled, compile_all);
    for (size_t i = 0; i < SETS; i++) {
        if (!sets[i].code) {
            return tl_fail(err, TL_E_NOMEM, "the rules '%s' are not compiled", sets[i].name);
        }
    }
    return TL_OK;
}

tl_code tl_classify(tl_slice rules, tl_slice subject, const char **label, tl_err *err) {
    *label = NULL;
    if (check_compiled(err) != TL_OK) {
        return err->code;
    }
    if (tl_slice_eq(rules, TL_S("bot"))) {
        *label = tl__bot(subject);
    } else if (tl_slice_eq(rules, TL_S("device"))) {
        *label = tl__device(subject);
    } else if (tl_slice_eq(rules, TL_S("channel"))) {
        char host[256];
        tl__host_of(subject, host);
        *label = tl__channel_of_host(tl_slice_of(host));
    } else if (tl_slice_eq(rules, TL_S("medium"))) {
        *label = subject.len ? tl__channel_of_medium(subject) : NULL;
    } else {
        return tl_fail(err, TL_E_RULES, "'%.*s'; there are bot, device, channel and medium",
                       (int)(rules.len < 64 ? rules.len : 64), rules.ptr);
    }
    return TL_OK;
}
