#pragma once

// The elements of a range, one after another.
//
// What it is: `Iter<R>`, a range R with a size and random access (std::vector, std::deque,
// std::array, std::span, std::views::iota(0, 3)), and how far it has got. It counts rather than
// keep an iterator, which would be lost where the elements lie in the range itself.
//
// What it promises: each poll answers with the next element, and in the end with none; it is
// fused. Elements of a container are moved out of it, the elements of a view, which belong to
// somebody else, are copied. What is left is destroyed with the Iter, with the rest of the range.
// It is Unpin whatever the elements are: they are handed over, never pinned. It allocates nothing.
//
// What breaks it: a view whose elements do not outlive it. If moving an element throws, that one
// is lost, and the next poll goes on behind it.
//
// Example:
//
//     #include <ranges>
//
//     #include "pinprick/executor/block_on.h"
//     #include "pinprick/stream/collect.h"
//
//     assert(block_on(stream::collect(stream::iter({1, 2, 3}))) == std::vector<int>({1, 2, 3}));
//     auto counted = stream::iter(std::views::iota(0, 3));
//     assert(block_on(stream::collect(std::move(counted))) == std::vector<int>({0, 1, 2}));

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

#include "pinprick/stream.h"

namespace pinprick::stream {

template <class R>
class [[nodiscard]] Iter final {
  static_assert(std::ranges::random_access_range<R> && std::ranges::sized_range<R>,
                "stream::iter needs a range with a size and random access");

 public:
  using PinnedFields = Fields<>;
  using Item = std::ranges::range_value_t<R>;

  explicit constexpr Iter(R range) : range_(std::move(range)) {}

  static constexpr PollNext<Item> poll_next(Pin<Iter&> self, Context&) {
    Iter& me = self.get_mut();
    if (me.next_ >= std::ranges::size(me.range_)) return PollNext<Item>::ready(std::nullopt);
    using Distance = std::ranges::range_difference_t<R>;
    auto&& element = std::ranges::begin(me.range_)[static_cast<Distance>(me.next_++)];
    if constexpr (std::ranges::view<R>) {
      return PollNext<Item>::ready(std::optional<Item>(std::in_place, element));
    } else {
      return PollNext<Item>::ready(std::optional<Item>(std::in_place, std::move(element)));
    }
  }

 private:
  R range_;
  std::size_t next_ = 0;
};

// The elements of `range`, which goes into the stream.
template <class R>
constexpr Iter<std::remove_cvref_t<R>> iter(R&& range) {
  return Iter<std::remove_cvref_t<R>>(std::forward<R>(range));
}

// The elements that are written down. Copies them, into a std::vector.
template <class T>
constexpr Iter<std::vector<T>> iter(std::initializer_list<T> elements) {
  return Iter<std::vector<T>>(std::vector<T>(elements));
}

}  // namespace pinprick::stream
