// expect: delete
//
// Those who wait for a mutex know its address.

#include "pinprick/sync/mutex.h"

using namespace pinprick;

int main() {
  Mutex<int> first(1);
#ifdef FIXED
  Mutex<int>& second = first;
#else
  Mutex<int> second = std::move(first);
#endif
  (void)second;
}
