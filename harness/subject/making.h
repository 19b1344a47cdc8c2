// What a future of a program is made of.
#pragma once

#include "harness/program/kind.h"
#include "harness/program/program.h"
#include "harness/subject/source.h"

namespace pinprick::harness {

struct Making {
  const Kind& kind;  // must outlive the future: a machine reads its body there
  ValueId owner;
  const SourceHandle* source = nullptr;  // for which its first leaf waits
};

}  // namespace pinprick::harness
