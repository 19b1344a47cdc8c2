// expect: Result<T, E> holds object types
//
// A success that has nothing to say is a Unit.

#include "pinprick/result.h"
#include "pinprick/unit.h"

using namespace pinprick;

int main() {
#ifdef FIXED
  using Answer = Result<Unit, int>;
#else
  using Answer = Result<void, int>;
#endif
  (void)sizeof(Answer);
}
