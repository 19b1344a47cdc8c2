#!/usr/bin/env bash
# Installs everything, and checks types in a project that knows nothing but what was installed.
#
#   run.sh CMAKE CTEST COMPILER BUILD SCRATCH
#
# BUILD is a build of the whole project by COMPILER, to install from; SCRATCH is made anew.
set -euo pipefail

cmake=$1 ctest=$2 compiler=$3 build=$4 scratch=$5
here=$(dirname "$(readlink -f "$0")")
top=$(readlink -f "$here/../../..")
log=$scratch/log
prefix="$scratch/moved here"
rm -rf "$scratch"
mkdir -p "$scratch"

# Prints what a step says only when it fails.
quietly() { "$@" >"$log" 2>&1 || { cat "$log" >&2; return 1; }; }
fail() { cat "$log" >&2; echo "$1" >&2; exit 1; }
says() { tr -s '[:space:]' ' ' <"$log" | grep -qF -e "$1"; }
configure() { "$cmake" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" "$@"; }

# It must work where it was moved to, and of the trees that it came from it may know nothing. (What the
# archives name are the lines of reports.)
quietly "$cmake" --install "$build" --prefix "$scratch/prefix"
mv "$scratch/prefix" "$prefix"
! grep -rnF --exclude='*.a' -e "$top" -e "$(readlink -f "$build")" -e "$scratch/prefix" "$prefix" >"$log" ||
  fail "the package names what it was built from"

# The headers need no more than before, with whatever compiler. A check says in one line what is missing.
cat >"$scratch/CMakeLists.txt" <<'END'
cmake_minimum_required(VERSION 3.25)
project(headers LANGUAGES CXX)
find_package(pinprick REQUIRED)
add_library(headers part.cc)
target_link_libraries(headers PRIVATE pinprick::pinprick)
set(PINPRICK_CHECK "" CACHE STRING "")
if(PINPRICK_CHECK)
  set(CMAKE_CXX_COMPILER_VERSION ${PINPRICK_CHECK})
  pinprick_add_check(part_check SOURCES part.cc)
endif()
END
echo 'void part() {}' >"$scratch/part.cc"
quietly configure -G Ninja -S "$scratch" -B "$scratch/headers" -DCMAKE_DISABLE_FIND_PACKAGE_{absl,Boost}=ON
! configure -DPINPRICK_CHECK=1.2.3 "$scratch/headers" >"$log" 2>&1 || fail "another compiler is taken"
says "1.2.3; both must be of the same version" || fail "another compiler is not named"

# What cannot be seen is named.
quietly configure -G Ninja -S "$here/../unseen" -B "$scratch/unseen"
diff "$here/../unseen/expected.txt" \
  <(tr -s '[:space:]' ' ' <"$log" | grep -oE 'pinprick_add_check\([a-z]+\): `[^`]+`' | sed 's/.*: `//; s/`//' | LC_ALL=C sort) ||
  fail "of other libraries is warned"

# The types, as their author configures them: the true ones pass, the lie is found. In a copy, because a
# check keeps what it found beside the sources, where it is told to.
cp -r "$here" "$scratch/project"
quietly configure -G Ninja -S "$scratch/project" -B "$scratch/build"
says 'pinprick_add_check(line_check): `checksum` is built without AddressSanitizer' ||
  fail "no word of a library without the sanitizers"
quietly "$cmake" --build "$scratch/build" --parallel 2
status=0
"$ctest" --test-dir "$scratch/build" --output-on-failure >"$log" 2>&1 || status=$?
((status == 8)) || fail "ctest ends with $status"
for passed in line_check waiter_check sum; do
  grep -qE " $passed \.+ +Passed " "$log" || fail "$passed does not pass"
done
grep -qE ' cursor_check \.+\*\*\*Failed ' "$log" || fail "cursor_check does not fail"
grep -q 'Cursor.*claims Unpin' "$log" || fail "nothing is said of the claim"
status=0
(cd "$scratch/build" && checks/cursor_check check --corpus=again --seconds=1) >"$log" 2>&1 || status=$?
((status == 1)) || fail "cursor_check ends with $status"
"$ctest" --test-dir "$scratch/build" -N -L pinprick >"$log"
grep -q 'Total Tests: 3' "$log" || fail "not every check has the label"

# And as another does: Makefiles, unoptimised, the library built as the warning says.
if command -v make >"$log"; then
  quietly configure -G 'Unix Makefiles' -S "$scratch/project" -B "$scratch/debug" -DCMAKE_BUILD_TYPE=Debug -DSANITIZED=ON
  ! says 'Warning' || fail "warned of a library that has the sanitizers"
  quietly "$cmake" --build "$scratch/debug" --parallel 2 --target line_check sum
  quietly "$ctest" --test-dir "$scratch/debug" --output-on-failure -R '^(line_check|sum)$'
fi

# And what the README tells a newcomer to do, to the letter.
block() { awk -v begin="\`\`\`$1" '!inside && $0 == begin { inside = 1; next } /^```/ { inside = 0 } inside' "$top/README.md"; }
without_times() { sed -E 's/[0-9.]+ s, seed/T s, seed/; s/ +$//'; }
mkdir "$scratch/mine"
block cpp >"$scratch/mine/parser.cc"
block cmake >"$scratch/mine/CMakeLists.txt"
quietly configure -G Ninja -S "$scratch/mine" -B "$scratch/mine/build"
quietly "$cmake" --build "$scratch/mine/build"
status=0
(cd "$scratch/mine" && build/parser_check check --seed=1) >"$log" 2>&1 || status=$?
((status == 1)) || fail "the README's example ends with $status"
# Where the fault is said to be is the compiler's affair, and the page shows clang's.
if [[ $compiler == *clang* ]]; then
  shown=$(sed -n '/^[$] build\/parser_check check/,/^[.][.][.]$/p' "$top/README.md" | sed '1d;$d' | without_times)
  [[ -n $shown ]] || fail "the README shows nothing"
  diff <(echo "$shown") <(without_times <"$log" | head -n "$(wc -l <<<"$shown")") >&2 ||
    { echo "what the README shows of its example is not what comes" >&2; exit 1; }
fi
echo "1 passed, 0 failed"
