# shellcheck shell=bash
# Building the engine alone, with sanitizers, for the scripts that test it. Source it after common.sh.

# Debian names clang's runtime by its version and depends on it only as a suggestion.
# shellcheck disable=SC2086
need_packages $BUILD_PACKAGES clang
need_packages "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
libraries=$(pkg-config --cflags --libs sqlite3 libpcre2-8 libsodium xlsxwriter)
flags="-std=c11 -D_GNU_SOURCE -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wmissing-prototypes -Werror
    -Wno-overlength-strings -DTL_HAVE_XLSXWRITER -Iext/engine -Itests/engine -Itests/fuzz"
export libraries flags
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1}

# in_parallel FUNCTION ARGUMENT: calls FUNCTION ARGUMENT LINE for each line of standard input, a process for each core.
in_parallel() {
    xargs -r -d '\n' -n1 -P"$(nproc)" bash -c "$1 '$2' \"\$1\"" in_parallel || true
}

# compile DIR SOURCE: with the compiler that DIR is named after. A file that does not compile leaves no object, so that what
# needs it does not link.
compile() {
    local name=${2##*/}
    local object=$1/${name%.c}.o
    if [[ $object -nt $2 && -z $(find ext/engine tests/engine tests/fuzz -name '*.h' -newer "$object") ]]; then
        return
    fi
    rm -f "$object"
    # shellcheck disable=SC2086
    "${1##*/}" $flags -c "$2" -o "$object.new" && mv "$object.new" "$object"
}
export -f compile

# build_engine DIR: DIR/engine.a
build_engine() {
    find ext/engine -name 'tl_*.c' | in_parallel compile "$1"
    rm -f "$1/engine.a"
    find "$1" -name 'tl_*.o' | while read -r object; do
        [[ -e ext/engine/$(basename "$object" .o).c ]] && echo "$object"
    done | xargs ar rcs "$1/engine.a"
}
