#!/usr/bin/env bash
# Installs what is missing to build lakemirror (install.sh build) or to build and test it (install.sh test) on Debian 12.
# Works as root or with sudo, says what it installs, and is quiet when nothing is missing.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
what=${1:-build}

# Never the unversioned libboost-dev: it brings Boost 1.74, which conflicts with 1.81.
build_packages=(
  g++ cmake ninja-build pkg-config ccache mold git ca-certificates
  libcurl4-openssl-dev libssl-dev libboost-json1.81-dev libsqlitecpp-dev libcli11-dev libspdlog-dev libfmt-dev
  libcpp-httplib-dev libexpected-dev libpugixml-dev libutf8proc-dev
)
test_packages=(
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev python3 python3-venv nodejs npm
)
# What the foreign judges are: the versions the tests were written against.
python_packages=("moto[server,glue,s3,sts]==5.2.1" "boto3==1.43.11" "awscli==1.45.11")

as_root() {
  if [[ $(id -u) -eq 0 ]]; then "$@"
  elif command -v sudo >/dev/null; then sudo "$@"
  else
    echo "install: need root to run: $*" >&2
    echo "install: run it as root, or install sudo, and start again" >&2
    exit 1
  fi
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
  "$1" -c 'import moto.server, boto3, awscli, flask' 2>/dev/null
}

install_packages() {
  local missing=()
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  [[ ${#missing[@]} -eq 0 ]] && return
  echo "install: apt-get install ${missing[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 && return
  # The package lists may be missing or old: fetch them, and let errors be seen this time.
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_judges() {
  have_judges python3 && return
  [[ -x .venv/bin/python3 ]] && have_judges .venv/bin/python3 && return
  echo "install: pip install ${python_packages[*]} (into .venv)"
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check "${python_packages[@]}"
}

install_node_modules() {
  local folder=$1
  [[ -f $folder/package-lock.json && ! -d $folder/node_modules ]] || return 0
  echo "install: npm ci (in $folder)"
  npm ci --prefix "$folder" --silent --no-audit --no-fund
}

install_packages "${build_packages[@]}"
if [[ $what == test ]]; then
  install_packages "${test_packages[@]}"
  install_judges
  install_node_modules tests/foreign/js
fi
