#!/bin/bash
# Okno as the measurements want it, pinned to one core.  okno.sh fill|start|stop|ready
#   fill    makes $DIR with 1,000 agents (a1…, desk phones at 127.0.0.2:7000), queues q10 q100 q1000, $CONTACTS contacts
#   start   starts $OKNO on core $CORE; its pid in $DIR/pid
#   ready   registers the desk phones and presses "ready" for every agent
#   stop    SIGTERM to that one process
set -e
cd "$(dirname "$0")/.."
OKNO=${OKNO:-build/bench/okno}
FILL=${FILL:-$(dirname "$OKNO")/okno_bench_fill}
DIR=${DIR:-build/bench-data}
CORE=${CORE:-0}
AGENTS=${AGENTS:-1000}
CONTACTS=${CONTACTS:-10000}
HTTP=${HTTP:-127.0.0.1:8090}
SIP=${SIP:-127.0.0.1:5070}
case "$1" in
fill)
  rm -rf "$DIR"
  "$FILL" "$DIR" "$AGENTS" "$(( CONTACTS < 10000 ? CONTACTS : 10000 ))"
  [ "$CONTACTS" -le 10000 ] || python3 bench/many_contacts.py "$DIR/okno.db" "$CONTACTS"
  cat >"$DIR/okno.toml" <<C
data = "."
[http]
address = "${HTTP%:*}"
port = ${HTTP##*:}
[sip]
address = "${SIP%:*}"
port = ${SIP##*:}
max_calls = 8000
flood_exempt = ["127.0.0.0/8"]
[[sip.trunks]]
name = "load"
address = "127.0.0.1:5061"
allowed = ["127.0.0.1"]
[media]
rtp_address = "127.0.0.1"
advertised = ["127.0.0.1"]
first_port = 20000
last_port = 39999
max_legs = 8000
[log]
level = "warning"
C
  ;;
start)
  ulimit -n "$(ulimit -Hn)"
  setsid nice -n "${NICE:--10}" taskset -c "$CORE" "$OKNO" serve --config "$DIR/okno.toml" >"$DIR/out" 2>"$DIR/log" </dev/null &
  echo $! >"$DIR/pid"
  for _ in $(seq 1 300); do grep -q '^ready' "$DIR/out" && break; kill -0 "$(cat "$DIR/pid")"; sleep 0.1; done
  cat "$DIR/out"
  ;;
ready) python3 bench/phones.py --keys "$DIR/keys" --http "$HTTP" --sip "$SIP" ;;
stop)
  P=$(cat "$DIR/pid"); kill "$P" 2>/dev/null || true
  for _ in $(seq 1 100); do kill -0 "$P" 2>/dev/null || break; sleep 0.1; done
  ;;
*) sed -n 2,6p "$0"; exit 2 ;;
esac
