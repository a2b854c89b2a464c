# What every drill needs: where things are, what it has started, and how all of it ends. Sourced by the drills, after
# they have set BASE_PORT; each makes its own $directory, which is removed at the end unless KEEP is set.
# shellcheck shell=bash disable=SC2034 # The drills use what is set here.

drill="$(basename "$0" .sh)"
module="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
home="$(dirname "$module")"
bench="$module/bin/bench"
dynamo="$home/bin/dynamo"

directory=""
started=()

# Ends what was started here, by pid: the last first, so the load before the nodes, and these before a cluster.
stop_all() {
  local i
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do
    kill "${started[i]}" 2>/dev/null || true
  done
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do
    wait "${started[i]}" 2>/dev/null || true
  done
  started=()
}

# A drill with more to undo than files in its directory says so by a function of this name.
before_removal() {
  :
}

clean_up() {
  stop_all
  if [ -n "$directory" ]; then
    if [ -n "${KEEP:-}" ]; then
      echo "kept: $directory"
    else
      before_removal
      rm -rf "$directory"
    fi
  fi
  directory=""
}
trap clean_up EXIT
trap 'exit 130' INT TERM

fail() {
  echo "$drill: $*" >&2
  exit 1
}

now_s() {
  date +%s
}

# The addresses of the node of this number, from 1 on: of HTTP, of clients, of peers.
http_port() {
  echo $((BASE_PORT + 10 * ($1 - 1)))
}

node() {
  echo "127.0.0.1:$(http_port "$1")"
}

client() {
  echo "127.0.0.1:$(($(http_port "$1") + 1))"
}

peer() {
  echo "127.0.0.1:$(($(http_port "$1") + 2))"
}

# Those of the first so many nodes, as clients are given them.
clients() {
  local list="" number
  for number in $(seq "$1"); do
    list="$list${list:+,}$(client "$number")"
  done
  echo "$list"
}

is_ready() {
  curl -sf -m 2 -o /dev/null "http://$(node "$1")/ready"
}

# The pid of a node, from the file of what `dynamo cluster --json` printed: pid_of FILE NODE.
pid_of() {
  tr -d ' \n' <"$1" | sed -n "s/.*\"node\":\"$2\",\"pid\":\([0-9]*\).*/\1/p"
}

# The command line of a node, from "server" on: what starts it again.
arguments_of() {
  ps -ww -o args= -p "$1" | sed -n 's/.* \(server .*\)/\1/p'
}

# How many partitions move, as the node of this number sees it.
moving() {
  "$dynamo" members --node "$(node "$1")" | sed -n '1s/.*, \([0-9]*\) partitions.*/\1/p'
}

# How many bytes of values the node of this number has sent and taken for moves; nothing if it does not answer.
moved() {
  curl -s -m 2 "http://$(node "$1")/admin/moves" | tr -d ' \n' | sed -n 's/.*"bytes":\([0-9]*\),"bytesPerSecond".*/\1/p'
}

# Waits until the load, whose pid and log are given, measures.
await_load() {
  until grep -qs measuring "$2"; do
    kill -0 "$1" 2>/dev/null || fail "the load does not start: $(cat "$2")"
    sleep 0.05
  done
}

# Waits until a cluster, whose pid, printed document and log are given, runs.
await_cluster() {
  until grep -qs pid "$2"; do
    kill -0 "$1" 2>/dev/null || fail "the cluster does not start: $(cat "$3")"
    sleep 0.2
  done
}
