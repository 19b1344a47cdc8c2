// A fault while an exception is in flight abandons the exception too, and the thread must not
// remember it: std::uncaught_exceptions() would be wrong for the rest of the process, and the next
// throw might end it.
#include <gtest/gtest.h>

#include <exception>
#include <string>

#include "absl/strings/str_cat.h"
#include "harness/interpreter/ledger.h"
#include "tests/harness/interpreter/observed.h"

namespace pinprick::harness {
namespace {

// A keeper that was moved while pinned is polled after Ready by block_on, dies by name, and is
// destroyed by the unwinding. It reads its old home there.
constexpr const char* kDone =
    "let f = make keeper(len=1)\npoll_unpinned f\npoll_unpinned f\npoll_unpinned f\n";
constexpr const char* kDoneTrace =
    "2: poll:1.0 woke Pending\n3: poll:1.0 woke Pending\n4: poll:1.0 Ready(2)\n";
constexpr const char* kPanics = "let f = make ready\npoll_unpin f\npoll_unpin f\n";
constexpr const char* kPanicsTrace = "2: poll:1.0 Ready(1)\n3: poll:1.0 panic:ready\n4: drop:1.0\n";

std::string fault_while_unwinding() { return absl::StrCat(kDone, "block_on f\n"); }
std::string its_trace() {
  return absl::StrCat(kDoneTrace, "5: poll:1.0\nfault 5: use-after-poison of 1 by 5\n");
}

TEST(Unwinding, AFaultLeavesNoExceptionInFlight) {
  Interpreter interpreter;
  for (int round = 0; round < 1000; ++round) {
    ASSERT_EQ(observed(interpreter, fault_while_unwinding()), its_trace());
    ASSERT_EQ(std::uncaught_exceptions(), 0);
    ASSERT_EQ(std::current_exception(), nullptr);
    ASSERT_EQ(Ledger::get().live_blocks(), 0U);
    // The next throw is caught as ever.
    ASSERT_EQ(observed(interpreter, kPanics), kPanicsTrace);
  }
}

TEST(Unwinding, ThroughABoxAndAnErasedBox) {
  Interpreter interpreter;
  EXPECT_EQ(observed(interpreter, absl::StrCat(kDone, "let p = box_pin f\nblock_on p\n")),
            absl::StrCat(kDoneTrace, "6: poll:1.0\nfault 6: use-after-poison of 1 by 5\n"));
  EXPECT_EQ(std::uncaught_exceptions(), 0);
  EXPECT_EQ(observed(interpreter,
                     absl::StrCat(kDone, "let p = box_pin f\nlet d = erase p\nblock_on d\n")),
            absl::StrCat(kDoneTrace, "7: poll:1.0\nfault 7: use-after-poison of 1 by 5\n"));
  EXPECT_EQ(std::uncaught_exceptions(), 0);
}

// An exception of the caller, on its way through or being handled, is none of the interpreter's.
TEST(Unwinding, AnExceptionOfTheCallerStays) {
  struct ObservesWhenDestroyed {
    ~ObservesWhenDestroyed() {
      EXPECT_EQ(std::uncaught_exceptions(), 1);
      EXPECT_EQ(observed(fault_while_unwinding()), its_trace());
      EXPECT_EQ(std::uncaught_exceptions(), 1);
    }
  };
  try {
    const ObservesWhenDestroyed observes;
    throw 7;
  } catch (int number) {
    EXPECT_EQ(number, 7);
    const std::exception_ptr handled = std::current_exception();
    EXPECT_EQ(observed(fault_while_unwinding()), its_trace());
    EXPECT_EQ(std::current_exception(), handled);
  }
  EXPECT_EQ(std::uncaught_exceptions(), 0);
}

}  // namespace
}  // namespace pinprick::harness
