// expect: function
//
// That nobody else has a claim on the value has to be said.

#include "pinprick/future/example.h"

using namespace pinprick;

auto reach(std::shared_ptr<Example> pointer) {
#ifdef FIXED
  return Pin<std::shared_ptr<Example>>::new_unchecked(std::move(pointer),
                                                      Unsafe("nobody else has it"));
#else
  return Pin<std::shared_ptr<Example>>::new_unchecked(std::move(pointer));
#endif
}
