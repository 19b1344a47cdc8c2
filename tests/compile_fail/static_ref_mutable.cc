// expect: const object
//
// A static object that is not const could be moved from.

#include "pinprick/pin.h"

using namespace pinprick;

#ifdef FIXED
constexpr int value = 1;
#else
int value = 1;
#endif

int main() { (void)Pin<const int&>::static_ref<value>(); }
