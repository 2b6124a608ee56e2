#!/bin/sh
# Runs js/test_js.mjs with the SDK that scripts/lib/install.sh fetched.
set -eu
: "${LAKEMIRROR:?the binary under test}"
cd "$(dirname "$0")/js"

if ! command -v node >/dev/null || ! cmp -s package-lock.json node_modules/.installed-from; then
  echo "SKIPPED: the AWS SDK for JavaScript is not here (scripts/lib/install.sh judges), so nothing was tested with it"
  exit 77
fi
exec node --test test_js.mjs
