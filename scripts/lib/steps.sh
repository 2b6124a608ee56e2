# shellcheck shell=bash
# Sourced by test.sh and test-long.sh: runs steps, tells how long each took, and counts what passed and what failed.
# A step that fails does not stop the others, so that one run tells everything. A step of many tests counts each.

passed=0
failed=0
failures=()
skipped=()
# Where the output of each step is kept.
logs=build/logs
mkdir -p "$logs"

# Finds the Python that has the foreign judges (moto, boto3, the AWS CLI): the machine's, or the one install.sh made.
find_python() {
  if [[ -x .venv/bin/python3 ]]; then PATH=$PWD/.venv/bin:$PATH; fi
  python=$(command -v python3)
}

# log_of NAME: where the output of that step is.
log_of() {
  printf '%s/%s.log' "$logs" "$(printf '%s' "$1" | tr -cs 'a-z0-9' '-')"
}

# step NAME COMMAND...: prints one line; the output goes to build/logs/NAME.log, and its end is shown on failure.
# Its exit code is the command's success, for those who cannot go on without it.
step() {
  local name=$1 started=$SECONDS log result=0
  shift
  log=$(log_of "$name")
  printf '%-44s ' "$name"
  if "$@" >"$log" 2>&1; then
    printf 'ok      %4ss  %s\n' $((SECONDS - started)) "$(last_line "$log")"
    count "$log" 0
  else
    printf 'FAILED  %4ss  %s\n' $((SECONDS - started)) "$log"
    tail -n 40 "$log" | sed 's/^/    /'
    count "$log" 1
    failures+=("$name")
    result=1
  fi
  return $result
}

# install_or_stop: Debian's packages, without which nothing below can run, and whose lack would be said again by each
# step; then the judges, without whom the tests written in C++ still run, and those in Python are skipped or fail.
install_or_stop() {
  step "install packages" scripts/lib/install.sh test || { summary; exit 1; }
  step "install judges" scripts/lib/install.sh judges
  find_python
}

# count LOG FAILED: adds the tests that ctest counted in the log, or the step itself. What ctest calls passed includes
# the skipped ones, which it lists by name.
count() {
  local tests bad names
  read -r bad tests < <(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests? failed out of ([0-9]+).*/\1 \2/p' "$1")
  if [[ -z ${tests:-} ]]; then bad=$2 tests=1; fi
  if [[ $2 -eq 1 && $bad -eq 0 ]]; then bad=1 tests=$((tests + 1)); fi
  mapfile -t names < <(sed -nE 's/^[[:space:]]+[0-9]+ - (.*) \(Skipped\)$/\1/p' "$1")
  skipped+=("${names[@]}")
  passed=$((passed + tests - bad - ${#names[@]}))
  failed=$((failed + bad))
}

# The closing line of a log, or what ctest counted.
last_line() {
  { grep -E '^[0-9]+% tests passed' "$1" || tail -n 1 "$1"; } | tr -d '\r' | cut -c 1-100
}

# Tests of the trees run with ctest: three times as many at a time as there are cores, for those that take long mostly
# wait; each bounded, so that a hanging one is a failure and not a wait.
run_ctest() {
  ctest --test-dir "build/$1" --output-on-failure --no-tests=error -j "$((3 * $(nproc)))" --timeout 300 "${@:2}"
}

configure_and_build() {
  local preset=$1
  shift
  # Called within a condition, where set -e does not hold.
  cmake --preset "$preset" -DPython3_EXECUTABLE="$python" "$@" && cmake --build "build/$preset" -j "$(nproc)" || return
  echo "$(find "build/$preset" -name '*.o' | wc -l) objects"
}

# Prints the closing line; the exit code of the script.
summary() {
  local name
  for name in "${failures[@]}"; do echo "failed: $name"; done
  for name in "${skipped[@]}"; do echo "skipped: $name"; done
  echo "$passed passed, $failed failed, ${#skipped[@]} skipped in $((SECONDS / 60)) min $((SECONDS % 60)) s"
  [[ $failed -eq 0 ]]
}
