#!/usr/bin/env bash
# Polling through a Pin costs nothing: of the functions of an object file each NAME_pinned has the very
# instructions of its NAME_plain.
#
#   pin_code_test.sh OBJDUMP OBJECT

set -euo pipefail
objdump=$1 object=$2

# All code with its relocations, without addresses, and with the names of both kinds made one.
dump=$(mktemp)
trap 'rm -f "$dump"' EXIT
"$objdump" --disassemble --reloc --no-show-raw-insn --no-addresses "$object" >"$dump"

code() {  # code FUNCTION
  awk -v start="<$1>:" '$0 == start { on = 1; next } on && NF == 0 { exit } on' "$dump" |
    sed -E 's/_(pinned|plain)\b/_KIND/g; s/[[:space:]]+/ /g'
}

count=0 status=0
while read -r function; do
  count=$((count + 1))
  pinned=$(code "$function") plain=$(code "${function%_pinned}_plain")
  if [[ -z $pinned || -z $plain ]]; then
    echo "$function: nothing to compare"
    status=1
  elif [[ $pinned != "$plain" ]]; then
    echo "$function differs from ${function%_pinned}_plain:"
    diff <(echo "$pinned") <(echo "$plain") || status=1
  fi
done < <(sed -nE 's/^<([a-z]+_pinned)>:$/\1/p' "$dump")
if ((count != 5)); then
  echo "$count functions instead of 5"
  status=1
fi
exit "$status"
