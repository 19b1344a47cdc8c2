// The function that an `inspect` shows its output to.
//
// It leaves word as a second leaf would: of its call as of a poll, and of its end. One that was
// moved from is silent.
#pragma once

#include <cstdint>
#include <utility>

#include "harness/program/program.h"
#include "harness/subject/recorder.h"

namespace pinprick::harness {

class Looker {
 public:
  explicit Looker(ValueId owner) : owner_(owner) {}
  Looker(Looker&& other) noexcept : owner_(std::exchange(other.owner_, kNoValue)) {}
  Looker& operator=(Looker&&) = delete;
  ~Looker() {
    if (owner_ != kNoValue) recorder().record(EventKind::kDropped, owner_, 1);
  }

  void operator()(const std::int64_t&) const { recorder().record(EventKind::kPolled, owner_, 1); }

 private:
  ValueId owner_;
};

}  // namespace pinprick::harness
