// A struct as a user of the library writes it: two futures that are pinned with it, and a number
// that is not.
//
// It awaits one after the other and gives the sum of their outputs. Both stay where they are until
// the struct is destroyed, ready or not, so a poll after Ready is for the second one to refuse.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/project.h"

namespace pinprick::harness {

template <class A, class B>
class Projected {
 public:
  using Output = std::int64_t;

  Projected(A first, B second) : first_(std::move(first)), second_(std::move(second)) {}

  static Poll<Output> poll(Pin<Projected&> self, Context& cx) {
    auto [first, second, given] = project(self);
    if (!given.has_value()) {
      const Poll<Output> answer = first.poll(cx);
      if (answer.is_pending()) return kPending;
      given = answer.value();
    }
    const Poll<Output> answer = second.poll(cx);
    if (answer.is_pending()) return kPending;
    return Poll<Output>::ready(*given + answer.value());
  }

 private:
  A first_;
  B second_;
  std::optional<Output> given_;  // by the first

 public:
  using PinnedFields = Members<PinnedMember<&Projected::first_>, PinnedMember<&Projected::second_>,
                               PlainMember<&Projected::given_>>;
};

}  // namespace pinprick::harness
