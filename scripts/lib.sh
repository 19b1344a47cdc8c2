# What the scripts of this folder share: where the repository is, help, messages, building.
# Sourced by them, never run. Everything said to the person goes to standard error; standard output
# belongs to the tool.
# shellcheck shell=bash

set -euo pipefail

# Exit statuses, the tool's own: 1 is a finding.
readonly exit_usage=2 exit_broken=3

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
self=$(readlink -f "$0")
script=$(basename "$self")
jobs=$(nproc)
readonly top self script jobs

say() { printf '%s: %s\n' "$script" "$*" >&2; }

die() {  # die STATUS MESSAGE...
  local status=$1
  shift
  say "$@"
  exit "$status"
}

# The comment that opens the script is its help text.
help() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$self"; }

is_help() { [[ ${1:-} == --help || ${1:-} == -h ]]; }

setup() { "$top/scripts/setup"; }

now() { printf '%s' "${EPOCHREALTIME/[.,]/}"; }  # microseconds

since() {  # since START: the time passed, as text
  local passed=$(($(now) - $1))
  printf '%d.%d s' $((passed / 1000000)) $((passed / 100000 % 10))
}

tool_path=$top/build/clang/harness/cli/pinprick
readonly tool_path

# One process at a time may configure or build a preset; the others wait for it.
locked() {  # locked PRESET COMMAND...
  local preset=$1
  shift
  mkdir -p "$top/build"
  (
    if ! flock --nonblock 9; then
      say "waiting for the build that is under way in build/$preset"
      flock 9
    fi
    "$@"
  ) 9>"$top/build/$preset.lock"
}

# Shows ninja's counter on a terminal, in one line that goes away at the end.
show_progress() {
  if [[ ! -t 2 ]]; then
    cat >/dev/null
    return
  fi
  local line
  while IFS= read -r line; do
    [[ $line =~ ^\[[0-9]+/[0-9]+\] ]] && printf '\r%s: building %s\033[K' "$script" "${BASH_REMATCH[0]}" >&2
  done
  printf '\r\033[K' >&2
}

configure_unlocked() {
  local preset=$1 log=$top/build/$1-configure.log
  # A changed list of presets is the one thing that the build does not notice by itself.
  [[ $top/build/$preset/build.ninja -nt $top/CMakePresets.json ]] && return
  (cd "$top" && cmake --preset "$preset") >"$log" 2>&1 && return
  cat "$log" >&2
  # A failure may leave half a build behind, which must not pass for a configured one.
  rm -f "$top/build/$preset/build.ninja"
  say "cannot configure build/$preset"
  return "$exit_broken"
}

build_unlocked() {
  local preset=$1 log=$top/build/$1-build.log
  shift
  configure_unlocked "$preset" || return
  # The pipe is ninja's only output, so its counter comes line by line and no colour or cursor code.
  NINJA_STATUS='[%f/%t] ' ninja -C "$top/build/$preset" "$@" 2>&1 | tee "$log" | show_progress && return
  # From the first failure on, without the lines of the steps that went well.
  awk '/^FAILED: / || /^ninja: error/ { on = 1 } on && !/^\[[0-9]+\/[0-9]+\] /' "$log" >&2
  say "the build in build/$preset failed"
  return "$exit_broken"
}

configure() { locked "$1" configure_unlocked "$1"; }  # configure PRESET

build() { locked "$1" build_unlocked "$@"; }  # build PRESET [TARGET...]

# Installs and builds whatever the tool needs; nothing is said when there is nothing to do.
ready_tool() {
  setup
  build clang pinprick
}

# A script that stands for one subcommand of the tool.
subcommand() {  # subcommand NAME [ARGUMENT...]
  if is_help "${@:2}"; then
    help
    exit
  fi
  ready_tool
  exec "$tool_path" "$@"
}

# What the scripts share that keep an account of what was run, and at which commit.

# Sets `commit`, which is what the tool is built of.
demand_commit() {
  git rev-parse --verify --quiet HEAD >/dev/null 2>&1 ||
    die "$exit_usage" "this is no git checkout, so no commit could be named"
  [[ -z $(git status --porcelain -- futures harness corpus/seed corpus/regression) ]] ||
    die "$exit_usage" "futures, harness and corpus are not as committed; commit first"
  commit=$(git rev-parse --short=10 HEAD)
}

field() { grep -o "\"$2\":[0-9]*" "$1" | head -n 1 | cut -d: -f2; }  # field SUMMARY NAME

grouped() {  # grouped 1234567: 1,234,567
  sed ':a; s/\([0-9]\)\([0-9]\{3\}\)\($\|,\)/\1,\2\3/; ta' <<<"$1"
}
