#include "tests/torture/asking.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/str_cat.h"

namespace redress::torture {

pqxx::result Ask(const std::string& pg, const std::string& sql) {
  pqxx::connection connection(pg);
  pqxx::nontransaction transaction(connection);
  return transaction.exec(sql);
}

std::string AskOne(const std::string& pg, const std::string& sql) {
  const pqxx::result rows = Ask(pg, sql);
  return rows.empty() ? "" : rows[0][0].c_str();
}

std::vector<std::string> Column(const std::string& pg, const std::string& sql) {
  std::vector<std::string> values;
  for (const auto& row : Ask(pg, sql)) {
    values.emplace_back(row[0].c_str());
  }
  return values;
}

FaultList Differences(const std::string& pg, const std::string& other_pg, const std::string& sql) {
  const std::vector<std::string> ours = Column(pg, sql);
  const std::vector<std::string> others = Column(other_pg, sql);
  std::vector<std::string> different;
  std::set_symmetric_difference(ours.begin(), ours.end(), others.begin(), others.end(), std::back_inserter(different));
  FaultList faults;
  faults.reserve(different.size());
  for (const std::string& row : different) faults.push_back(absl::StrCat("only in one of both: ", row));
  if (ours.empty()) {
    faults.push_back(absl::StrCat("nothing to compare: ", sql));
  }
  return faults;
}

void Append(FaultList more, FaultList* faults) {
  faults->insert(faults->end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

int CountNew(const FaultList& before, const FaultList& now) {
  return static_cast<int>(std::count_if(now.begin(), now.end(), [&](const std::string& fault) {
    return std::find(before.begin(), before.end(), fault) == before.end();
  }));
}

std::string CreateDatabase(const std::string& pg, const std::string& name) {
  Ask(pg, absl::StrCat("CREATE DATABASE ", name));
  return absl::StrCat(pg, " dbname=", name);
}

std::string CopyDatabase(const std::string& pg, const std::string& name) {
  Ask(pg, absl::StrCat("CREATE DATABASE ", name, " TEMPLATE ", AskOne(pg, "SELECT current_database()")));
  return absl::StrCat(pg, " dbname=", name);
}

void Tamper(const std::string& pg, const std::string& sql) {
  pqxx::connection connection(pg);
  pqxx::nontransaction transaction(connection);
  transaction.exec("SET session_replication_role = replica");
  transaction.exec(sql);
}

bool NobodyWrites(const std::string& pg) {
  return AskOne(pg, "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()") ==
         "0";
}

}  // namespace redress::torture
