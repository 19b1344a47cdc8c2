// A stop request that is under way has taken a callback off the list and is about to run it; the
// operation state that is destroyed meanwhile looks for its callback in the list only, and does not
// wait for it. (libunifex ba145dc)
// Claim: Cancellable (it neither copies nor moves)
// Shows: make, call start(), event request_stop, drop, event run_callbacks
#pragma once

#include <memory>
#include <utility>
#include <vector>

namespace pinprick::bugs::libunifex_ba145dc {

class StopCallback {
 public:
  virtual void run() = 0;

 protected:
  StopCallback() = default;
  StopCallback(const StopCallback&) = delete;
  StopCallback& operator=(const StopCallback&) = delete;
  ~StopCallback() = default;
};

// The stop source. A request is cut in two where another thread could come between.
struct World {
  // Takes the callbacks off the list,
  void request_stop() {
    for (StopCallback* callback : std::exchange(listed, {})) running.push_back(callback);
  }
  // and runs them.
  void run_callbacks() {
    for (StopCallback* callback : std::exchange(running, {})) callback->run();
  }

  std::vector<StopCallback*> listed;
  std::vector<StopCallback*> running;
};

template <bool kMended>
class Operation final : public StopCallback {
 public:
  explicit Operation(World& world) : world_(&world), stops_(std::make_unique<int>(0)) {}
  ~Operation() {
    std::erase(world_->listed, this);
    if constexpr (kMended) {
      // Waits until it has run; here, where nobody else would run it, by doing it.
      if (std::erase(world_->running, this) > 0) run();
    }
  }

  void start() {
    if (std::exchange(is_started_, true)) return;
    world_->listed.push_back(this);
  }

  [[nodiscard]] int result() const { return *stops_; }

 private:
  void run() override { ++*stops_; }

  World* world_;
  std::unique_ptr<int> stops_;
  bool is_started_ = false;
};

}  // namespace pinprick::bugs::libunifex_ba145dc
