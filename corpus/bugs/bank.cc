#include "corpus/bugs/bank.h"

#include <span>

namespace pinprick::bugs {

// The bank: X(id, what people call it). Each is a file of its own.
#define PINPRICK_BUGS(X)                                        \
  X(rustsec_2020_0048, "RUSTSEC-2020-0048")                     \
  X(rustsec_2020_0049, "RUSTSEC-2020-0049")                     \
  X(rustsec_2023_0005, "RUSTSEC-2023-0005")                     \
  X(tokio_1769f65d, "tokio 1769f65d")                           \
  X(pasts_3, "pasts 3")                                         \
  X(rust_102737, "rust 102737")                                 \
  X(moveit_34, "moveit 34")                                     \
  X(rust_66544, "rust 66544")                                   \
  X(rust_85099, "rust 85099")                                   \
  X(pin_project_34, "pin-project 34")                           \
  X(rust_159445, "rust 159445")                                 \
  X(josephine_52, "josephine 52")                               \
  X(rust_49150, "rust 49150")                                   \
  X(miri_coroutine_pinned_moved, "miri coroutine-pinned-moved") \
  X(futures_2d4f685b, "futures 2d4f685b")                       \
  X(futures_f2b6b87a, "futures f2b6b87a")                       \
  X(rustsec_2020_0060, "RUSTSEC-2020-0060")                     \
  X(rustsec_2020_0061, "RUSTSEC-2020-0061")                     \
  X(rustsec_2026_0005, "RUSTSEC-2026-0005")                     \
  X(tokio_3101, "tokio 3101")                                   \
  X(rustsec_2020_0021, "rio (RUSTSEC-2020-0021)")               \
  X(folly_316, "folly 316 / 498")                               \
  X(folly_0950060f, "folly 0950060f, b3aee940")                 \
  X(root_22925, "ROOT 22925")                                   \
  X(safe_cpp_29, "safe-cpp 29")                                 \
  X(llvm_69394, "llvm 69394 / abseil 1625")                     \
  X(eastl_524, "EASTL 524")                                     \
  X(redpanda_27633, "redpanda 27633")                           \
  X(asio_1752, "asio 1752")                                     \
  X(asio_1137, "asio 1137")                                     \
  X(libunifex_608, "libunifex 608")                             \
  X(stdexec_43feda94, "stdexec 43feda94")                       \
  X(libunifex_ba145dc, "libunifex ba145dc")                     \
  X(cp_51, "CP.51 (scylladb 12175, folly 59277b687)")           \
  X(redpanda_29846, "redpanda 29846")                           \
  X(folly_e8b8ad17b, "folly e8b8ad17b")                         \
  X(llvm_59723, "llvm 59723")

#define PINPRICK_DECLARE(id, name) \
  namespace id {                   \
  void add_all();                  \
  }
PINPRICK_BUGS(PINPRICK_DECLARE)
#undef PINPRICK_DECLARE

std::span<const Bug> bank() {
#define PINPRICK_ROW(id, name) {#id, name, &id::add_all},
  static constexpr Bug kBank[] = {PINPRICK_BUGS(PINPRICK_ROW)};
#undef PINPRICK_ROW
  return kBank;
}

}  // namespace pinprick::bugs
