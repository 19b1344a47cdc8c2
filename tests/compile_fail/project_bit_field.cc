// expect: bit-field
//
// A bit-field has no address that could stay.

#include "pinprick/pin.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Flags {
#ifdef FIXED
  int ready;
#else
  int ready : 1;
#endif

  using PinnedFields = Members<PlainMember<&Flags::ready>>;
};
