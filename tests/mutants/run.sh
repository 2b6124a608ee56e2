#!/usr/bin/env bash
# Plants each fault of tests/mutants/permissions in a copy of the sources, builds the tests of src/permissions and expects
# them to fail. Prints a table; exit 0 only when every fault was found. Works in build/mutants alone.
#
#   tests/mutants/run.sh [part of a name]
#   tests/mutants/run.sh --check     only whether every patch still applies; changes nothing
set -uo pipefail
shopt -s nullglob

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
. scripts/lib/planting.sh
patches=$PWD/tests/mutants/permissions
work=$PWD/build/mutants
tree=$work/tree
build=$work/build
tests=$build/permissions_test
# The same random cases for every fault, so that a run can be repeated.
export RC_PARAMS="seed=1"

fail() {
  echo "mutants: $1" >&2
  tail -n 40 "$work/$2.log" >&2
  exit 1
}

build_tests() {
  cmake --build "$build" --target permissions_test -j "$(nproc)" >"$work/build.log" 2>&1
}

run_tests() {
  (cd "$tree" && timeout 300 "$tests" >"$work/test.log" 2>&1)
}

# The first of the tests that failed, and how many more; or that they did not come to an end.
killers() {
  local names
  mapfile -t names < <(sed -nE 's/^\[  FAILED  \] ([A-Za-z]+\.[A-Za-z]+) .*/\1/p' "$work/test.log" | sort -u)
  if [[ ${#names[@]} -eq 0 ]]; then
    echo "the tests did not end"
  else
    echo "${names[0]}$([[ ${#names[@]} -gt 1 ]] && echo " and $((${#names[@]} - 1)) more")"
  fi
}

# try NAME: prints what killed it; fails when nothing did.
try() {
  local result=0
  if ! plant "$tree" "$patches/$1.patch" >"$work/patch.log" 2>&1; then
    echo "DOES NOT APPLY"
    result=1
  elif ! build_tests; then
    echo "DOES NOT BUILD"
    result=1
  elif run_tests; then
    echo "SURVIVED"
    result=1
  else
    killers
  fi
  restore "$tree" "$patches/$1.patch"
  return $result
}

if [[ ${1:-} == --check ]]; then
  all_apply "$patches"/*.patch
  exit
fi

rm -rf "$tree"
mkdir -p "$work"
copy_sources "$tree"
cmake -S "$tree" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DLAKEMIRROR_TESTS=ON -DLAKEMIRROR_BENCH=OFF \
  >"$work/configure.log" 2>&1 || fail "the copy cannot be configured" configure
build_tests || fail "the copy does not build" build
run_tests || fail "the tests fail without any fault" test

planted=0 left=0
for file in "$patches"/*"${1:-}"*.patch; do
  name=$(basename "$file" .patch)
  planted=$((planted + 1))
  result=$(try "$name") || left=$((left + 1))
  printf '%-40s %s\n' "$name" "$result"
done
echo "mutants: $planted planted, $((planted - left)) killed, $left left"
[[ $planted -gt 0 && $left -eq 0 ]]
