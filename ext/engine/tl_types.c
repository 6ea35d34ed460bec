/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_types.h"

#define WORD(n, v, w) {v, {w, sizeof(w) - 1}},
#define END_OF_WORDS                                                                                                   \
    {                                                                                                                  \
        -1, {                                                                                                          \
            "", 0                                                                                                      \
        }                                                                                                              \
    }
#define WORD_LIST(name, list) const tl_word name[] = {list(WORD) END_OF_WORDS}

WORD_LIST(tl_type_words, TL_EVENT_TYPES);
WORD_LIST(tl_channel_words, TL_CHANNELS);
WORD_LIST(tl_entry_words, TL_ENTRIES);
WORD_LIST(tl_touch_words, TL_TOUCH_KINDS);
WORD_LIST(tl_evidence_words, TL_EVIDENCES);
WORD_LIST(tl_identity_words, TL_IDENTITIES);
WORD_LIST(tl_intent_words, TL_INTENTS);
WORD_LIST(tl_page_words, TL_PAGE_TYPES);
WORD_LIST(tl_reason_words, TL_REASONS);

tl_slice tl_word_of(const tl_word *words, int number) {
    while (words->number != -1 && words->number != number) {
        words++;
    }
    return words->word;
}

int tl_number_of(const tl_word *words, tl_slice word) {
    while (words->number != -1 && !tl_slice_eq(words->word, word)) {
        words++;
    }
    return words->number;
}
