// expect: PinnedDrop needs `static void drop(Pin<Self&>)`
//
// A destructor gets its object pinned. With a plain reference it could move what is in it.

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
#ifdef FIXED
  static void drop(Pin<Fetch&>) {}
#else
  static void drop(Fetch&) {}
#endif

  Example timer_;
  PinnedDrop<Fetch> drop_;

 public:
  using PinnedFields = Members<PinnedMember<&Fetch::timer_>>;
};

int main() { Fetch fetch(Example(8, 1)); }
