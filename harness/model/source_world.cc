// What is around a guest, the type that a user brings, and the guest itself: of both is known only
// when they begin and end.
#include "harness/model/lists.h"

namespace pinprick::harness::model {
namespace {

PollResult poll_guest(Lists&, NodeId, HomeId, Surroundings&) { return pending(); }

bool destroy_guest(Lists&, NodeId, Surroundings&) { return true; }

bool signal_world(Lists&, SourceId, std::size_t, Surroundings&) { return true; }

}  // namespace

constinit const Policy kWorldPolicy = {
    .poll = poll_guest, .destroy = destroy_guest, .signal = signal_world};

}  // namespace pinprick::harness::model
