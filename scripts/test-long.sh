#!/usr/bin/env bash
# What takes too long for every change: the long simulation, the whole sweep, planted bugs, 500 kills, an hour of replication, fuzzing,
# the tests under the thread sanitizer. Hours, not minutes. Adds what it did to docs/reports/long-YYYY-MM-DD.md, which is
# committed.
#
#   scripts/test-long.sh            all of it
#   scripts/test-long.sh PART...    some of it: simulate catalog-only sweep planted-bugs drift mutants origin kills
#                                   soak packages arm64 fuzz tsan
#
# To try a part, make it short: LAKEMIRROR_KILLS=6 (500), LAKEMIRROR_SOAK_SECONDS=60 (3600), LAKEMIRROR_FUZZ_SECONDS=5
# (600, for each parser).
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. scripts/lib/steps.sh

parts=(simulate catalog-only sweep planted-bugs drift mutants origin kills soak packages arm64 fuzz tsan)
asked=("$@")
[[ ${#asked[@]} -gt 0 ]] || asked=("${parts[@]}")
for part in "${asked[@]}"; do
  if [[ " ${parts[*]} " != *" $part "* ]]; then
    echo "test-long.sh: no part is called '$part'; there are: ${parts[*]}" >&2
    exit 64
  fi
done

kills=${LAKEMIRROR_KILLS:-500}
soak_seconds=${LAKEMIRROR_SOAK_SECONDS:-3600}
fuzz_seconds=${LAKEMIRROR_FUZZ_SECONDS:-600}
report=docs/reports/long-$(date -u +%F).md
mkdir -p "$(dirname "$report")"
done_steps=()

# Runs the step, if its part is asked for.
part() {
  [[ " ${asked[*]} " == *" $1 "* ]] || return 0
  done_steps+=("$2")
  step "${@:2}"
}

all_steps() {
  install_or_stop
  step "build release" configure_and_build release -DLAKEMIRROR_TESTS=ON -DLAKEMIRROR_BENCH=ON
  part simulate "simulate 10000 seeds" build/release/simulate --seeds 10000 --first-seed 1 --jobs "$(nproc)" --coverage
  part simulate "simulate 1000 seeds, journal in DynamoDB" build/release/simulate --dynamodb --seeds 1000 --first-seed 1 \
    --jobs "$(nproc)"
  part catalog-only "simulate 2000 seeds, catalog only" build/release/simulate --catalog-only --seeds 2000 --first-seed 1 \
    --jobs "$(nproc)"
  part sweep "sweep, every blow" build/release/sweep --jobs "$(nproc)" --coverage tests/sweep/kinds/*/scenario.json
  part sweep "sweep, every request to the journal in DynamoDB" build/release/sweep --dynamodb --jobs "$(nproc)" --coverage \
    tests/sweep/kinds/*/scenario.json
  part planted-bugs "planted bugs" scripts/planted-bugs.sh
  part drift "drift of 5000 seeds" env LAKEMIRROR_DRIFT_SEEDS=5000 build/release/drift_test
  part mutants "mutants of permissions" tests/mutants/run.sh
  part origin "defects of the Python tool" tests/origin/run.sh
  part kills "$kills kills" env LAKEMIRROR="$PWD/build/release/lakemirror" \
    LAKEMIRROR_WRITE_GATE_LIBRARY="$PWD/build/release/tests/kills/libwrite_gate.so" \
    "$python" tests/kills/kill_test.py --kills "$kills"
  part soak "soak of $soak_seconds s" env LAKEMIRROR="$PWD/build/release/lakemirror" \
    "$python" tests/soak/soak_test.py --seconds "$soak_seconds"
  part packages "Debian package in a machine" env LAKEMIRROR="$PWD/build/release/lakemirror" tests/packages/deb_in_machine.sh
  part arm64 "lambda.zip for arm64" scripts/arm64.sh
  part fuzz "install clang" scripts/lib/install.sh fuzz
  part fuzz "fuzz each parser for $fuzz_seconds s" scripts/fuzz.sh "$fuzz_seconds"
  part tsan "build tsan" configure_and_build tsan
  export TSAN_OPTIONS="suppressions=$PWD/scripts/lib/tsan.supp"
  part tsan "tests, thread sanitizer" run_ctest tsan
  summary
}

changes=""
[[ -z $(git status --porcelain --untracked-files=no) ]] || changes=" and changes that are not committed"
{
  [[ -s $report ]] || printf '# Long tests of %s\n' "$(date -u +%F)"
  printf '\n## %s UTC\n\n' "$(date -u +%H:%M)"
  echo "Commit $(git rev-parse --short HEAD)$changes, $(nproc) cores, $(uname -m), $(c++ --version | head -n 1)."
  echo
  echo '```'
} >>"$report"
# Not in a pipe: steps count in this shell.
all_steps > >(tee -a "$report")
result=$?
wait
{
  echo '```'
  for name in "${done_steps[@]}"; do
    log=$(log_of "$name")
    # shellcheck disable=SC2016  # the backquotes are Markdown's
    printf '\nThe end of `%s`:\n\n```\n' "$(basename "$log")"
    tail -n 16 "$log"
    echo '```'
  done
} >>"$report"
echo "report: $report"
exit $result
