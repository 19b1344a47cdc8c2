#!/usr/bin/env bash
# scripts/check on tiny projects: green on a clean one, red, and for the right reason, on each kind of fault.
# Every case builds a project of its own in a temporary directory, with the real scripts in it.
set -euo pipefail

top=$(cd "$(dirname "$0")/../.." && pwd -P)
work=$(mktemp -d)
# Whoever runs this has been set up; to ask the package system each time took longer than the checks.
export PINPRICK_SETUP=skip
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# put FILE LINE...: writes a file of the project under test.
put() {
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "${@:2}" >"$1"
}

# A clean project that has every place of the include table; the case changes what it is about.
new_project() {
  rm -rf "$work/project"
  mkdir "$work/project"
  cd "$work/project"
  cp -r "$top/scripts" "$top/.clang-format" "$top/.clang-tidy" .
  put .gitignore /build/
  put futures/pinprick/pin.h '#pragma once' '' '#include <utility>'
  put harness/base/limits.h '#pragma once'
  put harness/program/program.h '#pragma once' '' '#include "harness/base/limits.h"'
  put harness/model/prediction.h '#pragma once' '' '#include "harness/program/program.h"'
  put harness/model/model.h '#pragma once' '' '#include "harness/model/prediction.h"'
  put harness/subject/subject.h '#pragma once' '' '#include "harness/program/program.h"' '#include "pinprick/pin.h"'
  put harness/interpreter/observation.h '#pragma once' '' '#include "harness/base/limits.h"'
  put harness/interpreter/interpreter.h '#pragma once' '' '#include "harness/interpreter/observation.h"' \
    '#include "harness/subject/subject.h"' '#include "pinprick/pin.h"'
  put harness/judge/judge.h '#pragma once' '' '#include "harness/interpreter/observation.h"' \
    '#include "harness/model/prediction.h"'
  put harness/campaign/campaign.h '#pragma once' '' '#include "harness/interpreter/interpreter.h"' \
    '#include "harness/judge/judge.h"' '#include "harness/model/model.h"'
  put tests/model/model_test.cc '#include "harness/model/model.h"' '' '#include <gtest/gtest.h>'
  git init --quiet
}

# expect STATUS PATTERN CHECK...: what scripts/check must say of the project as it stands.
expect() {
  local status=$1 pattern=$2 got=0 output
  shift 2
  git add --all
  output=$(scripts/check "$@" 2>&1) || got=$?
  if ((got == status)) && grep -qE -e "$pattern" <<<"$output"; then
    passed=$((passed + 1))
    return
  fi
  failed=$((failed + 1))
  printf 'line %s: expected status %s and /%s/, got %s and:\n%s\n' "${BASH_LINENO[0]}" "$status" "$pattern" "$got" "$output"
}

# forbidden FILE TARGET: this include must be refused, at its own line.
forbidden() {
  new_project
  [[ -f $1 ]] || put "$1" '#pragma once'
  echo "#include $2" >>"$1"
  expect 1 "^$1:$(wc -l <"$1"): .*may not include" includes
}

new_project
expect 0 '^format +clean' format includes text

# The wall, from both sides.
forbidden harness/model/model.h '"pinprick/pin.h"'
forbidden harness/model/model.h '"harness/subject/subject.h"'
forbidden harness/model/model.h '"harness/interpreter/observation.h"'
forbidden harness/model/model.h '<pinprick/pin.h>'
forbidden harness/interpreter/interpreter.h '"harness/model/prediction.h"'
forbidden harness/interpreter/interpreter.h '"harness/judge/judge.h"'
forbidden harness/subject/subject.h '"harness/model/model.h"'
forbidden futures/pinprick/pin.h '"harness/model/model.h"'
# The judge sees the two results and nothing of how they came about.
forbidden harness/judge/judge.h '"harness/model/model.h"'
forbidden harness/judge/judge.h '"harness/interpreter/interpreter.h"'
# Floors do not look up, and tests and their libraries stay outside.
forbidden harness/base/limits.h '"harness/program/program.h"'
forbidden futures/pinprick/pin.h '"harness/base/limits.h"'
forbidden harness/program/program.h '"pinprick/pin.h"'
forbidden harness/program/table.def '"pinprick/pin.h"'
forbidden harness/base/limits.h '<gtest/gtest.h>'
forbidden harness/base/limits.h '"boost/pfr.hpp"'
forbidden futures/pinprick/pin.h '"tests/help.h"'

new_project
put futures/pinprick/unpin.h '#pragma once' '' '#include <boost/pfr/core.hpp>' '#include <boost/pfr.hpp>'
expect 0 clean includes
put futures/pinprick/unpin.h '#pragma once' '  #  include   "pin.h"  // near'
expect 1 '^futures/pinprick/unpin.h:2: "pin.h": write the path from the top' includes
put futures/pinprick/unpin.h '#pragma once' '#include "../harness/model/model.h"'
expect 1 '^futures/pinprick/unpin.h:2: .*write the path from the top' includes
put futures/pinprick/unpin.h '#pragma once' '#include "pinprick/../harness/model/model.h"'
expect 1 '^futures/pinprick/unpin.h:2: .*write the path from the top' includes
put futures/pinprick/unpin.h '#pragma once' '#include PINPRICK_HEADER'
expect 1 '^futures/pinprick/unpin.h:2: .*computed' includes
put futures/pinprick/unpin.h '#pragma once'
put harness/attic/attic.h '#pragma once' '#include <vector>'
expect 1 '^harness/attic/attic.h:2: .*no include rule for harness/attic' includes

# Each fault of the text is put together here, so that this file has none.
new_project
put notes.md "see /ho""me/somebody/notes"
expect 1 '^notes.md:1: a path of one machine' text
put notes.md "https://mirror.inter""nal/debian"
expect 1 '^notes.md:1: a host of one network' text
put notes.md "fine" "TO""DO: more"
expect 1 '^notes.md:2: a note' text
put notes.md "mktemp name.XXXXXX, https://www.apache.org/licenses/, build/work/file, /dev/null"
expect 0 clean text
put harness/base/bare.h 'int bare();'
expect 1 '^harness/base/bare.h:1: a header without #pragma once' text
put harness/base/bare.h '#pragma once'
put harness/base/random.hpp '#pragma once'
expect 1 '^harness/base/random.hpp:1: sources end in' text
rm harness/base/random.hpp
put scripts/new '#!/usr/bin/env bash' 'echo new'
expect 1 '^scripts/new:1: a script without the run bit' text
chmod +x scripts/new
expect 0 clean text
put scripts/new '#!/usr/bin/env bash' 'if true; then'
expect 1 'scripts/new: line [0-9]+: syntax error' text

new_project
put harness/base/limits.cc 'int  x ;'
expect 1 '^harness/base/limits.cc:1:.*clang-formatted' format
scripts/check --fix
expect 0 clean format

# clang-tidy: a fault is found, in a header too; what was clean is not looked at again until it changes.
new_project
cp "$top/CMakePresets.json" .
# shellcheck disable=SC2016  # CMake's variable, not ours
put CMakeLists.txt 'cmake_minimum_required(VERSION 3.25)' 'project(tiny LANGUAGES CXX)' \
  'set(CMAKE_EXPORT_COMPILE_COMMANDS ON)' \
  'add_library(tiny STATIC harness/base/limits.cc)' \
  'target_include_directories(tiny PRIVATE ${PROJECT_SOURCE_DIR})'
put harness/base/limits.cc '#include "harness/base/limits.h"'
stamp=build/clang/tidy/harness/base/limits.cc.clean
expect 0 clean tidy
touch --date=2000-01-01 "$stamp"
expect 0 clean tidy
if [[ $stamp -nt .gitignore ]]; then
  failed=$((failed + 1))
  echo "line $LINENO: a clean source was looked at again"
fi
put harness/base/limits.h '#pragma once' 'inline int limitOf() { return 1; }'
expect 1 '^harness/base/limits.h:2:.*readability-identifier-naming' tidy
expect 1 '^harness/base/limits.h:2:.*readability-identifier-naming' tidy
put harness/base/limits.h '#pragma once' 'inline int limit_of() { return 1; }'
expect 0 clean tidy
put .clang-tidy "Checks: '-*,modernize-use-trailing-return-type'" "WarningsAsErrors: '*'" "HeaderFilterRegex: '.*'"
expect 1 '^harness/base/limits.h:2:.*trailing-return' tidy

rm -r build harness/base/limits.cc
put CMakeLists.txt 'cmake_minimum_required(VERSION 3.25)' 'project(tiny LANGUAGES CXX)'
expect 1 'names no source' tidy

expect 2 'no such check: style' style
expect 0 'Exit status' --help

# Without git (an archive, an image) the files are all there are.
new_project
rm -rf .git .gitignore
git() { :; }
expect 0 clean format includes text
echo '#include "pinprick/pin.h"' >>harness/model/model.h
expect 1 '^harness/model/model.h:4: .*may not include' includes

echo "$passed passed, $failed failed"
((failed == 0))
