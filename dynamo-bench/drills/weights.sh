#!/usr/bin/env bash
# Runs six nodes of the weights 2, 1, 1, 1, 1, 1 under load on uniform keys, and says how many copies and how much of the
# replicas' work each has: real processes, (N, R, W) = (3, 2, 2). What nodes do as coordinators is not counted.
#
#   REQUESTS=1000000   RATE=1500   operations a second   KEYS=20000   VALUE_BYTES=100   ENGINE=memory   BASE_PORT=8400
#
# Ends with 0 if the first node has twice the copies of the mean of the others, and did twice their work, both within 5 %.
set -euo pipefail

REQUESTS="${REQUESTS:-1000000}"
RATE="${RATE:-1500}"
KEYS="${KEYS:-20000}"
VALUE_BYTES="${VALUE_BYTES:-100}"
ENGINE="${ENGINE:-memory}"
BASE_PORT="${BASE_PORT:-8400}"
nodes=6

. "$(dirname "${BASH_SOURCE[0]}")/common.sh"
directory="$(mktemp -d)"

members=""
for number in $(seq $nodes); do
  members="$members${members:+,}n$number=$(peer "$number")"
  [ "$number" = 1 ] && members="$members*2"
done
head -c 32 /dev/urandom >"$directory/secret"
chmod 600 "$directory/secret"
for number in $(seq $nodes); do
  "$dynamo" server --node-id "n$number" --data "$directory/n$number" --initial-members "$members" --engine "$ENGINE" \
    --http-port "$(http_port "$number")" --set cluster.secret="$directory/secret" \
    </dev/null >"$directory/n$number.log" 2>&1 &
  started+=($!)
done
for number in $(seq $nodes); do
  for _ in $(seq 300); do
    is_ready "$number" && break
    sleep 0.2
  done
done

work() {
  curl -s -m 5 "http://$(node "$1")/metrics" | awk '/^dynamo_replica_work_total/ { sum += $NF } END { printf "%d", sum }'
}

"$bench" load --nodes "$(clients $nodes)" --rate "$RATE" --seconds $((REQUESTS / RATE + 1)) --warmup-seconds 0 --keys "$KEYS" \
  --value-bytes "$VALUE_BYTES" </dev/null >"$directory/load.txt" 2>"$directory/load.log" &
load=$!
await_load "$load" "$directory/load.log"
declare -A before
for number in $(seq $nodes); do
  before[$number]="$(work "$number")"
done
wait "$load" || true
grep "^all\|^attempts" "$directory/load.txt"
cat "$directory/load.log"
for number in $(seq $nodes); do
  copies="$("$dynamo" members --node "$(node 1)" | awk -v node="n$number" '$1 == node { print $6 }')"
  echo "n$number $copies $(($(work "$number") - before[$number]))"
done | awk '
  { printf "%s copies %d work %d\n", $1, $2, $3; copies[NR] = $2; work[NR] = $3 }
  END {
    for (i = 2; i <= NR; i++) { c += copies[i] / (NR - 1); w += work[i] / (NR - 1) }
    printf "n1 has %.3f times the copies of the others, and did %.3f times their work\n", copies[1] / c, work[1] / w
    exit copies[1] / c > 1.9 && copies[1] / c < 2.1 && work[1] / w > 1.9 && work[1] / w < 2.1 ? 0 : 1
  }'
