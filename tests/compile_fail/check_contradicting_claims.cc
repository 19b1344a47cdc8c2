// expect: contradict each other; claim one of them
//
// Each of the two has a word on the same programs.

#include "pinprick/check.h"

using namespace pinprick;

#ifdef FIXED
using Other = check::Cancellable;
#else
using Other = check::PinnedAfterFirstPoll;
#endif

struct Guest {};

void claim() { check::type<Guest>("Guest").claims(check::Unpin(), Other()); }
