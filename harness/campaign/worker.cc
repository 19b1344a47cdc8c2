#include "harness/campaign/worker.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "harness/base/argv.h"
#include "harness/base/check.h"
#include "harness/base/file.h"
#include "harness/campaign/store.h"
#include "harness/campaign/trial.h"
#include "harness/program/bytes.h"
#include "harness/program/genus.h"

extern "C" int LLVMFuzzerRunDriver(int* argc, char*** argv,
                                   int (*callback)(const std::uint8_t* data, std::size_t size));

namespace pinprick::harness {
namespace {

// Bytes of an input: ten operations on average. Longer programs reach nothing that short ones
// do not, and each costs as much as several short ones.
constexpr std::size_t kInputBytes = 48;

// Distinct findings of one worker that are written down; more are only counted.
constexpr std::size_t kFindingsMax = 100;

// A number for what a trial showed, the same for equal signatures and cheaper to make.
std::uint64_t signature_number(const Program& program, const Bench::Trial& trial) {
  const ObservedFault& fault = *trial.observation.fault;
  const auto code = [&program](std::size_t op) {
    return op < program.ops.size() ? static_cast<std::uint64_t>(program.ops[op].code)
                                   : std::uint64_t{kOpCount};
  };
  std::uint64_t owner = 0xff;
  if (fault.owner < program.ops.size()) {
    const Op& made = program.ops[fault.owner];
    const bool has_kind = made.code == OpCode::kMake || made.code == OpCode::kWait;
    owner = has_kind ? genus_of(made.kind) : 0xfe;
  }
  return static_cast<std::uint64_t>(fault.fault.kind) << 32 | code(fault.op) << 24 |
         code(fault.vacated_by) << 16 | owner << 8;
}

// What a program showed and what the contract had to say of it counts as coverage: libFuzzer looks
// into this section too, and keeps an input that brought something new, so that misuse breeds
// misuse. First come the signatures, then the encounters. Both are hashed: libFuzzer goes through
// all counters after each program, and each encounter its own would be more than all its others.
constexpr int kSignatureBits = 10;
constexpr std::size_t kSignatureCounters = std::size_t{1} << kSignatureBits;
constexpr int kEncounterBits = 13;
constexpr std::size_t kEncounterCounters = std::size_t{1} << kEncounterBits;
[[gnu::section("__libfuzzer_extra_counters")]] std::uint8_t
    extra_counters[kSignatureCounters + kEncounterCounters];

// Fibonacci hashing: the same in every process, as the same seed must give the same campaign.
std::size_t hashed(std::uint64_t number, int bits) {
  return number * 0x9e3779b97f4a7c15ULL >> (64 - bits);
}

class Worker {
 public:
  void configure(const WorkerOptions* options, SharedProgress* progress) {
    options_ = options;
    progress_ = progress;
  }

  void handle(absl::Span<const std::uint8_t> input) {
    Tally& tally = progress_->tally;
    const bool enough = options_->programs_max != 0 && tally.programs >= options_->programs_max;
    // Nothing is left to do here: what there is to keep is on disk or in shared memory.
    if (enough || progress_->stop.load(std::memory_order_relaxed)) _exit(0);

    const Program& program = decoder_.decode(input);
    const Bench::Trial trial = bench_.run(program);
    tally.add(program, trial.prediction, trial.observation, trial.verdict);
    for (const Encounter& encounter : trial.prediction.encounters) {
      const std::size_t number = number_of(encounter);
      extra_counters[kSignatureCounters + hashed(number, kEncounterBits)] = 1;
      progress_->contract.add(number);
    }
    if (is_finding(trial.verdict.kind)) {
      keep_finding(program, trial);
    } else if (trial.verdict.kind == VerdictKind::kCaught) {
      const std::uint64_t number = signature_number(program, trial);
      extra_counters[hashed(number, kSignatureBits)] = 1;
      if (signatures_.insert(number).second) keep(options_->signature_directory, program, trial);
    }
  }

 private:
  static void keep(const std::string& directory, const Program& program,
                   const Bench::Trial& trial) {
    // The parent found the directory writable; if it no longer is, there is no honest way to go on.
    PINPRICK_CHECK(store(directory, program, trial).ok());
  }

  void keep_finding(const Program& program, const Bench::Trial& trial) {
    if (findings_.size() >= kFindingsMax) return;
    const std::string name =
        absl::StrCat(kVerdictNames[static_cast<std::size_t>(trial.verdict.kind)], "-",
                     signature(program, trial.prediction, trial.observation, trial.verdict));
    if (findings_.insert(name).second) keep(options_->finding_directory, program, trial);
  }

  const WorkerOptions* options_ = nullptr;
  SharedProgress* progress_ = nullptr;
  Decoder decoder_;
  Bench bench_;
  absl::flat_hash_set<std::uint64_t> signatures_;
  absl::flat_hash_set<std::string> findings_;
};

// libFuzzer hands its callback nothing but the input.
Worker& the_worker() {
  static Worker worker;
  return worker;
}

int on_input(const std::uint8_t* data, std::size_t size) {
  the_worker().handle({data, size});
  return 0;
}

}  // namespace

bool has_engine() { return true; }

void run_worker(const WorkerOptions& options, SharedProgress& progress) {
  the_worker().configure(&options, &progress);
  std::vector<std::string> words = engine_arguments(options.seed, options.share_inputs);
  words.push_back(absl::StrCat("-artifact_prefix=", options.input_directory, "/../"));
  words.push_back(options.input_directory);
  std::vector<char*> argv = null_terminated(words);
  int argc = static_cast<int>(words.size());
  char** arguments = argv.data();
  LLVMFuzzerRunDriver(&argc, &arguments, on_input);
  // It has no reason to end by itself.
  _exit(kExitHarnessFailed);
}

std::vector<std::string> engine_arguments(std::uint64_t seed, bool share_inputs) {
  // libFuzzer takes 32 bits, and 0 for "choose one".
  const auto its_seed = static_cast<std::uint32_t>(seed);
  return {"pinprick", absl::StrCat("-seed=", its_seed == 0 ? 1 : its_seed),
          absl::StrCat("-max_len=", kInputBytes), "-len_control=0",
          // The ledger looks for leaks, and the trap takes the signals.
          "-detect_leaks=0", "-handle_segv=0", "-handle_bus=0", "-handle_ill=0", "-handle_fpe=0",
          "-handle_abrt=0", "-handle_int=0", "-handle_term=0", "-rss_limit_mb=0", "-timeout=20",
          "-print_funcs=0",
          // Weighing inputs by the rarity of what they reach costs more than running them.
          "-entropic=0",
          // Which edges, not how often each: loops say little here, and an input for every count
          // made a corpus whose upkeep cost half of the time. Nor are stored inputs replaced by
          // shorter ones, which is upkeep too; what is kept for good is minimised by its structure.
          "-use_counters=0", "-reduce_inputs=0",
          // The allocator keeps its pages: what one program frees the next one takes.
          "-purge_allocator_interval=-1", absl::StrCat("-reload=", share_inputs ? 1 : 0)};
}

}  // namespace pinprick::harness
