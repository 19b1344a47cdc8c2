#!/usr/bin/env bash
# Every planted bug still applies to the library as it stands. The lines around it must be the same; how far down
# they are does not matter.
#
#   applies_test.sh PATCH FUTURES
#
# PATCH is the program; FUTURES is the folder that the bugs are planted in, which is left as it is. The bugs are this
# script's neighbours.
set -euo pipefail

patch=$1 futures=$2
here=$(dirname "$(readlink -f "$0")")
stale=0

# What is wrong with the bug in the file $1, and what is to be done about it.
complain() {
  stale=1
  printf '%s\n' "tests/bench/rivals/bugs/${1##*/}: $2" \
    "  plant the same bug in the header as it is now: diff --unified --label a/pinprick/... --label b/pinprick/..." \
    "  between the two, below the words at the top of the file; or remove the file, if there can be no such bug any more"
}

shopt -s nullglob
bugs=("$here"/*.patch)
((${#bugs[@]} > 0)) || { echo "there are no bugs beside $0" >&2; exit 1; }

for bug in "${bugs[@]}"; do
  headers=$(sed -n 's|^--- a/\(pinprick/[^[:blank:]]*\).*|\1|p' "$bug")
  if [[ -z $headers ]]; then
    complain "$bug" "says of no header that it is planted there (--- a/pinprick/...)"
  elif ! said=$(LC_ALL=C "$patch" --dry-run --force --fuzz=0 --strip=1 --reject-file=- --directory="$futures" \
    --input="$bug" 2>&1); then
    complain "$bug" "does not apply to ${headers//$'\n'/, } any more"
    sed 's/^/  /' <<<"$said"
  fi
done
exit $stale
