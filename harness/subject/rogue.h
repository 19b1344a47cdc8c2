// A pointer that must not be pinned: it owns its target like a box, and whenever it is dereferenced
// mutably it moves the target to another block first.
//
// `Pin` relies on a dereference that neither moves the target nor chooses another one; that is why
// Pin::new_unchecked is unsafe for pointers too.
#pragma once

#include <memory>
#include <utility>

#include "harness/subject/homes.h"
#include "harness/subject/recorder.h"
#include "pinprick/box.h"
#include "pinprick/pin.h"

namespace pinprick::harness {

template <class F>
class Rogue {
 public:
  Rogue(F future, ValueId owner)
      : owner_(owner), box_(Box<F>::make(std::move(future))), home_(enter()) {}

  const F& look() const { return *box_; }
  // The rogue dereference.
  F& shift() {
    homes().leave(home_, recorder().op());
    box_ = Box<F>::make(std::move(*box_));
    home_ = enter();
    return *box_;
  }

 private:
  HomeIndex enter() { return homes().enter(std::addressof(*box_), sizeof(F), owner_); }

  ValueId owner_;
  Box<F> box_;
  HomeIndex home_;
};

}  // namespace pinprick::harness

template <class F>
struct pinprick::PointerTraits<pinprick::harness::Rogue<F>> {
  using Target = F;
  using Storage = pinprick::harness::Rogue<F>;
  static constexpr bool kExclusive = true;
  static Storage store(Storage pointer) { return pointer; }
  static Storage release(Storage&& storage) { return std::move(storage); }
  static const F& get(const Storage& storage) { return storage.look(); }
  static F& get(Storage& storage) { return storage.shift(); }
};

template <class F>
inline constexpr bool pinprick::enable_unpin<pinprick::harness::Rogue<F>> = true;
