// expect: the type has no public destructor; wrap it in one that has
//
// A program drops what it has made.

#include "pinprick/check.h"

using namespace pinprick;

class Kept {
#ifdef FIXED
 public:
#endif
  ~Kept() = default;
};

auto make() { return check::type<Kept>("Kept"); }
