#!/usr/bin/env bash
# Everything that must hold, in one command: ./test.sh        (some 21 minutes on two cores)
# A subset for the time between two edits:   ./test.sh --quick (without the tests that call themselves slow)
# The last line is "N passed, N failed" over all runners; the exit code is 0 only if nothing failed and every runner ran tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

quick=false
for argument in "$@"; do
  case "$argument" in
    --quick) quick=true ;;
    *) echo "usage: ./test.sh [--quick]" >&2; exit 2 ;;
  esac
done

started=$SECONDS
work=$(mktemp -d "${TMPDIR:-/tmp}/parley-check-XXXXXX")
passed=0
failed=0
broken=()
# One compiler for all projects, instead of one for each that is loaded and compiled anew: a quarter of the build's time (128 instead of
# 174 s). It is this run's own, and ends with the build.
compiler="parley-check-$$"
shared=(-p:UseSharedCompilation=true -p:SharedCompilationId="$compiler") # said aloud, for it is off where build nodes are not used again
end_compiler() { # its name stands in its arguments alone; a small Debian has no pkill
  local process
  for process in /proc/[0-9]*; do
    if grep -qa -- "-pipename:$compiler" "$process/cmdline" 2>/dev/null; then kill "${process#/proc/}" || true; fi
  done
}
trap 'end_compiler; wait; rm -rf "$work"' EXIT

say() { printf '\n== %s  [%ds]\n' "$*" "$((SECONDS - started))"; }

# Tools that a fresh Debian lacks. Installed only when missing and allowed to.
need() { # command-or-file, Debian package, what for
  if command -v "$1" >/dev/null 2>&1 || compgen -G "$1" >/dev/null; then return; fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "$3 needs $2. Install it, or run this as root on Debian." >&2
    exit 2
  fi
  install "$2" || { tail -20 "$work/apt.log" >&2; exit 2; }
}

install() { # Debian package
  say "installing $1"
  if [ ! -e "$work/apt-updated" ]; then
    apt-get update -qq
    touch "$work/apt-updated"
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" >"$work/apt.log" 2>&1
}

command -v dotnet >/dev/null 2>&1 || { echo "This needs the .NET 10 SDK: https://dotnet.microsoft.com/download" >&2; exit 2; }
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
if [ -z "${HOME:-}" ]; then export DOTNET_CLI_HOME="$work"; fi

need node nodejs "The build of the pages"
need npm npm "The build of the pages"
if ! $quick; then
  need '/usr/lib/postgresql/*/bin/initdb' postgresql "The PostgreSQL half of the tests"
  need pgbouncer pgbouncer "The tests of a pooler before PostgreSQL"
  # The one without windows takes little more than half the time; where it cannot be had, the other does.
  if ! command -v chromium-headless-shell >/dev/null && { [ "$(id -u)" -ne 0 ] || ! install chromium-headless-shell; }; then need chromium chromium "The browser tests"; fi
fi

say "restore"
dotnet restore Parley.slnx --locked-mode -v q
say "build"
dotnet build Parley.slnx -c Release --no-restore -v q -nodeReuse:false "${shared[@]}"

# What operators start is compiled ahead of time: the tests that start Parley start that, and it is up in half the time. Those that start
# nothing run meanwhile, for neither keeps both cores busy.
publish() {
  local rid
  rid=$(dotnet --info | awk '$1 == "RID:" { print $2; exit }')
  dotnet publish src/Parley -c Release -r "$rid" -o "$work/published" -v q -nodeReuse:false "${shared[@]}" -p:RunAnalyzers=false # the build above ran them
}
if ! $quick; then
  say "npm ci"
  npm ci --prefix tests/sdk-node --no-audit --no-fund --loglevel=error
  say "publish, meanwhile"
  publish >"$work/publish.log" 2>&1 &
  publishing=$!
fi

# One runner: its own process, its figures from its summary. Nothing ran counts as broken.
run_dotnet() { # project, arguments of its own
  local name=$1 log="$work/$1.log" code=0 arguments=(-noLogo -noColor "${@:2}") summary
  if $quick; then arguments+=(-trait- "Pace=slow"); fi
  say "$name ${*:2}"
  dotnet "tests/$name/bin/Release/net10.0/$name.dll" "${arguments[@]}" 2>&1 | tee "$log" || code=$?
  summary=$(grep -E "Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+" "$log" | tail -1) || true
  local total errors bad skipped idle
  total=$(figure Total "$summary") errors=$(figure Errors "$summary") bad=$(figure Failed "$summary")
  skipped=$(figure Skipped "$summary") idle=$(figure "Not Run" "$summary")
  add "$name" "$code" "$((total - bad - skipped - idle))" "$((bad + errors))"
}

figure() { # name, line
  local found
  found=$(grep -oE "$1: [0-9]+" <<<"$2" | grep -oE '[0-9]+' | head -1) || true
  echo "${found:-0}"
}

add() { # name, exit code, passed, failed
  local name=$1 code=$2 good=${3:-0} bad=${4:-0}
  passed=$((passed + good))
  failed=$((failed + bad))
  if [ "$((good + bad))" -eq 0 ]; then broken+=("$name ran no test (exit code $code)"); return; fi
  if [ "$code" != 0 ] && [ "$code" != "?" ] && [ "$bad" -eq 0 ]; then broken+=("$name ended with $code although no test failed"); fi
}

export PARLEY_NPM_SUMMARY="$work/npm-summary"
start_nothing=(Parley.Fuzz Parley.Gateway.Tests)
for name in "${start_nothing[@]}"; do run_dotnet "$name"; done
if ! $quick; then
  wait "$publishing" || { cat "$work/publish.log" >&2; exit 1; }
  export PARLEY_ASSEMBLY="$work/published/Parley.dll"
fi
end_compiler
for project in tests/*/*.Tests.csproj; do
  name=$(basename "$project" .csproj)
  case " ${start_nothing[*]} " in *" $name "*) continue ;; esac
  if $quick && [ "$name" = Parley.Browser.Tests ]; then continue; fi
  run_dotnet "$name"
done

if ! $quick; then
  # And what a developer starts, compiled while it runs.
  PARLEY_ASSEMBLY="" run_dotnet Parley.Tests -class "*.OpenAiTextTests" -class "*.AnthropicTextTests"

  figures=$(cat "$PARLEY_NPM_SUMMARY" 2>/dev/null || true)
  # shellcheck disable=SC2086 # two figures, two arguments
  add "the npm SDKs' suite (tests/sdk-node)" "?" $figures
fi

say "done"
for problem in ${broken[@]+"${broken[@]}"}; do
  echo "BROKEN: $problem"
  failed=$((failed + 1))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
