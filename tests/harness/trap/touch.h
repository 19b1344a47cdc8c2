// Plain accesses of each size, compiled three ways: as the rest of the build (inline check, stops
// at the first fault), with the check outlined, and with the program going on after a report. The
// compiler must not look into them, so they live in a file of their own.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pinprick::harness {

// 8 bytes that may lie anywhere, and 3 that no instruction loads at once: sizes for the _n forms.
struct [[gnu::packed]] Misaligned {
  std::uint64_t word;
};
__extension__ typedef unsigned __int128 Sixteen;

struct Touch {
  void (*load1)(const void*);
  void (*load2)(const void*);
  void (*load4)(const void*);
  void (*load8)(const void*);
  void (*load16)(const void*);
  void (*load_n)(const void*);
  void (*store1)(void*);
  void (*store2)(void*);
  void (*store4)(void*);
  void (*store8)(void*);
  void (*store16)(void*);
  void (*store_n)(void*);
  int (*add)(int, int);
};

namespace touch_inline {
extern const Touch touch;
}
namespace touch_outlined {
extern const Touch touch;
}
namespace touch_recover {
extern const Touch touch;
}

}  // namespace pinprick::harness
