#!/usr/bin/env bash
# Lets a cluster grow from three nodes to eight and shrink back to three, one node at a time, under a constant mixed
# load, and says what clients saw, what moved and what is left: real processes, real disks, (N, R, W) = (3, 2, 2).
#
#   RATE=100       operations a second      KEYS=1000     keys      VALUE_BYTES=1000  bytes of a value
#   FILES=DIR      a directory that is imported before and verified at every stage; default: one that is made, 20 MB
#   BASE_PORT=8400   MOST=8     up to how many nodes        KEEP=1         leaves logs and data, and says where
#
# Ends with 0 if no request failed, nothing was wrong or lost, every verify held and the copies that moved are within
# 5 % of the least possible.
set -euo pipefail

RATE="${RATE:-100}"
KEYS="${KEYS:-1000}"
VALUE_BYTES="${VALUE_BYTES:-1000}"
BASE_PORT="${BASE_PORT:-8400}"
MOST="${MOST:-8}"
first=3
result=0
step_deadline_s=600

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

directory="$(mktemp -d)"

# What a node says of the ring; the numbers of steps sort by their names.
ring() {
  curl -sf -m 5 "http://$(node 1)/admin/ring" >"$directory/rings/$1.json" || fail "no ring from n1"
}

moved_bytes() {
  local sum=0 number bytes
  for number in $(seq "$MOST"); do
    bytes="$(moved "$number")"
    sum=$((sum + ${bytes:-0}))
  done
  echo "$sum"
}

await_settled() {
  local deadline=$(($(now_s) + step_deadline_s)) left last=""
  while left="$(moving 1)" && [ "$left" != 0 ]; do
    [ "$(now_s)" -lt "$deadline" ] || fail "$1: $left partitions still move: $("$dynamo" moves --node "$(node 1)")"
    if [ "$left" != "$last" ]; then
      echo "    $(date +%T) $left partitions to go"
      last="$left"
    fi
    sleep 2
  done
}

verify() {
  "$dynamo" verify "$FILES" --node "$(node 2)" | tail -1 | sed 's/^/    /'
}

start_node() {
  "$dynamo" server --node-id "n$1" --data "$directory/n$1" --seeds "$(peer 1)" \
    --http-port "$(http_port "$1")" --set cluster.secret="$directory/cluster/cluster.secret" \
    </dev/null >"$directory/n$1.log" 2>&1 &
  started+=($!)
  eval "pid_$1=$!"
  local deadline=$(($(now_s) + 60))
  until grep -q "waiting to be admitted" "$directory/n$1.log"; do
    [ "$(now_s)" -lt "$deadline" ] || fail "n$1 does not start: $(tail -3 "$directory/n$1.log")"
    sleep 0.3
  done
}

await_gone() {
  local deadline=$(($(now_s) + step_deadline_s)) pid
  eval "pid=\$pid_$1"
  while kill -0 "$pid" 2>/dev/null; do
    [ "$(now_s)" -lt "$deadline" ] || fail "n$1 does not leave: $("$dynamo" moves --node "$(node "$1")")"
    sleep 1
  done
}

mkdir "$directory/rings"
if [ -z "${FILES:-}" ]; then
  FILES="$directory/files"
  mkdir "$FILES"
  for number in $(seq 1000); do
    head -c $((number * 40)) /dev/urandom >"$FILES/file-$number"
  done
fi

echo "load average before: $(uptime | sed 's/.*load average[s]*: *//')"
"$dynamo" cluster --nodes $first --dir "$directory/cluster" --base-port "$BASE_PORT" --json \
  </dev/null >"$directory/cluster.json" 2>"$directory/cluster.log" &
started+=($!)
await_cluster "${started[0]}" "$directory/cluster.json" "$directory/cluster.log"
"$dynamo" import "$FILES" --node "$(node 1)" | tail -1

entry="$(clients $first)"
"$bench" load --nodes "$entry" --rate "$RATE" --seconds 3600 --warmup-seconds 5 --keys "$KEYS" \
  --value-bytes "$VALUE_BYTES" --ledger "$directory/ledger" --until "$directory/enough" </dev/null >"$directory/load.txt" 2>"$directory/load.log" &
load=$!
await_load "$load" "$directory/load.log"

step=10
ring $step
for number in $(seq $((first + 1)) "$MOST"); do
  step=$((step + 1))
  start_node "$number"
  begun="$(now_s)"
  "$dynamo" join "n$number" --node "$(node 2)" --yes >"$directory/plan-$step.txt" || fail "join of n$number"
  echo "n$number joins: $(sed -n 's/\(.* copies of partitions\).*/\1/p' "$directory/plan-$step.txt")"
  await_settled "join of n$number"
  ring $step
  echo "    settled after $(($(now_s) - begun)) s; bytes sent and taken by nodes so far: $(moved_bytes)"
  verify
done
for number in $(seq "$MOST" -1 $((first + 1))); do
  step=$((step + 1))
  begun="$(now_s)"
  "$dynamo" leave "n$number" --node "$(node 3)" --yes >"$directory/plan-$step.txt" || fail "leave of n$number"
  echo "n$number leaves: $(sed -n 's/\(.* copies of partitions\).*/\1/p' "$directory/plan-$step.txt")"
  await_settled "leave of n$number"
  await_gone "$number"
  ring $step
  echo "    gone after $(($(now_s) - begun)) s"
  verify
done

touch "$directory/enough"
wait "$load" || result=1
echo
echo "What clients saw:"
grep -v "^ *[0-9]" "$directory/load.txt"; cat "$directory/load.log"
echo
echo "What is left of what the load was told is stored:"
"$bench" load check --nodes "$entry" --ledger "$directory/ledger" || result=1
echo
echo "Copies that moved:"
"$bench" moves "$directory"/rings/*.json || result=1
exit $result
