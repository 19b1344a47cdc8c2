// `exhaust` from outside: all programs, once each, however often it is stopped.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <boost/json.hpp>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/cli/tool.h"

namespace pinprick::harness::cli_exhaust_test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> words(const Folder& folder, const std::vector<std::string>& more) {
  std::vector<std::string> all = {"exhaust", "--json", "--dir=" + folder.path()};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

TEST(Exhaust, SaysWhatItHasShown) {
  const Folder folder;
  const Outcome outcome = run_tool(words(folder, {"--ops=4", "--kind=example"}));
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out,
              HasSubstr("all 3,719 programs of at most 4 operations over at most 1 future of "
                        "example: 0 escapes, 0 missed, 0 mismatches\n"
                        "(2,405 were run: where operations on independent values commute"));
  const boost::json::object summary = last_line_as_json(outcome.out).as_object();
  EXPECT_EQ(summary.at("command"), "exhaust");
  EXPECT_EQ(summary.at("programs"), 2405);
  EXPECT_EQ(summary.at("all_programs"), 3719);
  EXPECT_EQ(summary.at("complete"), true);
  EXPECT_EQ(summary.at("signatures"), summary.at("confirmed"));
  EXPECT_GT(summary.at("signatures").as_int64(), 10);
}

TEST(Exhaust, SaysTheSameWithOneJobAsWithSeveralAndWithoutReduction) {
  std::vector<boost::json::object> summaries;
  for (const char* way : {"--jobs=1", "--jobs=3"}) {
    const Folder folder;
    const Outcome outcome = run_tool(
        words(folder, {"--ops=4", "--futures=2", "--kind=example", "--kind=notified", way}));
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    summaries.push_back(last_line_as_json(outcome.out).as_object());
    summaries.back().erase("seconds");
  }
  EXPECT_EQ(summaries[0], summaries[1]);
  const Folder folder;
  const Outcome outcome = run_tool(
      words(folder, {"--ops=4", "--futures=2", "--kind=example", "--kind=notified", "--noreduce"}));
  const boost::json::object all = last_line_as_json(outcome.out).as_object();
  EXPECT_EQ(all.at("programs"), all.at("all_programs"));
  EXPECT_EQ(all.at("programs"), summaries[0].at("all_programs"));
  EXPECT_EQ(all.at("signatures"), summaries[0].at("signatures"));
}

TEST(Exhaust, GoesOnWhereItWasInterrupted) {
  const Folder folder;
  const std::vector<std::string> search = words(folder, {"--ops=7", "--kind=example"});
  Tool tool(search);
  // Some of its parts are done, and not all.
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  tool.send_to_all(SIGINT);
  const Outcome stopped = tool.wait();
  EXPECT_EQ(stopped.status, 0) << stopped.err;
  EXPECT_THAT(stopped.out, HasSubstr("interrupted: "));
  EXPECT_THAT(stopped.out, HasSubstr("the same command goes on from here"));
  EXPECT_FALSE(tool.left_processes());
  const boost::json::object before = last_line_as_json(stopped.out).as_object();
  EXPECT_EQ(before.at("complete"), false);

  const Outcome resumed = run_tool(search);
  EXPECT_EQ(resumed.status, 0) << resumed.err;
  EXPECT_THAT(resumed.out, HasSubstr("goes on: "));
  EXPECT_THAT(resumed.out, HasSubstr("all 19,192,762 programs"));
  boost::json::object after = last_line_as_json(resumed.out).as_object();
  EXPECT_LT(before.at("programs").as_int64(), after.at("programs").as_int64());

  // What it adds up is what comes of doing it in one go.
  const Folder another;
  boost::json::object straight =
      last_line_as_json(run_tool(words(another, {"--ops=7", "--kind=example"})).out).as_object();
  for (const char* of_one_search : {"seconds", "signatures", "confirmed"}) {
    after.erase(of_one_search);
    straight.erase(of_one_search);
  }
  EXPECT_EQ(after, straight);
}

TEST(Exhaust, DoesNotTrustHalfOfItsProgress) {
  const Folder folder;
  const std::vector<std::string> search = words(folder, {"--ops=3", "--kind=example"});
  ASSERT_EQ(run_tool(search).status, 0);
  std::string path;
  for (const auto& [file, content] : files_in(folder.path())) {
    path = file;
    folder.file(file.substr(file.rfind('/') + 1), content.substr(0, content.size() - 10));
  }
  expect_refusal(run_tool(search), path + ": cannot be read; remove it to begin anew");
}

TEST(Exhaust, RefusesWhatIsNoUniverse) {
  const Folder folder;
  expect_refusal(run_tool({"exhaust", "--ops=3"}), "exhaust: name a kind at least: --kind=example");
  expect_refusal(run_tool({"exhaust", "--ops=3", "--kind=exampel"}),
                 "exhaust: --kind: `exampel` is no kind; see `pinprick kinds`");
  expect_refusal(run_tool({"exhaust", "--ops=0", "--kind=example"}),
                 "exhaust: --ops must lie between 1 and 32");
  expect_refusal(run_tool({"exhaust", "--ops=33", "--kind=example"}),
                 "exhaust: --ops must lie between 1 and 32");
  expect_refusal(run_tool({"exhaust", "--kind=example", "--jobs=0"}),
                 "exhaust: --jobs must lie between 1 and 256");
  expect_refusal(run_tool({"exhaust", "--kind=example", "more"}),
                 "exhaust: unexpected argument `more`");
  EXPECT_THAT(files_in(folder.path()), IsEmpty());
}

}  // namespace
}  // namespace pinprick::harness::cli_exhaust_test
