// A struct as a user of the library writes it, with a destructor that gets it pinned.
//
// That destructor leaves word as a second leaf would that is destroyed, before the one that is
// there; it knows of whom by a member that is not pinned, and changes it.
#pragma once

#include <utility>

#include "harness/program/program.h"
#include "harness/subject/recorder.h"
#include "pinprick/future.h"
#include "pinprick/pinned_drop.h"
#include "pinprick/project.h"

namespace pinprick::harness {

template <class F>
class DropsPinned {
 public:
  using Output = typename F::Output;

  DropsPinned(ValueId owner, F future) : owner_(owner), future_(std::move(future)) {}
  DropsPinned(DropsPinned&&) = default;
  ~DropsPinned() { drop_.run(*this); }

  static Poll<Output> poll(Pin<DropsPinned&> self, Context& cx) {
    return project<&DropsPinned::future_>(self).poll(cx);
  }

 private:
  friend PinnedDrop<DropsPinned>;
  static void drop(Pin<DropsPinned&> self) {
    const ValueId owner = std::exchange(project<&DropsPinned::owner_>(self), kNoValue);
    recorder().record(EventKind::kDropped, owner, 1);
  }

  ValueId owner_;
  F future_;
  PinnedDrop<DropsPinned> drop_;

 public:
  using PinnedFields =
      Members<PlainMember<&DropsPinned::owner_>, PinnedMember<&DropsPinned::future_>>;
};

}  // namespace pinprick::harness
