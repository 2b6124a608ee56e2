#!/usr/bin/env bash
# Everything that must hold before a change is in: installs what is missing, builds, runs every test.
# Logs are in build/logs; the exit code is 0 only when every step passed.
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. scripts/lib/steps.sh

install_or_stop

step "build release, warnings are errors" configure_and_build release -DLAKEMIRROR_TESTS=ON -DLAKEMIRROR_BENCH=ON
step "every header compiles alone" cmake --build build/release --target headers_compile_alone -j "$(nproc)"
# The simulator is a step of its own: its closing line is worth seeing.
step "tests, release" run_ctest release -E '^simulate$'
step "simulate 300 seeds" build/release/simulate --seeds 300 --first-seed 1 --jobs "$(nproc)" --coverage
step "simulate 300 seeds, catalog only" build/release/simulate --seeds 300 --first-seed 1 --jobs "$(nproc)" --coverage \
  --catalog-only
# Sanitizers slow the simulator down several times, and find what they find in the first seeds.
step "build asan" configure_and_build asan -DLAKEMIRROR_SIMULATE_SEEDS=12 -DLAKEMIRROR_SIMULATE_DYNAMODB_SEEDS=4 -DLAKEMIRROR_SWEEP=sparse
step "tests, address and undefined sanitizers" run_ctest asan
# clang is needed for this alone: without it, the rest has still been tested.
if step "install clang" scripts/lib/install.sh fuzz; then step "fuzz each parser for 20 s" scripts/fuzz.sh 20; fi

summary
