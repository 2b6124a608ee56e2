#!/usr/bin/env bash
# From a fresh checkout to two local Regions, one following the other: installs what is missing, builds the release
# binary, runs `lakemirror demo`. Arguments go to the demo: scripts/demo.sh --help shows them.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
scripts/lib/install.sh build

# Tests and benchmarks need more packages than the demo does; a tree that was configured with them stays so.
if [[ ! -f build/release/CMakeCache.txt ]]; then
  cmake --preset release -DLAKEMIRROR_TESTS=OFF -DLAKEMIRROR_BENCH=OFF >/dev/null
fi
echo "demo: building build/release/lakemirror (some minutes the first time)"
cmake --build build/release --target lakemirror -j "$(nproc)" -- --quiet
exec build/release/lakemirror demo "$@"
