/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TL_STORE_SCHEMA_H
#define TL_STORE_SCHEMA_H
extern const char tl_store_schema_v1[], tl_store_schema_v2[], tl_store_schema_v3[], tl_store_schema_v4[],
    tl_store_schema_v5[], tl_store_schema_v6[], tl_store_schema_v7[];
#endif
