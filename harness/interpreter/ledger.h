// Every heap block that the program under test has allocated.
//
// The sanitizer's own allocation hooks feed it, so it misses nothing: boxes, vector buffers, what
// a library allocates inside, exceptions. It tells how much was leaked, gives back what an
// abandoned program held, and knows which operation freed a block. It also watches the harness's
// own discipline: a block that comes back within one program, because the quarantine was too
// small, stops the harness.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "harness/base/limits.h"

namespace pinprick::harness {

class Ledger {
 public:
  // How a block was made: by the same road it goes back.
  enum class Origin : std::uint8_t { kNew, kNewArray, kMalloc, kThrow };

  struct Block {
    std::uintptr_t address;
    std::size_t size;
    std::uint16_t freed_by;
    bool live;
    bool spoiled = false;
    Origin origin;
    std::uintptr_t given;  // what the allocator gave: an exception lies behind a header of its own
  };

  // The one ledger of the process: the hooks have no argument through which it could be handed.
  static Ledger& get();

  // Counts allocations from here on, in an empty ledger.
  void open();
  // What one program may hold at a time, in bytes. Whoever takes more is ended as out of memory.
  void set_limit(std::size_t bytes) { bytes_max_ = bytes; }

  // Stops counting.
  void close();

  std::size_t live_blocks() const { return live_; }
  // All that were allocated since open(), but for exceptions.
  std::size_t allocated_blocks() const { return blocks_.size() - exceptions_; }

  // The block that holds `address`, freed or not; null if there is none. Linear.
  const Block* find(std::uintptr_t address) const;

  // Makes every block that the program has freed readable again, and its bytes useless: for a run
  // in which nothing is to be trapped for being read.
  void spoil_freed();

  // Frees every live block. Closed ledgers only. Where there is a guest it lets go of them instead:
  // what that makes once and keeps, a static string, would be gone with the program that was first.
  void clear();

  // Called by the hooks.
  void allocated(const volatile void* address, std::size_t size);
  void freed(const volatile void* address);
  void is_exception(const void* address);
  // The next block is the exception that stands for one which is thrown again.
  void next_is_exception();
  // The block just allocated came from operator new[]: it has a delete of its own.
  void is_array(const void* address) { set_origin(address, Origin::kNewArray); }
  // Called for what was allocated last, by whoever gave it to malloc.
  void is_from_malloc(const void* address) { set_origin(address, Origin::kMalloc); }

 private:
  void set_origin(const void* address, Origin origin);

  // Addresses to blocks. Written here because an allocation hook may not allocate; a slot of an
  // earlier program counts as empty, so that opening costs nothing. No more of the slots are used
  // than the program needs, or those of a short one would be all over the processor's cache.
  struct Slot {
    std::uintptr_t address = 0;
    std::uint64_t generation = 0;
    std::uint32_t block = 0;
  };

  Ledger();
  Slot& slot(std::uintptr_t address);
  void use_more_slots();

  std::vector<Slot> slots_;
  std::size_t used_slots_ = 0;  // a power of two
  std::vector<Block> blocks_;
  std::size_t live_ = 0;
  std::size_t live_bytes_ = 0;
  std::size_t bytes_max_ = kMaxProgramBytes;
  std::size_t exceptions_ = 0;
  std::uint64_t generation_ = 0;
  bool open_ = false;
  bool next_is_exception_ = false;
};

}  // namespace pinprick::harness
