// The main of an executable that a user makes of his own types (pinprick/check.h): what `pinprick`
// has, but for the project's own corpus, which says nothing about them.

#include <string>
#include <vector>

#include "harness/cli/tool.h"

int main(int argc, char** argv) {
  return pinprick::harness::run_tool(std::vector<std::string>(argv + 1, argv + argc),
                                     {"", true, {}});
}
