/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The layout of a segment, shared by tl_spool*.c. docs/format.md, "On disk". */
#ifndef TL_SPOOL_H
#define TL_SPOOL_H

#include "tl_internal.h"

#define TL_HOUR_MS INT64_C(3600000)
#define TL_SEAL_MS INT64_C(600000) /* after the end of its hour no writer is expected in a segment */
#define TL_SEGMENT_HEADER 32       /* "TLSPOOL", version, store id, SipHash-2-4 of these 24 bytes */
#define TL_FRAME_HEADER 12         /* u32 length, SipHash-2-4 of the payload */
#define TL_SEGMENT_NAME 15         /* 20261123T19.tls */

void tl__segment_header(const tl_spool *spool, unsigned version, unsigned char out[TL_SEGMENT_HEADER]);
void tl__segment_name(int64_t hour, char out[TL_SEGMENT_NAME + 1]);
/* Hours since 1970, -1 when it is no segment's name. */
int64_t tl__segment_hour(tl_slice name);
/* <spool>/<name>; false: too long */
bool tl__segment_path(const tl_spool *spool, tl_slice name, char *out, size_t size);

#endif
