#include "harness/interpreter/self_pointers.h"

#include <cstddef>

#include "harness/interpreter/ledger.h"
#include "harness/subject/homes.h"
#include "harness/subject/recorder.h"

namespace pinprick::harness {
namespace {

bool is_future(const Program& program, ValueId owner) {
  if (owner >= program.ops.size()) return false;
  const OpCode code = program.ops[owner].code;
  return code == OpCode::kMake || code == OpCode::kWait || code == OpCode::kWaitCareless;
}

bool contains(const HomeRecord& home, std::uintptr_t address) {
  return address - home.address < home.size;
}

// Not checked: a future may have poisoned something of its own.
__attribute__((no_sanitize("address"))) std::uintptr_t word_at(std::uintptr_t address) {
  return *reinterpret_cast<const volatile std::uintptr_t*>(address);
}

// The boxes that a type makes for its own parts tell the log where they are, and not when they go.
bool is_left(const HomeRecord& home) {
  if (home.vacated) return true;
  const Ledger::Block* block = Ledger::get().find(home.address);
  return block != nullptr && !block->live;
}

bool points_into_old_home_of(ValueId owner, std::uintptr_t word) {
  for (HomeIndex i = 0; i < homes().count(); ++i) {
    const HomeRecord& old = homes()[i];
    if (old.owner == owner && contains(old, word) && is_left(old)) return true;
  }
  return false;
}

// Adds what the bytes of this place hold.
void scan(const HomeRecord& home, SelfPointers& found) {
  constexpr std::size_t kWord = sizeof(std::uintptr_t);
  for (std::size_t at = 0; at + kWord <= home.size; at += kWord) {
    const std::uintptr_t word = word_at(home.address + at);
    const bool is_own = contains(home, word);
    const bool is_stale = !is_own && points_into_old_home_of(home.owner, word);
    if ((is_own || is_stale) && found.own + found.stale == 0) {
      found.offset = static_cast<std::uint32_t>(at);
    }
    found.own += is_own ? 1 : 0;
    found.stale += is_stale ? 1 : 0;
  }
}

// Says what the future holds in all the places in which it and its parts live, if that is news.
void scan_all_of(ValueId owner, std::vector<SelfPointers>& found) {
  SelfPointers now;
  now.op = recorder().op();
  now.owner = owner;
  bool lives = false;
  for (HomeIndex i = 0; i < homes().count(); ++i) {
    const HomeRecord& home = homes()[i];
    if (home.owner != owner || is_left(home)) continue;
    lives = true;
    scan(home, now);
  }
  SelfPointers last;
  for (const SelfPointers& each : found) {
    if (each.owner == owner) last = each;
  }
  const bool is_news = lives && (now.own != last.own || now.stale != last.stale);
  if (is_news && found.size() < found.capacity()) found.push_back(now);
}

}  // namespace

void scan_self_pointers(const Program& program, std::vector<SelfPointers>& found) {
  const std::uint16_t op = recorder().op();
  // Who has moved, by this operation ...
  for (HomeIndex i = 0; i < homes().count(); ++i) {
    const HomeRecord& home = homes()[i];
    const bool is_left_now = home.vacated && home.vacated_by == op;
    if (is_left_now && is_future(program, home.owner)) scan_all_of(home.owner, found);
  }
  // ... and who was polled or called.
  const absl::Span<const Event> trace = recorder().trace();
  for (auto event = trace.rbegin(); event != trace.rend() && event->op == op; ++event) {
    const bool is_step = event->kind == EventKind::kPolled || event->kind == EventKind::kCalled;
    if (is_step && is_future(program, event->owner)) scan_all_of(event->owner, found);
  }
}

}  // namespace pinprick::harness
