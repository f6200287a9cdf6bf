#include "services/routing/store/people_store.h"

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/pg/arrays.h"
#include "libs/pg/exec.h"
#include "services/routing/store/columns.h"

namespace redress::routing {
namespace {

constexpr char kAgentColumns[] =
    " a.agent, a.display_name, a.teams, a.skill_names, a.skill_levels, a.languages, a.case_limit, a.supervisor, a.presence,"
    " a.presence_us, a.version ";
constexpr int kAgentColumnCount = 11;
constexpr char kOpenCount[] = " (SELECT count(s.slot) FROM assignment s WHERE s.agent = a.agent AND s.released_us IS NULL) ";

Agent AgentOf(const pqxx::row& row) {
  Agent agent;
  agent.id = row[0].c_str();
  agent.display_name = row[1].c_str();
  agent.teams = pg::ParseTextArray(row[2].c_str());
  const std::vector<std::string> names = pg::ParseTextArray(row[3].c_str());
  const std::vector<int64_t> levels = pg::ParseIntArray(row[4].c_str());
  for (size_t i = 0; i < names.size(); ++i) agent.skills.push_back({names[i], static_cast<int>(levels[i])});
  agent.languages = pg::ParseTextArray(row[5].c_str());
  agent.case_limit = row[6].as<int>();
  agent.supervisor = row[7].as<bool>();
  agent.presence = PresenceOf(row[8].c_str()).value();
  agent.presence_time = BusinessTime::FromUnixMicros(row[9].as<int64_t>());
  agent.version = row[10].as<int64_t>();
  return agent;
}

struct SkillColumns {
  TextColumn names;
  NumberColumn levels;
  explicit SkillColumns(const Agent& agent) {
    for (const Skill& skill : agent.skills) names.Add(skill.name), levels.Add(skill.level);
  }
};

Team TeamOf(const pqxx::row& row) {
  Team team;
  team.id = row[0].c_str();
  team.display_name_zh = row[1].c_str();
  team.display_name_en = row[2].c_str();
  team.required_skills = pg::ParseTextArray(row[3].c_str());
  team.version = row[4].as<int64_t>();
  return team;
}

}  // namespace

absl::StatusOr<Agent> GetAgent(pqxx::transaction_base& transaction, const std::string& id, bool lock) {
  const pqxx::result rows = pg::Exec(
      transaction,
      absl::StrCat("SELECT", kAgentColumns, ",", kOpenCount, "FROM agent a WHERE agent = $1", lock ? " FOR NO KEY UPDATE" : ""),
      id);
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "AGENT_NOT_FOUND", "no such agent");
  Agent agent = AgentOf(rows[0]);
  agent.open_count = rows[0][kAgentColumnCount].as<int>();
  return agent;
}

std::vector<Agent> GetAgents(pqxx::transaction_base& transaction, absl::Span<const std::string> ids) {
  std::vector<Agent> agents;
  const pqxx::result rows = pg::Exec(
      transaction, absl::StrCat("SELECT", kAgentColumns, "FROM agent a WHERE a.agent = ANY ($1::text[])"), pg::ArrayOf(ids));
  for (const pqxx::row& row : rows) agents.push_back(AgentOf(row));
  return agents;
}

std::vector<Agent> ListAgents(pqxx::transaction_base& transaction, const AgentQuery& query) {
  std::string sql = absl::StrCat("SELECT", kAgentColumns, ",", kOpenCount, "FROM agent a WHERE a.agent > $1");
  if (!query.team.empty()) absl::StrAppend(&sql, " AND a.teams @> ARRAY[", transaction.quote(query.team), "]");
  if (query.presence.has_value())
    absl::StrAppend(&sql, " AND a.presence = ", transaction.quote(std::string(Word(*query.presence))));
  absl::StrAppend(&sql, " ORDER BY a.agent LIMIT ", query.limit);
  std::vector<Agent> agents;
  for (const pqxx::row& row : transaction.exec_params(sql, query.after)) {
    agents.push_back(AgentOf(row));
    agents.back().open_count = row[kAgentColumnCount].as<int>();
  }
  return agents;
}

bool InsertAgent(pqxx::transaction_base& transaction, const Agent& agent) {
  const SkillColumns skills(agent);
  const pqxx::result rows = pg::Exec(
      transaction,
      "INSERT INTO agent (agent, display_name, teams, skill_names, skill_levels, languages, case_limit, supervisor, presence,"
      " presence_us, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
      agent.id, agent.display_name, pg::ArrayOf(absl::MakeConstSpan(agent.teams)), skills.names.Literal(),
      skills.levels.Literal(), pg::ArrayOf(absl::MakeConstSpan(agent.languages)), agent.case_limit, agent.supervisor,
      std::string(Word(agent.presence)), agent.presence_time.micros(), agent.version);
  return rows.affected_rows() == 1;
}

void UpdateAgent(pqxx::transaction_base& transaction, const Agent& agent) {
  const SkillColumns skills(agent);
  pg::Exec(transaction,
           "UPDATE agent SET display_name = $2, teams = $3, skill_names = $4, skill_levels = $5, languages = $6, case_limit = $7,"
           " supervisor = $8, presence = $9, presence_us = $10, version = $11 WHERE agent = $1",
           agent.id, agent.display_name, pg::ArrayOf(absl::MakeConstSpan(agent.teams)), skills.names.Literal(),
           skills.levels.Literal(), pg::ArrayOf(absl::MakeConstSpan(agent.languages)), agent.case_limit, agent.supervisor,
           std::string(Word(agent.presence)), agent.presence_time.micros(), agent.version);
}

std::vector<Team> ListTeams(pqxx::transaction_base& transaction) {
  std::vector<Team> teams;
  const pqxx::result rows = pg::Exec(
      transaction,
      "SELECT t.team, t.display_name_zh, t.display_name_en, t.required_skills, t.version,"
      " (SELECT count(*) FROM work_item w WHERE w.team = t.team AND w.state = 'QUEUED'),"
      " (SELECT count(*) FROM agent a WHERE a.teams @> ARRAY[t.team] AND a.presence = 'ONLINE') FROM team t ORDER BY t.team");
  for (const pqxx::row& row : rows) {
    teams.push_back(TeamOf(row));
    teams.back().queued_count = row[5].as<int>();
    teams.back().online_count = row[6].as<int>();
  }
  return teams;
}

std::vector<Team> LoadTeams(pqxx::transaction_base& transaction) {
  std::vector<Team> teams;
  const pqxx::result rows =
      pg::Exec(transaction, "SELECT team, display_name_zh, display_name_en, required_skills, version FROM team ORDER BY team");
  for (const pqxx::row& row : rows) teams.push_back(TeamOf(row));
  return teams;
}

absl::flat_hash_set<std::string> TeamIds(pqxx::transaction_base& transaction) {
  absl::flat_hash_set<std::string> ids;
  for (const pqxx::row& row : pg::Exec(transaction, "SELECT team FROM team")) ids.insert(row[0].c_str());
  return ids;
}

absl::StatusOr<Team> GetTeam(pqxx::transaction_base& transaction, const std::string& id) {
  const pqxx::result rows = pg::Exec(
      transaction, "SELECT team, display_name_zh, display_name_en, required_skills, version FROM team WHERE team = $1", id);
  if (rows.empty()) return Error(absl::StatusCode::kNotFound, "TEAM_NOT_FOUND", "no such team");
  return TeamOf(rows[0]);
}

int64_t PutTeam(pqxx::transaction_base& transaction, const Team& team) {
  return pg::Exec(
             transaction,
             "INSERT INTO team (team, display_name_zh, display_name_en, required_skills) VALUES ($1, $2, $3, $4)"
             " ON CONFLICT (team) DO UPDATE SET display_name_zh = excluded.display_name_zh,"
             " display_name_en = excluded.display_name_en, required_skills = excluded.required_skills, version = team.version + 1"
             " RETURNING version",
             team.id, team.display_name_zh, team.display_name_en, pg::ArrayOf(absl::MakeConstSpan(team.required_skills)))[0][0]
      .as<int64_t>();
}

void SeedTeams(pqxx::transaction_base& transaction, absl::Span<const Team> teams) {
  for (const Team& team : teams) {
    pg::Exec(transaction,
             "INSERT INTO team (team, display_name_zh, display_name_en, required_skills) VALUES ($1, $2, $3, $4) ON CONFLICT DO "
             "NOTHING",
             team.id, team.display_name_zh, team.display_name_en, pg::ArrayOf(absl::MakeConstSpan(team.required_skills)));
  }
}

}  // namespace redress::routing
