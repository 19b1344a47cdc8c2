#include "harness/mutator/counterparts.h"

#include "harness/mutator/rename.h"

namespace pinprick::harness {

void change_code(std::vector<Part>& parts, std::size_t at, OpCode code, const Tools& tools) {
  Part& part = parts[at];
  part.op.code = code;
  tools.buffers.state.reset();
  for (std::size_t i = 0; i <= at; ++i) tools.buffers.state.apply(parts[i].op);
  rename_uses(absl::MakeSpan(parts).subspan(at + 1), part.name, part.name,
              tools.buffers.state.value(part.name).type, tools.swarm);
}

}  // namespace pinprick::harness
