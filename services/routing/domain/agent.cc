#include "services/routing/domain/agent.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/text.h"

namespace redress::routing {
namespace {

constexpr size_t kNameCodePointsMax = 100;
constexpr size_t kListMax = 50;

// Skills are upper case (`LOGISTICS`), as tags are.
bool ValidSkillName(absl::string_view name) {
  if (name.empty() || name.size() > 63) return false;
  return std::all_of(name.begin(), name.end(),
                     [](char c) { return absl::ascii_isupper(c) || absl::ascii_isdigit(c) || c == '_'; });
}

void CheckDisplayName(absl::string_view field, absl::string_view name, Violations* violations) {
  if (Trim(name).empty() || !ValidUtf8(name) || absl::StrContains(name, '\0') || CodePointCount(name) > kNameCodePointsMax) {
    violations->Add(field, "must have 1 to 100 code points of UTF-8 without NUL");
  }
}

// Checks one list: its length, each element by `valid`, and that none comes twice.
template <class Valid>
void CheckList(absl::string_view field, const std::vector<std::string>& list, Valid valid, absl::string_view allowed,
               Violations* violations) {
  if (list.size() > kListMax) violations->Add(field, "must have at most 50 elements");
  std::set<absl::string_view> seen;
  for (size_t i = 0; i < list.size(); ++i) {
    if (!valid(list[i])) {
      violations->Add(absl::StrCat(field, "[", i, "]"), allowed);
    } else if (!seen.insert(list[i]).second) {
      violations->Add(absl::StrCat(field, "[", i, "]"), "must not come twice");
    }
  }
}

}  // namespace

bool InTeam(const Agent& agent, absl::string_view team) {
  return std::find(agent.teams.begin(), agent.teams.end(), team) != agent.teams.end();
}

bool HasSkills(const Agent& agent, const Team& team) {
  return std::all_of(team.required_skills.begin(), team.required_skills.end(), [&](const std::string& required) {
    return std::any_of(agent.skills.begin(), agent.skills.end(), [&](const Skill& skill) { return skill.name == required; });
  });
}

bool ValidId(absl::string_view id) {
  if (id.empty() || id.size() > 63) return false;
  return std::all_of(id.begin(), id.end(), [](char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-'; });
}

void CheckAgent(const Agent& agent, Violations* violations) {
  CheckDisplayName("agent.display_name", agent.display_name, violations);
  CheckList("agent.teams", agent.teams, ValidId, "must be teams/{team}", violations);
  const auto language = [](absl::string_view l) { return l == "zh" || l == "en"; };
  CheckList("agent.languages", agent.languages, language, "must be zh or en", violations);
  std::vector<std::string> names;
  for (size_t i = 0; i < agent.skills.size(); ++i) {
    names.push_back(agent.skills[i].name);
    if (agent.skills[i].level < 1 || agent.skills[i].level > 5) {
      violations->Add(absl::StrCat("agent.skills[", i, "].level"), "must be 1 to 5");
    }
  }
  CheckList("agent.skills", names, ValidSkillName, "must have a name of [A-Z0-9_], at most 63", violations);
  if (agent.case_limit < 0 || agent.case_limit > kCaseLimitMax) violations->Add("agent.case_limit", "must be 0 to 1000");
}

void CheckTeam(const Team& team, Violations* violations) {
  if (!ValidId(team.id)) violations->Add("team.name", "must be teams/{team}, the id of [a-z0-9-], at most 63");
  CheckDisplayName("team.display_name_zh", team.display_name_zh, violations);
  CheckDisplayName("team.display_name_en", team.display_name_en, violations);
  CheckList("team.required_skills", team.required_skills, ValidSkillName, "must be of [A-Z0-9_], at most 63", violations);
}

absl::string_view Word(Presence presence) {
  switch (presence) {
    case Presence::kOnline:
      return "ONLINE";
    case Presence::kBusy:
      return "BUSY";
    case Presence::kOffline:
      return "OFFLINE";
  }
  return "";
}

absl::optional<Presence> PresenceOf(absl::string_view word) {
  for (const Presence presence : {Presence::kOnline, Presence::kBusy, Presence::kOffline}) {
    if (Word(presence) == word) return presence;
  }
  return absl::nullopt;
}

}  // namespace redress::routing
