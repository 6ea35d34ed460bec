PHP_ARG_ENABLE([touchline], [whether to enable touchline],
  [AS_HELP_STRING([--enable-touchline], [Enable touchline])], [yes])
PHP_ARG_ENABLE([touchline-dev], [whether touchline's warnings are errors],
  [AS_HELP_STRING([--enable-touchline-dev], [touchline: warnings are errors])], [no], [no])

if test "$PHP_TOUCHLINE" != "no"; then
  if test "$ext_shared" = "no"; then
    AC_MSG_ERROR([touchline is built as a shared extension: phpize, or --enable-touchline=shared])
  fi
  PKG_CHECK_MODULES([TOUCHLINE_LIBS], [sqlite3 >= 3.37 libpcre2-8 >= 10.30 libsodium >= 1.0.16])
  PHP_EVAL_INCLINE([$TOUCHLINE_LIBS_CFLAGS])
  PHP_EVAL_LIBLINE([$TOUCHLINE_LIBS_LIBS], [TOUCHLINE_SHARED_LIBADD])
  touchline_xlsx=
  PKG_CHECK_MODULES([TOUCHLINE_XLSX], [xlsxwriter >= 1.0], [touchline_xlsx=-DTL_HAVE_XLSXWRITER],
    [AC_MSG_WARN([without libxlsxwriter (Debian: libxlsxwriter-dev) touchline exports no XLSX])])
  if test -n "$touchline_xlsx"; then
    PHP_EVAL_INCLINE([$TOUCHLINE_XLSX_CFLAGS])
    PHP_EVAL_LIBLINE([$TOUCHLINE_XLSX_LIBS], [TOUCHLINE_SHARED_LIBADD])
  fi
  PHP_SUBST([TOUCHLINE_SHARED_LIBADD])

  touchline_flags="-std=gnu11 -fvisibility=hidden -Wall -Wextra -Wno-unused-parameter"
  touchline_engine_flags="-std=c11 -D_GNU_SOURCE -fvisibility=hidden -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wno-overlength-strings -Wmissing-prototypes $touchline_xlsx"
  if test "$PHP_TOUCHLINE_DEV" != "no"; then
    touchline_flags="$touchline_flags -Werror"
    touchline_engine_flags="$touchline_engine_flags -Werror"
  fi

  dnl Every file of the folder belongs to the engine, so a new one needs no line here.
  touchline_engine=$(cd "PHP_EXT_SRCDIR(touchline)" && echo ext/engine/tl_*.c)

  PHP_NEW_EXTENSION([touchline],
    [ext/touchline.c ext/tl_php_error.c ext/tl_php_value.c ext/tl_php_store.c ext/tl_php_rows.c ext/tl_php_functions.c],
    [$ext_shared],, [$touchline_flags -DZEND_ENABLE_STATIC_TSRMLS_CACHE=1])
  PHP_ADD_SOURCES_X(PHP_EXT_DIR(touchline), [$touchline_engine], [$touchline_engine_flags -DZEND_COMPILE_DL_EXT=1],
    [shared_objects_touchline], [yes])
  PHP_ADD_BUILD_DIR([$ext_builddir/ext])
  PHP_ADD_BUILD_DIR([$ext_builddir/ext/engine])
fi
