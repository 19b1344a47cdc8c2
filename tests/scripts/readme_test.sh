#!/usr/bin/env bash
# What the pages say is true: the README's program is the file that it names, what it says of it is what the tool
# says, and the table of rules is what the tool counts.
#
#   readme_test.sh PINPRICK
set -euo pipefail

tool=$1
cd "$(dirname "$0")/../.."

# block N: the N-th fenced block of the README.
block() { awk -v want="$1" '/^```/ { n += !inside; inside = !inside; next } inside && n == want' README.md; }

command=$(block 2 | sed -n '1s/^[$] scripts\/pinprick //p')
file=${command##* }
diff <(block 1) "$file" || { echo "the README's first block is not $file" >&2; exit 1; }
# shellcheck disable=SC2086  # the words of a command line
diff <(block 2 | tail -n +2) <("$tool" $command) || { echo "the README's verdict is not the tool's" >&2; exit 1; }

# So is what the README has the instruments say of the whole corpus, as far as it is not the compiler's affair: what a
# program does with the nonsense in an old home (one of them convicts with g++ alone), and what lies where in a future.
convictions() { cut -c 1-30; }
command=$(block 4 | sed -n '1s/^[$] scripts\/pinprick \(.*\) | tail -n 5$/\1/p')
# shellcheck disable=SC2086  # the words of a command line
diff <(block 4 | tail -n +2 | convictions) <("$tool" $command | tail -n 5 | convictions) ||
  { echo "the README's table of the instruments is not the tool's" >&2; exit 1; }

# The table of rules is what the tool counts.
table() { sed -n '/^<!-- rules: begin -->$/,/^<!-- rules: end -->$/p' corpus/README.md | sed '1d;$d'; }
diff <(table) <("$tool" rules tests/pass/* tests/fail/*) ||
  { echo "corpus/README.md: the table of rules is not the output of scripts/pinprick rules tests/pass/* tests/fail/*" >&2; exit 1; }
# Each header of the library stands in its table of contents.
for header in $(cd futures/pinprick && find . -name "*.h" ! -path "./internal/*" -printf "%f\n"); do
  grep -qF "\`$header\`" futures/README.md || { echo "futures/README.md does not name $header" >&2; exit 1; }
done
echo "5 passed, 0 failed"
