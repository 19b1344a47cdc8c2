// A guest to write programs about, and random programs of guests for the floors that link no
// mutator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "harness/program/guest.h"
#include "harness/program/kind.h"
#include "harness/program/program.h"
#include "harness/program/source.h"
#include "harness/program/typestate.h"

namespace pinprick::harness {

inline Guest parser_guest(bool movable, bool relocatable) {
  Guest guest;
  guest.name = "Parser";
  guest.claims = "what it claims";
  guest.takes_argument = true;
  guest.unpin = true;
  guest.movable = movable;
  guest.relocatable = relocatable;
  guest.calls = {{"feed", true, false}, {"poll", false, true}};
  guest.events = {"data", "end"};
  return guest;
}

// Draws operations that concern guests until `ops` of them fit: the typestate says which. The
// first two are the world and a guest.
inline Program random_guest_program(std::mt19937_64& random, std::size_t ops) {
  const auto below = [&random](std::size_t end) {
    return static_cast<std::size_t>(random() % end);
  };
  std::vector<OpCode> codes;
  for (const OpSpec& rules : kOps) {
    if (concerns_guests(rules.code) && rules.code != OpCode::kSource) codes.push_back(rules.code);
  }
  Program program;
  Typestate state;
  const auto add = [&](const Op& op) {
    if (state.check(op) != Refusal::kNone) return;
    state.apply(op);
    program.ops.push_back(op);
  };
  Op world;
  world.code = OpCode::kSource;
  world.source = {Source::kWorld, spec(Source::kWorld).number.standard};
  add(world);
  for (std::size_t tries = 0; program.ops.size() < ops && tries < 100 * ops; ++tries) {
    // Guests and calls are what it is about.
    const OpCode often[] = {OpCode::kWait, OpCode::kCall, OpCode::kSignal};
    Op op;
    op.code = program.ops.size() == 1 ? OpCode::kWait
              : below(3) == 0         ? often[below(3)]
                                      : codes[below(codes.size())];
    const OpSpec& rules = spec(op.code);
    // The world is needed to the end.
    const bool is_world = rules.first.types != 0 && op.code != OpCode::kWait;
    const auto draw = [&](TypeMask types) -> ValueId {
      if (is_world && op.code != OpCode::kSignal) types &= ~mask(ValueType::kSource);
      const std::size_t count = state.count(types);
      return count == 0 ? kNoValue : state.nth(types, below(count));
    };
    if (rules.operands() > 0 && (op.first = draw(rules.first.types)) == kNoValue) continue;
    if (rules.operands() > 1 && (op.second = draw(rules.second.types)) == kNoValue) continue;
    if (op.code == OpCode::kWait) {
      op.kind = kind_of(Leaf::kGuest);
      if (guest()->takes_argument) op.kind.first.value = static_cast<std::uint8_t>(random());
    }
    if (op.code == OpCode::kSignal) {
      if (guest()->events.empty()) continue;
      op.index = static_cast<std::uint8_t>(below(guest()->events.size()));
    }
    if (op.code == OpCode::kCall) {
      op.index = static_cast<std::uint8_t>(below(guest()->calls.size()));
      if (guest()->calls[op.index].takes_argument)
        op.argument = static_cast<std::uint8_t>(random());
    }
    if (rules.takes_index) op.index = static_cast<std::uint8_t>(below(4));
    add(op);
  }
  return program;
}

}  // namespace pinprick::harness
