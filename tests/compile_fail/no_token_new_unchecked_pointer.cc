// expect: function
//
// That the value behind a plain pointer stays has to be said.

#include "pinprick/future/example.h"

using namespace pinprick;

auto reach(Example* pointer) {
#ifdef FIXED
  return Pin<Example*>::new_unchecked(std::move(pointer), Unsafe("nobody else has it"));
#else
  return Pin<Example*>::new_unchecked(std::move(pointer));
#endif
}
