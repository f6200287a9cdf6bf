#include "services/intake/store/batch_columns.h"

#include "absl/strings/str_cat.h"
#include "libs/pg/arrays.h"

namespace redress::intake {
namespace {

using Optional = absl::optional<std::string>;

// One value of each complaint.
template <class T, class Get>
std::vector<T> Values(const NewBatch& batch, Get get) {
  std::vector<T> values;
  values.reserve(batch.complaints.size());
  for (const NewComplaint& complaint : batch.complaints) values.push_back(get(complaint));
  return values;
}

template <class T, class Get>
pg::BytesParam ByteColumn(const NewBatch& batch, Get get) {
  return pg::ByteArrayOf(Values<T>(batch, get));
}

template <class T, class Get>
pg::BytesParam TextColumn(const NewBatch& batch, Get get) {
  return pg::TextArrayOf(Values<T>(batch, get));
}

template <class T, class Get>
std::string Column(const NewBatch& batch, Get get) {
  return pg::ArrayOf(Values<T>(batch, get));
}

Optional BytesOrNull(const std::string& bytes) {
  return bytes.empty() ? Optional() : Optional(bytes);
}

template <class T>
Optional TextOrNull(const absl::optional<T>& value) {
  return value.has_value() ? Optional(absl::StrCat(*value)) : Optional();
}

void AddRequests(const NewBatch& batch, BatchColumns& columns) {
  columns.callers = TextColumn<std::string>(batch, [](const NewComplaint& c) { return c.request.caller; });
  columns.request_ids = Column<std::string>(batch, [](const NewComplaint& c) { return c.request.request_id.ToString(); });
  columns.body_hashes = ByteColumn<std::string>(batch, [](const NewComplaint& c) { return c.request.body_hash; });
}

void AddFacts(const NewBatch& batch, BatchColumns& columns) {
  columns.now = batch.now.ToRfc3339();
  columns.numbers = Column<int64_t>(batch, [](const NewComplaint& c) { return c.facts.number; });
  columns.names = TextColumn<std::string>(batch, [](const NewComplaint& c) { return c.name; });
  columns.partitions = Column<int>(batch, [](const NewComplaint& c) { return c.facts.partition; });
  columns.channels = Column<int>(batch, [](const NewComplaint& c) { return c.facts.channel; });
  columns.received_times =
      pg::TimeArrayOf(Values<int64_t>(batch, [](const NewComplaint& c) { return c.facts.received_time.micros(); }));
  columns.event_times = Column<Optional>(batch, [](const NewComplaint& c) {
    return c.facts.event_time.has_value() ? Optional(c.facts.event_time->ToRfc3339()) : Optional();
  });
  columns.customers = ByteColumn<Optional>(batch, [](const NewComplaint& c) { return BytesOrNull(c.facts.customer); });
  columns.vip_levels = Column<int>(batch, [](const NewComplaint& c) { return c.facts.vip_level; });
  columns.amounts = Column<Optional>(batch, [](const NewComplaint& c) {
    return c.facts.amount_paid.has_value() ? Optional(absl::StrCat(c.facts.amount_paid->minor)) : Optional();
  });
  columns.currencies = TextColumn<Optional>(batch, [](const NewComplaint& c) {
    return c.facts.amount_paid.has_value() ? Optional(std::string(c.facts.amount_paid->currency.code())) : Optional();
  });
  columns.products = TextColumn<std::string>(batch, [](const NewComplaint& c) { return c.facts.product; });
  columns.sellers = TextColumn<std::string>(batch, [](const NewComplaint& c) { return c.facts.seller; });
  columns.sources = TextColumn<std::string>(batch, [](const NewComplaint& c) { return c.facts.source; });
  columns.languages = TextColumn<std::string>(batch, [](const NewComplaint& c) { return c.facts.language_code; });
  columns.missings = Column<int>(batch, [](const NewComplaint& c) { return c.facts.missing; });
}

void AddSealed(const NewBatch& batch, BatchColumns& columns) {
  PackedColumn contents;
  PackedColumn events;
  for (const NewComplaint& complaint : batch.complaints) {
    contents.Add(complaint.content);
    events.Add(complaint.event);
  }
  columns.key_owners = ByteColumn<std::string>(batch, [](const NewComplaint& c) { return c.key_owner; });
  columns.key_ids = Column<std::string>(batch, [](const NewComplaint& c) { return c.key_id.ToString(); });
  columns.content_starts = pg::ArrayOf(contents.starts);
  columns.content_sizes = pg::ArrayOf(contents.sizes);
  columns.contents = std::move(contents.bytes);
  columns.event_ids = Column<std::string>(batch, [](const NewComplaint& c) { return c.event_id.ToString(); });
  columns.event_starts = pg::ArrayOf(events.starts);
  columns.event_sizes = pg::ArrayOf(events.sizes);
  columns.events = std::move(events.bytes);
  columns.traceparents = TextColumn<std::string>(batch, [](const NewComplaint& c) { return c.traceparent; });
}

void AddLinks(const NewBatch& batch, BatchColumns& columns) {
  columns.message_keys = ByteColumn<Optional>(batch, [](const NewComplaint& c) { return BytesOrNull(c.message_key); });
  columns.replies_to = Column<Optional>(batch, [](const NewComplaint& c) { return TextOrNull(c.reply_to); });
  std::vector<int> order_places, matter_places;
  std::vector<std::string> order_indexes, matter_keys;
  for (size_t i = 0; i < batch.complaints.size(); ++i) {
    for (const std::string& index : batch.complaints[i].order_indexes) {
      order_places.push_back(static_cast<int>(i) + 1);
      order_indexes.push_back(index);
    }
    for (const std::string& key : batch.complaints[i].matter_keys) {
      matter_places.push_back(static_cast<int>(i) + 1);
      matter_keys.push_back(key);
    }
  }
  columns.order_places = pg::ArrayOf(order_places);
  columns.order_indexes = pg::ByteArrayOf(order_indexes);
  columns.matter_places = pg::ArrayOf(matter_places);
  columns.matter_keys = pg::ByteArrayOf(matter_keys);
}

void AddEvidence(const NewBatch& batch, BatchColumns& columns) {
  std::vector<int> places;
  std::vector<std::string> ids, hashes, types, uris;
  std::vector<int64_t> sizes;
  for (size_t i = 0; i < batch.complaints.size(); ++i) {
    for (const EvidenceRow& evidence : batch.complaints[i].evidence) {
      places.push_back(static_cast<int>(i) + 1);
      ids.push_back(evidence.id.ToString());
      hashes.push_back(evidence.sha256);
      types.push_back(evidence.media_type);
      sizes.push_back(evidence.size_bytes);
      uris.push_back(evidence.uri);
    }
  }
  columns.evidence_places = pg::ArrayOf(places);
  columns.evidence_ids = pg::ArrayOf(ids);
  columns.evidence_hashes = pg::ByteArrayOf(hashes);
  columns.evidence_types = pg::TextArrayOf(types);
  columns.evidence_sizes = pg::ArrayOf(sizes);
  columns.evidence_uris = pg::ByteArrayOf(uris);
}

void AddKeys(const NewBatch& batch, BatchColumns& columns) {
  std::vector<bool> known;
  for (const NewComplaint& complaint : batch.complaints) known.push_back(complaint.key_known);
  columns.keys_known = pg::ArrayOf(known);
  std::vector<std::string> owners, ids, wrapped;
  for (const WrappedKey& key : batch.new_keys) {
    owners.push_back(key.owner);
    ids.push_back(key.key_id.ToString());
    wrapped.push_back(key.wrapped);
  }
  columns.new_owners = pg::ByteArrayOf(owners);
  columns.new_key_ids = pg::ArrayOf(ids);
  columns.new_wrapped = pg::ByteArrayOf(wrapped);
}

}  // namespace

void PackedColumn::Add(absl::string_view value) {
  starts.push_back(static_cast<int>(bytes.size()) + 1);
  sizes.push_back(static_cast<int>(value.size()));
  bytes.append(value.data(), value.size());
}

BatchColumns ToColumns(const NewBatch& batch) {
  BatchColumns columns;
  AddRequests(batch, columns);
  AddFacts(batch, columns);
  AddSealed(batch, columns);
  AddLinks(batch, columns);
  AddEvidence(batch, columns);
  AddKeys(batch, columns);
  return columns;
}

}  // namespace redress::intake
