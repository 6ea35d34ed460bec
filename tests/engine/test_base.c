/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_test.h"

/* ---- errors ---------------------------------------------------------------------------------------------------- */

static void errors_have_names_and_domains(void) {
    CHECK_STR(tl_code_name(TL_OK), "OK");
    CHECK_STR(tl_code_name(TL_E_EVENT_FIELD), "EVENT_FIELD");
    CHECK_STR(tl_code_name((tl_code)9999), "?");
    CHECK_INT(tl_code_domain(TL_E_SPOOL_FULL), TL_DOMAIN_STORE);
    CHECK_INT(tl_code_domain(TL_E_EVENT_TYPE), TL_DOMAIN_EVENT);
    CHECK_INT(tl_code_domain(TL_E_MODEL), TL_DOMAIN_QUERY);
}

static bool is_text(const char *s) {
    size_t left = strlen(s);
    while (left > 0) {
        size_t n = tl__utf8_sequence((const unsigned char *)s, left);
        if (n == 0 || (unsigned char)*s < 0x20) {
            return false;
        }
        s += n;
        left -= n;
    }
    return true;
}

static void messages_are_whole_text(void) {
    tl_err err;
    CHECK_INT(tl_fail(&err, TL_E_EVENT_FIELD, "'%s'", "x\ny\xff\xed\xa0\x80"), TL_E_EVENT_FIELD);
    CHECK_INT(err.code, TL_E_EVENT_FIELD);
    CHECK_STR(err.msg, "the event has an unknown field: 'x?y\?\?\?\?'");
    char text[2000];
    for (size_t pad = 0; pad < 8; pad++) { /* the cut falls on each byte of a four-byte sequence */
        memset(text, 'a', pad);
        for (size_t i = pad; i + 4 < sizeof(text); i += 4) {
            memcpy(text + i, "\xf0\x9f\x9b\x92", 5);
        }
        tl_fail(&err, TL_E_DB, "%s", text);
        CHECK(strlen(err.msg) >= sizeof(err.msg) - 5);
        CHECK(is_text(err.msg));
        CHECK(strchr(err.msg, '?') == NULL);
    }
    CHECK_INT(tl_fail(NULL, TL_E_DB, "nobody asks"), TL_E_DB);
}

static void knows_utf8(void) {
    static const struct {
        const char *bytes;
        size_t length;
    } cases[] = {{"a", 1},
                 {"\xc3\xa9", 2},
                 {"\xe2\x82\xac", 3},
                 {"\xf0\x9f\x9b\x92", 4},
                 {"\x80", 0},
                 {"\xc0\xaf", 0},
                 {"\xc1\xbf", 0},
                 {"\xe0\x9f\xbf", 0},
                 {"\xed\x9f\xbf", 3},
                 {"\xed\xa0\x80", 0},
                 {"\xed\xbf\xbf", 0},
                 {"\xee\x80\x80", 3},
                 {"\xf0\x8f\xbf\xbf", 0},
                 {"\xf4\x8f\xbf\xbf", 4},
                 {"\xf4\x90\x80\x80", 0},
                 {"\xf5\x80\x80\x80", 0},
                 {"\xff", 0},
                 {"\xc3", 0},
                 {"\xe2\x82", 0},
                 {"\xf0\x9f\x9b", 0},
                 {"\xc3 ", 0}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        CHECK_INT(tl__utf8_sequence((const unsigned char *)cases[i].bytes, strlen(cases[i].bytes)), cases[i].length);
    }
    CHECK_INT(tl__utf8_sequence((const unsigned char *)"", 0), 0);
}

/* ---- memory ---------------------------------------------------------------------------------------------------- */

static void fill_arena(tl_arena *arena, uint64_t seed) {
    for (int i = 0; i < 400; i++) {
        size_t size = test_random(&seed) % 3000;
        unsigned char *p = tl_arena_alloc(arena, size);
        if (p == NULL || (uintptr_t)p % 16 != 0) {
            test_check(false, __FILE__, __LINE__, "%s", "an aligned piece");
            return;
        }
        memset(p, 0xa5, size);
    }
}

static void a_warm_arena_allocates_nothing(void) {
    test_memory m = {0};
    tl_arena arena;
    tl_arena_init(&arena, test_allocator(&m));
    fill_arena(&arena, 3);
    long calls = m.calls;
    CHECK(calls > 1);
    for (int i = 0; i < 3; i++) {
        tl_arena_reset(&arena);
        fill_arena(&arena, 3);
    }
    CHECK_INT(m.calls, calls);
    CHECK(tl_arena_alloc(&arena, SIZE_MAX - 8) == NULL);
    tl_arena_destroy(&arena);
    CHECK_INT(m.alive, 0);
}

static void pieces_do_not_overlap(void) {
    tl_arena arena;
    unsigned char *pieces[200];
    tl_arena_init(&arena, tl_default_allocator);
    for (size_t i = 0; i < 200; i++) {
        pieces[i] = tl_arena_alloc(&arena, i * 7 + 1);
        memset(pieces[i], (int)i, i * 7 + 1);
    }
    bool kept = true;
    for (size_t i = 0; i < 200; i++) {
        for (size_t k = 0; k < i * 7 + 1; k++) {
            kept = kept && pieces[i][k] == (unsigned char)i;
        }
    }
    CHECK(kept);
    tl_slice copy = tl_arena_dup(&arena, TL_S("abc"));
    CHECK_STR(copy.ptr, "abc");
    tl_arena_destroy(&arena);
}

static void failed_allocations_change_nothing(void) {
    test_memory m = {.fail_at = 2, .and_later = true};
    tl_buf buf;
    tl_buf_init(&buf, test_allocator(&m));
    CHECK(tl_buf_put(&buf, "abc", 3));
    CHECK(!tl_buf_reserve(&buf, 100000));
    CHECK(!tl_buf_reserve(&buf, SIZE_MAX - 1));
    CHECK(buf.len == 3 && memcmp(buf.ptr, "abc", 3) == 0);
    tl_buf_destroy(&buf);
    tl_arena arena;
    tl_arena_init(&arena, test_allocator(&m));
    tl_value list = tl_list(), map = tl_map();
    CHECK(tl_list_add(&list, &arena) == NULL);
    CHECK(tl_map_add(&map, &arena, TL_S("k")) == NULL);
    CHECK(tl_arena_dup(&arena, TL_S("k")).ptr == NULL);
    CHECK_INT(list.n, 0);
    tl_arena_destroy(&arena);
    CHECK_INT(m.alive, 0);
}

/* ---- values and words ------------------------------------------------------------------------------------------ */

static void values_grow_and_copy(void) {
    tl_arena arena, other;
    tl_arena_init(&arena, tl_default_allocator);
    tl_arena_init(&other, tl_default_allocator);
    tl_value map = tl_map();
    char key[] = "numbers";
    tl_value *list = tl_map_add(&map, &arena, (tl_slice){key, 7});
    *list = tl_list();
    for (int i = 0; i < 1000; i++) {
        *tl_list_add(list, &arena) = tl_int(i);
    }
    *tl_map_add(&map, &arena, TL_S("word")) = tl_str(TL_S("blue"));
    tl_value copy;
    CHECK(tl__value_copy(&map, &other, &copy));
    key[0] = 'X';
    tl_arena_destroy(&arena);
    const tl_value *numbers = tl_map_get(&copy, "numbers");
    CHECK(numbers != NULL && numbers->n == 1000 && numbers->as.items[999].as.i == 999);
    CHECK(tl_slice_eq(tl_map_get(&copy, "word")->as.s, TL_S("blue")));
    CHECK(tl_map_get(&copy, "absent") == NULL && tl_map_get(numbers, "word") == NULL && tl_map_get(NULL, "x") == NULL);
    tl_arena_destroy(&other);
}

static void words_and_numbers_agree(void) {
    CHECK_INT(tl_number_of(tl_type_words, TL_S("custom")), TL_TYPE_CUSTOM);
    CHECK_INT(tl_number_of(tl_type_words, TL_S("customs")), -1);
    CHECK_INT(tl_number_of(tl_type_words, TL_S("")), -1);
    CHECK_INT(tl_number_of(tl_entry_words, TL_S("")), TL_ENTRY_NONE);
    CHECK(tl_slice_eq(tl_word_of(tl_channel_words, TL_CHANNEL_WHATSAPP), TL_S("whatsapp")));
    CHECK_INT(tl_word_of(tl_channel_words, 77).len, 0);
}

/* ---- hashes ---------------------------------------------------------------------------------------------------- */

static void hash_is(const unsigned char *hash, size_t len, const char *wanted) {
    char hex[64];
    tl__hex(hash, len, hex);
    CHECK_STR(hex, wanted);
}

/* The vectors of the reference implementations: key 00..0f; SipHash's own paper has the one over 00..0e. */
static void hashes_match_their_references(void) {
    unsigned char key[16], input[15], out[16];
    for (unsigned char i = 0; i < 16; i++) {
        key[i] = i;
        if (i < 15) {
            input[i] = i;
        }
    }
    tl__sip64(key, input, 15, out);
    hash_is(out, 8, "e545be4961ca29a1");
    tl__sip128(key, input, 0, out);
    hash_is(out, 16, "a3817f04ba25a8e66df67214c7550293");
    unsigned char a[32], b[32];
    CHECK(tl__random(a, 32) && tl__random(b, 32) && memcmp(a, b, 32) != 0);
}

/* ---- pseudonyms ------------------------------------------------------------------------------------------------ */

#define KEY TL_S("0123456789abcdef")

static void pseudonym_is(const char *kind, const char *value, const char *wanted) {
    char out[33] = "";
    tl_err err;
    test_check(tl_pseudonym(tl_slice_of(kind), tl_slice_of(value), KEY, out, &err) == TL_OK, __FILE__, __LINE__,
               "%s %s is refused", kind, value);
    CHECK_STR(out, wanted);
}

static void refused(const char *kind, const char *value, tl_slice key, tl_code wanted) {
    char out[33];
    tl_err err;
    CHECK_INT(tl_pseudonym(tl_slice_of(kind), tl_slice_of(value), key, out, &err), wanted);
}

/* Python: hashlib.blake2b(kind + b'\0' + value, digest_size=16, key=b'0123456789abcdef') */
static void pseudonyms_agree_over_spellings(void) {
    const char *mail = "076af61fb3e5b78a0914ac56a81e4b74", *mexico = "cb1762eca207048e8aa2f7c1d05941a0";
    pseudonym_is("email", "ana@example.org", mail);
    pseudonym_is("email", "  Ana@Example.ORG\n", mail);
    pseudonym_is("phone", "+52 55 1234-5678", mexico);
    pseudonym_is("phone", "525512345678", mexico);
    pseudonym_is("wa_id", "5215512345678", mexico);
    pseudonym_is("customer", "42", "d6a8c555586d6555031f0246ea563d7d");
    pseudonym_is("visitor", "abc", "4b39c97fc25bc4ede7aad9ea11dd93f7");
    refused("email", "deleted@site.invalid", KEY, TL_E_EVENT_VALUE);
    refused("email", "x@invalid", KEY, TL_E_EVENT_VALUE);
    refused("phone", "000 000", KEY, TL_E_EVENT_VALUE);
    refused("phone", "call me", KEY, TL_E_EVENT_VALUE);
    refused("customer", "0", KEY, TL_E_EVENT_VALUE);
    refused("email", " ", KEY, TL_E_EVENT_VALUE);
    refused("iban", "x", KEY, TL_E_EVENT_VALUE);
    refused("code", "x", KEY, TL_E_EVENT_VALUE);
    refused("email", "a@b.c", TL_S("0123456789abcde"), TL_E_EVENT_KEY);
    char *million = malloc(1000001);
    memset(million, 'a', 1000000);
    million[1000000] = '\0';
    refused("email", million, KEY, TL_E_EVENT_VALUE);
    refused("phone", million, KEY, TL_E_EVENT_VALUE);
    free(million);
}

static void canonical_is(tl_identity_kind kind, const char *value, const char *wanted) {
    char out[256];
    size_t len;
    if (CHECK(tl__canonical(kind, tl_slice_of(value), out, &len))) {
        CHECK_STR(out, wanted);
        CHECK_INT(len, strlen(wanted));
    }
}

static void phones_have_one_matching_form(void) {
    canonical_is(TL_IDENTITY_PHONE, "5491123456789", "541123456789");
    canonical_is(TL_IDENTITY_PHONE, "+54 11 2345-6789", "541123456789");
    canonical_is(TL_IDENTITY_PHONE, "5511987654321", "551187654321");
    canonical_is(TL_IDENTITY_PHONE, "551187654321", "551187654321");
    canonical_is(TL_IDENTITY_PHONE, "5511387654321", "5511387654321"); /* 13 digits, but no ninth digit 9 */
    canonical_is(TL_IDENTITY_PHONE, "521551234567", "521551234567");   /* 12 digits: nothing to take out */
    canonical_is(TL_IDENTITY_PHONE, "4915112345678", "4915112345678");
    canonical_is(TL_IDENTITY_BSUID, "US.Ab1", "US.Ab1");
}

int main(void) {
    errors_have_names_and_domains();
    messages_are_whole_text();
    knows_utf8();
    a_warm_arena_allocates_nothing();
    pieces_do_not_overlap();
    failed_allocations_change_nothing();
    values_grow_and_copy();
    words_and_numbers_agree();
    hashes_match_their_references();
    pseudonyms_agree_over_spellings();
    phones_have_one_matching_form();
    return test_report();
}
