// The library's AtomicWaker with a number beside it, and those that wait for a wake: `registered`.
// There is one waker, that of the last poll of any of them, and it lies in the source, where it
// stays when they go. It is modelled as that of the head of the source's list, which has no nodes.
#include <utility>

#include "harness/model/wait_list.h"
#include "harness/program/trace.h"

namespace pinprick::harness::model {
namespace {

void make_registered(Lists& lists, NodeId id, Surroundings&) {
  NodeState& node = lists.node(id);
  node.value = lists.source(node.source).value;
}

// Registers first, and looks then.
PollResult poll_registered(Lists& lists, NodeId id, HomeId, Surroundings& surroundings) {
  NodeState& node = lists.node(id);
  SourceState& source = lists.source(node.source);
  if (node.is_done) return panicked(panic_name(Leaf::kRegistered));
  const PollResult registered = wait(source.head, surroundings, [] { return true; });
  if (source.value == node.value || registered.what == PollResult::What::kFaulted) {
    return registered;
  }
  node.is_done = true;
  return ready(source.value);
}

bool destroy_registered(Lists&, NodeId, Surroundings&) { return true; }

bool signal_atomic_waker(Lists& lists, SourceId id, std::size_t, Surroundings& surroundings) {
  ++lists.source(id).value;
  return wake(lists.source(id).head, surroundings);
}

bool end_atomic_waker(Lists& lists, SourceId id, Surroundings& surroundings) {
  return drop_waker(lists.source(id).head, surroundings);
}

}  // namespace

constinit const Policy kAtomicWakerPolicy = {.poll = poll_registered,
                                             .destroy = destroy_registered,
                                             .signal = signal_atomic_waker,
                                             .make_node = make_registered,
                                             .end = end_atomic_waker};

}  // namespace pinprick::harness::model
