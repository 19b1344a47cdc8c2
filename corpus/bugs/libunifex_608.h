// An operation state, whose address is handed out when it starts, has a move constructor all the
// same; whoever uses that afterwards leaves the completion to the old place. (libunifex 608)
// Claim: Unpin
// Shows: make, call start(), move, event complete
// Mended claim: NeverMoves. It has no move constructor.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace pinprick::bugs::libunifex_608 {

class Started {
 public:
  virtual void complete() = 0;

 protected:
  Started() = default;
  Started(const Started&) = default;
  Started& operator=(const Started&) = default;
  ~Started() = default;
};

// Who completes what has been started.
struct World {
  void complete() {
    for (Started* operation : std::exchange(started, {})) operation->complete();
  }
  void withdraw(const Started* operation) { std::erase(started, operation); }

  std::vector<Started*> started;
};

template <bool kMended>
class Operation final : public Started {
 public:
  explicit Operation(World& world) : world_(&world) {}
  Operation(Operation&& other) noexcept
    requires(!kMended)
      : Started(other),
        world_(other.world_),
        is_started_(std::exchange(other.is_started_, false)),
        completions_(other.completions_) {}
  Operation& operator=(Operation&&) = delete;
  ~Operation() {
    if (is_started_) world_->withdraw(this);
  }

  void start() {
    if (std::exchange(is_started_, true)) return;
    world_->started.push_back(this);
  }

  [[nodiscard]] int result() const { return completions_; }

 private:
  // Only by those that it was started with.
  void complete() override {
    is_started_ = false;
    ++completions_;
  }

  World* world_;
  bool is_started_ = false;
  int completions_ = 0;
};

}  // namespace pinprick::bugs::libunifex_608
