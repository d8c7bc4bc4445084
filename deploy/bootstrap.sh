#!/usr/bin/env bash
# Makes this machine able to run, check or test the app: deploy/bootstrap.sh run|lint|test
# Installs only what is missing. Where it may not (not root, not Debian or Ubuntu) it names
# everything that is missing and the command to type, and stops.
set -euo pipefail
cd "$(dirname "$0")/.."

purpose=${1:?run, lint or test}
venv=${VENV:-.venv}
packages=()
missing=()

say() { printf '%s\n' "$*" >&2; }

may_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; }

apt_install() {
    local log
    log=$(mktemp)
    say "Installing with apt-get: $*"
    # Fresh containers have no package index at all, and an old one names files that are gone.
    apt-get update -qq >"$log" 2>&1 || say "apt-get update failed; going on with the old index"
    if DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
        </dev/null >>"$log" 2>&1; then
        rm "$log"
    else
        cat "$log" >&2
        rm "$log"
        return 1
    fi
}

find_python() {
    local name
    for name in python3.13 python3.12 python3.11 python3.14 python3; do
        # A version manager may offer a name that does not run, so the name alone proves nothing.
        if "$name" -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 15))' \
            2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "Python 3.11, 3.12, 3.13 or 3.14 is needed and none was found."
    say "Debian 12 or later, Ubuntu 24.04 or later: sudo apt-get install python3 python3-venv"
    exit 1
}

make_venv() {
    local python version
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        version=$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')
        if may_install; then
            apt_install "$version"
        else
            say "$python has no venv module. Type: sudo apt-get install $version"
            exit 1
        fi
    fi
    say "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
}

# The lock last installed is kept inside the environment: the same text means nothing to do.
install_lock() {
    local lock=$1
    cmp -s "$lock" "$venv/installed-$lock" && return
    say "Installing $lock (first time a minute or two)"
    "$venv/bin/python" -m pip install -qq --no-input --disable-pip-version-check \
        --require-hashes --no-deps -r "$lock"
    cp "$lock" "$venv/installed-$lock"
}

python_part() {
    if [ "$venv" != .venv ] && [ -x "$venv/bin/python" ]; then
        return # somebody's own environment: used as it is
    fi
    "$venv/bin/python" -c '' 2>/dev/null || make_venv
    if [ "$purpose" = run ]; then
        install_lock requirements.txt
    elif ! cmp -s requirements-dev.txt "$venv/installed-requirements-dev.txt"; then
        install_lock requirements-dev.txt # holds all of requirements.txt
        cp requirements.txt "$venv/installed-requirements.txt"
    fi
}

need() { # need PACKAGE TEST...: notes the package unless the test succeeds
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || {
        packages+=("$package")
        missing+=("$package")
    }
}

has_library() { "$venv/bin/python" -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1"; }

has_postgres() {
    command -v initdb || compgen -G '/usr/lib/postgresql/*/bin/initdb'
}

has_epubcheck() { # Debian's command starts only where the kernel knows how to run a jar
    [ -e /usr/share/java/epubcheck.jar ] || command -v epubcheck
}

has_jaxb() { # what the core of veraPDF needs and Java no longer brings
    [ -e /usr/share/java/jaxb-runtime.jar ]
}

has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# It draws the same pages with half the work of the whole browser, which does where it is missing.
lighter_browser() {
    command -v chromium-headless-shell >/dev/null || ! may_install ||
        apt_install chromium-headless-shell ||
        say "No chromium-headless-shell: the browser tests use Chromium and take longer"
}

system_part() {
    if [ "$(uname -s)" = Linux ]; then
        need libpango-1.0-0 has_library libpango-1.0.so.0
        need libpangoft2-1.0-0 has_library libpangoft2-1.0.so.0
        # Without it fonts are cut in Python: every certificate takes a second or more longer.
        need libharfbuzz-subset0 has_library libharfbuzz-subset.so.0
    elif [ "$(uname -s)" = Darwin ]; then
        need pango has_library libpango-1.0.dylib
    fi
    if [ "$purpose" = test ]; then
        need postgresql has_postgres
        need redis-server command -v redis-server
        need chromium has_chromium
        need poppler-utils command -v pdftoppm
        need zbar-tools command -v zbarimg
        need qpdf command -v qpdf
        need epubcheck has_epubcheck
        if [ "$(uname -s)" = Linux ]; then # elsewhere veraPDF judges nothing
            need default-jdk-headless javac -version
            need libjaxb-java has_jaxb
        fi
        if [ "$(uname -s)" = Darwin ]; then need node command -v npm; else need npm command -v npm; fi
    fi
    [ ${#missing[@]} -eq 0 ] && return
    if may_install && apt_install "${packages[@]}"; then
        return
    fi
    say "Missing on this machine: ${missing[*]}"
    case "$(uname -s)" in
    Darwin) say "Type: brew install ${packages[*]}" ;;
    *) say "Type: sudo apt-get update && sudo apt-get install --no-install-recommends ${packages[*]}" ;;
    esac
    exit 1
}

# The tests compare us with what others wrote in JavaScript: a reader of GIFT, a checker of badges.
node_part() {
    local folder
    for folder in tests/quizzes/exchange/node tests/certificates/badges/node; do
        cmp -s "$folder/package-lock.json" "$folder/node_modules/installed-lock.json" && continue
        if npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund --silent; then
            cp "$folder/package-lock.json" "$folder/node_modules/installed-lock.json"
        elif [ -n "${CI:-}" ]; then
            exit 1
        else
            say "npm could not fill $folder: the tests that need it will be skipped"
        fi
    done
}

python_part
[ "$purpose" = lint ] || system_part
if [ "$purpose" = test ]; then
    lighter_browser
    node_part
fi
if compgen -G 'lms/translations/*/LC_MESSAGES/messages.po' >/dev/null; then
    "$venv/bin/pybabel" -q compile -d lms/translations
fi
