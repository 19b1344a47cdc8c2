#include "harness/mutator/body_draft.h"
#include "harness/mutator/kinds.h"
#include "harness/mutator/mutations.h"

namespace pinprick::harness::mutations {
namespace {

// Once in so many times it is another body altogether.
constexpr std::size_t kAnotherOneIn = 8;

}  // namespace

bool machine(std::vector<Part>& parts, const Tools& tools) {
  std::vector<std::size_t> machines;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Op& op = parts[i].op;
    if (op.code == OpCode::kMake && op.kind.first.leaf == Leaf::kMachine) machines.push_back(i);
  }
  if (machines.empty()) return false;
  Random& random = tools.random;
  Body& body = parts[machines[random.below(machines.size())]].op.kind.body;
  const Body old = body;
  if (random.one_in(kAnotherOneIn)) {
    body = draw_body(random);
  } else {
    std::vector<BodyPart> statements = take_apart(body);
    change(statements, random);
    body = assemble(statements);
  }
  return body != old;
}

}  // namespace pinprick::harness::mutations
