// Summaries for programs: every field, and none that has nothing to say.
#include "harness/report/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <set>
#include <string>

#include "harness/program/kind.h"

namespace pinprick::harness {
namespace {

namespace json = boost::json;

using ::testing::HasSubstr;
using ::testing::Not;

Summary some_summary() {
  Summary summary;
  summary.command = "run";
  summary.tally.programs = 15;
  summary.tally.ops = 99;
  summary.tally.verdicts = {1, 2, 3, 4, 5, 6};
  summary.tally.classes = {7, 8, 9, 10};
  summary.seconds = 1.5;
  return summary;
}

TEST(ToJson, EveryField) {
  Summary summary = some_summary();
  summary.command = "gate";
  summary.seed = 18446744073709551615U;
  summary.fire_drill = FireDrillCount{5, 4};
  summary.contract = ContractCount{12, 34};
  summary.findings = {"a \"b\"\n.pin", "c.pin"};
  summary.signatures = 11;
  summary.confirmed = 10;
  summary.tally.kept[static_cast<std::size_t>(Rule::kLeak)] = 21;
  summary.tally.broken[static_cast<std::size_t>(Rule::kMove)] = 22;
  json::value written = json::parse(to_json(summary));
  const json::object rules = written.at("contract").at("rules").as_object();
  EXPECT_EQ(rules.size(), kRuleCount);
  EXPECT_EQ(rules.at("leak"), json::parse(R"({"kept": 21, "broken": 0})"));
  EXPECT_EQ(rules.at("move"), json::parse(R"({"kept": 0, "broken": 22})"));
  written.at("contract").as_object().erase("rules");
  EXPECT_EQ(written, json::parse(R"({
    "command": "gate", "programs": 15, "ops": 99, "seconds": 1.5,
    "safe_programs": 7, "misuse_programs": 19,
    "verdicts": {"clean": 1, "latent": 2, "caught": 3, "escape": 4, "missed": 5, "mismatch": 6},
    "classes": {"safe": 7, "obeying": 8, "latent": 9, "manifest": 10},
    "fire_drill": {"planted": 5, "found": 4}, "seed": 18446744073709551615,
    "contract": {"reached": 12, "possible": 34}, "signatures": 11, "confirmed": 10, "findings": ["a \"b\"\n.pin", "c.pin"]})"));
}

TEST(ToJson, WhatWasNotDoneIsNotThere) {
  const json::value value = json::parse(to_json(some_summary()));
  const json::object& object = value.get_object();
  for (const char* field :
       {"fire_drill", "seed", "contract", "instruments", "signatures", "confirmed"}) {
    EXPECT_FALSE(object.contains(field)) << field;
  }
  EXPECT_EQ(object.at("findings"), json::value(json::array()));
}

TEST(ToJson, TheInstrumentsByClass) {
  Summary summary = some_summary();
  summary.instruments.emplace();
  summary.instruments->back() = {10, 9, 8, 7, 6, 5, 4};
  const json::value written = json::parse(to_json(summary)).at("instruments");
  EXPECT_EQ(written.as_object().size(), kProgramClassCount);
  EXPECT_EQ(written.at("manifest"), json::parse(R"({"programs": 10, "trap": 9, "moves": 8,
    "both": 7, "unasked": 6, "own_words": 5, "stale_words": 4})"));
}

TEST(ToJson, IsOneLine) {
  Summary summary = some_summary();
  summary.findings = {"a\nb"};
  EXPECT_THAT(to_json(summary), Not(HasSubstr("\n")));
}

TEST(KindsJson, HasEveryKindOnce) {
  const json::value value = json::parse(kinds_json());
  ASSERT_TRUE(value.is_array());
  ASSERT_EQ(value.get_array().size(), kShapeCount);
  std::set<std::string> names;
  for (std::size_t i = 0; i < kShapeCount; ++i) {
    const json::object& each = value.get_array().at(i).as_object();
    EXPECT_EQ(each.size(), 3U);
    EXPECT_EQ(each.at("name"), json::value(shape_name(static_cast<Shape>(i))));
    EXPECT_EQ(each.at("unpin"), json::value(standard_kind(static_cast<Shape>(i)).unpin()));
    EXPECT_FALSE(each.at("about").as_string().empty());
    names.emplace(each.at("name").as_string());
  }
  EXPECT_EQ(names.size(), kShapeCount);
}

// A liar claims Unpin; that it lies is in its description only.
TEST(KindsJson, UnpinIsWhatTheTypeClaims) {
  const json::value value = json::parse(kinds_json());
  std::size_t seen = 0;
  for (const json::value& each : value.get_array()) {
    const json::string& name = each.at("name").as_string();
    if (name == "example" || name == "keeper") {
      EXPECT_EQ(each.at("unpin"), json::value(false));
      ++seen;
    } else if (name == "liar" || name == "yield_n") {
      EXPECT_EQ(each.at("unpin"), json::value(true));
      ++seen;
    }
  }
  EXPECT_EQ(seen, 4U);
}

}  // namespace
}  // namespace pinprick::harness
