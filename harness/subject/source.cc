#include "harness/subject/source.h"

#include "harness/subject/channel_sources.h"
#include "harness/subject/event_source.h"
#include "harness/subject/guest.h"
#include "harness/subject/sync_sources.h"

namespace pinprick::harness {
namespace {

template <class Object, class... Arguments>
MadeSource made(Arguments... arguments) {
  auto* const object = new Object(arguments...);
  return {SourceHandle(object), object, sizeof(Object)};
}

}  // namespace

MadeSource make_source(const SourceArgs& args, ValueId owner) {
  switch (args.source) {
    case Source::kEvent:
      break;
    case Source::kNotify:
      return made<NotifySource>(owner);
    case Source::kMutex:
      return made<MutexSource>(owner);
    case Source::kSemaphore:
      return made<SemaphoreSource>(owner, args.number);
    case Source::kManualEvent:
      return made<ManualEventSource>(owner);
    case Source::kToken:
      return made<TokenSource>(owner, args.number);
    case Source::kTimer:
      return made<TimerSource>(owner);
    case Source::kOneshot:
      return made<OneshotSource>(owner);
    case Source::kMpsc:
      return made<MpscSource>(owner, args.number);
    case Source::kUnbounded:
      return made<UnboundedSource>(owner);
    case Source::kWatch:
      return made<WatchSource>(owner);
    case Source::kAtomicWaker:
      return made<AtomicWakerSource>(owner);
    case Source::kWorld:
      return make_world(owner);
  }
  return made<EventSource>(owner);
}

}  // namespace pinprick::harness
