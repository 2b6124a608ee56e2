#!/usr/bin/env bash
# Installs what is missing on Debian 12, as root or with sudo, says what, and is quiet when nothing is.
#   install.sh build    Debian packages to build lakemirror
#   install.sh packages those, and what lambda.zip and the Debian package are made with
#   install.sh arm64    what lambda.zip for arm64 is made with here, and what runs it here (adds Debian's arm64 packages)
#   install.sh test     all of these but arm64, and the ones that its tests need
#   install.sh fuzz     what the fuzz targets are built with: clang and libFuzzer
#   install.sh judges   what judges it from outside: Python packages (into .venv), the AWS SDK for JavaScript, dynalite, the AWS CDK
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Never the unversioned libboost-dev: it brings Boost 1.74, which conflicts with 1.81.
build_packages=(
  g++ cmake ninja-build pkg-config ccache mold git ca-certificates
  libcurl4-openssl-dev libssl-dev zlib1g-dev libboost-json1.81-dev libsqlitecpp-dev libcli11-dev libspdlog-dev libfmt-dev
  libcpp-httplib-dev libexpected-dev libpugixml-dev libutf8proc-dev prometheus-cpp-dev
)
package_packages=(python3 dpkg-dev file)
test_packages=(
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev patch python3-venv nodejs npm
)
# Of those that have no architecture, the ones of `build` serve as well.
arm64_packages=(
  crossbuild-essential-arm64 qemu-user-static libcurl4-openssl-dev:arm64 libssl-dev:arm64 libboost-json1.81-dev:arm64
  libsqlitecpp-dev:arm64 libspdlog-dev:arm64 libfmt-dev:arm64 libcpp-httplib-dev:arm64 libpugixml-dev:arm64
  libutf8proc-dev:arm64 prometheus-cpp-dev:arm64
)
# libFuzzer and clang's sanitizers are in libclang-rt.
fuzz_packages=(clang libclang-rt-14-dev)
# What the foreign judges are: the versions the tests were written against.
python_packages=("moto[server,dynamodb,glue,s3,sts]==5.2.1" "boto3==1.43.11" "awscli==1.45.11")
node_folders=(tests/foreign/js tests/dynamodb/dynalite deploy/cdk)

# say TEXT...: each text a line.
say() { printf 'install: %s\n' "$@"; }

as_root() {
  if [[ $(id -u) -eq 0 ]]; then "$@"; else sudo "$@"; fi
}

is_installed() {
  # nodejs from another source brings npm along, and a Python of one's own serves as well as Debian's.
  case $1 in
    nodejs) command -v node >/dev/null && return ;;
    npm) command -v npm >/dev/null && return ;;
    python3) command -v python3 >/dev/null && return ;;
    python3-venv) have_judges python3 && return ;;
  esac
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true) == installed ]]
}

have_judges() {
  "$1" -c 'import moto.server, boto3, awscli, flask, py_partiql_parser' 2>/dev/null
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

install_packages() {
  local missing=()
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [[ ${#missing[@]} -eq 0 ]] && return
  say "apt-get install ${missing[*]}"
  if ! command -v apt-get >/dev/null; then
    say "there is no apt-get here: these are packages of Debian 12" \
      "install what they are called on this system, and build with cmake --preset release" >&2
    exit 1
  fi
  if [[ $(id -u) -ne 0 ]] && ! command -v sudo >/dev/null; then
    say "only root can do that, and there is no sudo here" "run this as root, or install sudo, and start again" >&2
    exit 1
  fi
  apt_install "${missing[@]}" 2>/dev/null && return
  # The package lists may be missing or old: fetch them, and let errors be seen this time.
  if ! as_root apt-get update -qq || ! apt_install "${missing[@]}"; then
    say "apt-get could not install these packages; its own words are above" \
      "they are Debian 12's: see that /etc/apt names its main and that it can be reached, and start again" >&2
    exit 1
  fi
}

install_python_judges() {
  have_judges python3 && return
  [[ -x .venv/bin/python3 ]] && have_judges .venv/bin/python3 && return
  say "pip install ${python_packages[*]} (into .venv)"
  python3 -m venv .venv && .venv/bin/pip install --quiet --disable-pip-version-check "${python_packages[@]}" && return
  say "pip could not install these packages; its own words are above" \
    "without them lakemirror is not tested against boto3, the AWS CLI, moto and botocore's signatures" \
    "see that PyPI can be reached (or set PIP_INDEX_URL to a mirror of it), and start again" >&2
  return 1
}

install_node_judges() {
  local result=0
  for folder in "${node_folders[@]}"; do install_from_npm "$folder" || result=1; done
  return $result
}

install_from_npm() {
  # npm keeps no mark of its own of which lock file it followed.
  local node_folder=$1 mark=$1/node_modules/.installed-from
  cmp -s "$node_folder/package-lock.json" "$mark" && return
  say "npm ci (in $node_folder)"
  # To npm 9 a wish for a newer Node is a warning; Debian's Node 18 runs what is used here.
  if npm ci --prefix "$node_folder" --loglevel=error --no-audit --no-fund >/dev/null; then
    cp "$node_folder/package-lock.json" "$mark"
    return
  fi
  say "npm could not install what $node_folder/package.json names; its own words are above" \
    "without it lakemirror is not tested against the AWS SDK for JavaScript (foreign), on dynalite (dynamodb), or its" \
      "deployment by the AWS CDK (deploy)" \
    "see that registry.npmjs.org can be reached (or npm config set registry a mirror of it), and start again" >&2
  return 1
}

case ${1:-build} in
  build) install_packages "${build_packages[@]}" ;;
  packages) install_packages "${build_packages[@]}" "${package_packages[@]}" ;;
  arm64)
    if ! dpkg --print-foreign-architectures | grep -qx arm64; then
      say "dpkg --add-architecture arm64"
      as_root dpkg --add-architecture arm64
    fi
    install_packages "${build_packages[@]}" "${package_packages[@]}" "${arm64_packages[@]}"
    ;;
  test) install_packages "${build_packages[@]}" "${package_packages[@]}" "${test_packages[@]}" ;;
  fuzz) install_packages "${build_packages[@]}" "${fuzz_packages[@]}" ;;
  judges)
    # Each is tried, so that one run tells everything that is missing.
    result=0
    install_python_judges || result=1
    install_node_judges || result=1
    exit $result
    ;;
  *)
    say "what is '$1'? one of: build, packages, arm64, test, fuzz, judges" >&2
    exit 2
    ;;
esac
