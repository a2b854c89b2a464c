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

module="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
home="$(dirname "$module")"
bench="$module/bin/bench"
dynamo="$home/bin/dynamo"
directory="$(mktemp -d)"
started=()

clean_up() {
  local pid
  for pid in "${started[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in "${started[@]}"; do
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$directory"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

http() {
  echo "127.0.0.1:$((BASE_PORT + 10 * ($1 - 1)))"
}

members=""
clients=""
for number in $(seq $nodes); do
  port=$((BASE_PORT + 10 * (number - 1)))
  members="$members${members:+,}n$number=127.0.0.1:$((port + 2))"
  [ "$number" = 1 ] && members="$members*2"
  clients="$clients${clients:+,}127.0.0.1:$((port + 1))"
done
head -c 32 /dev/urandom >"$directory/secret"
chmod 600 "$directory/secret"
for number in $(seq $nodes); do
  "$dynamo" server --node-id "n$number" --data "$directory/n$number" --initial-members "$members" --engine "$ENGINE" \
    --http-port $((BASE_PORT + 10 * (number - 1))) --set cluster.secret="$directory/secret" \
    </dev/null >"$directory/n$number.log" 2>&1 &
  started+=($!)
done
for number in $(seq $nodes); do
  for _ in $(seq 300); do
    [ "$(curl -s -m 2 -o /dev/null -w '%{http_code}' "http://$(http "$number")/ready" || true)" = 200 ] && break
    sleep 0.2
  done
done

work() {
  curl -s -m 5 "http://$(http "$1")/metrics" | awk '/^dynamo_replica_work_total/ { sum += $NF } END { printf "%d", sum }'
}

"$bench" load --nodes "$clients" --rate "$RATE" --seconds $((REQUESTS / RATE + 1)) --warmup-seconds 0 --keys "$KEYS" \
  --value-bytes "$VALUE_BYTES" </dev/null >"$directory/load.txt" 2>"$directory/load.log" &
load=$!
until grep -q measuring "$directory/load.log"; do
  kill -0 "$load" 2>/dev/null || { cat "$directory/load.log" >&2; exit 1; }
  sleep 0.05
done
declare -A before
for number in $(seq $nodes); do
  before[$number]="$(work "$number")"
done
wait "$load" || true
grep "^all\|^attempts" "$directory/load.txt"
cat "$directory/load.log"
for number in $(seq $nodes); do
  copies="$("$dynamo" members --node "$(http 1)" | awk -v node="n$number" '$1 == node { print $6 }')"
  echo "n$number $copies $(($(work "$number") - before[$number]))"
done | awk '
  { printf "%s copies %d work %d\n", $1, $2, $3; copies[NR] = $2; work[NR] = $3 }
  END {
    for (i = 2; i <= NR; i++) { c += copies[i] / (NR - 1); w += work[i] / (NR - 1) }
    printf "n1 has %.3f times the copies of the others, and did %.3f times their work\n", copies[1] / c, work[1] / w
    exit copies[1] / c > 1.9 && copies[1] / c < 2.1 && work[1] / w > 1.9 && work[1] / w < 2.1 ? 0 : 1
  }'
