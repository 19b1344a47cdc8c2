#pragma once

// One object with several owners.
//
// What it is: `Shared<T, Lock>`, by which the two ends of a channel own what is between them:
// Rust's Arc, or its Rc where Lock is LocalLock. std::shared_ptr would do it with two words, and
// with locked instructions on one thread as well.
//
// What it promises: one allocation for the object and its count, one word for an owner. A
// moved-from or reset owner is empty. The last owner destroys the object, on its own thread.
//
// What breaks it: using one that is empty, which panics in the name of its owner.

#include <type_traits>
#include <utility>

#include "pinprick/internal/local_lock.h"
#include "pinprick/internal/owner_count.h"
#include "pinprick/panic.h"

namespace pinprick::internal {

template <class T, class Lock>
class Shared {
 public:
  // A new T with one owner.
  template <class... Args>
  static Shared make(Args&&... args) {
    return Shared(new Block(std::forward<Args>(args)...));
  }

  Shared(const Shared& other) noexcept : block_(other.block_) {
    if (block_ != nullptr) block_->owners.add();
  }
  Shared(Shared&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  // The old object goes last, so that its destructor may use this owner.
  Shared& operator=(Shared other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~Shared() { reset(); }

  [[nodiscard]] T* get() const noexcept { return block_ == nullptr ? nullptr : &block_->object; }

  // The object. Panics (kEmpty, `who`) where there is none.
  [[nodiscard]] T& checked(const char* who) const {
    if (block_ == nullptr) panic(PanicReason::kEmpty, who);
    return block_->object;
  }

  // Gives up its share.
  void reset() noexcept {
    Block* block = std::exchange(block_, nullptr);
    if (block != nullptr && block->owners.drop()) delete block;
  }

 private:
  struct Block {
    template <class... Args>
    explicit Block(Args&&... args) : object(std::forward<Args>(args)...) {}

    std::conditional_t<std::is_same_v<Lock, LocalLock>, LocalOwnerCount, OwnerCount> owners;
    T object;
  };

  explicit Shared(Block* block) noexcept : block_(block) {}

  Block* block_;
};

}  // namespace pinprick::internal
