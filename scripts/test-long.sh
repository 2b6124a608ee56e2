#!/usr/bin/env bash
# What takes too long for every change: the tests under the thread sanitizer and the long simulation. Writes
# docs/reports/long-YYYY-MM-DD.md, which is committed. Hours, not minutes.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. scripts/lib/steps.sh

report=docs/reports/long-$(date -u +%F).md
mkdir -p "$(dirname "$report")"

all_steps() {
  step "install" scripts/lib/install.sh test
  find_python
  step "build release" configure_and_build release -DLAKEMIRROR_TESTS=ON -DLAKEMIRROR_BENCH=ON
  step "simulate 5000 seeds" build/release/simulate --seeds 5000 --first-seed 1 --jobs "$(nproc)"
  step "build tsan" configure_and_build tsan
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
echo '```' >>"$report"
echo "report: $report"
exit $result
