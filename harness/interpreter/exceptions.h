// What the interpreters do about exceptions: those that a program dies of by name, and those that a
// fault abandons in flight.
#pragma once

#include <cxxabi.h>

#include "harness/subject/catalogue.h"
#include "harness/subject/recorder.h"
#include "harness/subject/thrower.h"
#include "pinprick/panic.h"

namespace pinprick::harness {

// Runs what may die by name, and leaves word if it does.
template <class Body>
void or_panic(Body body) {
  try {
    body();
  } catch (const Panic& panic) {
    recorder().record(EventKind::kPanicked, kNoValue, panic_reason(panic), panic_number(panic));
  } catch (const Thrown&) {
    recorder().record(EventKind::kPanicked, kNoValue, kCauseThrown, panic_name(Leaf::kThrower));
  }
}

// The exceptions in flight in this thread. A fault in a destructor during unwinding abandons one;
// the count must not.
struct ExceptionGlobals {
  void* caught;
  unsigned uncaught;
};

inline ExceptionGlobals& exception_globals() {
  return *reinterpret_cast<ExceptionGlobals*>(abi::__cxa_get_globals());
}

}  // namespace pinprick::harness
