// expect: reference
//
// A reference is no member that could be pinned; get_ref leads to what it refers to.

#include "pinprick/pin.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Borrower {
  int& number;

#ifndef FIXED
  using PinnedFields = Members<PlainMember<&Borrower::number>>;
#endif
};

int& reach(Pin<Borrower&> self) { return self.get_ref().number; }
