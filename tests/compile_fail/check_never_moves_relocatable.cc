// expect: what never moves cannot be Relocatable
//
// To copy its bytes is a move.

#include "pinprick/check.h"

using namespace pinprick;

#ifdef FIXED
using Claim = check::Unpin;
#else
using Claim = check::NeverMoves;
#endif

struct Guest {};

void claim() { check::type<Guest>("Guest").claims(Claim(), check::Relocatable()); }
