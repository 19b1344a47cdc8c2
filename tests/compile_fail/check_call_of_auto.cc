// expect: write their types out instead of auto
//
// What a call takes must be known, to be made of bytes.

#include "pinprick/check.h"

using namespace pinprick;

struct Guest {};

void claim() {
#ifdef FIXED
  const auto call = [](Guest&, int) {};
#else
  const auto call = [](auto&, int) {};
#endif
  check::type<Guest>("Guest").call("call", call).claims(check::Unpin());
}
