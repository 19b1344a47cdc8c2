// expect: claim one of Unpin, PinnedAfterFirstPoll, PinnedAfter and
//
// Without one nothing says how far a program may move it.

#include "pinprick/check.h"

using namespace pinprick;

#ifdef FIXED
using Claim = check::Unpin;
#else
using Claim = check::Relocatable;
#endif

struct Guest {};

void claim() { check::type<Guest>("Guest").claims(Claim(), check::Cancellable()); }
