#pragma once

// Who moved it? A wrapper that knows where it lives, for the places that the harness does not own.
//
// What it is: `check::Tracked<T>`, a T in your own vector, list or executor, which keeps count of
// every relocation: by move construction, by assignment, and by a copy of its bytes, which shows in
// that it is no longer where it was. `pin()` says that from now on it must stay.
//
// What it promises: the first use (`use()`, `->`, `*`, pin(), the destructor) after a pinned one
// was moved ends the program by abort(), with one line that names the type, where it was pinned and
// where it is now; to the harness that is a finding. A move there and back again is found as well,
// unless it was one of bytes. What is moved from is not pinned any more. Five words and a flag
// beside T, no allocation; it needs no sanitizer, and nothing of T.
//
// What breaks it: a copy of the bytes is noticed when one looks, and counted once however many
// there were since. And a T that is reached by a pointer of its own, past the wrapper, is not
// looked at.
//
// Example:
//
//     #include <vector>
//
//     std::vector<pinprick::check::Tracked<int>> tasks;
//     tasks.reserve(2);
//     tasks.emplace_back(1).pin();
//     tasks.emplace_back(2);        // has room: the first one stays where it is
//     assert(*tasks[0] == 1);
//     assert(tasks[0].relocations() == 0);
//     auto second = std::move(tasks[1]);  // not pinned yet
//     assert(second.relocations() == 1 && second.last_to() == &second);

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>
#include <type_traits>
#include <utility>

namespace pinprick::check {

namespace internal {

// "Task", as the compiler spells it.
template <class T>
constexpr std::string_view type_name() {
  const std::string_view whole = __PRETTY_FUNCTION__;
  constexpr std::string_view kBefore = "T = ";
  const std::size_t begin = whole.find(kBefore) + kBefore.size();
  // g++ has more in the brackets.
  const std::size_t end = whole.find(';', begin);
  return whole.substr(begin, (end < whole.size() ? end : whole.rfind(']')) - begin);
}

}  // namespace internal

template <class T>
class Tracked {
 public:
  // Of what a T is made of; in place.
  template <class... Args>
    requires std::is_constructible_v<T, Args...>
  explicit Tracked(Args&&... args) : object_(std::forward<Args>(args)...) {}

  // Never throwing where T's does not, so that vectors move it as they would move a T.
  Tracked(Tracked&& other) noexcept(std::is_nothrow_move_constructible_v<T>)
    requires std::is_move_constructible_v<T>
      : record_(other.leave()), object_(std::move(other.object_)) {
    arrive();
  }
  // What was pinned here is over; what comes has its own record.
  Tracked& operator=(Tracked&& other) noexcept(std::is_nothrow_move_assignable_v<T>)
    requires std::is_move_assignable_v<T>
  {
    if (this == &other) return *this;
    check();
    object_ = std::move(other.object_);
    record_ = other.leave();
    arrive();
    return *this;
  }
  ~Tracked() {
    if (std::uncaught_exceptions() == 0) check();
  }

  // From now on it must stay where it is.
  void pin() {
    check();
    if (record_.home == nullptr) record_.home = this;
  }

  T& use() {
    check();
    return object_;
  }
  const T& use() const {
    check();
    return object_;
  }
  T& operator*() { return use(); }
  const T& operator*() const { return use(); }
  T* operator->() { return &use(); }
  const T* operator->() const { return &use(); }

  bool is_pinned() const { return record_.home != nullptr; }
  // Since it was made.
  std::size_t relocations() const { return look(), record_.relocations; }
  // Of the last relocation; null if there was none.
  const void* last_from() const { return look(), record_.from; }
  const void* last_to() const { return look(), record_.to; }

 private:
  struct Record {
    const void* here = nullptr;
    const void* home = nullptr;  // where it was pinned; null: it was not
    bool was_moved = false;      // since then
    std::size_t relocations = 0;
    const void* from = nullptr;
    const void* to = nullptr;
  };

  // Whether somebody has copied the bytes.
  void look() const {
    if (record_.here != this) arrive();
  }
  void arrive() const {
    ++record_.relocations;
    record_.from = record_.here;
    record_.to = record_.here = this;
    record_.was_moved = record_.home != nullptr;
  }
  // The record goes along.
  Record leave() {
    look();
    Record left;
    left.here = this;
    return std::exchange(record_, left);
  }

  void check() const {
    look();
    if (!record_.was_moved) return;
    const std::string_view name = internal::type_name<T>();
    std::fprintf(stderr,
                 "pinprick::check: Tracked<%.*s> was pinned at %p and is used at %p; relocated %zu "
                 "times, last from %p to %p\n",
                 static_cast<int>(name.size()), name.data(), record_.home,
                 static_cast<const void*>(this), record_.relocations, record_.from, record_.to);
    std::abort();
  }

  mutable Record record_ = {this};
  T object_;
};

}  // namespace pinprick::check
