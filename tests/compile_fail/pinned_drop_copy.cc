// expect: delete
//
// A copy would be dropped without ever having been made.

#include "pinprick/future/example.h"
#include "pinprick/pinned_drop.h"
#include "pinprick/project.h"

using namespace pinprick;

class Fetch {
 public:
  explicit Fetch(Example timer) : timer_(std::move(timer)) {}
  Fetch(Fetch&&) = default;
  ~Fetch() { drop_.run(*this); }

 private:
  friend PinnedDrop<Fetch>;
  static void drop(Pin<Fetch&>) {}

  Example timer_;
  PinnedDrop<Fetch> drop_;

 public:
  using PinnedFields = Members<PinnedMember<&Fetch::timer_>>;
};

int main() {
  Fetch fetch(Example(8, 1));
#ifdef FIXED
  Fetch another(std::move(fetch));
#else
  Fetch another(fetch);
#endif
}
