// expect: static_ref makes a Pin<const T&>
//
// What everybody can name is nobody's alone to change.

#include "pinprick/pin.h"

using namespace pinprick;

constexpr int kValue = 1;

#ifdef FIXED
using P = Pin<const int&>;
#else
using P = Pin<int&>;
#endif

int main() { (void)P::static_ref<kValue>(); }
