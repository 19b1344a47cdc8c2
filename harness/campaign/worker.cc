#include "harness/campaign/worker.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "harness/base/argv.h"
#include "harness/base/check.h"
#include "harness/base/file.h"
#include "harness/base/hash.h"
#include "harness/base/libfuzzer.h"
#include "harness/campaign/keeper.h"
#include "harness/campaign/trial.h"
#include "harness/mutator/mutator.h"
#include "harness/mutator/random.h"
#include "harness/program/bytes.h"

namespace pinprick::harness {
namespace {

// Bytes of an input: thirteen operations on average. In the same time a campaign has as many
// encounters with 32 as with 96, within two in a hundred, because long programs cost more and find
// more; with 24 it has fewer. The longest program that campaigns start from takes 43.
constexpr std::size_t kInputBytes = 48;

// One input in so many is mutated as bytes: what the mutations by structure have no hand for.
constexpr std::size_t kAsBytesOneIn = 16;

// A campaign begins with so many programs out of nothing, before libFuzzer has its turn: in its
// first seconds nearly every program is new to it, and to keep each as a file takes ten times as
// long as to run it. What most programs would find is found by then. Of a campaign that ends after
// a number of programs, one in so many at most.
constexpr std::uint64_t kSownMax = std::uint64_t{1} << 15;
constexpr std::uint64_t kSownOneIn = 8;

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

// The programs behind libFuzzer's bytes. Mutates them by structure once a worker has asked for
// that.
class Inputs {
 public:
  void mutate_by_structure() { by_structure_ = true; }

  // Valid until the next call of anything here.
  const Program& program_of(absl::Span<const std::uint8_t> bytes) {
    // Mostly it is what was made last.
    return bytes == absl::MakeConstSpan(mutator_.encoded()) ? program_ : decoder_.decode(bytes);
  }

  std::size_t mutate(std::uint8_t* data, std::size_t size, std::size_t max_size, unsigned seed) {
    // Not with the seed itself: the mutator goes on with that, and would know this draw.
    if (!by_structure_ || Random(~std::uint64_t{seed}).one_in(kAsBytesOneIn)) {
      return LLVMFuzzerMutate(data, size, max_size);
    }
    const Program& program = program_of({data, size});
    if (&program != &program_) program_ = program;
    mutator_.mutate(program_, seed, max_size);
    return copy_out(data);
  }

  // A program out of nothing, which program_of() knows.
  absl::Span<const std::uint8_t> make(std::uint64_t seed) {
    program_ = mutator_.make(seed, kInputBytes);
    return mutator_.encoded();
  }

  // 0: none this time.
  std::size_t cross(absl::Span<const std::uint8_t> one, absl::Span<const std::uint8_t> other,
                    std::uint8_t* out, std::size_t max_out_size, unsigned seed) {
    if (!by_structure_ || !is_time_to_cross(seed)) return 0;
    const Program program = program_of(one);
    program_ = mutator_.cross(program, program_of(other), seed, max_out_size);
    return copy_out(out);
  }

 private:
  std::size_t copy_out(std::uint8_t* out) const {
    const std::vector<std::uint8_t>& bytes = mutator_.encoded();
    std::copy(bytes.begin(), bytes.end(), out);
    return bytes.size();
  }

  bool by_structure_ = false;
  Decoder decoder_;
  Mutator mutator_;
  Program program_;  // what the mutator made last
};

Inputs& the_inputs() {
  static Inputs inputs;
  return inputs;
}

class Worker {
 public:
  void configure(const WorkerOptions* options, SharedProgress* progress) {
    options_ = options;
    progress_ = progress;
    keeper_.emplace(options->signature_directory, options->finding_directory);
  }

  // What showed something new is left to libFuzzer as its first inputs.
  void sow() {
    Random random(options_->seed);
    const std::uint64_t most = options_->programs_max / kSownOneIn;
    const std::uint64_t programs =
        options_->programs_max == 0 ? kSownMax : std::min(most, kSownMax);
    for (std::uint64_t i = 0; i < programs; ++i) {
      const absl::Span<const std::uint8_t> input = the_inputs().make(random.next());
      if (!handle(input)) continue;
      const absl::string_view content(reinterpret_cast<const char*>(input.data()), input.size());
      const std::string path =
          absl::StrCat(options_->input_directory, "/sown-", options_->seed, "-", i);
      PINPRICK_CHECK(write_file(path, content).ok());
    }
  }

  // Whether it showed something new.
  bool handle(absl::Span<const std::uint8_t> input) {
    Tally& tally = progress_->tally;
    const bool enough = options_->programs_max != 0 && tally.programs >= options_->programs_max;
    // Nothing is left to do here: what there is to keep is on disk or in shared memory.
    if (enough || progress_->stop.load(std::memory_order_relaxed)) _exit(0);

    const Program& program = the_inputs().program_of(input);
    const Bench::Trial trial = bench_.try_out(program);
    tally.add(program, trial.prediction, trial.observation, trial.verdict);
    // The contract says nothing of a guest beyond what it claims.
    if (!trial.prediction.has_guest) count_encounters(trial.prediction);
    if (trial.verdict.kind == VerdictKind::kCaught) {
      extra_counters[hashed(signature_number(program, trial.observation), kSignatureBits)] = 1;
    }
    const bool is_new = keeper_->look_at(program, trial);
    add_to_sequence(input, trial.verdict.kind);
    if (options_->until_finding && is_finding(trial.verdict.kind)) _exit(0);
    return is_new;
  }

 private:
  void count_encounters(const Prediction& prediction) {
    encounters_.clear();
    for (const Encounter& encounter : prediction.encounters) {
      encounters_.push_back(number_of(encounter));
      extra_counters[kSignatureCounters + hashed(encounters_.back(), kEncounterBits)] = 1;
    }
    progress_->contract.add_program(encounters_);
  }

  void add_to_sequence(absl::Span<const std::uint8_t> input, VerdictKind verdict) {
    const auto last = static_cast<std::uint8_t>(verdict);
    progress_->sequence = fnv1a({&last, 1}, fnv1a(input, progress_->sequence));
  }

  const WorkerOptions* options_ = nullptr;
  SharedProgress* progress_ = nullptr;
  Bench bench_;
  std::optional<Keeper> keeper_;
  std::vector<std::size_t> encounters_;  // of the program under way, by number
};

// libFuzzer hands its callbacks nothing but the input.
Worker& the_worker() {
  static Worker worker;
  return worker;
}

int on_input(const std::uint8_t* data, std::size_t size) {
  the_worker().handle({data, size});
  return 0;
}

}  // namespace
}  // namespace pinprick::harness

// What libFuzzer looks for. With these there, it makes no mutation by itself.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  return pinprick::harness::the_inputs().mutate(data, size, max_size, seed);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size,
                                                 const std::uint8_t* other, std::size_t other_size,
                                                 std::uint8_t* out, std::size_t max_out_size,
                                                 unsigned seed) {
  return pinprick::harness::the_inputs().cross({one, one_size}, {other, other_size}, out,
                                               max_out_size, seed);
}

namespace pinprick::harness {

bool has_engine() { return true; }

void run_worker(const WorkerOptions& options, SharedProgress& progress) {
  the_worker().configure(&options, &progress);
  the_inputs().mutate_by_structure();
  the_worker().sow();
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
  return {
      "pinprick", absl::StrCat("-seed=", its_seed == 0 ? 1 : its_seed),
      absl::StrCat("-max_len=", kInputBytes), "-len_control=0",
      // The ledger looks for leaks, and the trap takes the signals.
      "-detect_leaks=0", "-handle_segv=0", "-handle_bus=0", "-handle_ill=0", "-handle_fpe=0",
      "-handle_abrt=0", "-handle_int=0", "-handle_term=0", "-rss_limit_mb=0",
      // The trap ends a program that goes on for ever, by the processor time it takes. This is for
      // what hangs without taking any, and by the clock: a machine may stand still for a while.
      "-timeout=300", "-print_funcs=0",
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
