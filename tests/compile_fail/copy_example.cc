// expect: delete
//
// A future is moved, never copied.

#include "pinprick/future/example.h"

using namespace pinprick;

int main() {
  Example f(8, 1);
#ifdef FIXED
  Example g = std::move(f);
#else
  Example g = f;
#endif
  (void)g;
}
