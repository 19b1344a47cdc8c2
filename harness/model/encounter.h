// Where the contract speaks: a rule that meets a move.
//
// An encounter says under which rule a future of which kind changed its place or lost it, in what
// state it was, and which operation did it. The model notes the encounters of every program; which
// of them a campaign has had, of those that there can be, tells quiet from never tried.
//
// Three rules have none, because nothing moves where they count: `poll-done`, `waker`, `cancel`.
#pragma once

#include <cstddef>
#include <cstdint>

#include "harness/program/genus.h"
#include "harness/program/op.h"
#include "harness/program/rule.h"

namespace pinprick::harness {

// How far a future has come. Of a coroutine or an async fn: before the first await, at one, past
// the last.
enum class Progress : std::uint8_t { kFresh, kSuspended, kDone };
inline constexpr std::size_t kProgressCount = 3;

struct Encounter {
  Rule rule = Rule::kMove;     // kept or broken
  Genus genus = 0;             // whose future
  OpCode way = OpCode::kMove;  // the operation under way; kCloseScope at the end of the program
  Progress progress = Progress::kFresh;
  friend bool operator==(const Encounter&, const Encounter&) = default;
};

// Whether a program can have it, by the tables of operations and kinds.
bool is_possible(const Encounter& encounter);

}  // namespace pinprick::harness
