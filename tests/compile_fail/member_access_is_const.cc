// expect: const
//
// And the same through the arrow.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

#ifdef FIXED
constexpr bool kFixed = true;
#else
constexpr bool kFixed = false;
#endif

struct Owner {
  int value = 0;
  [[no_unique_address]] std::conditional_t<kFixed, int, PhantomPinned> pinned;
  void change() { value = 1; }
};

void change(Pin<Owner&> pin) { pin->change(); }
