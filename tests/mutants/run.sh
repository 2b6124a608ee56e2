#!/usr/bin/env bash
# Plants each fault of tests/mutants/permissions in a copy of the sources, builds the tests of src/permissions and expects
# them to fail. Prints a table; exit 0 only when every fault was found. Works in build/mutants alone.
#
#   tests/mutants/run.sh [part of a name]
#   tests/mutants/run.sh --check     only whether every patch still applies; changes nothing
set -uo pipefail
shopt -s nullglob

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
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

# With new times: what an earlier fault was built of would pass for built.
copy_sources() {
  rm -rf "$tree"
  mkdir -p "$tree"
  tar -c --exclude=node_modules --exclude=__pycache__ CMakeLists.txt cmake src tests | tar -x -m -C "$tree"
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

# No fuzz: a fault that is planted elsewhere is another one.
apply() {
  patch -d "$1" -p1 --fuzz=0 --forward "${@:3}" <"$patches/$2.patch"
}

# The files that a patch changes, as they are in the working tree, and with a new time.
restore() {
  local file
  sed -nE 's,^\+\+\+ b/,,p' "$1" | while read -r file; do
    rm -f "$tree/$file".{orig,rej}
    cat "$file" >"$tree/$file"
  done
}

# plant NAME: prints what killed it; fails when nothing did.
plant() {
  local result=0
  if ! apply "$tree" "$1" >"$work/patch.log" 2>&1; then
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
  restore "$patches/$1.patch"
  return $result
}

check() {
  local file left=0
  for file in "$patches"/*.patch; do
    apply . "$(basename "$file" .patch)" --dry-run || left=$((left + 1))
  done
  echo "mutants: $left patches do not apply"
  [[ $left -eq 0 ]]
}

if [[ ${1:-} == --check ]]; then
  check
  exit
fi

mkdir -p "$work"
copy_sources
cmake -S "$tree" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DLAKEMIRROR_TESTS=ON -DLAKEMIRROR_BENCH=OFF \
  >"$work/configure.log" 2>&1 || fail "the copy cannot be configured" configure
build_tests || fail "the copy does not build" build
run_tests || fail "the tests fail without any fault" test

planted=0 left=0
for file in "$patches"/*"${1:-}"*.patch; do
  name=$(basename "$file" .patch)
  planted=$((planted + 1))
  result=$(plant "$name") || left=$((left + 1))
  printf '%-40s %s\n' "$name" "$result"
done
echo "mutants: $planted planted, $((planted - left)) killed, $left left"
[[ $planted -gt 0 && $left -eq 0 ]]
