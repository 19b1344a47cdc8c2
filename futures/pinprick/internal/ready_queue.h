#pragma once

// Who was woken, in the order of the wakes.
//
// What it is: `ReadyQueue`, a queue for any number of threads that put in and one that takes out,
// and `ReadyLink`, the base of what is queued. Rust's FuturesUnordered has its counterpart.
//
// What it promises: first in, first out. Intrusive: it allocates nothing and owns nothing. A link
// is in the queue once or not at all, because only who has claimed it pushes it. A push is one
// locked instruction and never waits; taking out is one for all that has come since the last time.
// The push that finds the taker parked is told so, once each time it parks, so that it knows whom
// to wake. It may be made before main, as a constant.
//
// What breaks it: pushing a link that one has not claimed, ending a link that is in the queue, and
// two threads that take out.
//
// How it works: the pushed ones hang on `head_`, the latest first. The taker takes all of them with
// one exchange, turns them round, and has them to itself. What stands in the head where nothing is
// pushed says what the taker does.

#include <cstdint>
#include <utility>

#include "pinprick/internal/memory.h"

namespace pinprick::internal {

template <class Memory>
class ReadyQueue;

template <class Memory>
class ReadyLink {
 public:
  // Claimed from the start, for whoever makes it, if `is_claimed`.
  explicit constexpr ReadyLink(bool is_claimed) noexcept : is_claimed_(is_claimed) {}
  ReadyLink(const ReadyLink&) = delete;
  ReadyLink& operator=(const ReadyLink&) = delete;

  // Takes the right to push this link. Says whether it was to be had. On any thread.
  [[nodiscard]] bool claim() noexcept {
    // Release: what the waker's thread did, for the poll that follows. Read and write in one, even
    // if somebody else has claimed it: the taker then sees our write when it gives the claim back.
    return !is_claimed_.exchange(true, std::memory_order_acq_rel);
  }

  // Gives the claim back, once the link is out of the queue: who wakes from now on pushes anew.
  void unclaim() noexcept {
    // Acquire: what all those did who came too late to claim it. No plain store would do: the poll
    // that follows must not look before others see that it is not claimed.
    is_claimed_.exchange(false, std::memory_order_acq_rel);
  }

  // The same two for the only thread that knows of this link: no locked instruction.
  [[nodiscard]] bool claim_alone() noexcept {
    const bool was_claimed = is_claimed_.load(std::memory_order_relaxed);
    is_claimed_.store(true, std::memory_order_relaxed);
    return !was_claimed;
  }
  void unclaim_alone() noexcept { is_claimed_.store(false, std::memory_order_relaxed); }

 protected:
  ~ReadyLink() = default;

 private:
  friend class ReadyQueue<Memory>;

  // Belongs to whoever claimed the link, from the push on to the taker.
  typename Memory::template Cell<ReadyLink*> next_{nullptr};
  typename Memory::template Atomic<bool> is_claimed_;
};

template <class Memory>
class ReadyQueue {
  using Link = ReadyLink<Memory>;

 public:
  // What a push, or the taker, finds out about the taker.
  enum class Taker : std::uintptr_t {
    kAwake,   // takes what is there sooner or later
    kParked,  // waits to be woken, by whoever finds this
    kGone,    // takes nothing any more
  };

  constexpr ReadyQueue() noexcept = default;
  ReadyQueue(const ReadyQueue&) = delete;
  ReadyQueue& operator=(const ReadyQueue&) = delete;

  // Puts in a link that the caller has claimed, unless the taker is gone. On any thread.
  Taker push(Link& link) noexcept {
    // Acquire: if the taker is gone, what it did with the link before it left.
    std::uintptr_t head = head_.load(std::memory_order_acquire);
    do {
      if (head == word(Taker::kGone)) return Taker::kGone;
      link.next_.get() = link_of(head);
      // Release: the link and what is behind it. Acquire: what the taker did before it parked.
    } while (!head_.compare_exchange_weak(head, reinterpret_cast<std::uintptr_t>(&link),
                                          std::memory_order_acq_rel, std::memory_order_acquire));
    return head == word(Taker::kParked) ? Taker::kParked : Taker::kAwake;
  }

  // --- For the taker only ---------------------------------------------------------------------

  // Puts in a link that the caller has claimed, behind all that is there. Tells nobody.
  void push_back(Link& link) noexcept {
    take();
    link.next_.get() = nullptr;
    append(link, link);
  }

  // The first of those that were taken; null if there is none.
  [[nodiscard]] Link* pop() noexcept {
    Link* const link = first_;
    if (link == nullptr) return nullptr;
    first_ = link->next_.get();
    if (first_ == nullptr) last_ = nullptr;
    return link;
  }

  // Takes what was pushed. A parked taker stays so if there is nothing.
  void take() noexcept {
    if (link_of(head_.load(std::memory_order_relaxed)) != nullptr) (void)become(Taker::kAwake);
  }

  // Takes what was pushed, and changes over. Says what the taker was as far as the pushing ones
  // know: parked only if no push has found that.
  Taker become(Taker taker) noexcept {
    // As in push, with the parts exchanged.
    const std::uintptr_t head = head_.exchange(word(taker), std::memory_order_acq_rel);
    Link* const latest = link_of(head);
    if (latest == nullptr) return static_cast<Taker>(head);
    Link* first = nullptr;
    for (Link* link = latest; link != nullptr;) {
      Link* const earlier = std::exchange(link->next_.get(), first);
      first = std::exchange(link, earlier);
    }
    append(*first, *latest);
    return Taker::kAwake;
  }

  // Whether the taker has parked and no push has found that yet.
  [[nodiscard]] bool is_parked() const noexcept {
    return head_.load(std::memory_order_relaxed) == word(Taker::kParked);
  }

 private:
  static constexpr std::uintptr_t word(Taker taker) noexcept {
    return static_cast<std::uintptr_t>(taker);
  }
  // The link whose address `head` is; null if it is none but a state of the taker.
  static Link* link_of(std::uintptr_t head) noexcept {
    if (head <= word(Taker::kGone)) return nullptr;
    return reinterpret_cast<Link*>(head);  // NOLINT(performance-no-int-to-ptr): it was one
  }

  void append(Link& first, Link& last) noexcept {
    (last_ == nullptr ? first_ : last_->next_.get()) = &first;
    last_ = &last;
  }

  typename Memory::template Atomic<std::uintptr_t> head_{word(Taker::kAwake)};
  Link* first_ = nullptr;
  Link* last_ = nullptr;
};

}  // namespace pinprick::internal
