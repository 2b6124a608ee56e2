# shellcheck shell=bash
# Sourced by what plants faults in a copy of the tree and expects tests to fail: tests/mutants/run.sh,
# scripts/planted-bugs.sh, tests/origin/run.sh. Sourced at the root of the working tree.

working_tree=$PWD

# plant DIR PATCH [OPTION...]: no fuzz, for a fault that is planted elsewhere is another one.
plant() {
  patch --directory="$1" --strip=1 --forward --fuzz=0 "${@:3}" <"$2"
}

# all_apply PATCH...: tells of each whether it applies, and fails when one does not; changes nothing.
all_apply() {
  local file left=0
  for file in "$@"; do
    plant . "$file" --dry-run || left=$((left + 1))
  done
  echo "$# patches, $left do not apply"
  [[ $left -eq 0 ]]
}

# copy_sources TREE: all that git knows or would take, with new times, for what an earlier fault was built of would pass for
# built.
copy_sources() {
  mkdir -p "$1"
  git ls-files -z --cached --others --exclude-standard | tar -c --null --files-from=- | tar -x -m -C "$1"
}

# restore TREE PATCH: the files that it changes, as they are in the working tree, and with a new time: what was built of
# the patched ones is built again.
restore() {
  local file
  sed -nE 's,^\+\+\+ b/,,p' "$2" | while read -r file; do
    rm -f "$1/$file".{orig,rej}
    cat "$working_tree/$file" >"$1/$file"
  done
}
