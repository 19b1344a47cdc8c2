// One line of standard error that shows how long work does.
//
//   ProgressLine line;
//   while (work()) {
//     if (line.is_due()) line.show(absl::StrCat(done, " of ", all));
//   }
//
// On a terminal it is drawn anew twice a second, and gone when this is; elsewhere it is a new line
// every ten seconds, so that a log tells as much.
#pragma once

#include <chrono>

#include "absl/strings/string_view.h"

namespace pinprick::harness {

class ProgressLine {
 public:
  // The first one is due when its time has passed, so that short work shows none.
  ProgressLine();
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  bool is_on_terminal() const { return on_terminal_; }
  bool is_due() const { return Clock::now() >= due_; }
  void show(absl::string_view text);
  // Takes the line away, on a terminal, before something else is said.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  void put_off();

  const bool on_terminal_;
  bool is_shown_ = false;
  Clock::time_point due_;
};

}  // namespace pinprick::harness
