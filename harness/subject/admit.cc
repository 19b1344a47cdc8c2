#include "harness/subject/admit.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/program/guest.h"
#include "harness/subject/guest.h"

namespace pinprick::harness {
namespace {

Guest the_guest;

// An operation says which of them by a byte.
constexpr std::size_t kMostNames = 256;

// What programs can be written with.
bool is_word(absl::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char each) {
    return absl::ascii_isalnum(static_cast<unsigned char>(each)) || each == '_';
  });
}
std::string no_word(absl::string_view name) {
  return absl::StrCat("`", name, "` cannot stand in a program: use letters, digits and `_`");
}

std::string claims_of(const check::Registration& registration) {
  std::string claims = registration.is_unpin                 ? "Unpin"
                       : registration.never_moves            ? "NeverMoves"
                       : registration.pinned_after == "poll" ? "PinnedAfterFirstPoll"
                                                             : "";
  if (claims.empty()) claims = absl::StrCat("PinnedAfter(", registration.pinned_after, ")");
  if (registration.is_relocatable) claims += ", Relocatable";
  if (registration.is_cancellable) claims += ", Cancellable";
  return claims;
}

}  // namespace

absl::Status admit(const check::Registration& registration) {
  const auto refused = [&](absl::string_view why) {
    return absl::InvalidArgumentError(absl::StrCat("the type `", registration.name, "`: ", why));
  };
  if (!registration.make) {
    return refused("nothing says how one is made: it has no default constructor, so give make()");
  }
  Guest guest;
  guest.name = registration.name;
  guest.claims = claims_of(registration);
  guest.takes_argument = registration.make_takes_argument;
  guest.unpin = registration.is_unpin;
  guest.movable = registration.move != nullptr && !registration.never_moves;
  guest.relocatable = registration.is_relocatable;
  guest.cancellable = registration.is_cancellable;
  if (registration.calls.size() > kMostNames || registration.events.size() > kMostNames) {
    return refused(absl::StrCat("more than ", kMostNames, " calls or events"));
  }
  bool is_pinned_by_a_call = registration.pinned_after.empty();
  for (const check::CallRow& call : registration.calls) {
    if (!is_word(call.name)) return refused(no_word(call.name));
    const bool pins = call.name == registration.pinned_after;
    is_pinned_by_a_call = is_pinned_by_a_call || pins;
    for (const GuestCall& other : guest.calls) {
      if (other.name == call.name) return refused(absl::StrCat("two calls `", call.name, "`"));
    }
    guest.calls.push_back({call.name, call.takes_argument, pins});
  }
  for (const check::EventRow& event : registration.events) {
    if (!is_word(event.name)) return refused(no_word(event.name));
    if (std::find(guest.events.begin(), guest.events.end(), event.name) != guest.events.end()) {
      return refused(absl::StrCat("two events `", event.name, "`"));
    }
    guest.events.push_back(event.name);
  }
  if (!is_pinned_by_a_call) {
    return refused(absl::StrCat("it claims to be pinned after `", registration.pinned_after,
                                "`, but there is no call of that name"));
  }
  if (!registration.has_claim) {
    return refused("it claims nothing; say claims(pinprick::check::Unpin()) or another");
  }
  the_guest = std::move(guest);
  lodge(registration);
  host(&the_guest);
  return absl::OkStatus();
}

}  // namespace pinprick::harness
