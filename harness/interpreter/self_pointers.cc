#include "harness/interpreter/self_pointers.h"

#include <cstddef>
#include <cstring>

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

SelfPointers scan(const HomeRecord& home) {
  SelfPointers found;
  found.op = recorder().op();
  found.owner = home.owner;
  constexpr std::size_t kWord = sizeof(std::uintptr_t);
  for (std::size_t at = 0; at + kWord <= home.size; at += kWord) {
    const std::uintptr_t word = word_at(home.address + at);
    if (contains(home, word)) {
      ++found.own;
      continue;
    }
    for (HomeIndex other = 0; other < homes().count(); ++other) {
      const HomeRecord& old = homes()[other];
      if (old.vacated && old.owner == home.owner && contains(old, word)) {
        ++found.stale;
        break;
      }
    }
  }
  return found;
}

}  // namespace

void scan_self_pointers(const Program& program, std::vector<SelfPointers>& found) {
  for (HomeIndex i = 0; i < homes().count(); ++i) {
    const HomeRecord& home = homes()[i];
    if (home.vacated || !is_future(program, home.owner)) continue;
    const SelfPointers now = scan(home);
    SelfPointers last;
    for (const SelfPointers& each : found) {
      if (each.owner == now.owner) last = each;
    }
    if (now.own == last.own && now.stale == last.stale) continue;
    if (found.size() < found.capacity()) found.push_back(now);
  }
}

}  // namespace pinprick::harness
