#!/usr/bin/env bash
# Kills two of five nodes under load, brings them back, and says what clients saw and what is left: real processes,
# real disks, (N, R, W) = (3, 2, 2).
#
#   15 s  kill -9 of the first victim      40 s  both are started again
#   25 s  kill -9 of the second            60 s  the load ends
#
#   RUNS=3         how often, each with a new cluster; more than one also gives the medians (default 1)
#   RATE=500       operations a second      KEYS=1000     keys      VALUE_BYTES=100   bytes of a value
#   VICTIMS="n2 n4"                         BASE_PORT=8400          SAMPLE=200        keys compared among owners
#   KEEP=1         leaves logs and data, and says where
#
# Ends with 0 if all attempts are accounted for, nothing was wrong or lost, hints were delivered and owners are equal.
set -euo pipefail

RUNS="${RUNS:-1}"
RATE="${RATE:-500}"
KEYS="${KEYS:-1000}"
VALUE_BYTES="${VALUE_BYTES:-100}"
BASE_PORT="${BASE_PORT:-8400}"
SAMPLE="${SAMPLE:-200}"
read -r first second <<<"${VICTIMS:-n2 n4}"
nodes=5
hints_deadline_ms=120000

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# --- Time ---------------------------------------------------------------------------------------------------

now_ms() {
  local micros="${EPOCHREALTIME/[.,]/}"
  echo $((micros / 1000))
}

sleep_until() {
  local left=$(($1 - $(now_ms)))
  if [ "$left" -gt 0 ]; then
    sleep "$(seconds "$left")"
  fi
}

seconds() {
  printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000))
}

# --- Nodes --------------------------------------------------------------------------------------------------

start_again() {
  # shellcheck disable=SC2086 # The arguments are words; the directory's name has no blank.
  "$dynamo" $2 </dev/null >>"$directory/cluster/$1/node.log" 2>&1 &
  started+=($!)
}

# The hints of all nodes together; nothing if one does not say.
hints() {
  local sum=0 number count
  for number in $(seq $nodes); do
    count="$(curl -s -m 2 "http://$(node "$number")/metrics" |
      awk '/^dynamo_hints[ {]/ { printf "%d", $NF }')" || return 0
    [ -n "$count" ] || return 0
    sum=$((sum + count))
  done
  echo "$sum"
}

await_no_hints() {
  local deadline=$(($(now_ms) + hints_deadline_ms))
  while [ "$(hints)" != 0 ]; do
    [ "$(now_ms)" -lt "$deadline" ] || return 1
    sleep 0.3
  done
}

# --- What is left -------------------------------------------------------------------------------------------

# Compares what the owners of every sampled key hold; prints "N of M keys equal on 3 owners".
compare_owners() {
  local step=$((KEYS > SAMPLE ? KEYS / SAMPLE : 1)) equal=0 all=0 key number code owners different body
  while read -r key; do
    all=$((all + 1))
    owners=0
    different=0
    rm -f "$directory/expected"
    for number in $(seq $nodes); do
      body="$directory/held"
      code="$(curl -s -m 5 -o "$body" -w '%{http_code}' "http://$(node "$number")/admin/local/$key" || true)"
      case "$code" in
        421) continue ;;
        200) ;;
        *) different=1 ;;
      esac
      owners=$((owners + 1))
      if [ -f "$directory/expected" ]; then
        cmp -s "$directory/expected" "$body" || different=1
      else
        cp "$body" "$directory/expected"
      fi
    done
    if [ "$owners" = 3 ] && [ "$different" = 0 ]; then
      equal=$((equal + 1))
    else
      echo "kill-two: $key differs among its $owners owners" >&2
    fi
  done < <(awk -v step="$step" 'NR % step == 0 { print $1 }' "$directory/ledger")
  echo "$equal of $all keys equal on 3 owners"
  [ "$equal" = "$all" ]
}

# The greatest p99.9 of the windows that begin from 15 s up to 40 s, in ms.
worst_while_down() {
  awk '$1 ~ /^[0-9]+$/ && $1 >= 15 && $1 < 40 && $11 > worst { worst = $11 } END { printf "%.1f", worst }' "$directory/load.txt"
}

# A field of the row of the whole run.
whole() {
  awk -v field="$1" '$1 == "all" { print $field }' "$directory/load.txt"
}

median() {
  sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

# --- One run ------------------------------------------------------------------------------------------------

run() {
  local cluster load zero returned ready_ms hints_ms first_pid second_pid first_arguments second_arguments result=0
  directory="$(mktemp -d)"
  : >"$directory/cluster.json"
  : >"$directory/load.log"
  results="$1"
  echo "load average before: $(uptime | sed 's/.*load average[s]*: *//')"

  "$dynamo" cluster --nodes $nodes --dir "$directory/cluster" --base-port "$BASE_PORT" --json \
    </dev/null >"$directory/cluster.json" 2>"$directory/cluster.log" &
  cluster=$!
  started+=("$cluster")
  until grep -q pid "$directory/cluster.json"; do
    kill -0 "$cluster" 2>/dev/null || fail "the cluster does not start: $(cat "$directory/cluster.log")"
    sleep 0.2
  done
  first_pid="$(pid_of "$directory/cluster.json" "$first")"
  second_pid="$(pid_of "$directory/cluster.json" "$second")"
  first_arguments="$(arguments_of "$first_pid")"
  second_arguments="$(arguments_of "$second_pid")"
  [ -n "$first_arguments" ] && [ -n "$second_arguments" ] || fail "no command line of $first or $second"

  "$bench" load --nodes "$(clients $nodes)" --rate "$RATE" --seconds 60 --warmup-seconds 20 --keys "$KEYS" \
    --value-bytes "$VALUE_BYTES" --ledger "$directory/ledger" </dev/null >"$directory/load.txt" 2>"$directory/load.log" &
  load=$!
  started+=("$load")
  until grep -q measuring "$directory/load.log"; do
    kill -0 "$load" 2>/dev/null || fail "the load does not start: $(cat "$directory/load.log")"
    sleep 0.05
  done
  zero="$(now_ms)"

  sleep_until $((zero + 15000))
  kill -9 "$first_pid"
  sleep_until $((zero + 25000))
  kill -9 "$second_pid"
  sleep_until $((zero + 40000))
  returned="$(now_ms)"
  start_again "$first" "$first_arguments"
  start_again "$second" "$second_arguments"
  until is_ready "${first#n}" && is_ready "${second#n}"; do
    [ "$(now_ms)" -lt $((returned + 60000)) ] || fail "$first and $second are not ready after a minute"
    sleep 0.1
  done
  ready_ms=$(($(now_ms) - returned))
  if await_no_hints; then
    hints_ms=$(($(now_ms) - returned))
  else
    hints_ms=-1
    result=1
  fi

  wait "$load" || result=1
  cat "$directory/load.txt"
  grep -v measuring "$directory/load.log" || true
  await_no_hints || result=1
  echo "worst p99.9 of a window from 15 s to 40 s: $(worst_while_down) ms"
  echo "after the return: both ready in $(seconds $ready_ms) s, no hints on any node in $([ $hints_ms -ge 0 ] && seconds $hints_ms || echo more than 120) s"
  compare_owners || result=1
  "$bench" load check --nodes "$(clients $nodes)" --ledger "$directory/ledger" || result=1
  echo "load average after: $(uptime | sed 's/.*load average[s]*: *//')"
  echo "$(worst_while_down) $hints_ms $(whole 6) $(whole 7) $(whole 8) $(whole 4) $(whole 5) $(whole 12)" >>"$results"
  clean_up
  return $result
}

# Built first, so that the build is not under the load.
"$bench" load --help >/dev/null
"$dynamo" --version >/dev/null

summary="$(mktemp)"
trap 'clean_up; rm -f "$summary"' EXIT
code=0
for number in $(seq "$RUNS"); do
  echo "--- run $number of $RUNS: $nodes nodes, $RATE operations/s, kill -9 of $first at 15 s and $second at 25 s, back at 40 s"
  run "$summary" || code=1
done
if [ "$RUNS" -gt 1 ]; then
  echo "--- medians of $RUNS runs"
  field=1
  for name in "worst p99.9 ms, 15 to 40 s" "no hints after ms" "unavailable" "unknown" "wrong" "stale" "revived" "max ms"; do
    printf '%-28s %s\n' "$name" "$(awk -v field=$field '{ print $field }' "$summary" | median)"
    field=$((field + 1))
  done
fi
[ $code = 0 ] && echo "all good" || echo "NOT GOOD"
exit $code
