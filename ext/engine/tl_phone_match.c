/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_phone_match.h"

#include <ctype.h>
#include <string.h>

/* What is still to match after the part at hand: a chain on the C stack. */
typedef struct next next;
struct next {
    enum { REST, AGAIN, CLOSE } kind;
    const char *p, *end; /* REST: the pattern that follows. AGAIN: the atom to repeat */
    const char *after;   /* AGAIN: what follows its quantifier */
    int min, max;        /* AGAIN: how often still */
    int group;           /* CLOSE: the group that ends here */
    const char *opened;  /* CLOSE: where it began; AGAIN: where the round began */
    const next *then;
};

typedef struct matcher {
    const char *end;
    bool whole;
    tl_phone_match *out;
    const char *start;
    const char *pattern; /* to number groups by their place */
} matcher;

static bool alternatives(matcher *m, const char *p, const char *end, const char *s, const next *k);

static bool finish(matcher *m, const char *s) {
    if (m->whole && s != m->end) {
        return false;
    }
    m->out->len = (size_t)(s - m->start);
    return true;
}

/* The end of the atom that starts at p. */
static const char *atom_end(const char *p, const char *end) {
    if (*p == '\\') {
        return p + 2;
    }
    if (*p == '[') {
        while (p < end && *p != ']') {
            p += *p == '\\' ? 2 : 1;
        }
        return p + 1;
    }
    if (*p != '(') {
        return p + 1;
    }
    for (int depth = 0; p < end; p++) {
        if (*p == '\\') {
            p++;
        } else if (*p == '[') {
            p = atom_end(p, end) - 1;
        } else if (*p == '(') {
            depth++;
        } else if (*p == ')' && --depth == 0) {
            return p + 1;
        }
    }
    return end;
}

static const char *quantifier(const char *p, const char *end, int *min, int *max) {
    *min = *max = 1;
    if (p >= end) {
        return p;
    }
    if (*p == '?' || *p == '*' || *p == '+') {
        *min = *p == '+';
        *max = *p == '?' ? 1 : 64;
        return p + 1;
    }
    if (*p != '{') {
        return p;
    }
    for (*min = 0, p++; isdigit((unsigned char)*p); p++) {
        *min = *min * 10 + (*p - '0');
    }
    *max = *min;
    if (*p == ',') {
        for (*max = 0, p++; isdigit((unsigned char)*p); p++) {
            *max = *max * 10 + (*p - '0');
        }
        *max = *max ? *max : 64;
    }
    return p + 1;
}

static bool class_has(const char *p, const char *end, char c) {
    bool negated = *p == '^', found = false;
    for (p += negated; p < end - 1; p++) {
        if (*p == '\\') {
            found |= p[1] == 'd' && isdigit((unsigned char)c);
            p++;
        } else if (p[1] == '-' && p + 2 < end - 1) {
            found |= c >= p[0] && c <= p[2];
            p += 2;
        } else {
            found |= c == *p;
        }
    }
    return found != negated;
}

/* Does one character match an atom that is no group? */
static bool one(const char *p, const char *end, char c) {
    if (*p == '\\') {
        return p[1] == 'd' ? isdigit((unsigned char)c) != 0 : c == p[1];
    }
    return *p == '[' ? class_has(p + 1, end, c) : *p == '.' || *p == c;
}

static int group_number(const matcher *m, const char *open) {
    int number = 0;
    if (open[1] == '?') {
        return 0;
    }
    for (const char *p = m->pattern; p <= open; p++) {
        if (*p == '\\') {
            p++;
        } else if (*p == '[') {
            p = atom_end(p, p + strlen(p)) - 1;
        } else if (*p == '(' && p[1] != '?') {
            number++;
        }
    }
    return number <= TL_PHONE_GROUPS ? number : 0;
}

static bool go_on(matcher *m, const char *s, const next *k);

static bool group(matcher *m, const char *p, const char *end, const char *s, const next *k) {
    int number = group_number(m, p);
    const char *inner = p[1] == '?' ? p + 3 : p + 1;
    next close = {.kind = CLOSE, .group = number, .opened = s, .then = k};
    tl_slice before = m->out->groups[number];
    if (alternatives(m, inner, end - 1, s, number ? &close : k)) {
        return true;
    }
    m->out->groups[number] = before;
    return false;
}

static bool atom(matcher *m, const char *p, const char *end, const char *s, const next *k) {
    if (*p == '(') {
        return group(m, p, end, s, k);
    }
    if (*p == '$') {
        return s == m->end && go_on(m, s, k);
    }
    return s < m->end && one(p, end, *s) && go_on(m, s + 1, k);
}

/* An atom between min and max times, as often as possible first. */
static bool repeat(matcher *m, const next *r, const char *s) {
    if (r->max > 0) {
        next again = *r;
        again.min = r->min > 0 ? r->min - 1 : 0;
        again.max = r->max - 1;
        again.opened = s;
        if (atom(m, r->p, r->end, s, &again)) {
            return true;
        }
    }
    return r->min == 0 && go_on(m, s, r->then);
}

static bool sequence(matcher *m, const char *p, const char *end, const char *s, const next *k) {
    if (p >= end) {
        return go_on(m, s, k);
    }
    next rest = {.kind = REST, .end = end, .then = k};
    const char *stop = atom_end(p, end);
    next r = {.kind = AGAIN, .p = p, .end = stop, .then = &rest, .opened = NULL};
    rest.p = quantifier(stop, end, &r.min, &r.max);
    return repeat(m, &r, s);
}

static bool go_on(matcher *m, const char *s, const next *k) {
    if (!k) {
        return finish(m, s);
    }
    switch (k->kind) {
    case REST:
        return sequence(m, k->p, k->end, s, k->then);
    case AGAIN:
        return s == k->opened ? go_on(m, s, k->then) : repeat(m, k, s); /* an empty round would never end */
    case CLOSE: {
        tl_slice before = m->out->groups[k->group];
        m->out->groups[k->group] = (tl_slice){k->opened, (size_t)(s - k->opened)};
        if (go_on(m, s, k->then)) {
            return true;
        }
        m->out->groups[k->group] = before;
        return false;
    }
    }
    return false;
}

static bool alternatives(matcher *m, const char *p, const char *end, const char *s, const next *k) {
    const char *from = p;
    while (p < end) {
        if (*p == '|') {
            if (sequence(m, from, p, s, k)) {
                return true;
            }
            from = ++p;
        } else {
            p = atom_end(p, end);
        }
    }
    return sequence(m, from, end, s, k);
}

bool tl__phone_match(const char *pattern, tl_slice digits, bool whole, tl_phone_match *match) {
    memset(match, 0, sizeof *match);
    for (int i = 0; i <= TL_PHONE_GROUPS; i++) {
        match->groups[i].ptr = "";
    }
    matcher m = {digits.ptr + digits.len, whole, match, digits.ptr, pattern};
    return alternatives(&m, pattern, pattern + strlen(pattern), digits.ptr, NULL);
}
