// What one policy would have given in place of another one, added up over quotations of the past. Values and pure functions; sums
// of parts can be made side by side and merged.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "services/compensation/domain/options.h"

namespace redress::compensation {

// What one policy gave.
struct GivenSums {
  int64_t quotations = 0;
  int64_t empty = 0;  // nothing but an apology
  int64_t cost = 0;
  std::array<int64_t, 4> approvals = {};  // by authority, from the specialist's on
};

// The quotations of one cause and kind of seller.
struct GroupSums {
  int64_t quotations = 0;
  int64_t changed = 0;
  int64_t difference = 0;
  int64_t gains = 0;
  int64_t losses = 0;
};
using GroupKey = std::tuple<std::string, std::string, std::string>;  // l1, l2, seller tier

struct SimulationSums {
  int64_t done = 0;
  int64_t skipped = 0;
  GivenSums candidate, baseline;
  int64_t gain_count = 0, gain = 0;
  int64_t loss_count = 0, loss = 0;
  std::map<GroupKey, GroupSums> groups;

  void Add(const SimulationSums& other);
};

// What options cost: of the make-goods of a line the dearest, of goodwill, of damages each.
int64_t CostOf(const std::vector<Option>& options);

// Adds one quotation, by the facts that were kept of it, its signs of abuse among them. One of which too little was kept is
// skipped. Errors: the policies'.
absl::Status Judge(const Policy& candidate, const Policy& baseline, const NamedFacts& facts, SimulationSums* sums);

// A simulation as it stands.
struct Simulation {
  std::string id;
  int64_t candidate = 0, baseline = 0;
  int32_t days = 0;  // 0: over cases that came with it
  BusinessTime from, create_time;
  enum class State { kRunning = 1, kDone, kFailed } state = State::kRunning;
  int64_t total = 0;
  SimulationSums sums;
  std::string failure;
  absl::optional<BusinessTime> end_time;
  int64_t cursor_us = 0;  // the last quotation that was looked at, or the position of the last case
  std::string cursor_id = "00000000-0000-0000-0000-000000000000";
};

}  // namespace redress::compensation
