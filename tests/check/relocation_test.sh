#!/usr/bin/env bash
# The table of relocation.md says of each type what the harness finds, and leaves none out.
#
#   relocation_test.sh RELOCATION_CHECK DIRECTORY
#
# DIRECTORY is for findings.
set -euo pipefail

check=$1 directory=$2
table=$(dirname "$0")/relocation.md

# vector yes
expected=$(sed -n 's/^| `\([^`]*\)` | \(yes\|no\) | .*/\1 \2/p' "$table")
status=0
summary=$("$check" check --runs=20000 --ops=5 --seed=1 --seconds=120 --corpus="$directory" --json |
  tail -n 1) || status=$?
((status == 1)) || { echo "check ended with $status, and some of them are findings" >&2; exit 1; }
found=$(grep -o '"type":"[^"]*","claims":"[^"]*","held":[a-z]*' <<<"$summary" |
  sed 's/^"type":"\([^"]*\)".*"held":/\1 /; s/ true$/ yes/; s/ false$/ no/')
[[ -n $found ]] || { echo "check has printed no verdict" >&2; exit 1; }
diff <(echo "$expected") <(echo "$found") || { echo "relocation.md is not what check finds" >&2; exit 1; }
