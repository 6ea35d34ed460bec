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
    bool ordered;
    uint32_t options;
    pcre2_code *code;
} rule_set;

/* Words are in all languages. */
#define WORDS (PCRE2_CASELESS | PCRE2_UTF | PCRE2_UCP)
static rule_set sets[TL_RULE_KINDS] = {{"bot", tl_rules_bot, false, 0, NULL},
                                       {"device", tl_rules_device, true, 0, NULL},
                                       {"channel", tl_rules_channel, true, PCRE2_CASELESS, NULL},
                                       {"medium", tl_rules_medium, true, PCRE2_CASELESS, NULL},
                                       {"intent", tl_rules_intent, true, WORDS, NULL}};
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

/* Without JIT it matches all the same. */
static void compile_further(pcre2_code *code) {
    if (code && !getenv("TOUCHLINE_NO_JIT")) {
        pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    }
}

static void compile(rule_set *set) {
    int error;
    size_t offset;
    char *text = join(set->lines, set->ordered);
    if (!text) {
        return;
    }
    set->code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, set->options, &error, &offset, NULL);
    compile_further(set->code);
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

/* Does it match within the limits? *line is the number in the mark, where there is one. */
static bool matches(const pcre2_code *code, tl_slice subject, size_t *line) {
    bool right = false;
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    pcre2_match_context *context = pcre2_match_context_create(NULL);
    if (data && context) {
        pcre2_set_match_limit(context, MATCH_LIMIT);
        pcre2_set_depth_limit(context, MATCH_LIMIT);
        size_t len = subject.len < SUBJECT_MAX ? subject.len : SUBJECT_MAX;
        int rc = pcre2_match(code, (PCRE2_SPTR)subject.ptr, len, 0, 0, data, context);
        if (rc == PCRE2_ERROR_JIT_STACKLIMIT) {
            rc = pcre2_match(code, (PCRE2_SPTR)subject.ptr, len, 0, PCRE2_NO_JIT, data, context);
        }
        PCRE2_SPTR mark = rc >= 0 ? pcre2_get_mark(data) : NULL;
        *line = mark ? strtoul((const char *)mark, NULL, 10) : 0;
        right = rc >= 0;
    }
    pcre2_match_context_free(context);
    pcre2_match_data_free(data);
    return right;
}

/* Whatever bytes somebody sends: what is no UTF-8 is a space. */
static tl_slice scrubbed(tl_slice subject, char out[SUBJECT_MAX]) {
    size_t n = 0;
    for (size_t i = 0; i < subject.len && n < SUBJECT_MAX;) {
        size_t len = tl__utf8_sequence((const unsigned char *)subject.ptr + i, subject.len - i);
        if (n + len > SUBJECT_MAX) {
            break;
        }
        if (len) {
            memcpy(out + n, subject.ptr + i, len);
        } else {
            out[n] = ' ';
        }
        n += len ? len : 1;
        i += len ? len : 1;
    }
    return (tl_slice){out, n};
}

/* NULL: no line matches, or the subject is beyond the limits. */
static const char *match(tl_rule_kind kind, tl_slice subject) {
    char clean[SUBJECT_MAX];
    size_t line;
    pthread_once(&compiled, compile_all);
    const rule_set *set = &sets[kind];
    subject = set->options & PCRE2_UTF ? scrubbed(subject, clean) : subject;
    return set->code && subject.len && matches(set->code, subject, &line) ? set->lines[line].label : NULL;
}

/* ---- the owner's own rules -------------------------------------------------------------------------------------- */

#define OWN_RULES_MAX 1000
#define OWN_PATTERN_MAX 1000

typedef struct own_rule {
    tl_rule_kind kind;
    char label[64];
    pcre2_code *code;
} own_rule;

struct tl_own_rules {
    tl_allocator mem;
    size_t n, cap;
    own_rule *rules;
};

static tl_code wrong_rule(tl_err *err, tl_slice kind, const char *what) {
    return tl_fail(err, TL_E_OPTION, "'rules' of '%.*s': %s", (int)(kind.len < 32 ? kind.len : 32), kind.ptr, what);
}

/* Bots may be called anything; the others by a word that reports know. */
static bool label_known(tl_rule_kind kind, tl_slice label) {
    static const tl_slice devices[] = {{"desktop", 7}, {"mobile", 6}, {"tablet", 6}};
    if (kind == TL_RULES_BOT || tl_slice_eq(label, TL_S("none"))) {
        return true;
    }
    if (kind == TL_RULES_INTENT) {
        return tl_number_of(tl_intent_words, label) > 0;
    }
    for (size_t i = 0; kind == TL_RULES_DEVICE && i < 3; i++) {
        if (tl_slice_eq(label, devices[i])) {
            return true;
        }
    }
    return kind != TL_RULES_DEVICE &&
           (tl_number_of(tl_channel_words, label) > 0 || tl_slice_eq(label, TL_S("payment")));
}

static tl_code add_rule(tl_own_rules *own, tl_rule_kind kind, tl_slice name, const tl_value *pair, tl_err *err) {
    int error;
    size_t offset;
    bool right = pair->kind == TL_LIST && pair->n == 2 && pair->as.items[0].kind == TL_STR &&
                 pair->as.items[1].kind == TL_STR && pair->as.items[0].as.s.len < sizeof(own->rules->label) &&
                 pair->as.items[1].as.s.len <= OWN_PATTERN_MAX &&
                 !memchr(pair->as.items[0].as.s.ptr, 0, pair->as.items[0].as.s.len);
    if (!right) {
        return wrong_rule(err, name, "each must be [label, pattern], at most 63 and 1000 bytes long");
    }
    tl_slice label = pair->as.items[0].as.s, pattern = pair->as.items[1].as.s;
    if (label.len == 0 || !label_known(kind, label)) {
        return wrong_rule(err, name, "a label is unknown; docs/api.md lists them");
    }
    own_rule *rule = &own->rules[own->n];
    *rule = (own_rule){.kind = kind};
    memcpy(rule->label, label.ptr, label.len);
    rule->code = pcre2_compile((PCRE2_SPTR)pattern.ptr, pattern.len, WORDS, &error, &offset, NULL);
    if (!rule->code) {
        char said[120] = "", text[200];
        pcre2_get_error_message(error, (PCRE2_UCHAR *)said, sizeof said);
        snprintf(text, sizeof text, "a pattern is none: %s at character %zu", said, offset + 1);
        return wrong_rule(err, name, text);
    }
    compile_further(rule->code);
    own->n++;
    return TL_OK;
}

static tl_code add_rules(tl_own_rules *own, const tl_pair *pair, tl_err *err) {
    int kind = 0;
    while (kind < TL_RULE_KINDS && !tl_slice_eq(pair->key, tl_slice_of(sets[kind].name))) {
        kind++;
    }
    if (kind == TL_RULE_KINDS || pair->value.kind != TL_LIST) {
        return wrong_rule(err, pair->key, "it must be lists by kind: bot, device, channel, medium, intent");
    }
    for (uint32_t i = 0; i < pair->value.n; i++) {
        if (own->n == own->cap) {
            return wrong_rule(err, pair->key, "there are more than 1000");
        }
        if (add_rule(own, (tl_rule_kind)kind, pair->key, &pair->value.as.items[i], err) != TL_OK) {
            return err->code;
        }
    }
    return TL_OK;
}

tl_code tl__own_rules_new(const tl_value *rules, tl_allocator mem, tl_own_rules **out, tl_err *err) {
    *out = NULL;
    if (!rules || rules->kind != TL_MAP || rules->n == 0) {
        return TL_OK;
    }
    tl_own_rules *own = mem.fn(mem.ctx, NULL, sizeof *own);
    own_rule *room = own ? mem.fn(mem.ctx, NULL, OWN_RULES_MAX * sizeof *room) : NULL;
    if (!room) {
        if (own) {
            mem.fn(mem.ctx, own, 0);
        }
        return tl_fail(err, TL_E_NOMEM, "while reading the owner's rules");
    }
    *own = (tl_own_rules){.mem = mem, .cap = OWN_RULES_MAX, .rules = room};
    for (uint32_t i = 0; i < rules->n; i++) {
        if (add_rules(own, &rules->as.pairs[i], err) != TL_OK) {
            tl__own_rules_free(own);
            return err->code;
        }
    }
    *out = own;
    return TL_OK;
}

void tl__own_rules_free(tl_own_rules *own) {
    if (!own) {
        return;
    }
    tl_allocator mem = own->mem;
    for (size_t i = 0; i < own->n; i++) {
        pcre2_code_free(own->rules[i].code);
    }
    mem.fn(mem.ctx, own->rules, 0);
    mem.fn(mem.ctx, own, 0);
}

const char *tl__own_label(const tl_own_rules *own, tl_rule_kind kind, tl_slice subject) {
    char clean[SUBJECT_MAX];
    size_t line;
    tl_slice text = own ? scrubbed(subject, clean) : subject;
    for (size_t i = 0; own && text.len && i < own->n; i++) {
        if (own->rules[i].kind == kind && matches(own->rules[i].code, text, &line)) {
            return own->rules[i].label;
        }
    }
    return NULL;
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
        const char *device = match(TL_RULES_DEVICE, agent);
        *m = (memory){{hash[0], hash[1]}, true, match(TL_RULES_BOT, agent), device ? device : "desktop"};
    }
    return m;
}

/* ---- by name -------------------------------------------------------------------------------------------------- */

static const char *ours(tl_rule_kind kind, tl_slice subject) {
    switch (kind) {
    case TL_RULES_BOT:
        return subject.len ? remember(subject)->bot : NULL;
    case TL_RULES_DEVICE:
        return subject.len ? remember(subject)->device : NULL;
    default:
        return match(kind, subject);
    }
}

const char *tl__label(const tl_own_rules *own, tl_rule_kind kind, tl_slice subject) {
    const char *label = tl__own_label(own, kind, subject);
    return !label ? ours(kind, subject) : strcmp(label, "none") == 0 ? NULL : label;
}

const char *tl__bot(const tl_own_rules *own, tl_slice agent) {
    return tl__label(own, TL_RULES_BOT, agent);
}
const char *tl__device(const tl_own_rules *own, tl_slice agent) {
    return tl__label(own, TL_RULES_DEVICE, agent);
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

static tl_code kind_of(tl_slice rules, tl_rule_kind *kind, tl_err *err) {
    for (int i = 0; i < TL_RULE_KINDS; i++) {
        if (tl_slice_eq(rules, tl_slice_of(sets[i].name))) {
            *kind = (tl_rule_kind)i;
            return TL_OK;
        }
    }
    return tl_fail(err, TL_E_RULES, "'%.*s'; there are bot, device, channel, medium and intent",
                   (int)(rules.len < 64 ? rules.len : 64), rules.ptr);
}

/* {rules: own}: as Store::open takes them. */
static tl_code own_of(tl_slice rules, const tl_value *own, tl_arena *arena, tl_own_rules **out, tl_err *err) {
    tl_pair pair = {.key = rules};
    tl_value map = {.kind = TL_MAP, .n = 1, .as.pairs = &pair};
    *out = NULL;
    if (!own || own->n == 0) {
        return TL_OK;
    }
    pair.value = *own;
    if (tl__own_rules_new(&map, arena->mem, out, err) == TL_E_OPTION) {
        tl_err said = *err; /* here it is an argument that is wrong, not an option of a store */
        const char *what = strstr(said.msg, "'rules' of ");
        return tl_fail(err, TL_E_QUERY_VALUE, "%s", what ? what : said.msg);
    }
    return *out ? TL_OK : err->code;
}

tl_code tl_classify(tl_slice rules, tl_slice subject, const tl_value *own, tl_arena *arena, tl_slice *label,
                    tl_err *err) {
    tl_rule_kind kind = TL_RULES_BOT;
    tl_own_rules *compiled_own;
    char host[256];
    *label = (tl_slice){NULL, 0};
    if (check_compiled(err) != TL_OK || kind_of(rules, &kind, err) != TL_OK ||
        own_of(rules, own, arena, &compiled_own, err) != TL_OK) {
        return err->code;
    }
    if (kind == TL_RULES_CHANNEL) {
        tl__host_of(subject, host);
        subject = tl_slice_of(host);
    }
    const char *found = tl__label(compiled_own, kind, subject);
    if (found) {
        *label = tl_arena_dup(arena, tl_slice_of(found));
    }
    tl__own_rules_free(compiled_own);
    return found && !label->ptr ? tl_fail(err, TL_E_NOMEM, "classifying") : TL_OK;
}
