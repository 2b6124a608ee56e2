#!/usr/bin/env bash
# Fuzzes every parser, or the named ones, as many at a time as there are cores: scripts/fuzz.sh [SECONDS EACH] [NAME...]
# Needs clang. An input that breaks something is kept in build/fuzz/found; what a run learned, in build/fuzz/corpus.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
seconds=${1:-60}
names=("${@:2}")
if [[ ${#names[@]} -eq 0 ]]; then mapfile -t names < <(ls fuzz/corpus); fi
if ! command -v clang++ >/dev/null; then
  echo "fuzz.sh: there is no clang++ here: run scripts/lib/install.sh fuzz, which installs it" >&2
  exit 69
fi

cmake --preset fuzz >/dev/null && cmake --build --preset fuzz || exit 1
mkdir -p build/fuzz/found build/fuzz/logs

# fuzz NAME: one line says how it went; the exit code is 0 only when nothing broke.
fuzz() {
  local name=$1 learned=build/fuzz/corpus/$1 log=build/fuzz/logs/$1.log seeds=("fuzz/corpus/$1")
  # Records as they have been seen to come.
  [[ $name != cloudtrail_record ]] || seeds+=(tests/records/samples)
  mkdir -p "$learned"
  # The first folder takes what is new. -timeout: an input that takes seconds is a finding.
  if build/fuzz/fuzz_"$name" "$learned" "${seeds[@]}" -max_total_time="$seconds" -timeout=10 \
      -artifact_prefix="build/fuzz/found/$name-" -print_final_stats=1 >"$log" 2>&1; then
    printf '%-22s ok      %s\n' "$name" "$(sed -nE 's/^Done ([0-9]+) runs? in ([0-9]+) .*/\1 inputs in \2 s/p' "$log")"
  else
    printf '%-22s FAILED  %s\n' "$name" "$log"
    grep -E -m 3 'broken promise|ERROR: |runtime error' "$log" | cut -c 1-150 | sed 's/^/    /'
    return 1
  fi
}
export -f fuzz
export seconds

# xargs ends with 123 when any of them failed, and goes on with the others.
if printf '%s\n' "${names[@]}" | xargs -P "$(nproc)" -I '{}' bash -c 'fuzz "$1"' fuzz '{}'; then
  echo "${#names[@]} parsers fuzzed for $seconds s each, nothing broke"
else
  echo "what broke a parser is in build/fuzz/found"
  exit 1
fi
