#pragma once

// Why a task gave no output.
//
// What it is: `JoinError`: the task was cancelled (aborted, or dropped with its executor), or it
// threw, and then the exception is in here.
//
// What it promises: copies share the exception. Two are equal if both say cancelled, or hold the
// very same exception.
//
// What breaks it: asking for the exception where there is none, which panics as "JoinError".
//
// Example:
//
//     #include <stdexcept>
//
//     const JoinError cancelled = JoinError::cancelled();
//     assert(cancelled.is_cancelled() && !cancelled.is_panic());
//     const JoinError thrown = JoinError::panicked(std::make_exception_ptr(std::logic_error("x")));
//     try {
//       thrown.resume();
//     } catch (const std::logic_error& error) {
//       assert(error.what() == std::string("x"));
//     }

#include <exception>
#include <utility>

#include "pinprick/panic.h"
#include "pinprick/unpin.h"

namespace pinprick {

class JoinError;

// An exception is behind a pointer.
template <>
inline constexpr bool enable_unpin<JoinError> = true;

class [[nodiscard]] JoinError final {
 public:
  // The future was dropped before it was ready.
  static JoinError cancelled() noexcept { return JoinError(nullptr); }

  // The future threw `exception`, which is not null.
  static JoinError panicked(std::exception_ptr exception) noexcept {
    return JoinError(std::move(exception));
  }

  [[nodiscard]] bool is_cancelled() const noexcept { return exception_ == nullptr; }
  [[nodiscard]] bool is_panic() const noexcept { return exception_ != nullptr; }

  // What was thrown. Panics (kNotReady, "JoinError") if nothing was, as does `resume`.
  [[nodiscard]] std::exception_ptr exception() const {
    if (exception_ == nullptr) panic(PanicReason::kNotReady, "JoinError");
    return exception_;
  }

  // Throws it again. Rust's resume_unwind.
  [[noreturn]] void resume() const { std::rethrow_exception(exception()); }

  friend bool operator==(const JoinError&, const JoinError&) = default;

 private:
  explicit JoinError(std::exception_ptr exception) noexcept : exception_(std::move(exception)) {}

  // Null: cancelled.
  std::exception_ptr exception_;
};

}  // namespace pinprick
