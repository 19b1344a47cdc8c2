// expect: Pin::make needs Unpin
//
// A raw pointer is a reference in this respect.

#include "pinprick/future/example.h"
#include "pinprick/future/simple.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  Simple f(8, 1);
  auto pin = Pin<Simple*>::make(&f);
#else
  Example f(8, 1);
  auto pin = Pin<Example*>::make(&f);
#endif
  (void)pin;
}
