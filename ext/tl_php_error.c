/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "php_touchline.h"

#include "zend_exceptions.h"

static zend_class_entry *class_of(tl_code code) {
    switch (tl_code_domain(code)) {
    case TL_DOMAIN_EVENT:
        return touchline_ce_event_exception;
    case TL_DOMAIN_QUERY:
        return touchline_ce_query_exception;
    case TL_DOMAIN_STORE:
        break;
    }
    return touchline_ce_store_exception;
}

void touchline_throw(const tl_err *err) {
    if (!EG(exception)) {
        zend_throw_exception(class_of(err->code), err->msg, (zend_long)err->code);
    }
}
