// The exceptions in flight in this thread. A fault in a destructor during unwinding abandons one;
// the count must not.
#pragma once

#include <cxxabi.h>

namespace pinprick::harness {

struct ExceptionGlobals {
  void* caught;
  unsigned uncaught;
};

inline ExceptionGlobals& exception_globals() {
  return *reinterpret_cast<ExceptionGlobals*>(abi::__cxa_get_globals());
}

}  // namespace pinprick::harness
