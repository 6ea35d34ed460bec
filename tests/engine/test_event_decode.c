/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From bytes to events: whatever is accepted is canonical, whatever the bytes are. */
#include "tl_test_event.h"

/* Whatever decode accepts, write makes the same bytes of. The copy ends where the event does, so that ASAN sees every
 * byte read beyond it. True: accepted. */
static bool canonical_or_refused(const unsigned char *bytes, size_t len, bool *broken) {
    unsigned char *copy = malloc(len + (len == 0));
    tl_arena arena;
    tl_buf again;
    tl_event event;
    tl_err err = {TL_OK, ""};
    memcpy(copy, bytes, len);
    tl_arena_init(&arena, tl_default_allocator);
    tl_buf_init(&again, tl_default_allocator);
    tl_code code = tl__event_decode(copy, len, &keys, &arena, &event, &err);
    if (code == TL_OK) {
        *broken = *broken || tl__event_write(&event, &again, &err) != TL_OK || again.len != len ||
                  memcmp(again.ptr, copy, len) != 0;
    } else {
        *broken = *broken || code != TL_E_EVENT_VALUE || err.code != code;
    }
    tl_buf_destroy(&again);
    tl_arena_destroy(&arena);
    free(copy);
    return code == TL_OK;
}

static void whole_order(encoded *e) {
    char text[2000];
    text_of(TL_TYPE_ORDER - 1, true, NULL, text);
    tl_arena_init(&e->arena, tl_default_allocator);
    tl_value event = event_of(&e->arena, text);
    tl_value lists =
        order_with(&e->arena, "lines", 3, "product=1;variation=2;quantity:2;net=99.5;tax=-1;category=c", 9);
    *tl_map_add(&event, &e->arena, TL_S("lines")) = *tl_map_get(&lists, "lines");
    lists = order_with(&e->arena, "refunds", 2, "refund=8;at:1700000000500;total=5;tax=1;shipping=1;lines!0", 0);
    *tl_map_add(&event, &e->arena, TL_S("refunds")) = *tl_map_get(&lists, "refunds");
    *tl_map_add(&event, &e->arena, TL_S("id")) = tl_str(TL_S("own"));
    encode_value(e, &event, &keys);
    CHECK_INT(e->code, TL_OK);
}

static void decodes_lists(void) {
    encoded e;
    tl_event event;
    whole_order(&e);
    CHECK_INT(tl__event_decode(e.bytes.ptr, e.bytes.len, &keys, &e.arena, &event, &e.err), TL_OK);
    CHECK(event.lines.n == 3 && event.refunds.n == 2);
    CHECK(event.fields[TL_FIELD_LINES].set && event.fields[TL_FIELD_LINES].i == 3);
    CHECK_INT(event.lines.items[2][TL_ITEM_NET].i, 99500000);
    CHECK_INT(event.lines.items[2][TL_ITEM_TAX].i, -1000000);
    CHECK(tl_slice_eq(event.lines.items[0][TL_ITEM_NAME].s, TL_S("nnnnnnnnn")));
    CHECK_INT(event.refunds.items[1][TL_ITEM_AT].i, INT64_C(1700000000500));
    CHECK(event.refunds.items[1][TL_ITEM_LINES].set && event.refunds.items[1][TL_ITEM_LINES].i == 0);
    CHECK(tl_slice_eq(event.fields[TL_FIELD_CODE].s, TL_S("ABCDEFGH")));
    CHECK_INT(event.fields[TL_FIELD_PHONE].s.len, 32);
    CHECK(tl_slice_eq(event.fields[TL_FIELD_PHONE].s, event.fields[TL_FIELD_WA_ID].s));
    CHECK_INT(event.fields[TL_FIELD_SHIPPING].i, -5500000);
    done(&e);
    encode(&e, "type=page_view;path=/;page_type=cart");
    CHECK_INT(tl__event_decode(e.bytes.ptr, e.bytes.len, &keys, &e.arena, &event, &e.err), TL_OK);
    CHECK_INT(event.fields[TL_FIELD_PAGE_TYPE].i, TL_PAGE_CART);
    CHECK(tl_slice_eq(event.fields[TL_FIELD_PAGE_TYPE].s, TL_S("cart")));
    done(&e);
}

static void damage_is_refused_or_canonical(void) {
    encoded e;
    whole_order(&e);
    bool broken = false;
    CHECK(canonical_or_refused(e.bytes.ptr, e.bytes.len, &broken) && !broken);
    for (size_t n = 0; n < e.bytes.len; n++) {
        canonical_or_refused(e.bytes.ptr, n, &broken);
    }
    CHECK(!broken);
    for (size_t i = 0; i < e.bytes.len * 8; i++) {
        e.bytes.ptr[i / 8] ^= (unsigned char)(1 << i % 8);
        canonical_or_refused(e.bytes.ptr, e.bytes.len, &broken);
        e.bytes.ptr[i / 8] ^= (unsigned char)(1 << i % 8);
    }
    CHECK(!broken);
    uint64_t seed = 99;
    int accepted = 0;
    for (int round = 0; round < 50000; round++) { /* a few random bytes in place of others */
        unsigned char *copy = malloc(e.bytes.len);
        memcpy(copy, e.bytes.ptr, e.bytes.len);
        for (uint64_t k = test_random(&seed) % 4; k != UINT64_MAX; k--) {
            copy[test_random(&seed) % e.bytes.len] = (unsigned char)test_random(&seed);
        }
        accepted += canonical_or_refused(copy, e.bytes.len, &broken);
        free(copy);
    }
    CHECK(!broken);
    CHECK(accepted > 100);
    done(&e);
}

static void forms_that_encode_never_makes_are_refused(void) {
    static const struct {
        const char *bytes;
        size_t len;
    } cases[] = {
#define BYTES(s) {s, sizeof(s) - 1}
        BYTES("\x02\x01\x05\x09\x01/"),                                     /* another version */
        BYTES("\x01\x00\x05\x09\x01/"),                                     /* no type */
        BYTES("\x01\x14\x05\x09\x01/"),                                     /* no such type */
        BYTES("\x01\x01\x00\x09\x01/"),                                     /* time 0 */
        BYTES("\x01\x01\x85\x00\x09\x01/"),                                 /* a varint that is too long */
        BYTES("\x01\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02\x09\x01/"), /* beyond 64 bits */
        BYTES("\x01\x01\x05\x09\x00"),                                      /* an empty text */
        BYTES("\x01\x01\x05\x09\x01/\x09\x01/"),                            /* a field twice */
        BYTES("\x01\x01\x05\x0b\x01v\x09\x01/"),                            /* out of order */
        BYTES("\x01\x01\x05\x09\x02/"),                                     /* ends inside a text */
        BYTES("\x01\x01\x05\x09\x01/\x00"),                                 /* a byte more */
        BYTES("\x01\x01\x05\x09\x01/\x28\x01"),                             /* a field of another type */
        BYTES("\x01\x01\x05\x09\x01/\x0a\x00"),                             /* no word of the enum */
        BYTES("\x01\x01\x05\x09\x01/\x0a\x0d"),                             /* no word of the enum */
        BYTES("\x01\x01\x05\x0b\x01v"),                                     /* a required field is missing */
        BYTES("\x01\x01\x05\x08"
              "abcdefgh"
              "\x09\x01/"),                              /* a code in lower case */
        BYTES("\x01\x05\x05\x0b\x01v\x1d\xca\x01"),      /* depth 101 */
        BYTES("\x01\x0c\x05\x29\x01o\x34\x02\x3e\x01r"), /* a bool of 2 */
        BYTES(""),
        BYTES("\x01"),
        BYTES("\x01\x01"),
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        bool broken = false;
        test_check(!canonical_or_refused((const unsigned char *)cases[i].bytes, cases[i].len, &broken) && !broken,
                   __FILE__, __LINE__, "case %zu", i);
    }
    bool broken = false;
    CHECK(canonical_or_refused((const unsigned char *)"\x01\x01\x05\x09\x01/", 6, &broken) && !broken);
}

/* ---- random events --------------------------------------------------------------------------------------------- */

static tl_slice random_text(tl_arena *arena, uint64_t *seed, size_t most, const char *alphabet) {
    size_t len = 1 + test_random(seed) % most, letters = strlen(alphabet);
    char *text = tl_arena_alloc(arena, len);
    for (size_t i = 0; i < len; i++) {
        text[i] = alphabet[test_random(seed) % letters];
    }
    return (tl_slice){text, len};
}

static tl_value random_value(tl_arena *arena, uint64_t *seed, const tl_rule *rule);

static tl_value random_object(tl_arena *arena, uint64_t *seed, const tl_rules *rules) {
    tl_value object = tl_map();
    size_t start = test_random(seed) % rules->n;
    for (size_t i = 0; i < rules->n; i++) {
        const tl_rule *rule = &rules->rules[(start + i) % rules->n];
        if (rule->required || test_random(seed) % 2) {
            *tl_map_add(&object, arena, rule->name) = random_value(arena, seed, rule);
        }
    }
    return object;
}

static tl_value random_list(tl_arena *arena, uint64_t *seed, const tl_rule *rule) {
    tl_value list = tl_list();
    for (uint64_t n = test_random(seed) % 5; n > 0; n--) {
        tl_value item = random_object(arena, seed, rule->items);
        *tl_list_add(&list, arena) = item;
    }
    return list;
}

static tl_value random_value(tl_arena *arena, uint64_t *seed, const tl_rule *rule) {
    uint64_t range = (uint64_t)rule->max - (uint64_t)rule->min + 1;
    const tl_word *word = rule->words;
    switch ((tl_field_kind)rule->kind) {
    case TL_KIND_STR:
        return tl_str(random_text(arena, seed, (size_t)rule->max, "aZ /?&=%<\"'"));
    case TL_KIND_VISITOR:
        return tl_str(random_text(arena, seed, (size_t)rule->max, "aZ09_-"));
    case TL_KIND_CODE: {
        char *code = tl_arena_alloc(arena, 8);
        memcpy(code, "0O1IlZzk", 8);
        code[test_random(seed) % 8] = 'q';
        return tl_str((tl_slice){code, 8});
    }
    case TL_KIND_KEY:
        return rule->identity == TL_IDENTITY_PHONE ? tl_str(TL_S("+5511987654321"))
                                                   : tl_str(random_text(arena, seed, (size_t)rule->max, "abcdef1234"));
    case TL_KIND_BOOL:
        return tl_bool(test_random(seed) % 2);
    case TL_KIND_ENUM:
        for (uint64_t n = test_random(seed) % 8; n > 0 && word[1].number != -1; n--) {
            word++;
        }
        return tl_str(word->word);
    case TL_KIND_LIST:
        return random_list(arena, seed, rule);
    case TL_KIND_INT:
    case TL_KIND_MS:
    case TL_KIND_MONEY:
        break;
    }
    return tl_int(rule->min + (int64_t)((test_random(seed) >> test_random(seed) % 60) % range));
}

static void random_events_come_back(void) {
    uint64_t seed = 2026;
    bool broken = false;
    int refused = 0;
    for (int round = 0; round < 4000; round++) {
        encoded e, shuffled;
        tl_type type = (tl_type)(1 + test_random(&seed) % TL_TYPE_CUSTOM);
        tl_arena_init(&e.arena, tl_default_allocator);
        tl_arena_init(&shuffled.arena, tl_default_allocator);
        tl_value event = random_object(&e.arena, &seed, tl__rules_of(type));
        tl_value common = random_object(&e.arena, &seed, &tl__common_rules);
        for (uint32_t i = 0; i < common.n; i++) {
            *tl_map_add(&event, &e.arena, common.as.pairs[i].key) = common.as.pairs[i].value;
        }
        *tl_map_add(&event, &e.arena, TL_S("type")) = tl_str(tl_word_of(tl_type_words, (int)type));
        tl_value other = tl_map();
        for (uint32_t i = event.n; i > 0; i--) {
            *tl_map_add(&other, &shuffled.arena, event.as.pairs[i - 1].key) = event.as.pairs[i - 1].value;
        }
        encode_value(&e, &event, &keys);
        encode_value(&shuffled, &other, &keys);
        refused += e.code != TL_OK;
        if (e.code == TL_OK && (!canonical_or_refused(e.bytes.ptr, e.bytes.len, &broken) || broken ||
                                memcmp(e.id, shuffled.id, 16) != 0 || e.bytes.len != shuffled.bytes.len)) {
            broken = true;
        }
        done(&e);
        done(&shuffled);
    }
    CHECK(!broken);
    CHECK_INT(refused, 0);
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

static void survives_any_failed_allocation(void) {
    encoded whole;
    whole_order(&whole);
    tl_arena values;
    tl_arena_init(&values, tl_default_allocator);
    tl_value value = order_with(&values, "lines", 40, "net=1;quantity:3", 30);
    *tl_map_add(&value, &values, TL_S("email")) = tl_str(TL_S("a@b.c"));
    *tl_map_add(&value, &values, TL_S("code")) = tl_str(TL_S("ABCDEFGH"));
    bool clean = true, went_well = false;
    for (long n = 1; n < 60 && !went_well; n++) {
        test_memory m = {.fail_at = n};
        tl_arena arena;
        tl_buf bytes;
        tl_event event;
        tl_err err;
        unsigned char id[16];
        tl_arena_init(&arena, test_allocator(&m));
        tl_buf_init(&bytes, test_allocator(&m));
        tl_code code = tl__event_encode(&value, &keys, NOW, &arena, &bytes, id, &err);
        tl_code back = tl__event_decode(whole.bytes.ptr, whole.bytes.len, &keys, &arena, &event, &err);
        clean = clean && (code == TL_OK || code == TL_E_NOMEM) && (back == TL_OK || back == TL_E_NOMEM);
        went_well = m.calls < n;
        tl_buf_destroy(&bytes);
        tl_arena_destroy(&arena);
        clean = clean && m.alive == 0;
    }
    CHECK(clean && went_well);
    tl_arena_destroy(&values);
    done(&whole);
}

int main(void) {
    decodes_lists();
    damage_is_refused_or_canonical();
    forms_that_encode_never_makes_are_refused();
    random_events_come_back();
    survives_any_failed_allocation();
    return test_report();
}
