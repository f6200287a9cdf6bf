// What the component tests of outreach share: one private PostgreSQL a program, a fresh schema a test with outreach's tables, a
// business time that stands until it is stepped, sources and providers that answer as a test says and keep what they were given.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "services/outreach/app/answers.h"
#include "services/outreach/app/context.h"
#include "services/outreach/app/deliver.h"
#include "services/outreach/app/pace.h"
#include "services/outreach/app/reading.h"
#include "services/outreach/app/receive.h"
#include "tests/support/private_servers.h"

namespace redress::test {

namespace out = ::redress::outreach;

inline constexpr char kNumber[] = "261122-00012345-21";
inline constexpr char kOther[] = "261122-00012399-53";
inline constexpr char kPersonalName[] = "张小明";
inline constexpr char kPersonalPhone[] = "+8613800138000";
inline constexpr char kPersonalMail[] = "xiaoming@example.com";
// Ten in the morning in Shanghai.
inline const BusinessTime kMorning = BusinessTime::ParseRfc3339("2026-11-27T10:00:00+08:00").value();

// Keeps what it is handed; answers as `answer` says, taken by default. Called from many threads.
class FakeProvider final : public out::Provider {
 public:
  std::function<out::Outcome(const out::Message&)> answer;

  out::Outcome Send(const out::Message& message) override;
  std::vector<out::Message> messages() const;
  // How often each message came, by its id.
  std::map<std::string, int> counts() const;

 private:
  mutable std::mutex mutex_;
  std::vector<out::Message> messages_;
};

// Answers the same about everybody, but where a test says otherwise.
class FakeSources final : public out::Sources {
 public:
  out::Recipient who{kPersonalName, kPersonalPhone, kPersonalMail, "", false, false};
  out::CaseFacts file;
  std::vector<out::OrderFacts> orders;
  absl::Status recipient_fault, case_fault, orders_fault, link_fault;
  std::vector<out::LinkWish> wishes;

  absl::StatusOr<out::Recipient> ReadRecipient(const std::vector<std::string>& complaints, Deadline deadline) override;
  absl::StatusOr<out::CaseFacts> ReadCase(const std::string& case_number, Deadline deadline) override;
  absl::StatusOr<std::vector<out::OrderFacts>> ReadOrders(const std::vector<std::string>& complaints, Deadline deadline) override;
  absl::StatusOr<std::string> IssueLink(const out::LinkWish& wish, Deadline deadline) override;

 private:
  std::mutex mutex_;
};

// A schema of its own, and one replica's view of it.
struct OutreachDesk {
  OutreachDesk();

  // Hears news of a case in a transaction, as the consumer does. The case is `kNumber` unless the news names another.
  void Hear(out::News news);
  void HearGiven(const out::Given& given);
  // A complaint, which opens its case.
  void Complain(const std::string& number = kNumber, const std::string& customer = std::string(32, 'a'));
  out::News Of(out::News::Kind kind, const std::string& subject = "") const;

  // One round, as if the pauses of machine time were over.
  out::Round Deliver();
  // Rounds until nothing is taken.
  void DeliverAll();
  out::Notice Get(const std::string& id, const std::string& number = kNumber);
  std::vector<out::Notice> List(const std::string& number = kNumber);
  absl::StatusOr<out::Notice> HearReceipt(const std::string& message_id, bool arrived);
  out::Request NewRequest() const;
  // Of events that were said, by type without package: how many.
  int Said(const std::string& type);
  // Runs a query and returns its first field.
  std::string Ask(const std::string& sql);
  void Exec(const std::string& sql);
  // Every row of every table as text, of the columns that hold text or bytes.
  std::string Everything();

  std::unique_ptr<pg::Pool> pool;
  SteppedTimeSource time{kMorning};
  out::TemplateLibrary library;
  FakeSources sources;
  FakeProvider sms, push, mail;
  const vault::KeyRing ring = vault::KeyRing::Ephemeral();
  std::unique_ptr<out::Context> context;
};

// A context of a second replica of the same schema, with providers of its own choice.
std::unique_ptr<out::Context> ReplicaOf(const OutreachDesk& desk, out::Providers providers);

}  // namespace redress::test
