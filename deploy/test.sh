#!/usr/bin/env bash
# Runs the whole suite on SQLite and then on PostgreSQL, with services of its own that touch
# nothing else on the machine and are gone afterwards. Called by `make test`.
set -uo pipefail
cd "$(dirname "$0")/.."

python=${VENV:-.venv}/bin/python
redis=
worst=0
# Each worker, and each program that a test starts, would compile everything anew.
unset PYTHONDONTWRITEBYTECODE
. deploy/services.sh

title() { printf '\n== %s ==\n' "$*"; }

stop_services() {
    [ -z "$redis" ] || kill "$redis" 2>/dev/null
    stop_postgres
    rm -rf "$work"
}
trap stop_services EXIT
trap 'exit 130' INT TERM HUP

start_redis() {
    local port tries
    port=$("$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$work" \
        >"$work/redis.log" 2>&1 &
    redis=$!
    for tries in $(seq 100); do
        if redis-cli -p "$port" ping >/dev/null 2>&1; then
            export TEST_REDIS_URL="redis://127.0.0.1:$port/0"
            return 0
        fi
        sleep 0.1
    done
    cat "$work/redis.log"
    return 1
}

suite() { # suite TITLE PYTEST-ARGUMENTS...
    local code folder name=$1 started=$SECONDS
    folder=$(mktemp -d "$work/suite.XXXXXX") # what failed elsewhere or on another day is not ours
    title "$name"
    shift
    # A test that hangs is named and counts as crashed.
    set -- -o cache_dir="$folder/cache" -o faulthandler_timeout=1800 \
        -o faulthandler_exit_on_timeout=true "$@"
    "$python" -m pytest -n 2 --dist worksteal --junitxml="$folder/first.xml" "$@"
    code=$?
    if [ "$code" -eq 1 ]; then
        # A browser that starves on a busy machine is no fault of the app: what failed is tried
        # once more, alone, and both results stay in sight.
        title "$name: what failed, once more and alone"
        "$python" -m pytest --last-failed --last-failed-no-failures none \
            --junitxml="$folder/second.xml" "$@"
        code=$?
    elif [ "$code" -eq 3 ] || [ "$code" -gt 128 ]; then
        title "$name: pytest itself broke off ($code), so all of it once more"
        "$python" -m pytest -n 2 --dist worksteal --junitxml="$folder/second.xml" "$@"
        code=$?
    fi
    if [ "$code" -ne 0 ] || [ -e "$folder/second.xml" ]; then
        "$python" deploy/failures.py "$name" "$folder/first.xml" "$folder/second.xml" \
            >>"$work/failures" 2>&1 || [ "$code" -ne 0 ] || code=1
    fi
    [ "$code" -le "$worst" ] || worst=$code
    printf '(%d s)\n' $((SECONDS - started))
}

title "Services"
# The data are thrown away, so nothing waits for the disk.
unsafe="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
start_postgres "$unsafe" || { echo "PostgreSQL did not start"; exit 1; }
start_redis || { echo "Redis did not start"; exit 1; }
CHROMIUM=$(command -v chromium-headless-shell || command -v chromium ||
    command -v chromium-browser || command -v google-chrome)
export CHROMIUM
echo "PostgreSQL and Redis are up"

suite "Suite on SQLite" "$@"
# What a browser shows does not depend on the database: those tests ran above.
TEST_DATABASE_URL=$TEST_POSTGRES_URL suite "Suite on PostgreSQL" -m "not browser" "$@"

title "Result"
[ ! -e "$work/failures" ] || cat "$work/failures"
if [ "$worst" -eq 0 ]; then echo "All green on SQLite and PostgreSQL"; else echo "Not green: see above"; fi
exit "$worst"
