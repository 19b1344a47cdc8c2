// Who lived where: a program with guests as a table in plain text, an operation a line.
#pragma once

#include <string>

#include "harness/interpreter/observation.h"
#include "harness/program/program.h"

namespace pinprick::harness {

// Runs the program once more, and shows of each operation which guest it put where, which place was
// left or ended, and at the one that went wrong what it touched. Each line ended. What breaks it: a
// program that takes the process along.
std::string timeline(const Program& program);

// The name that the text of the program gives to what operation `id` made: "f2".
std::string name_in_text(const Program& program, ValueId id);

}  // namespace pinprick::harness
