#!/usr/bin/env bash
# Makes build/arm64/lambda.zip on a Debian machine of another architecture, and runs it there where the kernel hands programs for
# arm64 to qemu. Adds arm64 to the machine's architectures, which a chroot may be used for.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/lib/install.sh arm64
cmake --preset arm64
cmake --build build/arm64 --target lambda_zip -j "$(nproc)"

if ! build/arm64/lambda_bootstrap --version 2>&1 | grep -q '^bootstrap: cannot start'; then
  echo "arm64.sh: not run: this machine cannot run programs for arm64 (binfmt_misc has no qemu-aarch64)"
  exit 0
fi
if [[ -x .venv/bin/python3 ]]; then PATH=$PWD/.venv/bin:$PATH; fi
# What it is tried against runs natively.
[[ -x build/release/lakemirror ]] || { cmake --preset release; cmake --build build/release --target lakemirror -j "$(nproc)"; }
LAKEMIRROR=$PWD/build/release/lakemirror LAKEMIRROR_LAMBDA_ZIP=$PWD/build/arm64/lambda.zip LAKEMIRROR_MAKE_LAMBDA_ZIP=false \
  python3 tests/packages/test_lambda_zip.py -v LambdaZip
