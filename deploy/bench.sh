#!/usr/bin/env bash
# Runs the benchmarks, with a PostgreSQL of their own that waits for the disk as a real one does.
# Called by `make bench`; PARTS names some of them.
set -uo pipefail
cd "$(dirname "$0")/.."

. deploy/services.sh
trap 'stop_postgres; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

start_postgres "" || { echo "PostgreSQL did not start"; exit 1; }
export TEST_DATABASE_URL=$TEST_POSTGRES_URL
# shellcheck disable=SC2086 # several names are several words
"${VENV:-.venv}/bin/python" -m tests.bench ${PARTS:-}
