// Every bound of the harness, each named once, so that a reader can say why each loop ends.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pinprick::harness {

// Operations in one program, and so the values it can name.
inline constexpr std::size_t kMaxOps = 4096;

// Scopes open at once.
inline constexpr std::size_t kMaxScopeDepth = 16;

// Elements in one row of futures (a vector, a deque). What a program can free by letting vectors
// grow must fit into the sanitizer's quarantine.
inline constexpr std::size_t kMaxRowLength = 4;

// The body of a machine: statements, locals, and statements that one `skip` jumps over.
inline constexpr std::size_t kMaxStatements = 16;
inline constexpr std::size_t kMaxLocals = 6;
inline constexpr std::size_t kMaxSkip = 4;

// Characters of a std::string that lie in the string itself; more of them lie on the heap.
inline constexpr std::size_t kShortText = 15;

// A program file: kMaxOps lines of 250 bytes would fit.
inline constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20;

// An input of the byte codec: the longest program fits (bytes.cc). Longer ones are cut.
inline constexpr std::size_t kMaxInputBytes = std::size_t{1} << 18;

// Events of one run: the longest program of the costliest operation (block_on a join of two
// futures of the most polls) stays under half of it.
inline constexpr std::size_t kMaxEvents = std::size_t{1} << 19;

// Storage for the values of one program. No byte of it is handed out twice within the program. A
// swap takes four places, and the largest kind of future 576 bytes.
inline constexpr std::size_t kArenaBytes = std::size_t{16} << 20;

// Heap blocks that one program allocates: a box, a grown vector and a thrown exception for each
// operation, or the locals of a machine, with room to spare.
inline constexpr std::size_t kMaxBlocks = std::size_t{1} << 15;

// Bytes on the heap that one program may hold at a time, unless it is told otherwise. No future of
// the library comes near; what users bring may ask for any amount.
inline constexpr std::size_t kMaxProgramBytes = std::size_t{256} << 20;

// Places that a future gives to its own parts: a box, and the one that it moves its child to.
inline constexpr std::size_t kMaxInnerHomes = 2;

// Places in which values of one program lived: one for each operation, one for each element that a
// row moves, and those inside of futures.
inline constexpr std::size_t kMaxHomes = kMaxOps * (kMaxRowLength + 2 + kMaxInnerHomes);

// Worker processes of one campaign or search.
inline constexpr std::uint32_t kMaxJobs = 256;

// Distinct findings of one worker that are written down; more are only counted.
inline constexpr std::size_t kMaxFindings = 100;

// CPU time that one program may take in the trap before it counts as an endless loop. Most take a
// few microseconds, the longest a few milliseconds; and one in ten thousand random ones is endless,
// so that this is what many a campaign spends most of its time on.
inline constexpr int kMaxProgramCpuMs = 50;

// One search for a smaller program: those that it runs, and the operations in all that it puts
// together or runs. Most searches take a thousand runs; this many take a few seconds.
inline constexpr std::size_t kMaxMinimizerRuns = std::size_t{1} << 17;
inline constexpr std::size_t kMaxMinimizerOps = std::size_t{1} << 22;

// Runs in which a program that was made smaller must prove to show what it is kept for.
inline constexpr std::size_t kMinimizerProofs = 10;

// Operations of a program of which every pair is tried, every pair with every operation in its
// place, and every subset.
inline constexpr std::size_t kMaxPairedOps = 64;
inline constexpr std::size_t kMaxReplacedOps = 16;
inline constexpr std::size_t kMaxSubsetOps = 12;

}  // namespace pinprick::harness
