#include "harness/campaign/claim_drill.h"

#include <memory>
#include <utility>

#include "harness/campaign/claim_search.h"
#include "harness/program/guest.h"
#include "harness/subject/admit.h"
#include "pinprick/check.h"

namespace pinprick::harness {
namespace {

// Each is found within a few dozen.
constexpr std::uint64_t kProgramsMax = 20'000;
constexpr double kSecondsMax = 20;

// Points into itself, and moves with the pointer as it is.
struct SelfPointer {
  int read() const { return *pointer; }

  int value = 1;
  int* pointer = &value;
};

// Points nowhere, and is another one after each move.
struct Counter {
  Counter() = default;
  Counter(Counter&& other) noexcept : moves(other.moves + 1) {}
  Counter& operator=(Counter&& other) noexcept {
    moves = other.moves + 1;
    return *this;
  }
  int count() const { return moves; }

  int moves = 0;
};

// A registration that nobody else sees.
template <class T, class Result>
std::unique_ptr<check::Registration> planted(const char* name, Result result) {
  check::type<T>(name).result(result).claims(check::Unpin(), check::Cancellable());
  std::unique_ptr<check::Registration> registration = std::move(check::registrations().back());
  check::registrations().pop_back();
  return registration;
}

absl::Status look_for(const check::Registration& registration, PlantedLie& lie) {
  lie.name = registration.name;
  if (absl::Status status = admit(registration); !status.ok()) return status;
  ClaimSearchOptions options;
  options.seconds = kSecondsMax;
  options.programs_max = kProgramsMax;
  const absl::StatusOr<ClaimSearchResult> result = search_claim(options, false);
  host(nullptr);
  if (!result.ok()) return result.status();
  if (result->interrupted) return absl::CancelledError("interrupted");
  lie.found = result->finding.has_value();
  lie.programs = result->programs;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<PlantedLie>> drill_of_claims() {
  static const auto pointer = planted<SelfPointer>("a pointer into itself", &SelfPointer::read);
  static const auto counter = planted<Counter>("another one after each move", &Counter::count);
  std::vector<PlantedLie> lies(2);
  lies[0].instrument = "AddressSanitizer";
  lies[1].instrument = "moves change nothing";
  if (absl::Status status = look_for(*pointer, lies[0]); !status.ok()) return status;
  if (absl::Status status = look_for(*counter, lies[1]); !status.ok()) return status;
  return lies;
}

}  // namespace pinprick::harness
