// The facts of a rebuild beside those that there are: a schema of their own with the same tables, compared a partition at a time
// and put in place of the present ones. The functions belong to the transaction that is given, whose search path is that of the
// present facts; they throw what libpqxx throws.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "libs/pg/pool.h"
#include "services/analytics/domain/fact.h"

namespace redress::analytics {

// The consumer of a source: one each, so that none waits for another's service.
std::string ConsumerOf(absl::string_view source);

// Makes the schema with empty tables; what former rebuilds of this service left is dropped.
absl::Status MakeShadow(const std::string& connection, const std::string& live_schema, const std::string& shadow);
void DropShadow(pqxx::transaction_base& transaction, const std::string& shadow);

// Which epoch of each source is followed; without those that have never been heard of.
std::map<std::string, std::string> FollowedSources(pqxx::transaction_base& transaction, const std::vector<std::string>& sources);
// How far the source's consumer is, by partition.
std::vector<int64_t> ReadPositions(pqxx::transaction_base& transaction, const std::string& source, const std::string& epoch,
                                   int partitions);
// Until the end of the transaction the source's consumer applies nothing in these partitions.
void LockConsumer(pqxx::transaction_base& transaction, const std::string& source, const std::vector<int>& partitions);

struct RowDifference {
  std::string key;
  std::string column;  // empty: the fact is in one of both only
  std::string value;
  std::string rebuilt_value;
};
struct Comparison {
  int64_t rows = 0;
  std::string hash;  // hexadecimal
  std::string rebuilt_hash;
  int64_t differences = 0;
  absl::optional<RowDifference> first;
};
// One table in one partition.
Comparison Compare(pqxx::transaction_base& transaction, const Table& table, const std::string& shadow, int partition);
// SHA-256 of the text, hexadecimal.
std::string Sha256(pqxx::transaction_base& transaction, const std::string& text);

// Puts the shadow's facts of these sources in place of the present ones, and the positions up to which they were folded in place
// of the consumers'. Everybody's locks must be held. By source: its epoch and positions.
struct SourcePositions {
  std::string epoch;
  std::vector<int64_t> applied;  // by partition
};
void Swap(pqxx::transaction_base& transaction, const std::string& shadow,
          const std::map<std::string, SourcePositions>& positions);

}  // namespace redress::analytics
