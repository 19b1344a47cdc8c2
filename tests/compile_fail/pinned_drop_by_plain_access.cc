// expect: delete
//
// Nor does it by the name of the member.

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
    static_cast<void>(self->timer_.state());
#else
    Example taken(std::move(self->timer_));
#endif
  }

  Example timer_;
  PinnedDrop<Fetch> drop_;

 public:
  using PinnedFields = Members<PinnedMember<&Fetch::timer_>>;
};

int main() { Fetch fetch(Example(8, 1)); }
