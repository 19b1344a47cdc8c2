// expect: delete
//
// Nor is it through a structured binding.

#include "pinprick/future/example.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Fetch {
  Example timer;
  int count;

  using PinnedFields = Members<PinnedMember<&Fetch::timer>, PlainMember<&Fetch::count>>;
};

void reach(Pin<Fetch&> self) {
  auto [timer, count] = project(self);
#ifdef FIXED
  timer.set(Example(8, static_cast<std::uint8_t>(count)));
#else
  Example stolen(std::move(*timer));
  static_cast<void>(count);
#endif
}
