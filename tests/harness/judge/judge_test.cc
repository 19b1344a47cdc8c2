// The table of verdicts, row by row, on hand-made predictions and observations: nothing is run.
#include "harness/judge/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>

#include "harness/program/text.h"

namespace pinprick::harness {
namespace {

constexpr const char* kText =
    "# The article's example.\n"
    "let f = make example\n"
    "let p = box_pin f\n"
    "poll p\n"
    "let g = move_out p  # unsafe\n"
    "{\n"
    "  poll_unpinned g\n"
    "}\n";

const Script& article() {
  static const Script script = *parse(kText, "article.pin");
  return script;
}

constexpr Event kPolled = {2, EventKind::kPolled, 0, 0, 0, 0};
constexpr Event kPending = {2, EventKind::kPending, 0, kNoValue, 0, 0};
constexpr Event kReady = {2, EventKind::kReady, 1, kNoValue, 37, 0};
constexpr Event kDropped = {7, EventKind::kDropped, 0, 0, 0, 0};

constexpr PredictedFault kPredicted = {5, FaultClass::kHeapUseAfterFree, 0, 3};

ObservedFault observed_fault() {
  ObservedFault fault;
  fault.op = 5;
  fault.fault.kind = FaultClass::kHeapUseAfterFree;
  fault.owner = 0;
  fault.vacated_by = 3;
  return fault;
}

// A program that breaks no rule and does what it should.
Prediction good() {
  Prediction prediction;
  prediction.trace = {kPolled, kPending, kDropped};
  return prediction;
}

Observation seen() {
  Observation observation;
  observation.trace = {kPolled, kPending, kDropped};
  return observation;
}

// The same with a rule broken, by operation 3.
Prediction latent() {
  Prediction prediction = good();
  prediction.program_class = ProgramClass::kLatent;
  prediction.rule = Rule::kMove;
  prediction.rule_op = 3;
  return prediction;
}

// And with a stale access, at operation 5.
Prediction manifest() {
  Prediction prediction = latent();
  prediction.program_class = ProgramClass::kManifest;
  prediction.fault = kPredicted;
  prediction.trace = {kPolled, kPending};
  return prediction;
}

Observation trapped() {
  Observation observation;
  observation.trace = {kPolled, kPending};
  observation.fault = observed_fault();
  return observation;
}

struct Row {
  std::string about;
  Prediction prediction;
  Observation observation;
  VerdictKind kind;
  Difference difference;
  std::size_t event;
  std::string signature;
};

template <class T, class Change>
T with(T value, const Change& change) {
  change(value);
  return value;
}

std::vector<Row> table() {
  using enum VerdictKind;
  using D = Difference;
  const auto leaking = [](std::size_t blocks) {
    return [blocks](auto& result) { result.leaked_blocks = blocks; };
  };
  const auto traced = [](Trace trace) { return [trace](auto& result) { result.trace = trace; }; };
  const auto fault = [](auto change) {
    return [change](Observation& observation) { change(*observation.fault); };
  };
  return {
      {"clean", good(), seen(), kClean, D::kNone, 0, "safe"},
      {"clean, with unsafe operations",
       with(good(), [](Prediction& p) { p.program_class = ProgramClass::kObeying; }), seen(),
       kClean, D::kNone, 0, "obeying"},
      {"clean, with a leak that was predicted", with(good(), leaking(2)), with(seen(), leaking(2)),
       kClean, D::kNone, 0, "safe"},
      {"latent", latent(), seen(), kLatent, D::kNone, 0, "move.move_out"},
      {"caught", manifest(), trapped(), kCaught, D::kNone, 0,
       "heap-use-after-free.poll_unpinned.move_out.example"},
      {"caught: what is leaked after a fault means nothing", with(manifest(), leaking(1)),
       with(trapped(), leaking(5)), kCaught, D::kNone, 0,
       "heap-use-after-free.poll_unpinned.move_out.example"},
      {"escape", good(), trapped(), kEscape, D::kFault, 0,
       "heap-use-after-free.poll_unpinned.move_out.example"},
      {"escape, at a place that nobody had lived in", good(),
       with(trapped(), fault([](ObservedFault& f) { f.owner = kNoValue; })), kEscape, D::kFault, 0,
       "heap-use-after-free.poll_unpinned.unknown.nobody"},
      {"escape, at the end of the program", good(),
       with(trapped(), fault([](ObservedFault& f) { f.op = 7; })), kEscape, D::kFault, 0,
       "heap-use-after-free.end.move_out.example"},
      {"escape, at the end of a scope", good(),
       with(trapped(), fault([](ObservedFault& f) { f.op = 6; })), kEscape, D::kFault, 0,
       "heap-use-after-free.close.move_out.example"},
      {"missed", manifest(), with(trapped(), [](Observation& o) { o.fault.reset(); }), kMissed,
       D::kFault, 0, "heap-use-after-free.poll_unpinned.move_out.example"},
      {"missed, whatever else differs", with(manifest(), leaking(3)), with(seen(), traced({})),
       kMissed, D::kFault, 0, "heap-use-after-free.poll_unpinned.move_out.example"},
      {"mismatch: a rule was broken, but nothing stale should have been touched", latent(),
       trapped(), kMismatch, D::kFault, 0,
       "fault.heap-use-after-free.poll_unpinned.move_out.example"},
      {"mismatch: another operation", manifest(),
       with(trapped(), fault([](ObservedFault& f) { f.op = 2; })), kMismatch, D::kOperation, 0,
       "operation.heap-use-after-free.poll.move_out.example"},
      {"mismatch: another class", manifest(),
       with(trapped(), fault([](ObservedFault& f) { f.fault.kind = FaultClass::kUseAfterPoison; })),
       kMismatch, D::kClass, 0, "class.use-after-poison.poll_unpinned.move_out.example"},
      {"mismatch: somebody else's home", manifest(),
       with(trapped(), fault([](ObservedFault& f) { f.owner = kNoValue; })), kMismatch, D::kOwner,
       0, "owner.heap-use-after-free.poll_unpinned.unknown.nobody"},
      {"mismatch: vacated by another", manifest(),
       with(trapped(), fault([](ObservedFault& f) { f.vacated_by = 1; })), kMismatch, D::kVacatedBy,
       0, "vacated-by.heap-use-after-free.poll_unpinned.box_pin.example"},
      {"mismatch: another output", good(), with(seen(), traced({kPolled, kReady, kDropped})),
       kMismatch, D::kTrace, 1, "trace.poll"},
      {"mismatch: another output of a program that broke a rule", latent(),
       with(seen(), traced({kPolled, kReady, kDropped})), kMismatch, D::kTrace, 1, "trace.poll"},
      {"mismatch: an event too few", good(), with(seen(), traced({kPolled, kPending})), kMismatch,
       D::kTrace, 2, "trace.end"},
      {"mismatch: an event too many", good(),
       with(seen(), traced({kPolled, kPending, kDropped, kDropped})), kMismatch, D::kTrace, 3,
       "trace.end"},
      {"mismatch: the fault as predicted, but not what came before", manifest(),
       with(trapped(), traced({kPolled})), kMismatch, D::kTrace, 1, "trace.poll"},
      {"mismatch: a leak", good(), with(seen(), leaking(1)), kMismatch, D::kLeak, 0, "leak.end"},
      {"mismatch: a leak that was predicted and is not there", with(latent(), leaking(1)), seen(),
       kMismatch, D::kLeak, 0, "leak.end"},
  };
}

TEST(Judge, EveryRowOfTheTable) {
  std::set<VerdictKind> kinds;
  std::set<Difference> differences;
  for (const Row& row : table()) {
    SCOPED_TRACE(row.about);
    const Verdict verdict = judge(row.prediction, row.observation);
    EXPECT_EQ(name(verdict.kind), name(row.kind));
    EXPECT_EQ(static_cast<int>(verdict.difference), static_cast<int>(row.difference));
    EXPECT_EQ(verdict.event, row.event);
    const std::string name = signature(article().program, row.prediction, row.observation, verdict);
    EXPECT_EQ(name, row.signature);
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789-_."),
              std::string::npos);
    kinds.insert(row.kind);
    differences.insert(row.difference);
  }
  EXPECT_EQ(kinds.size(), kVerdictCount);
  EXPECT_EQ(differences.size(), static_cast<std::size_t>(Difference::kLeak) + 1);
}

TEST(Judge, FindingsAreTheLastThree) {
  using enum VerdictKind;
  for (const VerdictKind kind : {kClean, kLatent, kCaught}) EXPECT_FALSE(is_finding(kind));
  for (const VerdictKind kind : {kEscape, kMissed, kMismatch}) EXPECT_TRUE(is_finding(kind));
}

TEST(Blame, OneForEachVerdict) {
  EXPECT_EQ(blame(good(), judge(good(), seen())), Blame::kNobody);
  EXPECT_EQ(blame(latent(), judge(latent(), seen())), Blame::kProgram);
  EXPECT_EQ(blame(manifest(), judge(manifest(), trapped())), Blame::kProgram);
  EXPECT_EQ(blame(good(), judge(good(), trapped())), Blame::kLibrary);
  EXPECT_EQ(blame(manifest(), judge(manifest(), seen())), Blame::kHarness);
  EXPECT_EQ(blame(latent(), judge(latent(), trapped())), Blame::kHarness);
  Observation otherwise = seen();
  otherwise.trace = {kPolled, kReady, kDropped};
  EXPECT_EQ(blame(good(), judge(good(), otherwise)), Blame::kLibraryOrHarness);
  otherwise = seen();
  otherwise.leaked_blocks = 1;
  EXPECT_EQ(blame(good(), judge(good(), otherwise)), Blame::kLibraryOrHarness);
  Prediction lie = latent();
  lie.liar = 0;
  EXPECT_EQ(blame(lie, judge(lie, seen())), Blame::kType);
  EXPECT_EQ(blame(lie, judge(lie, trapped())), Blame::kHarness);
}

std::string explained(const Prediction& prediction, const Observation& observation) {
  return explain(places_of(article()), prediction, observation, judge(prediction, observation));
}

TEST(Explain, Clean) {
  EXPECT_EQ(explained(good(), seen()),
            "predicted: no stale access\n"
            "observed:  no error\n");
}

TEST(Explain, Caught) {
  EXPECT_EQ(explained(manifest(), trapped()),
            "broken:    rule `move` (a pinned !Unpin value never moves until it is dropped) by "
            "line 5 (`let g = move_out p`)\n"
            "predicted: heap-use-after-free at line 7 (`poll_unpinned g`), in the old home of what "
            "line 2 (`let f = make example`) made, vacated by line 5 (`let g = move_out p`)\n"
            "observed:  heap-use-after-free at line 7 (`poll_unpinned g`), in the old home of what "
            "line 2 (`let f = make example`) made, vacated by line 5 (`let g = move_out p`)\n"
            "to blame:  the program, for line 5 (`let g = move_out p`)\n");
}

// The same, if it is no unsafe operation that broke the rule but what the type said of itself.
TEST(Explain, CaughtALiar) {
  Prediction prediction = manifest();
  prediction.liar = 0;
  EXPECT_THAT(explained(prediction, trapped()),
              testing::EndsWith("\nto blame:  the type that line 2 (`let f = make example`) made: "
                                "its claim is false\n"));
}

TEST(Explain, EscapeAtNobodysHome) {
  Observation observation = trapped();
  observation.fault->op = 7;
  observation.fault->owner = kNoValue;
  EXPECT_EQ(explained(good(), observation),
            "predicted: no stale access\n"
            "observed:  heap-use-after-free at the end of the program\n"
            "to blame:  the library: no rule was broken\n");
}

TEST(Explain, TraceAndLeak) {
  Observation observation = seen();
  observation.trace = {kPolled, kReady, kDropped};
  EXPECT_EQ(explained(good(), observation),
            "predicted: no stale access\n"
            "observed:  no error\n"
            "differs:   predicted Pending at line 4 (`poll p`); observed Ready(37) at line 4 "
            "(`poll p`)\n"
            "to blame:  the library, or the harness: a future does not do what its model says\n");
  observation.trace = {kPolled, kPending};
  EXPECT_EQ(
      explained(good(), observation),
      "predicted: no stale access\n"
      "observed:  no error\n"
      "differs:   predicted leaf 0 of future 0 dropped at the end of the program; observed no "
      "further event\n"
      "to blame:  the library, or the harness: a future does not do what its model says\n");
  observation = seen();
  observation.leaked_blocks = 2;
  EXPECT_EQ(explained(good(), observation),
            "predicted: no stale access\n"
            "observed:  no error\n"
            "differs:   predicted 0 leaked blocks, observed 2\n"
            "to blame:  the library, or the harness: a future does not do what its model says\n");
}

// A program that was generated has no file: its operations are numbered, its values named anew.
TEST(Explain, WithoutAFile) {
  EXPECT_EQ(explain(places_of(article().program), latent(), seen(), judge(latent(), seen())),
            "broken:    rule `move` (a pinned !Unpin value never moves until it is dropped) by "
            "operation 4 (`let f3 = move_out p1`)\n"
            "predicted: no stale access\n"
            "observed:  no error\n"
            "to blame:  the program, for operation 4 (`let f3 = move_out p1`)\n");
}

}  // namespace
}  // namespace pinprick::harness
