#!/usr/bin/env bash
# `npm run services`: what tests want besides Node, where it is installed. Starts a MariaDB unless one lets
# us in on 127.0.0.1:3306 or TEST_MYSQL_URL names another. What it prints is for the shell as well:
#   eval "$(npm run services --silent)"
set -euo pipefail

say() { printf '# %s\n' "$*"; }

chromium() {
  local path
  for path in "${CHROMIUM_PATH:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
    if [[ -n $path && -x $path ]]; then
      say "Chromium: $path"
      return
    fi
  done
  say 'Chromium: none; install one or set CHROMIUM_PATH, or tests with a browser are skipped'
}

mysql_answers() {
  local client
  client=$(command -v mariadb || command -v mysql) || return 1
  "$client" --no-defaults --connect-timeout=3 -h 127.0.0.1 -P "$1" -u root -e 'SELECT 1' >/dev/null 2>&1
}

port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start_mariadb() {
  local port=$1 user directory pid
  user=$(id -un)
  directory=$(mktemp -d -t gatehouse-mariadb-XXXXXX)
  mkdir "$directory/data"
  mariadb-install-db --no-defaults --datadir="$directory/data" --user="$user" \
    --auth-root-authentication-method=normal --skip-test-db >"$directory/log" 2>&1 || {
    tail -n 20 "$directory/log" >&2
    return 1
  }
  "$(PATH=$PATH:/usr/sbin command -v mariadbd)" --no-defaults --datadir="$directory/data" \
    --user="$user" --port="$port" --bind-address=127.0.0.1 --socket="$directory/socket" \
    --pid-file="$directory/pid" >>"$directory/log" 2>&1 &
  pid=$!
  for _ in $(seq 60); do
    if mysql_answers "$port"; then
      say "MariaDB: our own on 127.0.0.1:$port; to stop it: kill $pid && rm -r $directory"
      echo "export TEST_MYSQL_URL=mysql://root@127.0.0.1:$port"
      echo "export TEST_MYSQL_PID=$pid"
      return
    fi
    if ! kill -0 "$pid" 2>/dev/null; then break; fi
    sleep 0.5
  done
  tail -n 20 "$directory/log" >&2
  return 1
}

mariadb_server() {
  local port=3306
  if [[ -n ${TEST_MYSQL_URL:-} ]]; then
    say 'MariaDB: as TEST_MYSQL_URL says'
  elif mysql_answers "$port"; then
    say "MariaDB: the one on 127.0.0.1:$port"
  elif ! command -v mariadb-install-db >/dev/null; then
    say 'MariaDB: none; install mariadb-server, or tests with a MariaDB are skipped'
  else
    # Somebody else's server may hold the port without letting us in.
    while port_is_open "$port"; do port=$((port + 10)); done
    start_mariadb "$port"
  fi
}

chromium
mariadb_server
