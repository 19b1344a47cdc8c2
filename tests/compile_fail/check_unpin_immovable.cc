// expect: the type has no move constructor; claim NeverMoves
//
// No program could move it, and the claim would hold for want of trying.

#include "pinprick/check.h"

using namespace pinprick;

#ifdef FIXED
using Claim = check::NeverMoves;
#else
using Claim = check::Unpin;
#endif

struct Stay {
  Stay() = default;
  Stay(const Stay&) = delete;
  Stay& operator=(const Stay&) = delete;
};

void claim() { check::type<Stay>("Stay").claims(Claim()); }
