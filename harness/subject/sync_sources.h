// The library's primitives as sources, and the futures that wait for them, see waiting_for.h.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "harness/program/kind.h"
#include "harness/subject/source.h"
#include "pinprick/future.h"
#include "pinprick/sync/cancellation_token.h"
#include "pinprick/sync/event.h"
#include "pinprick/sync/mutex.h"
#include "pinprick/sync/notify.h"
#include "pinprick/sync/semaphore.h"
#include "pinprick/time/clock.h"
#include "pinprick/time/sleep.h"

namespace pinprick::harness {

using Number = std::int64_t;

class NotifySource final : public SourceObject {
 public:
  using SourceObject::SourceObject;
  void signal(std::size_t which) override {
    which == 0 ? notify_.notify_one() : notify_.notify_waiters();
  }
  LocalNotified wait(const LeafArgs&) { return notify_.notified(); }
  static Number given(Unit) { return 0; }

 private:
  LocalNotify notify_;
};

class MutexSource final : public SourceObject {
 public:
  using SourceObject::SourceObject;
  void signal(std::size_t which) override {
    if (which == 1) return guard_.reset();
    std::optional<LocalMutexGuard<Number>> guard = mutex_.try_lock();
    if (guard.has_value()) guard_ = std::move(guard);
  }
  LocalMutexLock<Number> wait(const LeafArgs&) { return mutex_.lock(); }
  static Number given(LocalMutexGuard<Number> guard) { return ++*guard; }

 private:
  LocalMutex<Number> mutex_{0};
  std::optional<LocalMutexGuard<Number>> guard_;
};

class SemaphoreSource final : public SourceObject {
 public:
  SemaphoreSource(ValueId owner, std::size_t permits) : SourceObject(owner), semaphore_(permits) {}
  void signal(std::size_t which) override {
    if (which == 0) return semaphore_.add_permits(1);
    if (which == 2) return semaphore_.close();
    auto permit = semaphore_.try_acquire();
    if (permit.is_ok()) std::move(permit).value().forget();
  }
  LocalAcquire wait(const LeafArgs& args) { return semaphore_.acquire(args.count); }
  static Number given(pinprick::Result<LocalSemaphorePermit, AcquireError> permit) {
    if (permit.is_err()) return -1;
    std::move(permit).value().forget();
    return 0;
  }

 private:
  LocalSemaphore semaphore_;
};

class ManualEventSource final : public SourceObject {
 public:
  using SourceObject::SourceObject;
  void signal(std::size_t which) override { which == 0 ? event_.set() : event_.reset(); }
  LocalEventWait wait(const LeafArgs&) { return event_.wait(); }
  static Number given(Unit) { return 0; }

 private:
  LocalManualResetEvent event_;
};

class TokenSource final : public SourceObject {
 public:
  TokenSource(ValueId owner, std::size_t is_child) : SourceObject(owner) {
    if (is_child == 1) child_ = token_.child_token();
  }
  void signal(std::size_t) override { token_.cancel(); }
  LocalCancelled wait(const LeafArgs&) {
    return (child_.has_value() ? *child_ : token_).cancelled();
  }
  static Number given(Unit) { return 0; }

 private:
  LocalCancellationToken token_;
  std::optional<LocalCancellationToken> child_;
};

class TimerSource final : public SourceObject {
 public:
  using SourceObject::SourceObject;
  void signal(std::size_t which) override { clock_.advance(Duration(which == 0 ? 1 : 4)); }
  Sleep<LocalVirtualClock> wait(const LeafArgs& args) {
    return sleep(clock_, Duration(args.count));
  }
  static Number given(Unit) { return 0; }

 private:
  LocalVirtualClock clock_;
};

}  // namespace pinprick::harness
