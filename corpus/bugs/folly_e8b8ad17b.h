// A generator owns the lambda it was made from and the coroutine's frame, but lets go of the lambda
// first; what the coroutine cleans up when it is destroyed half-way reads the captures. (folly
// e8b8ad17b)
// Claim: Cancellable
// Shows: make, call start("captured"), call next(), drop
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "corpus/bugs/routine.h"

namespace pinprick::bugs::folly_e8b8ad17b {

// Movable at any time: lambda and frame are on the heap.
template <bool kMended>
class Generator {
 public:
  Generator() = default;
  Generator(Generator&& other) noexcept
      : log_(other.log_), lambda_(std::move(other.lambda_)), frame_(std::move(other.frame_)) {}
  Generator& operator=(Generator&& other) noexcept {
    if (this == &other) return *this;
    end();
    frame_ = std::move(other.frame_);
    lambda_ = std::move(other.lambda_);
    log_ = other.log_;
    return *this;
  }
  ~Generator() { end(); }

  // A new generator; the old one ends.
  void start(std::string words) {
    auto body = [capture = std::move(words), log = log_]() -> Routine {
      const Farewell farewell{capture, *log};
      for (const char letter : capture) co_yield letter;
    };
    end();
    const auto kept = std::make_shared<decltype(body)>(std::move(body));
    lambda_ = kept;
    frame_ = (*kept)();
  }

  void next() { frame_.resume(); }

  // The sum of the lengths of all that was cleaned up.
  [[nodiscard]] int result() const { return static_cast<int>(*log_); }

 private:
  // The clean-up.
  struct Farewell {
    Farewell(const std::string& capture, unsigned& all) : words(capture), log(all) {}
    Farewell(const Farewell&) = delete;
    Farewell& operator=(const Farewell&) = delete;
    ~Farewell() { log += static_cast<unsigned>(words.size()); }
    const std::string& words;
    unsigned& log;
  };

  void end() {
    if constexpr (kMended) frame_.end();
    lambda_.reset();
    frame_.end();
  }

  std::shared_ptr<unsigned> log_ = std::make_shared<unsigned>(0);
  std::shared_ptr<void> lambda_;
  Routine frame_;
};

}  // namespace pinprick::bugs::folly_e8b8ad17b
