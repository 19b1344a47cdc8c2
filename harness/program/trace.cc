#include "harness/program/trace.h"

#include "absl/strings/str_cat.h"

namespace pinprick::harness {
namespace {

std::string who(std::int64_t number) {
  if (number < static_cast<std::int64_t>(kLeafCount)) {
    return spec(static_cast<Leaf>(number)).name;
  }
  if (number == kPanicBlockOn) return "block_on";
  return spec(static_cast<Combinator>(number - static_cast<std::int64_t>(kLeafCount))).name;
}

}  // namespace

std::string to_text(const Event& event) {
  switch (event.kind) {
    case EventKind::kPolled:
      return absl::StrCat("leaf ", event.part, " of future ", event.owner, " polled");
    case EventKind::kWoke:
      return event.owner == kNoValue ? "the program's task woken"
                                     : absl::StrCat("task ", event.owner, " woken");
    case EventKind::kPending:
      return "Pending";
    case EventKind::kReady:
      return event.part == 2 ? absl::StrCat("Ready(", event.value, ", ", event.second, ")")
                             : absl::StrCat("Ready(", event.value, ")");
    case EventKind::kPanicked:
      if (event.part == kCauseThrown) return absl::StrCat("exception of ", who(event.value));
      return absl::StrCat("panic: ", who(event.value),
                          event.part == kCauseStalled ? " stalled"
                          : event.part == kCauseMoved ? " moved"
                                                      : " polled after Ready");
    case EventKind::kCalled:
      return absl::StrCat("guest ", event.owner, " gave ", event.value);
    case EventKind::kDropped:
      if (event.part == kTaskPart) return absl::StrCat("task ", event.owner, " dropped");
      if (event.part >= kLocalPart) {
        return absl::StrCat("local ", event.part - kLocalPart, " of future ", event.owner,
                            " dropped");
      }
      return absl::StrCat("leaf ", event.part, " of future ", event.owner, " dropped");
  }
  return "";
}

}  // namespace pinprick::harness
