/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tl_cart.h"

bool tl__cart_pause_put(tl_buf *buf, const tl_cart_pause *p) {
    const int64_t numbers[] = {
        p->at, p->gap == TL_CART_STILL ? -1 : p->gap, p->value, p->items, p->currency, (int64_t)p->n_products};
    bool right = true;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        right = right && tl__number_put(buf, numbers[i]);
    }
    for (size_t i = 0; i < p->n_products; i++) {
        right = right && tl__number_put(buf, p->products[i]);
    }
    return right;
}

static bool take(tl_numbers *r, tl_cart_pause *p) {
    int64_t *const numbers[] = {&p->at, &p->gap, &p->value, &p->items, &p->currency};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        *numbers[i] = tl__number_take(r);
    }
    int64_t n = tl__number_take(r);
    r->broken |= n < 0 || n > TL_CART_PRODUCTS_MAX;
    p->n_products = r->broken ? 0 : (size_t)n;
    for (size_t i = 0; i < p->n_products; i++) {
        p->products[i] = tl__number_take(r);
    }
    return !r->broken;
}

bool tl__cart_pause_find(tl_slice pauses, int64_t idle, int64_t now, tl_cart_pause *out, bool *left) {
    tl_numbers r = {(const unsigned char *)pauses.ptr, (const unsigned char *)pauses.ptr + pauses.len, false};
    *left = false;
    do {
        if (!take(&r, out)) {
            return false;
        }
        *left = (out->gap < 0 ? now - out->at : out->gap) > idle;
    } while (!*left && r.at < r.end);
    return true;
}

int64_t tl__currency_number(tl_slice c) {
    const unsigned char *text = (const unsigned char *)c.ptr;
    return c.len == 3 ? text[0] | (int64_t)text[1] << 8 | (int64_t)text[2] << 16 : 0;
}

tl_slice tl__currency_text(int64_t number, char out[4]) {
    for (int i = 0; i < 3; i++) {
        out[i] = (char)(number >> (8 * i) & 255);
    }
    out[3] = '\0';
    return (tl_slice){out, number ? 3 : 0};
}
