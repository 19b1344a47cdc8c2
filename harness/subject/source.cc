#include "harness/subject/source.h"

#include "harness/base/check.h"
#include "harness/subject/event_source.h"

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
    default:
      break;
  }
  return made<EventSource>(owner);  // not bound yet
}

}  // namespace pinprick::harness
