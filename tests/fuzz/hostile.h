// Files that nobody means well with, and what `pinprick run` has to say of each. Made when they are
// needed: together they are tens of megabytes.
//
// Every fuzz target begins with these, and tests/cli hands each to the tool. Here stands what tests
// of the floors below do not have already.
#pragma once

#include <string>
#include <vector>

namespace pinprick::harness {

struct HostileInput {
  const char* name;
  std::string (*make)();
  // Behind the path of the file; empty: it is a program like others.
  std::string refusal;
};

const std::vector<HostileInput>& hostile_inputs();

}  // namespace pinprick::harness
