// expect: function
//
// What Rust marks unsafe cannot be called without saying so.

#include "pinprick/future/example.h"

using namespace pinprick;

int main() {
  Example f(8, 1);
#ifdef FIXED
  (void)Pin<Example&>::new_unchecked(f, Unsafe("never moved again"));
#else
  (void)Pin<Example&>::new_unchecked(f);
#endif
}
