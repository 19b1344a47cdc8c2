// A coroutine takes its parameter as an rvalue reference; the frame keeps the reference, and the
// temporary it was bound to ends with the call. (redpanda 29846)
// Claim: none: any order of calls; Unpin as well
// Shows: make, call fetch("temporary"), call resume()
#pragma once

#include <string>
#include <type_traits>

#include "corpus/bugs/routine.h"

namespace pinprick::bugs::redpanda_29846 {

template <bool kMended>
class Fetcher {
 public:
  // A new coroutine; the old one ends.
  void fetch(std::string key) { routine_ = fetch_all(key + "/0"); }

  void resume() { routine_.resume(); }

  [[nodiscard]] int result() const { return routine_.value(); }

 private:
  using Parameter = std::conditional_t<kMended, std::string, std::string&&>;

  static Routine fetch_all(Parameter key) {
    while (true) {
      co_yield static_cast<int>(key.size());
      ++key.back();
      if (key.back() > '9') key.back() = '0';
    }
  }

  Routine routine_;
};

}  // namespace pinprick::bugs::redpanda_29846
