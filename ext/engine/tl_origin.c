/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a landing came from: what its address names goes before who linked to it. */
#include "tl_rules.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static tl_slice after(tl_slice text, const char *mark) {
    const char *found = memmem(text.ptr, text.len, mark, strlen(mark));
    if (!found) {
        return text;
    }
    found += strlen(mark);
    return (tl_slice){found, text.len - (size_t)(found - text.ptr)};
}

static size_t authority(tl_slice text) {
    size_t n = 0;
    while (n < text.len && !strchr("/?#\\", text.ptr[n]) && text.ptr[n] != '\0') {
        n++;
    }
    return n;
}

static bool host_character(char c) {
    return isalnum((unsigned char)c) || c == '.' || c == '-' || c == '_';
}

void tl__host_of(tl_slice referrer, char host[256]) {
    tl_slice rest = after(referrer, "://");
    size_t len = 0;
    rest.len = authority(rest);
    rest = after(rest, "@");
    *host = '\0';
    if (rest.len > 4 && strncasecmp(rest.ptr, "www.", 4) == 0) {
        rest = (tl_slice){rest.ptr + 4, rest.len - 4};
    }
    while (len < rest.len && len < 255 && rest.ptr[len] != ':') {
        if (!host_character(rest.ptr[len])) {
            *host = '\0';
            return; /* no host at all, such as an IPv6 address or nonsense */
        }
        host[len] = (char)tolower((unsigned char)rest.ptr[len]);
        len++;
    }
    while (len && host[len - 1] == '.') {
        len--;
    }
    host[len] = '\0';
}

static bool is(const char *label, const char *word) {
    return label && strcmp(label, word) == 0;
}

static tl_channel channel_named(const char *label, tl_channel otherwise) {
    int number = label ? tl_number_of(tl_channel_words, tl_slice_of(label)) : -1;
    return number > 0 ? (tl_channel)number : otherwise;
}

static void by_ad(tl_slice ad, tl_origin *out) {
    if (tl_slice_eq(ad, TL_S("ctwa_clid"))) {
        out->channel = TL_CHANNEL_WHATSAPP;
        out->entry = TL_ENTRY_AD;
    } else if (tl_slice_eq(ad, TL_S("fbclid")) || tl_slice_eq(ad, TL_S("ttclid"))) {
        out->channel = TL_CHANNEL_PAID_SOCIAL;
    } else {
        out->channel = TL_CHANNEL_PAID_SEARCH;
    }
}

/* "source/medium"; false when neither is given */
static bool medium_of(const tl_landing *l, char *text, size_t size) {
    snprintf(text, size, "%.*s/%.*s", (int)l->source.len, l->source.len ? l->source.ptr : "", (int)l->medium.len,
             l->medium.len ? l->medium.ptr : "");
    return l->source.len || l->medium.len;
}

/* A click id proves an ad where the medium says nothing. Facebook's stands in links of posts too, so that a source of
 * that kind without a medium stays what it is. */
static bool ad_decides(const tl_landing *l, tl_channel channel) {
    return channel == TL_CHANNEL_OTHER || (l->medium.len == 0 && !tl_slice_eq(l->ad, TL_S("fbclid")));
}

static void by_campaign(const tl_landing *l, const tl_own_rules *own, tl_origin *out) {
    char text[512];
    out->channel = TL_CHANNEL_OTHER; /* a campaign's name alone */
    if (medium_of(l, text, sizeof text)) {
        out->channel = channel_named(tl__label(own, TL_RULES_MEDIUM, tl_slice_of(text)), TL_CHANNEL_OTHER);
    }
    if (out->channel == TL_CHANNEL_WHATSAPP) {
        out->entry = TL_ENTRY_CAMPAIGN;
    }
    if (tl_slice_eq(l->ad, TL_S("ctwa_clid")) ||
        (l->ad.len && out->channel != TL_CHANNEL_WHATSAPP && ad_decides(l, out->channel))) {
        by_ad(l->ad, out);
    }
}

static void by_referrer(const tl_own_rules *own, tl_origin *out) {
    const char *label = tl__label(own, TL_RULES_CHANNEL, tl_slice_of(out->referrer));
    if (is(label, "payment")) {
        *out->referrer = '\0';
    }
    if (!*out->referrer) {
        out->channel = TL_CHANNEL_DIRECT;
        return;
    }
    out->channel = channel_named(label, TL_CHANNEL_REFERRAL);
    if (out->channel == TL_CHANNEL_WHATSAPP) {
        out->entry = TL_ENTRY_ORGANIC;
    }
}

void tl__origin(const tl_landing *landing, const tl_own_rules *own, tl_origin *out) {
    memset(out, 0, sizeof *out);
    tl__host_of(landing->referrer, out->referrer);
    by_referrer(own, out);
    out->named = landing->source.len || landing->medium.len || landing->campaign.len || landing->ad.len;
    /* Facebook adds its click id to links in posts too: on its own, behind Facebook's own referrer, it names no ad. */
    bool plain_social = tl_slice_eq(landing->ad, TL_S("fbclid")) && !landing->source.len && !landing->medium.len &&
                        !landing->campaign.len;
    if (plain_social && out->channel == TL_CHANNEL_SOCIAL) {
        return;
    }
    if (out->named) {
        out->entry = TL_ENTRY_NONE;
        by_campaign(landing, own, out);
    }
}
