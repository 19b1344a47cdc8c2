// A leaf future that leaves word of its polls and of its end.
//
// It is a combinator of one: the leaf lives inline, structurally pinned, and is Unpin as the leaf
// is. What is destroyed after having been moved from leaves no word, so every future that was made
// is dropped exactly once, or was leaked.
#pragma once

#include <cstdint>
#include <utility>

#include "harness/subject/recorder.h"
#include "pinprick/future.h"
#include "pinprick/pin.h"

namespace pinprick::harness {

// Which future of the program, and which of its leaves.
struct Identity {
  ValueId owner = kNoValue;
  std::uint8_t part = 0;
};

template <class F>
class Traced {
 public:
  using Output = typename F::Output;
  using PinnedFields = Fields<F>;

  Traced(Identity identity, F future) : tag_(identity), future_(std::move(future)) {}

  static Poll<Output> poll(Pin<Traced&> self, Context& cx) {
    const Unsafe why("the leaf is reached through its Pin only");
    const Identity identity = self.get_ref().tag_.identity;
    recorder().record(EventKind::kPolled, identity.owner, identity.part);
    return F::poll(self.map_unchecked_mut([](Traced& me) -> F& { return me.future_; }, why), cx);
  }

 private:
  struct Tag {
    explicit Tag(Identity id) : identity(id) {}
    Tag(Tag&& other) noexcept : identity(other.identity), here(std::exchange(other.here, false)) {}
    Tag& operator=(Tag&&) = delete;
    ~Tag() {
      if (here) recorder().record(EventKind::kDropped, identity.owner, identity.part);
    }
    Identity identity;
    bool here = true;  // false: moved from
  };

  // Before the leaf, so that the word comes after the leaf's own destructor.
  Tag tag_;
  F future_;
};

}  // namespace pinprick::harness
