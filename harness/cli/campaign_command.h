// A campaign from flags to exit status, for `fuzz` and for `gate`.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "harness/campaign/campaign.h"
#include "harness/cli/command.h"
#include "harness/cli/limits.h"
#include "harness/report/json.h"

namespace pinprick::harness {

// The flags of both.
inline constexpr std::array<const char*, 8> kCampaignFlags = {
    "seconds", "runs", "jobs", "seed", "corpus", "json", kTimeFlag, kMemoryFlag};

// Of --seconds, at most.
inline constexpr std::uint32_t kSecondsMax = 366 * 24 * 3600;

// Where the project's own corpus lies; empty where there is none (run_tool sets it).
std::string& corpus_directory();

// The folders of that corpus.
std::vector<std::string> own_corpus();

// The seed that --seed gives, or one drawn at random.
std::uint64_t chosen_seed(const Arguments& arguments);

// The options that the flags give; the error is one line.
absl::StatusOr<CampaignOptions> campaign_options(const Arguments& arguments, std::uint32_t seconds);

// Fire drill, campaign, headline. Adds to the summary; returns the exit status.
int run_drill_and_campaign(const CampaignOptions& options, Summary& summary);

}  // namespace pinprick::harness
