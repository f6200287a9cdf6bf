// What the blanks of a notice are filled in with: from what is known of the case, the orders and the customer, in the customer's
// language. What it is given is personal and lives in memory only while one notice is made. Pure functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "libs/base/money.h"
#include "services/outreach/domain/notice.h"
#include "services/outreach/domain/template.h"

namespace redress::outreach {

struct ParcelFacts {
  std::string waybill;
  std::string carrier;
  std::string state;  // `in_transit`, `delivered`, `lost`, `returned`
  absl::optional<BusinessTime> promised_time;
};
// An order as the platform knows it.
struct OrderFacts {
  std::string name;      // without `orders/`
  std::string customer;  // the platform's name of who bought it
  bool cancelled = false;
  bool shipped = false;
  std::vector<ParcelFacts> parcels;
};
struct StepFacts {
  std::string description;
  BusinessTime due_time;
  bool done = false;
  bool remedy = false;
  std::string reference;
};
// Something that was given.
struct GivenFacts {
  std::string kind;  // `refund`, `coupon`, …
  Money amount;
  std::string reference;
};

// Everything that a notice may tell.
struct MessageFacts {
  std::string number;
  std::string name;  // of the customer; may be empty
  std::vector<std::string> asks;
  std::string question;
  std::string default_on_silence;
  absl::optional<BusinessTime> due_time;
  std::vector<StepFacts> steps;
  std::vector<GivenFacts> given;
  std::vector<OrderFacts> orders;
  std::string reason;  // of a rejection
  std::string intent;
  std::string link;
  std::string optout;
  std::string hotline;
  int reply_hours = 24;
};

// In what form times are written, and with which words.
struct Voice {
  const std::map<std::string, std::string>& words;
  absl::TimeZone zone;
};
Values ValuesOf(NoticeKind kind, const MessageFacts& facts, const Voice& voice);

// `¥50.00`, `USD 50.00`.
std::string AmountText(const Money& amount);
// `2026-11-27 18:30`, of the zone's wall clock.
std::string TimeText(BusinessTime time, absl::TimeZone zone);

}  // namespace redress::outreach
