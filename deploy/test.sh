#!/usr/bin/env bash
# Runs the whole suite on SQLite and then on PostgreSQL, with services of its own that touch
# nothing else on the machine and are gone afterwards. Called by `make test`.
set -uo pipefail
cd "$(dirname "$0")/.."

python=${VENV:-.venv}/bin/python
work=$(mktemp -d /tmp/bimtek-test.XXXXXX)
chmod 755 "$work"
redis=
worst=0

title() { printf '\n== %s ==\n' "$*"; }

pg_bin() {
    local initdb # Debian keeps it out of PATH, in one folder a version
    initdb=$(compgen -G '/usr/lib/postgresql/*/bin/initdb' | sort -V | tail -1)
    dirname "${initdb:-$(command -v initdb)}"
}

as_postgres() ( # PostgreSQL refuses to run as root
    cd / # it complains about a working folder that it may not read
    if [ "$(id -u)" -eq 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
)

stop_services() {
    [ -z "$redis" ] || kill "$redis" 2>/dev/null
    if [ -f "$work/pg/data/postmaster.pid" ]; then
        as_postgres "$(pg_bin)/pg_ctl" -D "$work/pg/data" -m immediate -s stop
    fi
    rm -rf "$work"
}
trap stop_services EXIT
trap 'exit 130' INT TERM HUP

start_postgres() {
    local bin
    bin=$(pg_bin)
    mkdir -p "$work/pg"
    [ "$(id -u)" -ne 0 ] || chown postgres "$work/pg"
    # Only a socket: no port to be taken. The data are thrown away, so nothing waits for the disk.
    # English messages and C order, as in the official container image.
    as_postgres "$bin/initdb" -D "$work/pg/data" -U bimtek -A trust -E UTF8 --locale=C -N \
        >"$work/pg.log" 2>&1 &&
        as_postgres "$bin/pg_ctl" -D "$work/pg/data" -l "$work/pg/server.log" -w -s start -o \
            "-k $work/pg -c listen_addresses='' -c fsync=off -c synchronous_commit=off \
             -c full_page_writes=off -c max_connections=200" &&
        as_postgres "$bin/createdb" -h "$work/pg" -U bimtek bimtek || {
        cat "$work/pg.log" "$work/pg/server.log" 2>/dev/null
        return 1
    }
    TEST_POSTGRES_URL="postgresql+psycopg://bimtek@/bimtek?host=$work/pg"
}

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
    local code started=$SECONDS
    title "$1"
    shift
    "$python" -m pytest -n 2 "$@"
    code=$?
    [ "$code" -le "$worst" ] || worst=$code
    printf '(%d s)\n' $((SECONDS - started))
}

title "Services"
start_postgres || { echo "PostgreSQL did not start"; exit 1; }
start_redis || { echo "Redis did not start"; exit 1; }
CHROMIUM=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
export CHROMIUM
echo "PostgreSQL and Redis are up"

suite "Suite on SQLite" "$@"
# What a browser shows does not depend on the database: those tests ran above.
TEST_DATABASE_URL=$TEST_POSTGRES_URL suite "Suite on PostgreSQL" -m "not browser" "$@"

title "Result"
if [ "$worst" -eq 0 ]; then echo "All green on SQLite and PostgreSQL"; else echo "Not green: see above"; fi
exit "$worst"
