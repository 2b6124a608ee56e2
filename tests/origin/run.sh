#!/usr/bin/env bash
# Plants each fault of this folder, one at a time, in a copy of the tree, builds what the tests of its rows in
# docs/python-tool.md need, and expects every one of these tests to fail. Where a row has several faults each of them has
# to be found, and each of its tests has to fail under one. Prints a table; exit 0 only when all is shown. Works in
# build/origin alone, and what was built there serves again.
#
#   tests/origin/run.sh [PATCH...]
#   tests/origin/run.sh --check     only whether every patch still applies; changes nothing
set -uo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
. scripts/lib/planting.sh

if [[ ${1:-} == --check ]]; then
  all_apply tests/origin/*.patch
  exit
fi

patches=("$@")
[[ ${#patches[@]} -gt 0 ]] || patches=(tests/origin/*.patch)
work=$PWD/build/origin
tree=$work/tree
results=$work/results
# Objects of the tree itself serve here too, where ccache may leave the folder out of account.
export CCACHE_BASEDIR=$tree CCACHE_NOHASHDIR=1

# A file that is as it was keeps its time, and what was built of it; every other gets a new one.
copy_tree() {
  rm -rf "$work/new"
  copy_sources "$work/new"
  tests/origin/keep_times.py "$work/new" "$tree"
  mkdir -p "$tree"
  find "$tree" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
  cp -a "$work/new/." "$tree"
  rm -rf "$work/new"
}

build() {
  cmake --build "$tree/build/release" -j "$(nproc)" --target "$@" >"$work/build.log" 2>&1
}

# run_tests TEST...: those that failed are in $work/failed, a line each. One that cannot be run at all stops everything.
run_tests() {
  local escaped names=()
  for escaped in "${@//./\\.}"; do names+=("$escaped"); done
  rm -f "$tree/build/release/Testing/Temporary/LastTestsFailed.log"
  (IFS='|' && ctest --test-dir "$tree/build/release" --timeout 300 --output-on-failure --no-tests=error \
    -R "^(${names[*]})\$") >"$work/test.log" 2>&1
  sed -E 's/^[0-9]+://' "$tree/build/release/Testing/Temporary/LastTestsFailed.log" >"$work/failed" 2>"$work/none.log"
  [[ $(grep -cE '^ *[0-9]+/[0-9]+ Test +#' "$work/test.log") -eq $# ]]
}

# try NAME: the last line says how it went; adds to $results.
try() {
  local name=$1 test shown=0 tests targets
  IFS=, read -ra tests <<<"${tests_of[$name]}"
  IFS=, read -ra targets <<<"${targets_of[$name]}"
  plant "$tree" "tests/origin/$name.patch" >"$work/patch.log" 2>&1 || { echo "DOES NOT APPLY"; return 1; }
  build "${targets[@]}" || { echo "DOES NOT BUILD: $(grep -m 1 'error:' "$work/build.log")"; return 1; }
  run_tests "${tests[@]}" || { echo "NOT ALL TESTS RAN"; return 1; }
  for test in "${tests[@]}"; do
    if grep -qxF "$test" "$work/failed"; then
      shown=$((shown + 1))
      printf '%s\t%s\tfailed\n' "$name" "$test" >>"$results"
    else
      printf '%s\t%s\tpassed\n' "$name" "$test" >>"$results"
    fi
  done
  echo "$shown of ${#tests[@]} tests fail"
  [[ $shown -gt 0 ]]
}

mkdir -p "$work"
copy_tree
: >"$results"
names=()
for file in "${patches[@]}"; do names+=("$(basename "$file" .patch)"); done
declare -A tests_of targets_of
while read -r name tests targets; do
  tests_of[$name]=$tests
  targets_of[$name]=$targets
done < <(tests/origin/table.py plan "${names[@]}")
mapfile -t tests < <(tr ',' '\n' < <(printf '%s\n' "${tests_of[@]}") | sort -u)
mapfile -t targets < <(tr ',' '\n' < <(printf '%s\n' "${targets_of[@]}") | sort -u)
if ! (cd "$tree" && cmake --preset release -DLAKEMIRROR_TESTS=ON -DLAKEMIRROR_BENCH=OFF) >"$work/build.log" 2>&1 ||
  ! build "${targets[@]}"; then
  tail -n 20 "$work/build.log"
  echo "origin: the tree does not build as it is"
  exit 1
fi
if ! run_tests "${tests[@]}" || [[ -s $work/failed ]]; then
  tail -n 40 "$work/test.log"
  echo "origin: not all tests run and pass without a fault"
  exit 1
fi

missed=0
for name in "${names[@]}"; do
  result=$(try "$name") || missed=$((missed + 1))
  printf '%-44s %s\n' "$name" "$result"
  restore "$tree" "tests/origin/$name.patch"
done
tests/origin/table.py judge "$results" || missed=$((missed > 0 ? missed : 1))
echo "origin: ${#names[@]} planted, $((${#names[@]} - missed)) found"
[[ $missed -eq 0 ]]
