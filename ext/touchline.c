/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module: classes, ini, phpinfo(). */
#include "php_touchline.h"

#include "ext/spl/spl_exceptions.h"
#include "ext/standard/info.h"
#include "php_ini.h"
#include "zend_interfaces.h"

#include "touchline_arginfo.h"

ZEND_DECLARE_MODULE_GLOBALS(touchline)

zend_class_entry *touchline_ce_exception, *touchline_ce_store_exception, *touchline_ce_event_exception,
    *touchline_ce_query_exception, *touchline_ce_store, *touchline_ce_rows;

PHP_INI_BEGIN()
STD_PHP_INI_ENTRY("touchline.dir", "", PHP_INI_SYSTEM | PHP_INI_PERDIR, OnUpdateString, dir, zend_touchline_globals,
                  touchline_globals)
PHP_INI_END()

static PHP_GINIT_FUNCTION(touchline) {
#if defined(ZTS) && defined(COMPILE_DL_TOUCHLINE)
    ZEND_TSRMLS_CACHE_UPDATE();
#endif
    memset(touchline_globals, 0, sizeof *touchline_globals);
}

static PHP_MINIT_FUNCTION(touchline) {
    REGISTER_INI_ENTRIES();
    touchline_ce_exception = register_class_Touchline_Exception(spl_ce_RuntimeException);
    touchline_ce_store_exception = register_class_Touchline_StoreException(touchline_ce_exception);
    touchline_ce_event_exception = register_class_Touchline_EventException(touchline_ce_exception);
    touchline_ce_query_exception = register_class_Touchline_QueryException(touchline_ce_exception);
    touchline_ce_store = register_class_Touchline_Store();
    touchline_store_register(touchline_ce_store);
    touchline_ce_rows = register_class_Touchline_Rows(zend_ce_iterator);
    touchline_rows_register(touchline_ce_rows);
    return SUCCESS;
}

static PHP_MSHUTDOWN_FUNCTION(touchline) {
    UNREGISTER_INI_ENTRIES();
    tl_process_end();
    return SUCCESS;
}

static void info_number(const char *name, zend_long number) {
    char text[MAX_LENGTH_OF_LONG + 1];
    snprintf(text, sizeof text, ZEND_LONG_FMT, number);
    php_info_print_table_row(2, name, text);
}

static PHP_MINFO_FUNCTION(touchline) {
    php_info_print_table_start();
    php_info_print_table_row(2, "Touchline", TL_VERSION);
    info_number("Event format", TL_FORMAT_VERSION);
    info_number("Store format", TL_STORE_VERSION);
    for (size_t i = 0;; i++) {
        const char *name, *version;
        if (!tl_library(i, &name, &version)) {
            break;
        }
        php_info_print_table_row(2, name, version);
    }
    php_info_print_table_row(2, "Store directory",
                             TOUCHLINE_G(dir) && *TOUCHLINE_G(dir) ? TOUCHLINE_G(dir) : "chosen by the plugin");
    info_number("Events recorded by this process", TOUCHLINE_G(recorded));
    info_number("Events refused by this process", TOUCHLINE_G(refused));
    info_number("Events ingested by this process", TOUCHLINE_G(ingested));
    php_info_print_table_end();
    DISPLAY_INI_ENTRIES();
}

/* SPL has the exception's parent class and the iterators. */
static const zend_module_dep touchline_deps[] = {ZEND_MOD_REQUIRED("spl") ZEND_MOD_END};

zend_module_entry touchline_module_entry = {STANDARD_MODULE_HEADER_EX,
                                            NULL,
                                            touchline_deps,
                                            "touchline",
                                            ext_functions,
                                            PHP_MINIT(touchline),
                                            PHP_MSHUTDOWN(touchline),
                                            NULL,
                                            NULL,
                                            PHP_MINFO(touchline),
                                            TL_VERSION,
                                            PHP_MODULE_GLOBALS(touchline),
                                            PHP_GINIT(touchline),
                                            NULL,
                                            NULL,
                                            STANDARD_MODULE_PROPERTIES_EX};

#ifdef COMPILE_DL_TOUCHLINE
#ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
#endif
ZEND_GET_MODULE(touchline)
#endif
