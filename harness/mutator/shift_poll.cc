#include "harness/mutator/mutations.h"
#include "harness/mutator/rename.h"

namespace pinprick::harness::mutations {
namespace {

// Goes through the whole program, so that the type of every value is known.
void go_through(absl::Span<const Part> parts, Typestate& state) {
  state.reset();
  for (const Part& part : parts) state.apply(part.op);
}

bool uses(absl::Span<const Part> parts, ValueId name) {
  for (const Part& part : parts) {
    if (part.op.first == name || part.op.second == name) return true;
  }
  return false;
}

bool makes(absl::Span<const Part> parts, ValueId name) {
  for (const Part& part : parts) {
    if (part.name == name) return true;
  }
  return false;
}

// Part `from` goes behind part `to`. Who used what it made of a value uses that value.
bool move_later(std::vector<Part>& parts, std::size_t from, std::size_t to, const Tools& tools) {
  const Part part = parts[from];
  const absl::Span<Part> between = absl::MakeSpan(parts).subspan(from + 1, to - from);
  if (uses(between, part.name)) {
    if (part.op.first == kNoValue) return false;
    rename_uses(between, part.name, part.op.first, tools.buffers.state.value(part.op.first).type,
                tools.swarm);
  }
  move_part(parts, from, to);
  return true;
}

// Part `from` goes before part `to`. Who used the value that it takes uses what it makes of that.
bool move_earlier(std::vector<Part>& parts, std::size_t from, std::size_t to, const Tools& tools) {
  const Part part = parts[from];
  const absl::Span<Part> between = absl::MakeSpan(parts).subspan(to, from - to);
  const Op& op = part.op;
  for (const ValueId operand : {op.first, op.second}) {
    if (operand != kNoValue && makes(between, operand)) return false;
  }
  const ValueType type = tools.buffers.state.value(part.name).type;
  const bool takes = op.first != kNoValue && spec(op.code).first.use != Use::kBorrow;
  if (takes && type != ValueType::kNone) {
    rename_uses(between, op.first, part.name, type, tools.swarm);
  }
  move_part(parts, from, to);
  return true;
}

}  // namespace

bool shift_poll(std::vector<Part>& parts, const Tools& tools) {
  constexpr std::size_t kTries = 6;
  // How far from the poll it stood: beside it, and each place further once in so many times.
  constexpr std::size_t kFurtherOneIn = 2;
  std::vector<std::size_t> polls;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (is_poll(parts[i].op.code)) polls.push_back(i);
  }
  if (polls.empty() || parts.size() < 2) return false;
  go_through(parts, tools.buffers.state);
  Random& random = tools.random;
  for (std::size_t i = 0; i < kTries; ++i) {
    const std::size_t poll = polls[random.below(polls.size())];
    const std::size_t distance = random.few(kFurtherOneIn, parts.size() - 1);
    const bool stands_before = random.one_in(2);
    if (stands_before ? poll < distance : poll + distance >= parts.size()) continue;
    const std::size_t from = stands_before ? poll - distance : poll + distance;
    const OpCode code = parts[from].op.code;
    if (is_scope(code) || is_poll(code)) continue;
    if (stands_before ? move_later(parts, from, poll, tools)
                      : move_earlier(parts, from, poll, tools)) {
      return true;
    }
  }
  return false;
}

}  // namespace pinprick::harness::mutations
