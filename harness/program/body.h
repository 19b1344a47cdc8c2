// The body of a machine: the async fn that a program writes out, statement by statement.
//
//     a = bytes 8; b = ref a; await; read b; c = text 4; drop c
//
// The awaits cut it into states; the locals are what the machine holds. The table of statements
// is the one source for text, bytes, documentation and the C++ text of a coroutine; what a
// statement *means* is said by the model and by the subject, which never see each other.
//
// A body is *valid* if Rust's borrow checker would let it through: every local that a statement
// names is certainly alive there, no reference is used after the local that it points at is gone,
// and no local is dropped while a guard looks at it. Locals can be changed through references, as
// a Cell can. What a `skip` may jump over holds no new locals; a local that is dropped there is
// gone from then on for every later statement, and if it was not dropped after all it lives to
// the end.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "harness/base/limits.h"
#include "harness/program/parameter.h"

namespace pinprick::harness {

enum class LocalType : std::uint8_t {
  kNone,
  kInt,
  kBytes,
  kText,    // std::string: up to kShortText characters inside itself, more on the heap
  kBoxed,   // a number on the heap
  kNode,    // of a doubly linked list; its destructor unlinks it
  kYieldN,  // a future that moves freely
  kNested,  // a future that points into itself from its first poll on
  kRef,     // a plain reference
  kGuard,   // a reference that its destructor reads through
};
inline constexpr std::size_t kLocalTypeCount = 10;

using LocalMask = std::uint16_t;
constexpr LocalMask mask(LocalType type) {
  return static_cast<LocalMask>(1U << static_cast<unsigned>(type));
}
constexpr bool holds(LocalMask set, LocalType type) { return (set & mask(type)) != 0; }

// What a reference can point at: a thing with a value.
inline constexpr LocalMask kValueLocals = mask(LocalType::kInt) | mask(LocalType::kBytes) |
                                          mask(LocalType::kText) | mask(LocalType::kBoxed) |
                                          mask(LocalType::kNode);
// What has a destructor; its end leaves word.
inline constexpr LocalMask kDroppableLocals = mask(LocalType::kText) | mask(LocalType::kBoxed) |
                                              mask(LocalType::kNode) | mask(LocalType::kYieldN) |
                                              mask(LocalType::kNested) | mask(LocalType::kGuard);

enum class StatementCode : std::uint8_t {
  kAwait,
  kInt,
  kBytes,
  kText,
  kBoxed,
  kNode,
  kYieldN,
  kNested,
  kRef,
  kDeref,
  kGuard,
  kLink,
  kAwaitLocal,
  kRead,
  kWrite,
  kFollow,
  kDrop,
  kSkip,
};
inline constexpr std::size_t kStatementCount = 18;

struct StatementSpec {
  StatementCode code;
  const char* name;
  LocalType declares;  // kNone: it makes no local
  LocalMask first;     // the local that it names; 0: none
  LocalMask second;
  Parameter number;
  std::uint8_t weight;  // how often a random body holds it
  const char* about;

  constexpr std::size_t operands() const { return first == 0 ? 0 : second == 0 ? 1 : 2; }
};

// clang-format off
inline constexpr std::array<StatementSpec, kStatementCount> kStatements = [] {
  using enum StatementCode;
  constexpr Parameter kNoNumber = {};
  constexpr LocalMask kNothing = 0;
  constexpr LocalMask kNodes = mask(LocalType::kNode);
  constexpr auto kTextOrBoxed = static_cast<LocalMask>(mask(LocalType::kText) | mask(LocalType::kBoxed));
  constexpr auto kFutures = static_cast<LocalMask>(mask(LocalType::kYieldN) | mask(LocalType::kNested));
  constexpr auto kReadable = static_cast<LocalMask>(kValueLocals | mask(LocalType::kRef));
  return std::array<StatementSpec, kStatementCount>{{
      {kAwait, "await", LocalType::kNone, kNothing, kNothing, kNoNumber, 44,
       "wakes, and answers Pending once"},
      {kInt, "int", LocalType::kInt, kNothing, kNothing, {"number", 0, 255, 0}, 5,
       "a number"},
      {kBytes, "bytes", LocalType::kBytes, kNothing, kNothing, {"length", 1, 16, 1}, 12,
       "so many bytes, each 1"},
      {kText, "text", LocalType::kText, kNothing, kNothing, {"length", 1, 40, 1}, 20,
       "a std::string of so many characters, each 1; up to 15 lie in the local itself, more on the heap"},
      {kBoxed, "boxed", LocalType::kBoxed, kNothing, kNothing, {"number", 0, 255, 0}, 8,
       "a number on the heap"},
      {kNode, "node", LocalType::kNode, kNothing, kNothing, {"number", 0, 255, 0}, 18,
       "a node of a doubly linked list, alone, with a number; its destructor unlinks it"},
      {kYieldN, "yield_n", LocalType::kYieldN, kNothing, kNothing, {"number", 0, 8, 0}, 6,
       "a future that moves freely: Pending so many times, then Ready with that number"},
      {kNested, "nested", LocalType::kNested, kNothing, kNothing, {"number", 0, 255, 0}, 8,
       "a future that points into itself from its first poll on: Pending once, then Ready with the number"},
      {kRef, "ref", LocalType::kRef, kValueLocals, kNothing, kNoNumber, 24,
       "a reference to local A"},
      {kDeref, "deref", LocalType::kRef, kTextOrBoxed, kNothing, kNoNumber, 10,
       "a reference to what local A holds: the characters of a text, the number of a boxed"},
      {kGuard, "guard", LocalType::kGuard, kValueLocals, kNothing, kNoNumber, 10,
       "a reference to local A whose destructor reads through it"},
      {kLink, "link", LocalType::kNone, kNodes, kNodes, kNoNumber, 16,
       "unlinks node A, and links it in behind node B"},
      {kAwaitLocal, "await", LocalType::kNone, kFutures, kNothing, kNoNumber, 10,
       "polls future A in place until it is ready, adds its output, and drops it"},
      {kRead, "read", LocalType::kNone, kReadable, kNothing, kNoNumber, 28,
       "adds all of A, or of what reference A points at, to the output"},
      {kWrite, "write", LocalType::kNone, kReadable, kNothing, kNoNumber, 12,
       "adds 1 to A, or to what reference A points at: to the number, or to the first byte"},
      {kFollow, "follow", LocalType::kNone, kNodes, kNothing, kNoNumber, 10,
       "adds the number of the node behind A to the output, if there is one"},
      {kDrop, "drop", LocalType::kNone, kDroppableLocals, kNothing, kNoNumber, 9,
       "destroys A before its time"},
      {kSkip, "skip", LocalType::kNone, kNothing, kNothing, {"statements", 1, kMaxSkip, 1}, 6,
       "jumps over the next statements if the output so far is even"},
  }};
}();
// clang-format on

constexpr const StatementSpec& spec(StatementCode code) {
  return kStatements[static_cast<std::size_t>(code)];
}

static_assert(
    [] {
      for (std::size_t i = 0; i < kStatementCount; ++i) {
        const StatementSpec& each = kStatements[i];
        if (static_cast<std::size_t>(each.code) != i || each.weight == 0) return false;
      }
      return true;
    }(),
    "the table is in the order of StatementCode, and every statement can come up");

// The locals of a body are numbered in the order in which they are made.
inline constexpr std::uint8_t kNoLocal = 0xff;

struct Statement {
  StatementCode code = StatementCode::kAwait;
  std::uint8_t first = kNoLocal;
  std::uint8_t second = kNoLocal;
  std::uint8_t number = 0;
  friend bool operator==(const Statement&, const Statement&) = default;
};

struct Body {
  std::uint8_t count = 0;
  std::array<Statement, kMaxStatements> statements = {};  // from `count` on as made by default
  friend constexpr bool operator==(const Body& a, const Body& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

  constexpr const Statement* begin() const { return statements.data(); }
  constexpr const Statement* end() const { return statements.data() + count; }
  constexpr void push_back(const Statement& statement) { statements[count++] = statement; }
};

// The body that `machine` has when none is written:
// `a = bytes 8; b = ref a; await; read b; await; read b; read a`.
inline constexpr Body kStandardBody = [] {
  using enum StatementCode;
  Body body;
  body.push_back({kBytes, kNoLocal, kNoLocal, 8});
  body.push_back({kRef, 0, kNoLocal, 0});
  body.push_back({kAwait, kNoLocal, kNoLocal, 0});
  body.push_back({kRead, 1, kNoLocal, 0});
  body.push_back({kAwait, kNoLocal, kNoLocal, 0});
  body.push_back({kRead, 1, kNoLocal, 0});
  body.push_back({kRead, 0, kNoLocal, 0});
  return body;
}();

// Which locals are alive at a point of a body.
class BodyState {
 public:
  enum class Refusal : std::uint8_t {
    kNone,
    kTooManyStatements,
    kTooManyLocals,
    kLocalInSkip,
    kSkipInSkip,
    kNoSuchLocal,
    kWrongType,
    kGone,
    kReferentGone,
    kSameLocal,
    kGuarded,
    kBadNumber,
  };

  struct Local {
    LocalType type = LocalType::kNone;
    std::uint8_t target = kNoLocal;  // references and guards
    bool usable = false;             // certainly alive
    bool possible = false;           // perhaps alive
  };

  // Whether the first operand alone is acceptable.
  Refusal check_first(const Statement& statement) const;
  Refusal check(const Statement& statement) const;
  // Takes a statement for which check() is kNone.
  void apply(const Statement& statement);

  std::size_t statements() const { return statements_; }
  std::size_t locals() const { return locals_; }
  const Local& local(std::uint8_t number) const { return table_[number]; }
  // The statements that an open `skip` still jumps over; a body may not end before they came.
  std::size_t skipping() const { return skipping_; }

 private:
  Refusal check_operand(LocalMask types, std::uint8_t local) const;

  std::array<Local, kMaxLocals> table_ = {};
  std::size_t locals_ = 0;
  std::size_t statements_ = 0;
  std::size_t skipping_ = 0;
};

// What would have been accepted, as the second half of an error message.
absl::string_view wanted(BodyState::Refusal refusal);

// At least one statement, all of them in order, and the rest of the array as made by default.
bool is_valid(const Body& body);

// `a = bytes 8; b = ref a; await; read b`. The locals are named a, b, ... in their order.
std::string to_text(const Body& body);

}  // namespace pinprick::harness
