#pragma once

// A lock that locks nothing.
//
// What it is: what stands in for std::mutex where all that happens does so on one thread.
//
// What it promises: no code and no bytes (as a [[no_unique_address]] member).
//
// What breaks it: a second thread.

namespace pinprick::internal {

struct LocalLock {
  constexpr void lock() noexcept {}
  constexpr void unlock() noexcept {}
};

}  // namespace pinprick::internal
