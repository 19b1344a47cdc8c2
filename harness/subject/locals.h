// What the locals of a machine are, in both of its bodies: plain types, and a few that exist to be
// moved wrongly.
//
// Move constructors do what a default one does for the pointers in them: they copy, and the old
// object forgets, so that its destructor has nothing to do. What such a pointer points at is not
// told. A std::string mends its own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "harness/base/limits.h"
#include "harness/program/trace.h"
#include "harness/subject/recorder.h"
#include "harness/subject/self_referential.h"
#include "pinprick/future.h"
#include "pinprick/future/yield_n.h"
#include "pinprick/panic.h"
#include "pinprick/pin.h"

namespace pinprick::harness {

using Int = std::int64_t;
using Boxed = std::unique_ptr<std::int64_t>;
using Text = std::string;
using Characters = std::span<char>;  // of a text

struct Bytes {
  explicit Bytes(std::uint8_t length) : size(length) {
    for (std::size_t i = 0; i < size; ++i) data[i] = 1;
  }
  std::uint8_t size;
  std::array<std::uint8_t, 16> data = {};
};

inline Text text(std::size_t length) { return Text(length, '\1'); }
inline Boxed boxed(std::int64_t number) { return std::make_unique<std::int64_t>(number); }

// Of a doubly linked list without owner. Its neighbours know its address.
class Node {
 public:
  explicit Node(std::int64_t number) : value(number) {}
  Node(Node&& other) noexcept
      : value(other.value),
        previous_(std::exchange(other.previous_, nullptr)),
        next_(std::exchange(other.next_, nullptr)) {}
  Node& operator=(Node&&) = delete;
  ~Node() { unlink(); }

  // The one before is told first.
  void unlink() {
    if (previous_ != nullptr) previous_->next_ = next_;
    if (next_ != nullptr) next_->previous_ = previous_;
    previous_ = next_ = nullptr;
  }
  void link_behind(Node& other) {
    unlink();
    if (other.next_ != nullptr) other.next_->previous_ = this;
    previous_ = &other;
    next_ = other.next_;
    other.next_ = this;
  }
  std::int64_t follow() const { return next_ == nullptr ? 0 : next_->value; }

  std::int64_t value;

 private:
  Node* previous_ = nullptr;
  Node* next_ = nullptr;
};

// An async fn with one await and a reference to its own local.
class Nested {
 public:
  using Output = std::int64_t;

  explicit Nested(std::int64_t number) : data_(number) {}
  Nested(Nested&&) noexcept = default;
  Nested& operator=(Nested&&) = delete;
  ~Nested() = default;

  static Poll<Output> poll(Pin<Nested&> self, Context& cx) {
    Nested& me = self.get_unchecked_mut(Unsafe("only members are changed"));
    if (me.reference_ == nullptr) {
      me.reference_ = &me.data_;
      cx.waker().wake_by_ref();
      return kPending;
    }
    return Poll<Output>::ready(*me.reference_);
  }

 private:
  std::int64_t data_;
  const std::int64_t* reference_ = nullptr;
  [[no_unique_address, maybe_unused]] PhantomPinned pinned_;
};

// All of a local, as a number, and a change of it. A reference is what it points at.
inline std::int64_t read(const Int& number) { return number; }
inline std::int64_t read(const Boxed& box) { return *box; }
inline std::int64_t read(const Node& node) { return node.value; }
inline std::int64_t read(const Bytes& bytes) {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < bytes.size; ++i) sum += bytes.data[i];
  return sum;
}
inline std::int64_t read(Characters characters) {
  std::int64_t sum = 0;
  for (const char each : characters) sum += each;
  return sum;
}
inline std::int64_t read(const Text& string) {
  std::int64_t sum = 0;
  for (const char each : string) sum += each;
  return sum;
}
template <class T>
std::int64_t read(T* reference) {
  return read(*reference);
}

inline void write(Int& number) { ++number; }
inline void write(Boxed& box) { ++*box; }
inline void write(Node& node) { ++node.value; }
inline void write(Bytes& bytes) { ++bytes.data[0]; }
inline void write(Characters characters) { ++characters[0]; }
inline void write(Text& string) { ++string[0]; }
template <class T>
void write(T* reference) {
  write(*reference);
}

// What Deref gives.
inline Characters deref(Text& string) { return string; }
inline std::int64_t* deref(Boxed& box) { return box.get(); }

// A reference with a destructor that reads through it. T is a pointer, or a variant of them.
template <class T>
class Guard {
 public:
  explicit Guard(T reference) : reference_(reference) {}
  Guard(Guard&& other) noexcept
      : reference_(other.reference_), here_(std::exchange(other.here_, false)) {}
  Guard& operator=(Guard&&) = delete;
  ~Guard() {
    if (here_) sink = read(reference_);
  }

 private:
  T reference_;
  bool here_ = true;  // false: moved from
};

}  // namespace pinprick::harness
