# What the scripts of this folder share: finding the root of the tree, and installing Debian packages that are missing.
# Sourced, never run.  It refuses to install anything when it is neither root nor has sudo, and says what to install.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

# need PACKAGE...: says nothing when all are there.
need() {
    local p missing=()
    for p in "$@"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null || true)" = installed ] || missing+=("$p")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local as=()
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { echo "missing packages; as root: apt-get install ${missing[*]}" >&2; exit 2; }
        as=(sudo)
    fi
    echo "installing ${missing[*]}"
    local log
    log=$(mktemp)
    if ! "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}" >"$log" 2>&1; then
        "${as[@]}" apt-get update -q >"$log" 2>&1 || { cat "$log" >&2; exit 2; }
        "${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}" \
            >>"$log" 2>&1 || { cat "$log" >&2; exit 2; }
    fi
    rm -f "$log"
}

build_needs=(gcc libc6-dev pkg-config meson ninja-build re2c libpg-query-dev libsqlite3-dev libxxhash-dev libinih-dev libjson-c-dev scdoc check)
test_needs=(postgresql python3 python3-psycopg2 python3-jsonschema sqlite3 vim util-linux git)

# configure FOLDER OPTION...: a meson build folder, made once and kept.
configure() {
    local folder=$1
    shift
    if [ ! -f "$folder/build.ninja" ]; then
        rm -rf "$folder"
        meson setup "$folder" "$@" >"$folder.log" 2>&1 || { cat "$folder.log" >&2; rm -f "$folder.log"; exit 2; }
        rm -f "$folder.log"
    fi
}
