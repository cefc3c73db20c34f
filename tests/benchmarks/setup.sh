#!/usr/bin/env bash
# How long `make run` takes from nothing and again, until the sign-in page answers; and what Ctrl-C leaves.
# bash tests/benchmarks/setup.sh
set -euo pipefail
here=$(git rev-parse --show-toplevel)
place=$(mktemp -d /tmp/fyXXXX)
trap 'rm -rf "$place"' EXIT
git clone --quiet "$here" "$place/f"
cd "$place/f"
export FIDELITY_PORT=8098

for name in "from nothing" "again"; do
  start=$(date +%s.%N)
  setsid make run >"$place/log" 2>&1 &
  until curl --silent --fail --output /dev/null http://localhost:8098/sign-in; do sleep 0.2; done
  echo "make run, $name: $(echo "$(date +%s.%N) - $start" | bc) s"
  group=$(pgrep --full "make run" --newest)
  kill -INT -- "-$(ps -o pgid= "$group" | tr -d ' ')"
  wait || true
  echo "processes left: $(pgrep --full "$place" --count || true); sockets left: $(find var -type s | wc -l)"
done
du -sh .venv node_modules var/models | sed 's/^/on disk: /'
