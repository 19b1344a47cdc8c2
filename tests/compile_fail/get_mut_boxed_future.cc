// expect: Pin::get_mut needs Unpin
//
// Nobody knows what is behind a type-erased future.

#include "pinprick/boxed_future.h"

using namespace pinprick;

int main() {
  BoxFuture<int>* future = nullptr;
#ifdef FIXED
  (void)future->get_ref();
#else
  (void)future->get_mut();
#endif
}
