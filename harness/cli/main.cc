// pinprick: proves that futures stay put. One subcommand, its options, its exit status.

#include <string>
#include <vector>

#include "corpus/bugs/bank.h"
#include "harness/cli/bugs.h"
#include "harness/cli/tool.h"

int main(int argc, char** argv) {
  using namespace pinprick;
  // So that `--type` may name one of them.
  for (const bugs::Bug& bug : bugs::bank()) bug.add();
  return harness::run_tool(std::vector<std::string>(argv + 1, argv + argc),
                           {PINPRICK_CORPUS, false, {&harness::kBugsCommand}});
}
