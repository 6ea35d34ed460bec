/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules as text: lists that end with a NULL label. tl_rules_data.c is made by script/rules. */
#ifndef TL_RULES_DATA_H
#define TL_RULES_DATA_H

typedef struct tl_rule_line {
    const char *label, *pattern;
} tl_rule_line;

extern const tl_rule_line tl_rules_bot[], tl_rules_device[], tl_rules_channel[], tl_rules_medium[], tl_rules_intent[];

#endif
