// The compiler's state machine: the library's Async over a coroutine of the table.
//
// Until the first poll it holds its arguments and moves freely. The first poll builds the frame in
// the future's own storage. A move after that copies the bytes of the frame, as a move in Rust
// does: every pointer in it, those of a short std::string to itself included, goes on pointing at
// the old place. Which is the misuse; a frame without such a pointer goes on correctly.
//
// The coroutines themselves are written at build time, in a source of their own and called through
// a table, so that no compiler can put a frame elsewhere or leave it out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "harness/program/coroutines.h"
#include "harness/subject/locals.h"
#include "harness/subject/traced.h"
#include "pinprick/async.h"
#include "pinprick/future/yield_now.h"

namespace pinprick::harness {

// What the largest of them asks of clang and g++.
inline constexpr std::size_t kFrameBytes = 384;

using CoroutineBody = Co<std::int64_t> (*)(Identity who);
extern const std::array<CoroutineBody, kCoroutines.size()> kCoroutineBodies;

using Coroutine = Async<kFrameBytes, CoroutineBody, Identity>;

// The same pointer, as far as a compiler can tell a pointer to anything: what was written through
// others must be read through it, and where it points must be remembered.
void* opaque_pointer(void* pointer);
template <class T>
T* opaque(T* pointer) {
  return static_cast<T*>(opaque_pointer(pointer));
}
inline Characters opaque(Characters characters) {
  return {opaque(characters.data()), characters.size()};
}

// A local that has a destructor: it leaves word when it ends, which may be before its scope does.
template <class T>
class Local {
 public:
  template <class... Args>
  Local(Identity who, std::uint8_t number, Args&&... args)
      : value_(std::forward<Args>(args)...), who_(who), number_(number) {
    opaque_pointer(this);
  }
  Local(const Local&) = delete;
  Local& operator=(const Local&) = delete;
  ~Local() {
    if (here_) end();
  }

  T& operator*() { return value_; }
  T* operator->() { return &value_; }
  void end() {
    here_ = false;
    std::destroy_at(&value_);
    recorder().record(EventKind::kDropped, who_.owner,
                      static_cast<std::uint8_t>(kLocalPart + number_));
  }

 private:
  union {
    T value_;
  };
  Identity who_;
  std::uint8_t number_;
  bool here_ = true;
};

}  // namespace pinprick::harness
