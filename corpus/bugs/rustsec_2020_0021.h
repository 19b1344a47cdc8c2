// A read is made safe by its completion, whose destructor waits for the kernel; but a completion
// may be leaked, and then nothing keeps the buffer alive until the kernel writes to it.
// (RUSTSEC-2020-0021, rio)
// Claim: PinnedAfter(start)
// Shows: make, call start(), call forget(), drop, event complete
// Mended claim: Unpin. The buffer is on the heap and the kernel's request owns a share of it.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace pinprick::bugs::rustsec_2020_0021 {

using Buffer = std::array<char, 32>;

// The kernel, with the requests that it has not carried out.
struct World {
  struct Request {
    void carry_out() const { buffer->fill('k'); }
    int id;
    Buffer* buffer;
    std::shared_ptr<Buffer> share;  // or null
  };

  // All of them.
  void complete() {
    for (const Request& request : std::exchange(requests, {})) request.carry_out();
  }
  // This one, if it was not carried out yet.
  void complete_one(int id) {
    for (std::size_t i = 0; i < requests.size(); ++i) {
      if (requests[i].id != id) continue;
      requests[i].carry_out();
      requests.erase(requests.begin() + static_cast<std::ptrdiff_t>(i));
      return;
    }
  }

  std::vector<Request> requests;
  int next_id = 0;
};

template <bool kMended>
class Reader {
 public:
  explicit Reader(World& world) : world_(&world) {
    if constexpr (kMended) buffer_ = std::make_shared<Buffer>();
  }

  void start() {
    if (completion_ != nullptr || buffer() == nullptr) return;
    const int id = world_->next_id++;
    if constexpr (kMended) {
      world_->requests.push_back({id, buffer(), buffer_});
    } else {
      world_->requests.push_back({id, buffer(), nullptr});
    }
    completion_ = std::make_unique<Completion>(*world_, id);
  }

  void wait() { completion_.reset(); }

  // Leaks the completion, which is no crime: its memory goes, and its destructor does not run.
  void forget() { ::operator delete(completion_.release()); }

  [[nodiscard]] int result() const {
    const Buffer* read = const_cast<Reader*>(this)->buffer();
    return read == nullptr ? 0 : read->front();
  }

 private:
  class Completion {
   public:
    Completion(World& world, int id) : world_(&world), id_(id) {}
    Completion(const Completion&) = delete;
    Completion& operator=(const Completion&) = delete;
    ~Completion() { world_->complete_one(id_); }

   private:
    World* world_;
    int id_;
  };

  // None in a mended one that was moved from.
  Buffer* buffer() {
    if constexpr (kMended) {
      return buffer_.get();
    } else {
      return &buffer_;
    }
  }

  World* world_;
  std::conditional_t<kMended, std::shared_ptr<Buffer>, Buffer> buffer_{};
  std::unique_ptr<Completion> completion_;  // ends, and so waits, before the buffer goes
};

}  // namespace pinprick::bugs::rustsec_2020_0021
