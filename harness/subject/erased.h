// A future of which only the claim is known, inline.
//
// What the catalogue holds where the type itself would cost the build too much: a combinator is
// written once and bound once, however many leaves there are to put in and however many operations
// there are to try on it. What happens to the future is its own: its move constructor, its
// assignment, its poll through a Pin, its destructor; they are reached through a table and not
// through a template. It lies in the object, not behind it, so that it moves when the object does.
#pragma once

#include <bit>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

#include "pinprick/future.h"
#include "pinprick/pin.h"

namespace pinprick::harness {

// What can be done to the future.
template <class Out>
struct ErasedTable {
  void (*move)(void* to, void* from);
  void (*assign)(void* to, void* from);
  void (*destroy)(void* at);
  Poll<Out> (*poll)(void* at, Context& cx);
};

// The table of F, whose output is turned into an Out by `convert(output)`.
template <class F, class Out, auto convert>
inline constexpr ErasedTable<Out> kErasedTable = {
    [](void* to, void* from) { ::new (to) F(std::move(*static_cast<F*>(from))); },
    [](void* to, void* from) {
      if constexpr (std::is_move_assignable_v<F>) {
        *static_cast<F*>(to) = std::move(*static_cast<F*>(from));
      } else {
        // What assignment means where a type has none of its own.
        std::destroy_at(static_cast<F*>(to));
        ::new (to) F(std::move(*static_cast<F*>(from)));
      }
    },
    [](void* at) { std::destroy_at(static_cast<F*>(at)); },
    [](void* at, Context& cx) {
      const Unsafe why("pinned as what it is in");
      return F::poll(Pin<F&>::new_unchecked(*static_cast<F*>(at), why), cx).map(convert);
    },
};

template <class Out, std::size_t room>
class Erased {
 public:
  using Output = Out;

  // `make(place)` builds the future and gives its table.
  template <class Make>
    requires std::is_invocable_v<Make, void*>
  explicit Erased(Make&& make) : table_(&make(static_cast<void*>(place_))) {}
  Erased(Erased&& other) noexcept : table_(other.table_) { table_->move(place_, other.place_); }
  // What is in it may throw.
  Erased& operator=(Erased&& other) {  // NOLINT(performance-noexcept-move-constructor)
    if (table_ == other.table_) {
      table_->assign(place_, other.place_);
    } else {
      table_->destroy(place_);
      table_ = other.table_;
      table_->move(place_, other.place_);
    }
    return *this;
  }
  ~Erased() { table_->destroy(place_); }

  static Poll<Out> poll(Pin<Erased&> self, Context& cx) {
    Erased& me = self.get_unchecked_mut(Unsafe("the future is only reached through its Pin"));
    return me.table_->poll(me.place_, cx);
  }

 protected:
  // The lowest byte of the pointer below, on a machine that puts it first, is never one of these.
  static constexpr unsigned kFirstSpare = 256 - alignof(ErasedTable<Out>) + 1;
  static_assert(std::endian::native == std::endian::little);

 private:
  const ErasedTable<Out>* table_;
  alignas(std::max_align_t) std::byte place_[room];
};

}  // namespace pinprick::harness
