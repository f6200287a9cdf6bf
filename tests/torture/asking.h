// What proofs ask of databases: statements that count what must not be, lists, and rows that two databases should share.
#pragma once

#include <string>
#include <vector>

#include "libs/pg/pqxx_compat.h"

namespace redress::torture {

// What a proof finds, one line each; an empty list proves it.
using FaultList = std::vector<std::string>;

pqxx::result Ask(const std::string& pg, const std::string& sql);
// The first column of the first row; empty for no row.
std::string AskOne(const std::string& pg, const std::string& sql);
// The first column.
std::vector<std::string> Column(const std::string& pg, const std::string& sql);

// A statement that counts what must not be.
struct Check {
  const char* fault;
  const char* sql;
};
template <size_t N>
FaultList RunChecks(const std::string& pg, const Check (&checks)[N]) {
  FaultList faults;
  for (const Check& check : checks) {
    if (const std::string count = AskOne(pg, check.sql); count != "0") faults.push_back(std::string(check.fault) + ": " + count);
  }
  return faults;
}

// The rows (one column, sorted) that only one of two databases has, all of them, so that one more is always seen; none at
// all is a fault, too.
FaultList Differences(const std::string& pg, const std::string& other_pg, const std::string& sql);

void Append(FaultList more, FaultList* faults);
// How many of `now` were not found `before`.
int CountNew(const FaultList& before, const FaultList& now);

// Makes an empty database beside that of `pg`, and answers how to reach it.
std::string CreateDatabase(const std::string& pg, const std::string& name);

// The same of what `pg`, to which nobody else is connected, holds now.
std::string CopyDatabase(const std::string& pg, const std::string& name);
// Changes rows past triggers and foreign keys, which would refuse it: to show that a proof notices.
void Tamper(const std::string& pg, const std::string& sql);
// Whether nobody but the asker is connected: nothing moves any more.
bool NobodyWrites(const std::string& pg);

}  // namespace redress::torture
