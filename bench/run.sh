#!/usr/bin/env bash
# Parley beside a bare YARP pass-through and the simulator alone, on this machine. See bench/README.md.
#   bench/run.sh                     all cases, 5 interleaved rounds (some 18 minutes)
#   bench/run.sh --rounds 1 --cases ns-c64,st-c256
#   bench/run.sh translate           what a streamed chunk costs in each pair of formats (some 4 minutes with --seconds 3)
#   bench/run.sh promises            what happens when providers fail, die, are slow or have too much to do (some 5 minutes)
#   bench/run.sh conversations       search, list and a long chat at 100,000 messages (some 2 minutes)
#   bench/run.sh feed                2,000 people who follow their feeds while 100 answers are made (a minute)
#   bench/run.sh first-token         how long an answer's first token takes to a tab (half a minute)
#   bench/run.sh start               from the start until it is ready, and memory when nobody is there (a minute)
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet build "$root/Parley.slnx" -c Release -v q >&2
# Parley as operators get it: compiled ahead of time for this machine.
export PARLEY_ASSEMBLY="$root/src/Parley/bin/published/Parley.dll"
rid=$(dotnet --info | awk '$1 == "RID:" { print $2; exit }')
dotnet publish "$root/src/Parley" -c Release -r "$rid" -o "$(dirname "$PARLEY_ASSEMBLY")" -v q >&2
verb=load
case "${1:-}" in translate | promises | conversations | feed | first-token | start) verb=$1; shift ;; esac
exec dotnet "$root/bench/Parley.Bench/bin/Release/net10.0/Parley.Bench.dll" "$verb" "$@"
