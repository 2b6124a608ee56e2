#!/usr/bin/env bash
# Plants each bug of tests/simulate/planted and tests/sweep/planted, one at a time, into a copy of the tree outside of it, and
# simulates until one seed fails, or sweeps. Exit 0 when every one was found within SEEDS (200) seeds, or by the sweep, 1
# when a patch does not apply, does not build or is not found. A seed at which the tree fails as it is finds nothing.
#
#   scripts/planted-bugs.sh [PATCH...]
#   scripts/planted-bugs.sh --check     only whether every patch still applies; changes nothing
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1
. scripts/lib/planting.sh
seeds=${SEEDS:-200}

if [[ ${1:-} == --check ]]; then
  all_apply tests/{simulate,sweep}/planted/*.patch
  exit
fi

patches=("$@")
[[ ${#patches[@]} -gt 0 ]] || patches=(tests/{simulate,sweep}/planted/*.patch)
patches=("${patches[@]/#/"$PWD/"}")
patches=("${patches[@]//"$PWD//"//}")

tree=$(mktemp -d "${TMPDIR:-/tmp}/lakemirror-planted.XXXXXX") || exit 1
trap 'rm -rf "$tree"' EXIT
copy_sources "$tree" || exit 1
cd "$tree" || exit 1
# Objects of the tree itself serve here too, where ccache may leave the folder out of account.
export CCACHE_BASEDIR=$tree CCACHE_NOHASHDIR=1

build() {
  cmake --build build/release --target simulate sweep -j "$(nproc)" >build.log 2>&1
}

# The number of the first seed from $1 on that fails and is none of `bad`, and what it said, in one line.
first_find() {
  local from=$1 found
  while [[ $from -le $seeds ]]; do
    build/release/simulate --first-seed "$from" --seeds $((seeds - from + 1)) --stop-at-first-failure >found.log
    found=$(sed -n 's/^seed \([0-9]*\) failed:$/\1/p' found.log | sort -n | head -n 1)
    [[ -n $found ]] || return 1
    from=$((found + 1))
    [[ " ${bad[*]} " == *" $found "* ]] && continue
    printf '%s %s\n' "$found" "$(grep -A 1 "^seed $found failed:" found.log | tail -n 1 | sed 's/^ *//')"
    return 0
  done
  return 1
}

# The first blow that does harm, and what it said, in one line.
first_harm() {
  build/release/sweep --jobs "$(nproc)" --stride 60 tests/sweep/kinds/*/scenario.json >found.log && return 1
  grep -m 1 -A 1 ' failed:$' found.log | tr -s '\n ' ' '
}

# The last line says how it went; exit code 1 when the bug was not found.
try() {
  local find
  plant . "$1" >patch.log 2>&1 || { echo "does not apply"; return 1; }
  build || { echo "does not build: $(grep -m 1 'error:' build.log)"; return 1; }
  if [[ $1 == */sweep/planted/* ]]; then
    first_harm || { echo "NOT FOUND by the sweep"; return 1; }
    return 0
  fi
  find=$(first_find 1) || { echo "NOT FOUND in $seeds seeds"; return 1; }
  echo "seed ${find%% *}: ${find#* }"
}

bad=()
if ! cmake --preset release -DLAKEMIRROR_TESTS=ON -DLAKEMIRROR_BENCH=OFF >build.log 2>&1 || ! build; then
  tail -n 20 build.log
  echo "planted bugs: the tree does not build as it is"
  exit 1
fi
if first_harm >harm.log; then
  echo "planted bugs: the sweep fails as it is: $(cat harm.log)"
  exit 1
fi
mapfile -t bad < <(build/release/simulate --seeds "$seeds" --jobs "$(nproc)" | sed -n 's/^seed \([0-9]*\) failed:$/\1/p')
[[ ${#bad[@]} -eq 0 ]] || echo "the tree fails as it is at seed ${bad[*]}, which therefore finds nothing"

missed=0
for patch in "${patches[@]}"; do
  result=$(try "$patch") || missed=$((missed + 1))
  printf '%-40s %s\n' "$(basename "$patch" .patch)" "$(cut -c 1-150 <<<"$result")"
  restore . "$patch"
done
echo "planted bugs: ${#patches[@]} planted, $((${#patches[@]} - missed)) found"
[[ $missed -eq 0 ]]
