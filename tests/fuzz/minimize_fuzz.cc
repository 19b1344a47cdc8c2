// The minimiser. The first bytes say what is to be kept, and how soon to give up; the others are a
// short program. Of any bytes whatever:
//
//   - the predicate is asked about valid programs only, each smaller than the smallest so far, none
//     twice, and no oftener than the limit says
//   - the result is the smallest that kept, and is not larger than what it came from
//   - a second search finds the same, by as many questions
//   - a finished result cannot be made smaller, and an irreducible one has no part that keeps
//   - a predicate that answers now so and now otherwise does no harm
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <vector>

#include "absl/strings/string_view.h"
#include "harness/base/hash.h"
#include "harness/minimizer/minimizer.h"
#include "harness/minimizer/smaller.h"
#include "harness/model/model.h"
#include "harness/program/bytes.h"
#include "harness/program/draft.h"
#include "harness/program/text.h"
#include "tests/fuzz/demand.h"
#include "tests/fuzz/target.h"

namespace pinprick::harness {
namespace {

using Keeps = std::function<bool(const Program&)>;

// Operations of a program: with more of them a search takes long.
constexpr std::size_t kMaxSearchedOps = 5;

// Bytes before the program.
constexpr std::size_t kPredicateBytes = 3;

// Programs of which every part is asked about once more.
constexpr std::size_t kMaxTakenApart = 5;

std::size_t count(const Program& program, OpCode code) {
  return static_cast<std::size_t>(std::count_if(program.ops.begin(), program.ops.end(),
                                                [code](const Op& op) { return op.code == code; }));
}

bool has_in_order(const Program& program, OpCode first, OpCode second) {
  const auto is = [](OpCode code) { return [code](const Op& op) { return op.code == code; }; };
  const auto found = std::find_if(program.ops.begin(), program.ops.end(), is(first));
  return found != program.ops.end() &&
         std::find_if(found + 1, program.ops.end(), is(second)) != program.ops.end();
}

std::uint64_t hash_of(const Program& program) {
  const std::uint64_t hash = fnv1a(encode(program));
  return hash ^ hash >> 29;
}

// What the contract says of a program, as far as minimising keeps it.
struct Said {
  ProgramClass program_class;
  std::optional<Rule> rule;
  std::optional<FaultClass> fault;
  OpCode at = OpCode::kMake;  // what faults
  friend bool operator==(const Said&, const Said&) = default;
};

Said said_of(const Program& program) {
  static Model model;
  const Prediction& prediction = model.predict(program);
  Said said{prediction.program_class, prediction.rule, {}};
  // The last operation of all is the end of the program.
  if (prediction.fault.has_value()) {
    said.fault = prediction.fault->fault;
    if (prediction.fault->op < program.ops.size()) said.at = program.ops[prediction.fault->op].code;
  }
  return said;
}

// Of a program that always keeps itself, but for the last one, which has a will of its own.
Keeps predicate(std::uint8_t which, std::uint8_t argument, const Program& program) {
  const std::vector<Op>& ops = program.ops;
  const auto nth = [&](std::size_t n) {
    return ops.empty() ? OpCode::kMake : ops[n % ops.size()].code;
  };
  const OpCode one = nth(argument % 16);
  const OpCode other = nth(argument / 16);
  switch (which % 8) {
    case 0:
      return [said = said_of(program)](const Program& each) { return said_of(each) == said; };
    case 1:
      return [one, most = count(program, one)](const Program& each) {
        return count(each, one) == most;
      };
    case 2:
      return [=, wanted = has_in_order(program, one, other)](const Program& each) {
        return has_in_order(each, one, other) == wanted;
      };
    case 3:
      return
          [parity = ops.size() % 2](const Program& each) { return each.ops.size() % 2 == parity; };
    case 4:
      return [most = std::min<std::size_t>(ops.size(), argument % 8)](const Program& each) {
        return each.ops.size() >= most;
      };
    case 5:
      return [least = std::min<std::size_t>(to_text(program).size(), argument)](
                 const Program& each) { return to_text(each).size() >= least; };
    case 6:
      return [mod = 2U + argument % 30U, rest = hash_of(program) % (2U + argument % 30U)](
                 const Program& each) { return hash_of(each) % mod == rest; };
    default:
      return [argument, asked = std::uint8_t{0}](const Program&) mutable {
        return fnv1a({&argument, 1}, ++asked) % 8 != 0;
      };
  }
}

// One search, watched. The predicate is a copy, so that one with a will of its own begins anew.
class Watched {
 public:
  Watched(const Program& program, Keeps keeps, MinimizerOptions options)
      : program_(program), best_(program), keeps_(std::move(keeps)), options_(std::move(options)) {
    options_.proves = keeps_;
    asked_.insert(encode(program));
  }

  absl::StatusOr<Minimized> run() {
    absl::StatusOr<Minimized> result =
        minimize(program_, [this](const Program& each) { return ask(each); }, options_);
    demand(result.ok() ? result->program == best_ : true, "the result is the smallest that kept",
           best_);
    demand(result.ok() ? result->counts.runs == runs_ : true, "each question is counted", best_);
    return result;
  }

 private:
  bool ask(const Program& program) {
    const absl::Status valid = validate(program);
    demand(valid.ok(), "only valid programs are asked about", valid.message());
    demand(is_smaller(program, best_), "only smaller programs are asked about", program);
    demand(asked_.insert(encode(program)).second, "no program is asked about twice", program);
    demand(++runs_ <= options_.runs_max, "the limit of runs is kept", program);
    const bool kept = keeps_(program);
    if (kept) best_ = program;
    return kept;
  }

  const Program& program_;
  Program best_;
  Keeps keeps_;
  MinimizerOptions options_;
  std::set<std::vector<std::uint8_t>> asked_;
  std::size_t runs_ = 0;
};

void demand_no_part_keeps(const Program& program, const Keeps& keeps) {
  const std::vector<Part> parts = take_apart(program);
  if (parts.size() > kMaxTakenApart) return;
  for (unsigned subset = 0; subset + 1 < 1U << parts.size(); ++subset) {
    std::vector<Part> some;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if ((subset >> i & 1U) != 0) some.push_back(parts[i]);
    }
    // A scope that was left open is closed again.
    const Program part = assemble(some);
    demand(part == program || !keeps(part), "no part of an irreducible program keeps", part);
  }
}

void judge(const Program& program, const Keeps& keeps, bool is_steady,
           const MinimizerOptions& options) {
  const absl::StatusOr<Minimized> result = Watched(program, keeps, options).run();
  const absl::StatusOr<Minimized> again = Watched(program, keeps, options).run();
  demand(result.ok() == again.ok(), "the same answers give the same end", program);
  if (!result.ok()) {
    demand(!is_steady, "what always keeps has a result", program);
    return;
  }
  const Program& smallest = result->program;
  demand(again->program == smallest && again->counts.runs == result->counts.runs,
         "the same answers give the same result", program);
  demand(!is_smaller(program, smallest), "a result is not larger than what it came from", program);
  if (!is_steady) return;
  demand(keeps(smallest), "the result keeps", smallest);
  if (result->is_irreducible) demand_no_part_keeps(smallest, keeps);
  if (!result->is_finished) return;
  MinimizerOptions more = options;
  more.progress = nullptr;
  const absl::StatusOr<Minimized> third = Watched(smallest, keeps, more).run();
  demand(third.ok() && third->counts.steps == 0, "a finished result cannot be made smaller",
         smallest);
}

}  // namespace

void judge_input(absl::Span<const std::uint8_t> input) {
  if (input.size() < kPredicateBytes) return;
  static Decoder decoder;
  std::vector<Part> parts = take_apart(decoder.decode(input.subspan(kPredicateBytes)));
  parts.resize(std::min(parts.size(), kMaxSearchedOps));
  const Program program = assemble(parts);
  MinimizerOptions options;
  options.proofs = 2;
  // Half of the searches are ended before their time.
  const std::size_t patience = std::size_t{input[2]} * 8;
  if (input[2] % 4 == 1) options.runs_max = patience;
  if (input[2] % 4 == 2) options.ops_max = patience * 8;
  if (input[2] % 4 == 3) {
    options.progress = [patience](const SearchProgress& progress) {
      return progress.counts.runs < patience;
    };
  }
  judge(program, predicate(input[0], input[1], program), input[0] % 8 != 7, options);
}

// What is kept of a stored program, and how long is searched, is as its text will have it.
std::vector<std::uint8_t> input_of(absl::string_view text) {
  const absl::StatusOr<Script> script = parse(text, "stored");
  demand(script.ok(), "a stored program can be parsed", script.status().message());
  std::vector<std::uint8_t> input = encode(script->program);
  const std::uint64_t hash = fnv1a(input);
  for (std::size_t i = 0; i < kPredicateBytes; ++i) {
    input.insert(input.begin(), static_cast<std::uint8_t>(hash >> 8 * i));
  }
  return input;
}

std::vector<std::string> dictionary() { return {}; }

}  // namespace pinprick::harness
