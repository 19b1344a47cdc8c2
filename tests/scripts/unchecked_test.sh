#!/usr/bin/env bash
# unchecked_test.sh NM SUBJECT ARCHIVE...: the types under test run no function that is built without the sanitizers.
#
# Of an inline function that several sources have, the linker keeps one copy for all. So none that the archive
# SUBJECT has may be had as well by a source that is built without the sanitizers, in that ARCHIVE or another:
# its copy would be blind. Which sources those are is seen by what they do not ask of the runtime.
set -euo pipefail

nm=$1 subject=$2
shift 2

# One line for each inline function: SOURCE, whether that is checked, the function.
functions_of() {
  "$nm" -A -C "$1" | awk '
    { source = $1; sub(/: *$/, "", source) }
    / U __asan_init$/ { checked[source] = 1 }
    match($0, / W /) { count++; of[count] = source; name[count] = substr($0, RSTART + 3) }
    END { for (i = 1; i <= count; i++) print of[i] "\t" (of[i] in checked ? "checked" : "unchecked") "\t" name[i] }'
}

blind=$(for archive in "$@"; do functions_of "$archive"; done | awk -F'\t' '$2 == "unchecked" { print $3 }' | sort -u)
seen=$(functions_of "$subject" | awk -F'\t' '$2 == "checked" { print $3 }' | sort -u)
# Neither list is empty because something was looked for in the wrong place.
[[ $(wc -l <<<"$blind") -gt 50 && $(wc -l <<<"$seen") -gt 1000 ]] || {
  echo "$(wc -l <<<"$blind") functions without the sanitizers, $(wc -l <<<"$seen") with: too few to be all" >&2
  exit 1
}
shared=$(comm -12 <(echo "$blind") <(echo "$seen") | { grep -vx __clang_call_terminate || true; })
[[ -z $shared ]] || {
  echo "in $subject and, without the sanitizers, elsewhere:" >&2
  echo "$shared" >&2
  exit 1
}
