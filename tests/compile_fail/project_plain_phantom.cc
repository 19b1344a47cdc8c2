// expect: PlainMember: a PhantomPinned
//
// A PhantomPinned that is not pinned would say nothing.

#include "pinprick/pin.h"
#include "pinprick/project.h"

using namespace pinprick;

struct Node {
  Node* next;
  PhantomPinned pinned;

#ifdef FIXED
  using PinnedFields = Members<PlainMember<&Node::next>, PinnedMember<&Node::pinned>>;
#else
  using PinnedFields = Members<PlainMember<&Node::next>, PlainMember<&Node::pinned>>;
#endif
};

auto reach(Pin<Node&> self) { return project(self); }
