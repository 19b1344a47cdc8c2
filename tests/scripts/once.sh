#!/usr/bin/env bash
# Runs a test, unless neither its program nor any of its files changed since it last passed.
#
#   once.sh STAMP FILE|DIR... -- COMMAND...
#
# STAMP keeps the fingerprint of the last pass; to run a test again all the same, remove it. What a test prints is
# on its standard output and error; its exit status is the command's.
set -euo pipefail

stamp=$1 files=()
shift
while [[ $1 != -- ]]; do
  files+=("$1")
  shift
done
shift

# The environment counts as far as it changes what a test does.
fingerprint=$({
  printf '%s\n' "$*" "${GTEST_FILTER:-}" "${GTEST_SHARD_INDEX:-}" "${ASAN_OPTIONS:-}" "${UBSAN_OPTIONS:-}"
  sha256sum "$(command -v "$1")"
  find "${files[@]}" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
} | sha256sum)
if [[ -f $stamp && $(<"$stamp") == "$fingerprint" ]]; then
  echo "unchanged since it last passed"
  exit
fi
rm -f "$stamp"
"$@"
printf '%s\n' "$fingerprint" >"$stamp.tmp"
mv "$stamp.tmp" "$stamp"
