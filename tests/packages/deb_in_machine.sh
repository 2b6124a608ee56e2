#!/usr/bin/env bash
# Makes the Debian package and puts it through its life in a machine of its own. As root; LAKEMIRROR names the program built.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

if [[ $(id -u) -ne 0 ]]; then
  echo "deb_in_machine.sh: only root can set up such a machine" >&2
  exit 1
fi
command -v debootstrap >/dev/null || apt-get install -y -qq --no-install-recommends debootstrap
cmake --build "$(dirname "$LAKEMIRROR")" --target deb
exec python3 tests/packages/test_deb_in_machine.py -v
