# Sourced: a PostgreSQL of one's own for a while. It touches nothing else on the machine.

work=$(mktemp -d /tmp/bimtek-services.XXXXXX)
chmod 755 "$work"

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

stop_postgres() {
    if [ -f "$work/pg/data/postmaster.pid" ]; then
        as_postgres "$(pg_bin)/pg_ctl" -D "$work/pg/data" -m immediate -s stop
    fi
}

start_postgres() { # start_postgres SETTINGS: those for the server, as its command line takes them
    local bin
    bin=$(pg_bin)
    mkdir -p "$work/pg"
    [ "$(id -u)" -ne 0 ] || chown postgres "$work/pg"
    # Only a socket: no port to be taken. English messages and C order, as in the official
    # container image.
    as_postgres "$bin/initdb" -D "$work/pg/data" -U bimtek -A trust -E UTF8 --locale=C -N \
        >"$work/pg.log" 2>&1 &&
        as_postgres "$bin/pg_ctl" -D "$work/pg/data" -l "$work/pg/server.log" -w -s start -o \
            "-k $work/pg -c listen_addresses='' -c max_connections=200 $1" &&
        as_postgres "$bin/createdb" -h "$work/pg" -U bimtek bimtek || {
        cat "$work/pg.log" "$work/pg/server.log" 2>/dev/null
        return 1
    }
    TEST_POSTGRES_URL="postgresql+psycopg://bimtek@/bimtek?host=$work/pg"
}
