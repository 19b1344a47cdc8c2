// A lambda that is a coroutine keeps its captures in the lambda, not in the frame; the lambda is
// gone by the time the coroutine is resumed. (CP.51, scylladb 12175, folly 59277b687)
// Claim: none: any order of calls; Unpin as well
// Shows: make, call start("captured"), call resume()
#pragma once

#include <string>
#include <utility>

#include "corpus/bugs/routine.h"

namespace pinprick::bugs::cp_51 {

template <bool kMended>
class Job {
 public:
  // A new coroutine; the old one ends.
  void start(std::string words) {
    if constexpr (kMended) {
      const auto body = [](std::string parameter) -> Routine {
        while (true) co_yield sum(parameter);
      };
      routine_ = body(std::move(words));
    } else {
      const auto body = [capture = std::move(words)]() -> Routine {
        while (true) co_yield sum(capture);
      };
      routine_ = body();
    }
  }

  void resume() { routine_.resume(); }

  [[nodiscard]] int result() const { return routine_.value(); }

 private:
  static int sum(const std::string& words) {
    int letters = 0;
    for (const char letter : words) letters += static_cast<unsigned char>(letter);
    return letters;
  }

  Routine routine_;
};

}  // namespace pinprick::bugs::cp_51
