#!/bin/sh
# Runs js/test_js.mjs with the SDK versions of its lock file. Usage: test_js.sh DIRECTORY-FOR-THE-PACKAGES
set -eu
: "${LAKEMIRROR:?the binary under test}"
here=$(cd "$(dirname "$0")" && pwd)
work=$1

if ! command -v npm >/dev/null; then
  echo "SKIPPED: npm is not installed, so nothing was tested with the AWS SDK for JavaScript"
  exit 77
fi

mkdir -p "$work"
cp "$here/js/package.json" "$here/js/package-lock.json" "$here/js/test_js.mjs" "$work/"
cd "$work"
# The packages stay in the build directory; they are fetched again only when the lock file has changed.
if ! cmp -s package-lock.json node_modules/.installed-from; then
  if ! npm ci --no-audit --no-fund --loglevel=error; then
    echo "SKIPPED: npm could not fetch the AWS SDK for JavaScript, so nothing was tested with it"
    exit 77
  fi
  cp package-lock.json node_modules/.installed-from
fi
exec node --test test_js.mjs
