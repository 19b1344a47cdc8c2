#include "harness/interpreter/ledger.h"

#include <cxxabi.h>
#include <sanitizer/asan_interface.h>

#include <cstdlib>
#include <exception>
#include <new>
#include <utility>

#include "harness/base/check.h"
#include "harness/base/limits.h"
#include "harness/interpreter/trap.h"
#include "harness/interpreter/vacated_place.h"
#include "harness/program/guest.h"
#include "harness/subject/recorder.h"

// Of the sanitizer's runtime; g++ has it, but no header for it.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void*,
                                                                           std::size_t),
                                                         void (*on_free)(const volatile void*));

// The compiler calls these for every throw; the linker puts the first one before the real one.
extern "C" void* __real___cxa_allocate_exception(std::size_t size) noexcept;
extern "C" void* __wrap___cxa_allocate_exception(std::size_t size) noexcept;
extern "C" void __cxa_free_exception(void* exception) noexcept;

extern "C" void* __wrap___cxa_allocate_exception(std::size_t size) noexcept {
  void* const exception = __real___cxa_allocate_exception(size);
  pinprick::harness::Ledger::get().is_exception(exception);
  return exception;
}

// Likewise operator new[].
extern "C" void* __real__Znam(std::size_t size);
extern "C" void* __wrap__Znam(std::size_t size);

extern "C" void* __wrap__Znam(std::size_t size) {
  void* const block = __real__Znam(size);
  pinprick::harness::Ledger::get().is_array(block);
  return block;
}

// The same for what is thrown again, which is none of the compiler's: the function allocates within
// the library.
extern "C" [[noreturn]] void __real__ZSt17rethrow_exceptionNSt15__exception_ptr13exception_ptrE(
    std::exception_ptr exception);
extern "C" [[noreturn]] void __wrap__ZSt17rethrow_exceptionNSt15__exception_ptr13exception_ptrE(
    std::exception_ptr exception);

extern "C" void __wrap__ZSt17rethrow_exceptionNSt15__exception_ptr13exception_ptrE(
    std::exception_ptr exception) {
  pinprick::harness::Ledger::get().next_is_exception();
  __real__ZSt17rethrow_exceptionNSt15__exception_ptr13exception_ptrE(std::move(exception));
}

namespace pinprick::harness {
namespace {

// Of a program with few blocks, which most are; and at least so many for each block.
constexpr std::size_t kFewSlots = 64;
constexpr std::size_t kSlotsPerBlock = 4;

// The hooks' way to the ledger, which is there before them.
constinit Ledger* the_ledger = nullptr;

void on_malloc(const volatile void* address, std::size_t size) {
  the_ledger->allocated(address, size);
}
void on_free(const volatile void* address) { the_ledger->freed(address); }

}  // namespace

Ledger::Ledger() : slots_(kSlotsPerBlock * kMaxBlocks) { blocks_.reserve(kMaxBlocks); }

Ledger& Ledger::get() {
  static Ledger& ledger = *[] {
    // Never destroyed: the hooks stay installed to the end of the process.
    the_ledger = new Ledger();
    PINPRICK_CHECK(__sanitizer_install_malloc_and_free_hooks(on_malloc, on_free) != 0);
    return the_ledger;
  }();
  return ledger;
}

void Ledger::open() {
  blocks_.clear();
  live_ = 0;
  live_bytes_ = 0;
  exceptions_ = 0;
  ++generation_;
  used_slots_ = kFewSlots;
  open_ = true;
  next_is_exception_ = false;
}

void Ledger::close() { open_ = false; }

Ledger::Slot& Ledger::slot(std::uintptr_t address) {
  // Fibonacci hashing; blocks are 16 bytes apart at least.
  std::size_t index = ((address >> 4) * 0x9e3779b97f4a7c15ULL) >> 32;
  for (;; ++index) {
    Slot& candidate = slots_[index & (used_slots_ - 1)];
    if (candidate.generation != generation_ || candidate.address == address) return candidate;
  }
}

void Ledger::use_more_slots() {
  used_slots_ *= 2;
  ++generation_;
  for (std::uint32_t i = 0; i < blocks_.size(); ++i) {
    slot(blocks_[i].given) = {blocks_[i].given, generation_, i};
  }
}

void Ledger::allocated(const volatile void* address, std::size_t size) {
  if (!open_) return;
  if (blocks_.size() == kMaxBlocks) {
    end_body_as(FaultClass::kEndlessLoop);
    // Unguarded: nobody asks for the count, and whoever guards the process has a limit of his own.
    return;
  }
  if (kSlotsPerBlock * blocks_.size() == used_slots_) use_more_slots();
  const auto number = reinterpret_cast<std::uintptr_t>(address);
  Slot& found = slot(number);
  // The block was freed by this very program, and has left the quarantine already. How much a guest
  // allocates is not ours to say.
  PINPRICK_CHECK(found.generation != generation_ || guest() != nullptr);
  found = {number, generation_, static_cast<std::uint32_t>(blocks_.size())};
  // What stands for another exception goes back as what malloc gave.
  const bool is_exception = std::exchange(next_is_exception_, false);
  if (is_exception) ++exceptions_;
  live_bytes_ += size;
  blocks_.push_back(
      {number, size, 0, true, false, is_exception ? Origin::kMalloc : Origin::kNew, number});
  ++live_;
  if (live_bytes_ > bytes_max_) end_body_as(FaultClass::kOutOfMemory);
}

void Ledger::freed(const volatile void* address) {
  if (!open_) return;
  Slot& found = slot(reinterpret_cast<std::uintptr_t>(address));
  if (found.generation != generation_) return;  // older than the program
  Block& block = blocks_[found.block];
  if (!block.live) return;  // a second free: the sanitizer's business
  block.live = false;
  block.freed_by = recorder().op();
  live_bytes_ -= block.size;
  --live_;
}

void Ledger::is_exception(const void* address) {
  if (!open_) return;
  // The pointer lies behind the header of the block.
  for (std::size_t i = blocks_.size(); i-- > 0;) {
    const auto number = reinterpret_cast<std::uintptr_t>(address);
    if (number - blocks_[i].address >= blocks_[i].size) continue;
    blocks_[i].origin = Origin::kThrow;
    ++exceptions_;
    blocks_[i].size -= number - blocks_[i].address;
    blocks_[i].address = number;
    return;
  }
}

void Ledger::next_is_exception() { next_is_exception_ = open_; }

void Ledger::set_origin(const void* address, Origin origin) {
  // A ledger that is full has no entry for it.
  if (!open_ || blocks_.size() == kMaxBlocks) return;
  PINPRICK_CHECK(!blocks_.empty() &&
                 blocks_.back().address == reinterpret_cast<std::uintptr_t>(address));
  blocks_.back().origin = origin;
}

const Ledger::Block* Ledger::find(std::uintptr_t address) const {
  for (const Block& block : blocks_) {
    if (address - block.address < block.size) return &block;
  }
  return nullptr;
}

void Ledger::spoil_freed() {
  for (Block& block : blocks_) {
    if (block.live || block.spoiled) continue;
    block.spoiled = true;
    void* const address = reinterpret_cast<void*>(block.address);
    __asan_unpoison_memory_region(address, block.size);
    spoil(address, block.size);
  }
}

void Ledger::clear() {
  PINPRICK_CHECK(!open_);
  if (guest() != nullptr) live_ = 0;
  if (live_ == 0) return;
  for (Block& block : blocks_) {
    if (!block.live) continue;
    block.live = false;
    void* const address = reinterpret_cast<void*>(block.address);
    switch (block.origin) {
      case Origin::kNew:
        ::operator delete(address);
        break;
      case Origin::kNewArray:
        ::operator delete[](address);
        break;
      case Origin::kMalloc:
        std::free(address);
        break;
      case Origin::kThrow:
        __cxa_free_exception(address);
        break;
    }
  }
  live_ = 0;
}

}  // namespace pinprick::harness
