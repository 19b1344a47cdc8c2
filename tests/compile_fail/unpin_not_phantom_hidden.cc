// expect: Pin::make needs Unpin
//
// Nobody can look into a class, but with a PhantomPinned in it, it is not trivial.

#include "pinprick/pin.h"

using namespace pinprick;

class Node {
 public:
  [[nodiscard]] Node* next() const { return next_; }

 private:
  Node* next_ = nullptr;
#ifndef FIXED
  PhantomPinned pinned_;
#endif
};

auto reach(Node& value) { return Pin<Node&>::make(value); }
