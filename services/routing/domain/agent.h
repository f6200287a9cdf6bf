// The people: agents and teams, and what makes one valid. Plain values; ids are bare and equal the last part of the resource
// name.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/base/error.h"
#include "services/routing/domain/assign.h"

namespace redress::routing {

inline constexpr int kCaseLimitMax = 1000;
inline constexpr int kCaseLimitUsual = 30;

struct Skill {
  std::string name;
  int level = 1;  // 1 … 5
  friend bool operator==(const Skill&, const Skill&) = default;
};

struct Agent {
  std::string id;
  std::string display_name;
  std::vector<std::string> teams;
  std::vector<Skill> skills;
  std::vector<std::string> languages;
  int case_limit = kCaseLimitUsual;
  bool supervisor = false;
  Presence presence = Presence::kOffline;
  BusinessTime presence_time;
  int open_count = 0;  // items offered to or owned by the agent; derived, never stored
  int64_t version = 1;
};

struct Team {
  std::string id;
  std::string display_name_zh;
  std::string display_name_en;
  std::vector<std::string> required_skills;
  int queued_count = 0;  // derived
  int online_count = 0;  // derived
  int64_t version = 1;
};

bool InTeam(const Agent& agent, absl::string_view team);
// True where every required skill is among the agent's.
bool HasSkills(const Agent& agent, const Team& team);

// Every bad field of an agent (its id apart), under `agent.`: lengths, ranges, duplicates.
void CheckAgent(const Agent& agent, Violations* violations);
// Every bad field of a team, under `team.`.
void CheckTeam(const Team& team, Violations* violations);
// [a-z0-9-]{1,63}
bool ValidId(absl::string_view id);

// `ONLINE`, …
absl::string_view Word(Presence presence);
absl::optional<Presence> PresenceOf(absl::string_view word);

}  // namespace redress::routing
