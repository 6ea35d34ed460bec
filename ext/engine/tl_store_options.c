/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The options of Store::open, as in docs/api.md. */
#include "tl_store_dir.h"

#define DEFAULT_SPOOL_MAX (INT64_C(1) << 30)

static tl_code wrong(tl_err *err, const char *name, const char *wanted) {
    return tl_fail(err, TL_E_OPTION, "'%s' must be %s", name, wanted);
}

static tl_code take_bool(const tl_value *value, const char *name, bool *out, tl_err *err) {
    if (value->kind != TL_BOOL) {
        return wrong(err, name, "true or false");
    }
    *out = value->as.b;
    return TL_OK;
}

static tl_code take_site(const tl_value *value, tl_slice *out, tl_err *err) {
    if (value->kind != TL_STR || value->as.s.len == 0 || value->as.s.len > TL_SITE_MAX) {
        return wrong(err, "site", "text of 1 to 512 bytes");
    }
    *out = value->as.s;
    return TL_OK;
}

static tl_code take_key(const tl_value *value, tl_slice *out, tl_err *err) {
    if (value->kind != TL_STR || value->as.s.len < 16 || value->as.s.len > 64) {
        return wrong(err, "identity_key", "a string of 16 to 64 bytes");
    }
    *out = value->as.s;
    return TL_OK;
}

static tl_code take_statuses(const tl_value *value, const char *name, const tl_value **out, tl_err *err) {
    bool right = value->kind == TL_LIST || (value->kind == TL_MAP && value->n == 0);
    for (uint32_t i = 0; right && i < value->n; i++) {
        const tl_value *item = &value->as.items[i];
        right = item->kind == TL_STR && item->as.s.len > 0 && item->as.s.len <= 64;
    }
    if (!right) {
        return wrong(err, name, "a list of statuses, each text of 1 to 64 bytes");
    }
    *out = value;
    return TL_OK;
}

static tl_code take_map(const tl_value *value, const char *name, const char *wanted, const tl_value **out,
                        tl_err *err) {
    if (value->kind != TL_MAP && !(value->kind == TL_LIST && value->n == 0)) {
        return wrong(err, name, wanted);
    }
    *out = value;
    return TL_OK;
}

static tl_code take_bytes(const tl_value *value, int64_t *out, tl_err *err) {
    if (value->kind != TL_INT || value->as.i < 1) {
        return wrong(err, "spool_max_bytes", "a whole number above 0");
    }
    *out = value->as.i;
    return TL_OK;
}

typedef enum option {
    OPTION_CREATE,
    OPTION_ADOPT,
    OPTION_SITE,
    OPTION_IDENTITY_KEY,
    OPTION_PAID,
    OPTION_EXCLUDED,
    OPTION_QUERY,
    OPTION_RULES,
    OPTION_SPOOL_MAX
} option;
static const char *const option_names[] = {
    [OPTION_CREATE] = "create",
    [OPTION_ADOPT] = "adopt",
    [OPTION_SITE] = "site",
    [OPTION_IDENTITY_KEY] = "identity_key",
    [OPTION_PAID] = "paid_statuses",
    [OPTION_EXCLUDED] = "excluded_statuses",
    [OPTION_QUERY] = "query",
    [OPTION_RULES] = "rules",
    [OPTION_SPOOL_MAX] = "spool_max_bytes",
};
#define OPTION_COUNT (sizeof(option_names) / sizeof(option_names[0]))

static tl_code take(option which, const tl_value *value, tl_open_options *out, tl_err *err) {
    const char *name = option_names[which];
    switch (which) {
    case OPTION_CREATE:
        return take_bool(value, name, &out->create, err);
    case OPTION_ADOPT:
        return take_bool(value, name, &out->adopt, err);
    case OPTION_SITE:
        return take_site(value, &out->site, err);
    case OPTION_IDENTITY_KEY:
        return take_key(value, &out->identity_key, err);
    case OPTION_PAID:
        return take_statuses(value, name, &out->paid_statuses, err);
    case OPTION_EXCLUDED:
        return take_statuses(value, name, &out->excluded_statuses, err);
    case OPTION_QUERY:
        return take_map(value, name, "an array of options of reports by name", &out->query, err);
    case OPTION_RULES:
        return take_map(value, name, "lists of [label, pattern] by kind", &out->rules, err);
    case OPTION_SPOOL_MAX:
        break;
    }
    return take_bytes(value, &out->spool_max_bytes, err);
}

static tl_code take_named(const tl_pair *pair, tl_open_options *out, tl_err *err) {
    for (size_t i = 0; i < OPTION_COUNT; i++) {
        if (tl_slice_eq(pair->key, tl_slice_of(option_names[i]))) {
            return pair->value.kind == TL_NULL ? TL_OK : take((option)i, &pair->value, out, err);
        }
    }
    return tl_fail(err, TL_E_OPTION, "'%.*s'", (int)(pair->key.len < 64 ? pair->key.len : 64), pair->key.ptr);
}

tl_code tl__open_options(const tl_value *options, tl_open_options *out, tl_err *err) {
    *out = (tl_open_options){.site = TL_S(""), .identity_key = TL_S(""), .spool_max_bytes = DEFAULT_SPOOL_MAX};
    bool none = options == NULL || options->kind == TL_NULL || (options->kind == TL_LIST && options->n == 0);
    if (!none && options->kind != TL_MAP) {
        return tl_fail(err, TL_E_OPTION, "the options must be an array by name");
    }
    for (uint32_t i = 0; !none && i < options->n; i++) {
        tl_code code = take_named(&options->as.pairs[i], out, err);
        if (code != TL_OK) {
            return code;
        }
    }
    if (out->adopt && out->site.len == 0) {
        return tl_fail(err, TL_E_OPTION, "'adopt' needs 'site'");
    }
    return TL_OK;
}
