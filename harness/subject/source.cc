#include "harness/subject/source.h"

#include "harness/base/check.h"
#include "harness/subject/event_source.h"
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
      return made<EventSource>(owner);
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
    default:
      break;
  }
  return made<EventSource>(owner);  // not bound yet
}

}  // namespace pinprick::harness
