#!/usr/bin/env bash
# A check of a type ends as it should, and says why.
#
#   claim_test.sh STATUS WORDS COMMAND...
#
# STATUS is the exit status, WORDS a part of what the command prints.
set -euo pipefail

wanted=$1 words=$2
shift 2
status=0
printed=$("$@") || status=$?
if ((status != wanted)) || [[ $printed != *"$words"* ]]; then
  printf '%s\n' "$printed"
  echo "ended with status $status; wanted are $wanted and: $words" >&2
  exit 1
fi
