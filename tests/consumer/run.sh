#!/usr/bin/env bash
# Installs the library, and builds and runs a project that knows nothing but what was installed.
#
#   run.sh CMAKE COMPILER BUILD SCRATCH
#
# BUILD is a configured build of the whole project, to install from; SCRATCH is made anew.
set -euo pipefail

cmake=$1 compiler=$2 build=$3 scratch=$4
here=$(dirname "$(readlink -f "$0")")
top=$here/../..
prefix=$scratch/prefix
rm -rf "$scratch"
mkdir -p "$scratch"

# Prints what a step says only when it fails.
quietly() { "$@" >"$scratch/log" 2>&1 || { cat "$scratch/log" >&2; return 1; }; }
differ() { echo "$1" >&2; exit 1; }

quietly "$cmake" --install "$build" --prefix "$prefix" --component futures
diff -r "$top/futures/pinprick" "$prefix/include/pinprick" || differ "what is installed is not futures/pinprick"

# Without the harness a compiler is enough, and the same is installed: whatever package is looked for is not found.
quietly "$cmake" -G Ninja -S "$top" -B "$scratch/library" -DPINPRICK_LIBRARY_ONLY=ON -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_INSTALL_PREFIX="$scratch/alone" -DCMAKE_DISABLE_FIND_PACKAGE_{absl,Boost,GTest,benchmark}=ON
quietly "$cmake" --install "$scratch/library"
diff -r "$prefix" "$scratch/alone" || differ "PINPRICK_LIBRARY_ONLY installs something else"

# The package is found where it was moved to, too.
mv "$scratch/alone" "$scratch/moved"
quietly "$cmake" -G Ninja -S "$here" -B "$scratch/consumer" -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_PREFIX_PATH="$scratch/moved"
rm -rf "$prefix" "$scratch/library"
quietly "$cmake" --build "$scratch/consumer" --parallel 2
diff "$here/expected.txt" <("$scratch/consumer/consumer") || differ "the consumer says something else"
echo "1 passed, 0 failed"
