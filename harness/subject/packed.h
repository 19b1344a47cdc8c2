// A packed struct with a structurally pinned field: `#[repr(packed)] struct { tag, future: F }`.
//
// In C++ it has to be written out. `#pragma pack` does pack a field that is no plain data, with
// clang 22 and g++ 12 alike, but g++ then convicts the constructor that builds the field in its
// misaligned place, before anybody has polled it; and both ignore __attribute__((packed)) for such
// a field. So the field is kept as Rust keeps it: as bytes, copied in and out, at an offset that
// knows nothing of alignment.
//
// What it does, as Rust's drop glue does: since a destructor may not run on a misaligned object, it
// moves the field out to an aligned place and destroys it there. A pinned field has then moved.
// And a poll makes a reference to the field, which lies aligned or not as the offset has it.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "harness/program/program.h"
#include "harness/subject/homes.h"
#include "harness/subject/vacated.h"
#include "pinprick/future.h"
#include "pinprick/pin.h"
#include "pinprick/unpin.h"

namespace pinprick::harness {

template <class F, std::size_t offset>
class Packed {
 public:
  using Output = typename F::Output;
  using PinnedFields = Fields<F>;

  Packed(ValueId owner, F future) : owner_(owner) {
    Aligned place;
    ::new (static_cast<void*>(place.bytes)) F(std::move(future));
    std::memcpy(field(), place.bytes, sizeof(F));
  }
  // A move in Rust copies the bytes, and nobody destroys the old ones.
  Packed(Packed&& other) noexcept : owner_(other.owner_), here_(std::exchange(other.here_, false)) {
    std::memcpy(bytes_, other.bytes_, sizeof(bytes_));
  }
  Packed& operator=(Packed&&) = delete;
  ~Packed() {
    if (!here_) return;
    Aligned place;
    std::memcpy(place.bytes, field(), sizeof(F));
    const Vacated left(field(), sizeof(F), owner_);
    std::destroy_at(std::launder(reinterpret_cast<F*>(place.bytes)));
  }

  static Poll<Output> poll(Pin<Packed&> self, Context& cx) {
    Packed& me = self.get_unchecked_mut(Unsafe("the misuse: a pinned field in a packed struct"));
    // Whoever reads the report wants to know whose field it was, wherever this object stands.
    if constexpr (offset % alignof(F) != 0) homes().enter(&me, sizeof(Packed), me.owner_);
    F& future = *reinterpret_cast<F*>(me.field());
    return F::poll(Pin<F&>::new_unchecked(future, Unsafe("pinned as the struct is")), cx);
  }

 private:
  struct Aligned {
    alignas(F) std::byte bytes[sizeof(F)];
  };

  std::byte* field() { return bytes_ + offset; }

  alignas(F) std::byte bytes_[offset + sizeof(F)] = {};
  ValueId owner_;
  bool here_ = true;  // false: moved from
};

}  // namespace pinprick::harness
