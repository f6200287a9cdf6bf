// Rows as the database holds them: personal data sealed, searched values as fingerprints of 16 bytes, numbers as integers
// (domain/names.h). What they mean in clear is known to app/ only, which has the keys. Values.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/types/optional.h"
#include "libs/base/money.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"
#include "libs/events/log.h"

namespace redress::intake {

// The data key of an owner, wrapped by the key ring.
struct WrappedKey {
  std::string owner;  // fingerprint
  Uuid key_id;
  std::string wrapped;
};

// What is stored in clear of a complaint.
struct ComplaintFacts {
  int64_t number = 0;
  int64_t case_number = 0;
  int partition = 0;
  int channel = 0;
  BusinessTime received_time;
  absl::optional<BusinessTime> event_time;
  BusinessTime create_time;
  std::string customer;  // fingerprint; empty: anonymous
  int vip_level = 0;
  absl::optional<Money> amount_paid;
  std::string product;
  std::string seller;
  std::string source;
  std::string language_code;
  int missing = 0;  // bit set
  std::string submitter;
  // Of a submission only, for its event; not stored. Kinds as in the event; fingerprints.
  std::vector<std::pair<int, std::string>> identifiers;
};

struct ComplaintRow {
  ComplaintFacts facts;  // its case as of now
  int link_version = 0;
  Uuid key_id;
  std::string wrapped_key;  // empty: erased
  std::string content;      // sealed
};

struct EvidenceRow {
  int64_t number = 0;
  Uuid id;
  std::string sha256;  // 32 bytes
  std::string media_type;
  int64_t size_bytes = 0;
  std::string adder;
  BusinessTime create_time;
  Uuid key_id;
  std::string uri;  // sealed
};

struct ContactRow {
  int64_t number = 0;
  Uuid id;
  int kind = 0;
  int channel = 0;
  BusinessTime received_time;
  BusinessTime create_time;
  std::string source;
  std::string submitter;
  Uuid key_id;
  std::string content;  // sealed
};

// Whose request it is (AIP-155).
struct RequestIdentity {
  std::string caller;
  Uuid request_id;
  std::string body_hash;
};

// A complaint to be stored: `facts.case_number` is its own number, the database knows better.
struct NewComplaint {
  RequestIdentity request;
  ComplaintFacts facts;
  std::string name;  // `complaints/{number}`
  std::string key_owner;
  Uuid key_id;
  bool key_known = false;  // it is in the database already, as far as this process knows
  std::string content;
  std::string message_key;           // empty: the message has no id
  absl::optional<int64_t> reply_to;  // the complaint that a token bound it to
  std::vector<std::string> order_indexes;
  std::vector<std::string> matter_keys;
  std::vector<EvidenceRow> evidence;
  std::string traceparent;
  Uuid event_id;
  std::string event;  // ComplaintReceived, of a case of its own
};

struct NewBatch {
  BusinessTime now;
  absl::Duration repeat_within = absl::Hours(24 * 30);  // a case that ended longer ago is not joined
  std::vector<NewComplaint> complaints;                 // in the order of arrival
  std::vector<WrappedKey> new_keys;                     // different owners
};

// How the database decided.
enum class StoreOutcome { kStored = 0, kSameRequest = 1, kRequestIdReused = 2, kSameMessage = 3, kErased = 4 };

struct StoreResult {
  StoreOutcome outcome = StoreOutcome::kStored;
  int64_t number = 0;       // of the complaint that answers the request
  int64_t case_number = 0;  // where it was stored
  int partition = 0;        // that of the case
  bool own = false;         // it is this batch's: stored now, or before by a commit whose outcome got lost
  // Of its event, where it was stored now: its place in the log of its partition, and what it comes after.
  int64_t sequence = 0;
  std::vector<events::Position> after;
};

}  // namespace redress::intake
