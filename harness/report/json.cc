#include "harness/report/json.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "absl/strings/str_format.h"
#include "harness/program/kind.h"

namespace pinprick::harness {

namespace json = boost::json;

std::string to_json(const Summary& summary) {
  json::object verdicts;
  for (std::size_t i = 0; i < kVerdictCount; ++i) {
    verdicts[kVerdictNames[i]] = summary.tally.verdicts[i];
  }
  json::object classes;
  for (std::size_t i = 0; i < kProgramClassCount; ++i) {
    classes[kProgramClassNames[i]] = summary.tally.classes[i];
  }
  json::array findings;
  for (const std::string& path : summary.findings) findings.emplace_back(path);

  json::object out;
  out["command"] = summary.command;
  out["programs"] = summary.tally.programs;
  out["ops"] = summary.tally.ops;
  out["seconds"] = summary.seconds;
  // "safe" in the count of programs is what the headline says: no unsafe operation.
  out["safe_programs"] = summary.tally.classes[static_cast<std::size_t>(ProgramClass::kSafe)];
  out["misuse_programs"] = summary.tally.classes[static_cast<std::size_t>(ProgramClass::kLatent)] +
                           summary.tally.classes[static_cast<std::size_t>(ProgramClass::kManifest)];
  out["verdicts"] = std::move(verdicts);
  out["classes"] = std::move(classes);
  if (summary.fire_drill.has_value()) {
    out["fire_drill"] = json::object{{"planted", summary.fire_drill->planted},
                                     {"found", summary.fire_drill->found}};
  }
  if (summary.contract.has_value()) {
    json::object rules;
    for (const RuleSpec& rule : kRules) {
      const auto i = static_cast<std::size_t>(rule.rule);
      rules[rule.name] =
          json::object{{"kept", summary.tally.kept[i]}, {"broken", summary.tally.broken[i]}};
    }
    out["contract"] = json::object{{"reached", summary.contract->reached},
                                   {"possible", summary.contract->possible},
                                   {"rules", std::move(rules)}};
  }
  if (summary.instruments.has_value()) {
    json::object instruments;
    for (std::size_t i = 0; i < kProgramClassCount; ++i) {
      const InstrumentCounts& counts = (*summary.instruments)[i];
      instruments[kProgramClassNames[i]] = json::object{
          {"programs", counts.programs}, {"trap", counts.trapped},    {"moves", counts.differs},
          {"both", counts.both},         {"unasked", counts.unasked}, {"own_words", counts.own},
          {"stale_words", counts.stale}};
    }
    out["instruments"] = std::move(instruments);
  }
  if (summary.exhausted.has_value()) {
    out["all_programs"] = summary.exhausted->all_programs;
    out["complete"] = summary.exhausted->is_complete;
  }
  if (summary.sequence.has_value()) out["sequence"] = absl::StrFormat("%016x", *summary.sequence);
  if (summary.seed.has_value()) out["seed"] = *summary.seed;
  if (summary.signatures.has_value()) out["signatures"] = *summary.signatures;
  if (summary.confirmed.has_value()) out["confirmed"] = *summary.confirmed;
  out["findings"] = std::move(findings);
  return json::serialize(out);
}

std::string kinds_json() {
  json::array all;
  for (std::size_t shape = 0; shape < kShapeCount; ++shape) {
    const Kind kind = standard_kind(static_cast<Shape>(shape));
    json::object each;
    each["name"] = shape_name(static_cast<Shape>(shape));
    each["unpin"] = kind.unpin();
    each["about"] = kind.combinator == Combinator::kNone ? spec(kind.first.leaf).about
                                                         : spec(kind.combinator).about;
    all.push_back(std::move(each));
  }
  return json::serialize(all);
}

}  // namespace pinprick::harness
