// expect: Pin::make needs Unpin
//
// A PhantomPinned among the bases says it, too.

#include "pinprick/pin.h"

using namespace pinprick;

#ifdef FIXED
struct Nothing {};
using Base = Nothing;
#else
using Base = PhantomPinned;
#endif

struct Node : Base {
  Node* next;
};

auto reach(Node& value) { return Pin<Node&>::make(value); }
