# shellcheck shell=bash
# What every script shares: where things are, how to speak, how to get packages. Source it, do not run it.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
WORK=$ROOT/.work
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/touchline
export ROOT WORK CACHE

say() { printf '%s\n' "==> $*" >&2; }
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# tree_files: the tree's own files as they are now; in a tree without git's folder (an unpacked release), all that are there.
tree_files() {
  if [ -e "$ROOT/.git" ]; then
    git -c safe.directory='*' -C "$ROOT" ls-files -co --exclude-standard
  else
    (cd "$ROOT" && find . -path ./.work -prune -o -type f -printf '%P\n')
  fi | while read -r file; do [ ! -f "$ROOT/$file" ] || printf '%s\n' "$file"; done
}

# as_root COMMAND...: with sudo where we are not root.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "needs root for: $* (run it as root, or install sudo)"
  fi
}

# need_packages NAME...: installs the Debian packages that are missing.
need_packages() {
  local missing=() name
  [ "${TOUCHLINE_PACKAGES:-}" != present ] || return 0
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    die "this is no Debian, so nothing can be installed here. Install what these Debian packages hold, then run again with TOUCHLINE_PACKAGES=present: $*"
  fi
  for name in "$@"; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null | grep -q '^ii' || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing Debian packages: ${missing[*]}"
  mkdir -p "$WORK"
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1; then
    as_root apt-get update -qq >/dev/null || die "apt-get update failed: check the network and /etc/apt/sources.list"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$WORK/apt.log" 2>&1 ||
      die "apt-get could not install ${missing[*]}; its words are in $WORK/apt.log"
  fi
}

# need_npm: Node.js and npm from wherever the machine has them, else Debian's.
need_npm() { command -v npm >/dev/null || need_packages nodejs npm; }

# shellcheck disable=SC2034
BUILD_PACKAGES="php-cli php-dev gcc make autoconf pkg-config libsqlite3-dev libpcre2-dev libsodium-dev libxlsxwriter-dev zlib1g-dev"
# shellcheck disable=SC2034
SITE_PACKAGES="php-cli php-curl php-mbstring php-xml php-intl php-gd php-zip composer unzip ca-certificates curl"

# npm_folder NAME@VERSION: the folder of an npm package, unpacked once into the cache. No script of the package is run.
npm_folder() {
  local spec=$1 dir
  dir=$CACHE/npm/${spec//\//+}
  if [ ! -d "$dir/package" ]; then
    mkdir -p "$dir"
    (cd "$dir" && npm pack --silent "$spec" >/dev/null && tar xzf ./*.tgz && rm -f ./*.tgz) ||
      die "npm has no $spec for us: check the network"
  fi
  printf '%s\n' "$dir/package"
}

# copy_wordpress FROM TO: WordPress itself. Of a tree that has served a site (npm's has), nothing of that site comes along.
copy_wordpress() {
  mkdir -p "$2"
  cp -a --reflink=auto "$1/." "$2/"
  rm -f "$2/wp-config.php"
  (cd "$2/wp-content" && rm -rf database uploads mu-plugins db.php object-cache.php advanced-cache.php)
}

# Development tools from Packagist (WP-CLI, phpstan, phpcs, PHPUnit), once, into .work/vendor.
need_composer_tools() {
  local stamp=$WORK/vendor/.stamp
  need_packages php-cli php-curl php-mbstring php-xml php-zip composer unzip ca-certificates
  if [ ! -f "$stamp" ] || ! cmp -s "$ROOT/tests/composer.json" "$stamp"; then
    say "Installing development tools from Packagist"
    mkdir -p "$WORK"
    COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_VENDOR_DIR=$WORK/vendor composer update --working-dir "$ROOT/tests" --no-interaction \
      --no-progress >"$WORK/composer.log" 2>&1 || die "composer failed: $(tail -n 12 "$WORK/composer.log")"
    cp "$ROOT/tests/composer.json" "$stamp"
  fi
}

# free_port: one that nobody listens on now.
free_port() {
  # shellcheck disable=SC2016
  php -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo explode(":", stream_socket_get_name($s, false))[1];'
}

# stop_group PID: a process and what it started, politely, then not.
stop_group() {
  local pid=$1 i
  kill -0 "$pid" 2>/dev/null || return 0
  kill -TERM -- "-$pid" 2>/dev/null || kill -TERM "$pid" 2>/dev/null || true
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    kill -0 -- "-$pid" 2>/dev/null || return 0
    sleep 0.$((i > 9 ? 5 : 1))
  done
  kill -KILL -- "-$pid" 2>/dev/null || true
}
