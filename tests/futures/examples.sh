#!/usr/bin/env bash
# Turns the examples in the comments of headers into one source of tests.
#
#   examples.sh ROOT SOURCE HEADER...
#
# ROOT is what the headers are included from. An example begins after a comment line that ends in `Example:` and goes
# on as long as the comment is indented by four more blanks or is empty:
#
#   // Example:
#   //
#   //     #include "pinprick/executor/block_on.h"
#   //
#   //     assert(block_on(ready(3)) == 3);
#
# Its includes are put first; one that declares things itself has them before a line `int main() {`, the others are
# the inside of a function. `using namespace pinprick` is taken for granted, and what asserts is <cassert>.
set -euo pipefail

root=$1 source=$2
shift 2
mkdir -p "$(dirname "$source")"
awk -v root="$root/" '
  function path() { return substr(FILENAME, length(root) + 1) }
  function flush_example(  name, i) {
    if (lines == 0) return
    name = path()
    gsub(/[^A-Za-z0-9]/, "_", name)
    sub(/^pinprick_/, "", name)
    sub(/_h$/, "", name)
    name = name "_" first
    body = body "\nnamespace example_" name " {\nusing namespace pinprick;  // NOLINT\n"
    if (!has_main) body = body "void run() {\n"
    body = body "#line " first " \"" FILENAME "\"\n"
    for (i = 1; i <= lines; i++) body = body line[i] "\n"
    if (!has_main) body = body "}\n"
    body = body "}  // namespace\nTEST(Example, " name ") { example_" name "::run(); }\n"
    lines = 0
    has_main = 0
  }
  FNR == 1 {
    flush_example()
    inside = 0
    includes = includes "#include \"" path() "\"\n"
  }
  { text = $0; sub(/^ */, "", text) }
  inside && text !~ /^\/\/($|     )/ { inside = 0; flush_example() }
  inside {
    code = substr(text, 8)
    if (code ~ /^#include/) {
      if (!(code in seen)) includes = includes code "\n"
      seen[code] = 1
      code = ""
    }
    if (code ~ /^int main\(\) \{/) {
      has_main = 1
      sub(/^int main/, "void run", code)
    }
    if (lines == 0) {
      if (code == "") next
      first = FNR
    }
    line[++lines] = code
    next
  }
  text ~ /^\/\/.*Example:$/ { inside = 1 }
  END {
    flush_example()
    printf "// Made of the comments of the headers by examples.sh.\n%s\n#include <cassert>\n\n#include <gtest/gtest.h>\n%s", includes, body
  }' "$@" >"$source.tmp"
mv "$source.tmp" "$source"
