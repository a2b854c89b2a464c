#!/usr/bin/env bash
# Kills the joiner, a source, or both with kill -9 while partitions are transferred to a fourth node, starts them again,
# and says how much was sent twice: real processes, real disks, (N, R, W) = (3, 2, 2).
#
#   FILES=DIR      a directory that is imported before; default: one that is made, 60 MB
#   BASE_PORT=8400   KEEP=1   leaves logs and data, and says where
#
# Four runs, each with a new cluster: joiner, source, both, and a join that is cancelled after its joiner was killed. Each
# verifies the files before, in the middle and at the end. Ends with 0 if all of it held and under 10 % was sent twice.
set -euo pipefail

BASE_PORT="${BASE_PORT:-8400}"
deadline_s=600
result=0

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

directory="$(mktemp -d)"
joiner=""

# A number of what n4 says of its moves; nothing if it does not answer.
told() {
  curl -s -m 2 "http://$(node 4)/admin/moves" | tr -d ' \n' | sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"
}

await() {
  local end=$(($(date +%s) + deadline_s)) what="$1"
  shift
  until "$@"; do
    [ "$(date +%s)" -lt "$end" ] || fail "$what takes too long; n4: $("$dynamo" moves --node "$(node 4)" | head -5)"
    sleep 0.2
  done
}

start_joiner() {
  "$dynamo" server --node-id n4 --data "$run/n4" --seeds "$(peer 1)" --http-port "$(http_port 4)" \
    --set cluster.secret="$run/cluster/cluster.secret" </dev/null >>"$run/n4.log" 2>&1 &
  joiner=$!
  started+=("$joiner")
}

is_waiting() {
  grep -q "waiting to be admitted" "$run/n4.log"
}

is_third_done() {
  local filled
  filled="$(told filled)"
  [ "${filled:-0}" -ge 60 ]
}

is_settled() {
  [ "$(moving 2)" = 0 ]
}

verify() {
  local line
  line="$("$dynamo" verify "$FILES" --node "$(node "$2")" | tail -1)" || {
    result=1
    line="FAILED: $line"
  }
  echo "    $1: $line"
}

begin() {
  run="$directory/$1"
  mkdir "$run"
  "$dynamo" cluster --nodes 3 --dir "$run/cluster" --base-port "$BASE_PORT" --json </dev/null >"$run/cluster.json" 2>"$run/cluster.log" &
  started+=($!)
  await_cluster "${started[0]}" "$run/cluster.json" "$run/cluster.log"
  "$dynamo" import "$FILES" --node "$(node 1)" | tail -1 | sed 's/^/    /'
  source_pid="$(pid_of "$run/cluster.json" n1)"
  source_arguments="$(arguments_of "$source_pid")"
  start_joiner
  await "the start of n4" is_waiting
  "$dynamo" join n4 --node "$(node 2)" --yes >"$run/plan.txt"
  await "a third of the transfer" is_third_done
  before="$(moved 4)"
}

source_again() {
  # shellcheck disable=SC2086 # The arguments are words; the directory's name has no blank.
  "$dynamo" $source_arguments </dev/null >>"$run/cluster/n1/node.log" 2>&1 &
  started+=($!)
}

# Compares what n4 has taken in all its lives with what is under its partitions: three quarters of the files.
judge() {
  local last needed twice
  last="$(moved 4)"
  needed=$((bytes * 3 / 4))
  twice="$(awk -v taken=$((${1:-0} + last)) -v needed="$needed" 'BEGIN { printf "%.1f", (taken - needed) * 100 / needed }')"
  echo "    n4 took $((${1:-0} + last)) bytes for its share of about $needed: $twice % more"
  awk -v twice="$twice" 'BEGIN { exit twice < 10 ? 0 : 1 }' || result=1
}

if [ -z "${FILES:-}" ]; then
  FILES="$directory/files"
  mkdir "$FILES"
  for number in $(seq 2000); do
    head -c 30000 /dev/urandom >"$FILES/file-$number"
  done
fi
bytes="$(find "$FILES" -type f -printf '%s\n' | awk '{ sum += $1 } END { print sum }')"

echo "kill -9 of the joiner"
begin joiner
kill -9 "$joiner"
verify "while it is down" 1
start_joiner
await "the transfer" is_settled
judge "$before"
verify "at the end, by n4" 4
stop_all

echo "kill -9 of a source"
begin source
kill -9 "$source_pid"
verify "while it is down" 2
source_again
await "the transfer" is_settled
judge 0
verify "at the end, by n4" 4
stop_all

echo "kill -9 of both"
begin both
kill -9 "$joiner" "$source_pid"
verify "while they are down" 2
source_again
start_joiner
await "the transfer" is_settled
judge "$before"
verify "at the end, by n4" 4
stop_all

echo "kill -9 of the joiner, and the join is cancelled"
begin cancelled
event="$(sed -n 's/.*committed as event \([^;]*\);.*/\1/p' "$run/plan.txt")"
kill -9 "$joiner"
"$dynamo" cancel "$event" --node "$(node 3)" --yes >"$run/cancel.txt" || fail "cancel: $(cat "$run/cancel.txt")"
verify "cancelled, while it is down" 1
start_joiner
await "the way back" is_settled
verify "at the end" 3
"$dynamo" members --node "$(node 1)" | sed 's/^/    /'
exit $result
