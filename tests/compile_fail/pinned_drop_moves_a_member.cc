// expect: delete
//
// A destructor does not take a pinned member away from its place.

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
  static void drop(Pin<Fetch&> self) {
#ifdef FIXED
    project<&Fetch::timer_>(self).set(Example(8, 1));
#else
    Example taken(std::move(*project<&Fetch::timer_>(self)));
#endif
  }

  Example timer_;
  PinnedDrop<Fetch> drop_;

 public:
  using PinnedFields = Members<PinnedMember<&Fetch::timer_>>;
};

int main() { Fetch fetch(Example(8, 1)); }
