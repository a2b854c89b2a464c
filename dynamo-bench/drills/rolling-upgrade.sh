#!/usr/bin/env bash
# Upgrades a cluster of three nodes from an earlier commit to the code of this checkout, one node at a time on the same
# data directories, under a constant mixed load; then admits a fourth node, which is refused before, with the old nodes
# named. Says what clients saw and what is left: real processes, real disks, (N, R, W) = (3, 2, 2).
#
#   COMMIT=...     the earlier build; default: the last one whose members could not change
#   RATE=100       operations a second      KEYS=1000     keys      VALUE_BYTES=1000  bytes of a value
#   BASE_PORT=8400                          KEEP=1        leaves logs and data, and says where
#
# Ends with 0 if no request failed, nothing was wrong or lost, every verify held, and the join was refused exactly as
# long as an old node was a member.
set -euo pipefail

RATE="${RATE:-100}"
KEYS="${KEYS:-1000}"
VALUE_BYTES="${VALUE_BYTES:-1000}"
BASE_PORT="${BASE_PORT:-8400}"
nodes=3
result=0
step_deadline_s=300

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
new="$dynamo"
software=dynamo-api/src/main/java/io/dynamo/api/request/Software.java

directory="$(mktemp -d)"
old_checkout="$directory/old"

before_removal() {
  git -C "$home" worktree remove --force "$old_checkout" 2>/dev/null || true
}

# Waits until a command succeeds: until WHAT COMMAND...
until_so() {
  local what="$1" deadline=$(($(now_s) + step_deadline_s))
  shift
  until "$@"; do
    [ "$(now_s)" -lt "$deadline" ] || fail "after $step_deadline_s s still not so: $what"
    sleep 0.5
  done
}

# Nobody keeps a hint, and every partition counts for reads: the next node may go.
is_settled() {
  local number metrics
  for number in $(seq $nodes); do
    metrics="$(curl -sf -m 2 "http://$(node "$number")/metrics")" || return 1
    [ "$(sed -n 's/^dynamo_hints \([0-9]*\).*/\1/p' <<<"$metrics")" = 0 ] || return 1
    [ "$(sed -n 's/^dynamo_partitions_whole \([0-9]*\).*/\1/p' <<<"$metrics")" = 256 ] || return 1
  done
}

# start_node NUMBER DYNAMO OPTIONS...
start_node() {
  local number="$1" dynamo="$2"
  shift 2
  "$dynamo" server --node-id "n$number" --data "$directory/n$number" --http-port "$(http_port "$number")" "$@" \
    </dev/null >>"$directory/n$number.log" 2>&1 &
  started+=($!)
  eval "pid_$number=$!"
}

stop_node() {
  local pid
  eval "pid=\$pid_$1"
  kill "$pid"
  wait "$pid" 2>/dev/null || true
}

verify() {
  "$new" verify "$directory/files" --node "$(node 1)" | tail -1 | sed 's/^/    /'
}

# A join must be refused, and the refusal name these members.
expect_refused() {
  local answer number
  if answer="$("$new" join "n4=$(peer 4)" --yes --node "$(node 1)" 2>&1)"; then
    fail "a join was committed while old nodes are members: $answer"
  fi
  for number in "$@"; do
    grep -q "n$number" <<<"$answer" || fail "the refusal of a join does not name n$number: $answer"
  done
  echo "    a join is refused: $(tail -1 <<<"$answer")"
}

added="$(git -C "$home" log --diff-filter=A --format=%H -- $software | tail -1)"
COMMIT="${COMMIT:-$added^}"
git -C "$home" worktree add --quiet --detach "$old_checkout" "$COMMIT"
old="$old_checkout/bin/dynamo"
echo "old: $(git -C "$old_checkout" log -1 --format='%h %s')"
echo "new: $(git -C "$home" log -1 --format='%h %s')"
"$old" --version >/dev/null
"$new" --version >/dev/null

mkdir "$directory/files"
for number in $(seq 500); do
  head -c $((number * 40)) /dev/urandom >"$directory/files/file-$number"
done

members="n1=$(peer 1),n2=$(peer 2),n3=$(peer 3)"
for number in $(seq $nodes); do
  start_node "$number" "$old" --initial-members "$members"
done
for number in $(seq $nodes); do
  until_so "n$number is ready" is_ready "$number"
done
"$new" import "$directory/files" --node "$(node 1)" | tail -1

"$bench" load --nodes "$(clients $nodes)" --rate "$RATE" --seconds 3600 --warmup-seconds 5 --keys "$KEYS" \
  --value-bytes "$VALUE_BYTES" --ledger "$directory/ledger" --until "$directory/enough" \
  </dev/null >"$directory/load.txt" 2>"$directory/load.log" &
load=$!
started+=("$load")
await_load "$load" "$directory/load.log"

for number in $(seq $nodes); do
  until_so "no hints are kept and all partitions are whole" is_settled
  begun="$(now_s)"
  stop_node "$number"
  start_node "$number" "$new" --initial-members "$members"
  until_so "n$number is ready" is_ready "$number"
  echo "n$number is new, ready after $(($(now_s) - begun)) s"
  verify
  if [ "$number" -lt $nodes ]; then
    # shellcheck disable=SC2046
    expect_refused $(seq $((number + 1)) $nodes)
  fi
done

start_node 4 "$new" --seeds "$(peer 2)"
until_so "n4 waits to be admitted" grep -q "waiting to be admitted" "$directory/n4.log"
admit() {
  "$new" join n4 --yes --node "$(node 2)" >"$directory/join.txt" 2>&1
}
# Each member has to tell that it is new, which takes a round of gossip or two.
until_so "n4 is admitted" admit
is_at_rest() {
  "$new" members --node "$(node 1)" | head -1 | grep -q " 0 partitions are moving"
}
until_so "n4 has its share" is_at_rest
echo "n4 has joined: $(grep 'copies of partitions' "$directory/join.txt")"
verify

touch "$directory/enough"
wait "$load" || result=1
echo
echo "What clients saw:"
grep -v "^ *[0-9]" "$directory/load.txt"
cat "$directory/load.log"
echo
echo "What is left of what the load was told is stored:"
"$bench" load check --nodes "$(clients $nodes)" --ledger "$directory/ledger" || result=1
exit $result
