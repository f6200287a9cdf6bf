// What intake knows: a complaint as its customer said it, and what was added to it later. Values without behaviour; the rules
// are in the files beside. Whatever may tell who somebody is, or what they said, is Personal: it reaches the vault and callers
// who may see it, nothing else. Thread safe as values are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "libs/base/complaint_number.h"
#include "libs/base/money.h"
#include "libs/base/personal.h"
#include "libs/base/time.h"
#include "libs/base/uuid.h"

namespace redress::intake {

using Secret = Personal<std::string>;

// The ways in (domain.md §1). The numbers are those of the contract and of the database.
enum class Channel : int {
  kUnspecified = 0,
  kApp = 1,
  kWeb = 2,
  kPlatformEntry = 3,
  kChat = 4,
  kHotline = 5,
  kEmail = 6,
  kSocial = 7,
  kStore = 8,
  kRegulator = 9,
};
inline constexpr int kChannelLast = 9;

// What a contact is for. Numbers as in the contract.
enum class ContactKind : int { kUnspecified = 0, kMessage = 1, kUrge = 2, kAnswer = 3 };

struct Customer {
  Secret id;
  Secret display_name;
  Secret phone;
  Secret email;
  Secret address;
  Secret device;  // not stored, but for its fingerprint
  int vip_level = 0;
};

// An object in the platform's store.
struct EvidenceFacts {
  Secret uri;
  std::string media_type;
  int64_t size_bytes = 0;
  std::string sha256;  // 64 lower-case hexadecimal digits
};

// What a customer said once, checked (check_complaint.h).
struct Submission {
  Channel channel = Channel::kUnspecified;
  BusinessTime received_time;
  absl::optional<BusinessTime> event_time;
  Secret text;
  Customer customer;
  Secret remedy_sought;
  std::vector<Secret> orders;
  absl::optional<Money> amount_paid;
  std::string product;
  std::string seller;
  std::vector<EvidenceFacts> evidence;
  std::string language_code;
  std::string source;
  Secret source_message_id;
  Secret author_handle;
  Secret permalink;
};

struct Evidence {
  Uuid id;
  EvidenceFacts facts;
  std::string adder;
  BusinessTime create_time;
};

// A submission that was stored.
struct Complaint {
  ComplaintNumber number;
  ComplaintNumber case_number;
  int partition = 0;
  Submission said;
  std::vector<Evidence> evidence;
  std::vector<std::string> missing_information;
  bool same_matter = false;
  BusinessTime create_time;
  std::string submitter;
  int link_version = 0;  // how often its case was changed; what its etag says
};

// A later message or call about a case, checked (check_contact.h).
struct ContactFacts {
  ContactKind kind = ContactKind::kUnspecified;
  Channel channel = Channel::kUnspecified;
  Secret text;
  BusinessTime received_time;
  std::string source;
  Secret source_message_id;
};

struct Contact {
  Uuid id;
  ComplaintNumber complaint;
  ContactFacts said;
  BusinessTime create_time;
  std::string submitter;
};

}  // namespace redress::intake
