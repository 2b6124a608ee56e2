#!/usr/bin/env bash
# Fuzzes every parser, or the named ones, one after the other: scripts/fuzz.sh [SECONDS EACH] [NAME...]
# Needs clang. An input that breaks something is kept in build/fuzz/found; what a run learned, in build/fuzz/corpus.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
seconds=${1:-60}
names=("${@:2}")
if [[ ${#names[@]} -eq 0 ]]; then mapfile -t names < <(ls fuzz/corpus); fi

cmake --preset fuzz >/dev/null && cmake --build --preset fuzz || exit 1
mkdir -p build/fuzz/found
failed=0
for name in "${names[@]}"; do
  learned=build/fuzz/corpus/$name
  mkdir -p "$learned"
  # The first folder takes what is new. -timeout: an input that takes seconds is a finding.
  if build/fuzz/fuzz_"$name" "$learned" "fuzz/corpus/$name" -max_total_time="$seconds" -timeout=10 \
      -artifact_prefix="build/fuzz/found/$name-" -print_final_stats=1 >"build/fuzz/$name.log" 2>&1; then
    printf '%-22s ok      %s\n' "$name" "$(grep -E 'DONE' "build/fuzz/$name.log" | tail -n 1 | tr -s '\t ' ' ')"
  else
    printf '%-22s FAILED  build/fuzz/%s.log\n' "$name" "$name"
    failed=1
  fi
done
exit $failed
