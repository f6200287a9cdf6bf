// A batch turned into columns: arrays as PostgreSQL reads them, and long values laid end to end with their places. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/intake/store/rows.h"

namespace redress::intake {

// Values laid end to end; `starts` counts from 1, as substring() does.
struct PackedColumn {
  std::vector<int> starts;
  std::vector<int> sizes;
  std::string bytes;

  void Add(absl::string_view value);
};

// The arguments of store_complaints, in the order of its parameters.
struct BatchColumns {
  std::string callers, request_ids, body_hashes;
  std::string numbers, partitions, channels, received_times, event_times, now;
  std::string customers, vip_levels, amounts, currencies, products, sellers, sources, languages, missings;
  std::string key_owners, key_ids, content_starts, content_sizes, contents;
  std::string message_keys, replies_to;
  std::string order_places, order_indexes, matter_places, matter_keys;
  std::string evidence_places, evidence_ids, evidence_hashes, evidence_types, evidence_sizes, evidence_uris;
  std::string new_owners, new_key_ids, new_wrapped;
  std::string traceparents, event_starts, event_sizes, events;
  std::string names, keys_known;
};

BatchColumns ToColumns(const NewBatch& batch);

}  // namespace redress::intake
