#!/usr/bin/env bash
# What takes too long for every change: the long simulation, planted bugs, fifty kills, the tests under the thread
# sanitizer. Writes docs/reports/long-YYYY-MM-DD.md, which is committed. Hours, not minutes.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. scripts/lib/steps.sh

report=docs/reports/long-$(date -u +%F).md
mkdir -p "$(dirname "$report")"

all_steps() {
  install_or_stop
  step "build release" configure_and_build release -DLAKEMIRROR_TESTS=ON -DLAKEMIRROR_BENCH=ON
  step "simulate 10000 seeds" build/release/simulate --seeds 10000 --first-seed 1 --jobs "$(nproc)" --coverage
  step "simulate 2000 seeds, catalog only" build/release/simulate --catalog-only --seeds 2000 --first-seed 1 --jobs "$(nproc)"
  step "planted bugs" scripts/planted-bugs.sh
  step "drift of 5000 seeds" env LAKEMIRROR_DRIFT_SEEDS=5000 build/release/drift_test
  step "mutants of permissions" tests/mutants/run.sh
  step "50 kills" env LAKEMIRROR="$PWD/build/release/lakemirror" \
    LAKEMIRROR_WRITE_GATE_LIBRARY="$PWD/build/release/tests/kills/libwrite_gate.so" \
    "$python" tests/kills/kill_test.py --kills 50
  step "build tsan" configure_and_build tsan
  export TSAN_OPTIONS="suppressions=$PWD/scripts/lib/tsan.supp"
  step "tests, thread sanitizer" run_ctest tsan
  summary
}

{
  echo "# Long tests of $(date -u +%F)"
  echo
  echo "Commit $(git rev-parse --short HEAD), $(nproc) cores, $(uname -m), $(c++ --version | head -n 1)."
  echo
  echo '```'
} >"$report"
# Not in a pipe: steps count in this shell.
all_steps > >(tee -a "$report")
result=$?
wait
{
  echo '```'
  for name in simulate-10000-seeds planted-bugs mutants-of-permissions 50-kills tests-thread-sanitizer; do
    # shellcheck disable=SC2016  # the backquotes are Markdown's
    printf '\nThe end of `%s.log`:\n\n```\n' "$name"
    tail -n 16 "$logs/$name.log"
    echo '```'
  done
} >>"$report"
echo "report: $report"
exit $result
