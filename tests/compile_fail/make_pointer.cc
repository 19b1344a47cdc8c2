// expect: Pin::make needs Unpin
//
// A raw pointer is a reference in this respect.

#include "futures/example.h"
#include "futures/simple.h"

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
