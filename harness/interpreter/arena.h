// Storage for the values of one program. No byte of it is handed out twice within the program.
//
// Stock AddressSanitizer does not see most moves, because the old bytes stay valid memory. Here a
// place is poisoned the moment it is vacated and stays so to the end of the program, so that
// whoever still reads it is caught. Between two places lies poison too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

namespace pinprick::harness {

class Arena {
 public:
  Arena();
  ~Arena();
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // A fresh place. Constant time.
  void* take(std::size_t size, std::size_t align);

  // Poisons a place that nobody lives in any more.
  void vacate(void* place, std::size_t size);

  // Takes a vacated place once more: what no honest interpreter does.
  void take_again(void* place, std::size_t size);

  // Makes the whole arena fresh again, for the next program. Linear in what was taken.
  void reset();

  // Zeroes what the program leaves behind, for whoever looks at bytes that the next one never
  // writes. Before reset(), and as linear.
  void blank();

 private:
  std::size_t taken() const { return static_cast<std::size_t>(next_ - storage_.get()); }

  std::unique_ptr<std::byte[]> storage_;
  std::byte* next_;
};

}  // namespace pinprick::harness
