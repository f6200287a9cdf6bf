// A batch turned into columns: arrays as PostgreSQL reads them, and long values laid end to end with their places. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "libs/pg/pqxx_compat.h"
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
  std::string request_ids;
  pg::BytesParam callers = pg::Bytes(""), body_hashes = pg::Bytes("");
  std::string numbers, partitions, channels, event_times, now;
  pg::BytesParam received_times = pg::Bytes("");
  std::string vip_levels, amounts, missings;
  pg::BytesParam customers = pg::Bytes(""), currencies = pg::Bytes(""), products = pg::Bytes(""), sellers = pg::Bytes("");
  pg::BytesParam sources = pg::Bytes(""), languages = pg::Bytes("");
  std::string key_ids, content_starts, content_sizes, contents;
  pg::BytesParam key_owners = pg::Bytes(""), message_keys = pg::Bytes("");
  std::string replies_to, order_places, matter_places;
  pg::BytesParam order_indexes = pg::Bytes(""), matter_keys = pg::Bytes("");
  std::string evidence_places, evidence_ids, evidence_sizes;
  pg::BytesParam evidence_hashes = pg::Bytes(""), evidence_types = pg::Bytes(""), evidence_uris = pg::Bytes("");
  std::string new_key_ids;
  pg::BytesParam new_owners = pg::Bytes(""), new_wrapped = pg::Bytes("");
  std::string event_ids, event_starts, event_sizes, events, keys_known;
  pg::BytesParam traceparents = pg::Bytes(""), names = pg::Bytes("");
};

BatchColumns ToColumns(const NewBatch& batch);

}  // namespace redress::intake
