#include "tests/component/outreach_fixture.h"

#include <atomic>

#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"
#include "libs/events/log.h"
#include "services/outreach/app/template_file.h"
#include "services/outreach/store/migrations.h"
#include "services/outreach/store/notice_store.h"

namespace redress::test {
namespace {

void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

PrivatePostgres& Postgres() {
  static PrivatePostgres* const postgres = new PrivatePostgres();
  static const struct Ender {
    ~Ender() { delete postgres; }
  } ender;
  return *postgres;
}

std::unique_ptr<pg::Pool> NewPool() {
  static std::atomic<int> count{0};
  pg::PoolOptions options;
  options.connection = Postgres().connection();
  options.schema = absl::StrCat("outreach_", ++count);
  options.size = 16;
  options.acquire_timeout = absl::Seconds(60);
  auto pool = std::make_unique<pg::Pool>(options);
  Must(pg::Migrate(options.connection, options.schema, pg::Concat({events::BaseMigrations(), out::Migrations()})));
  Must(events::OpenLog(*pool, "outreach").status());
  return pool;
}

}  // namespace

out::Outcome FakeProvider::Send(const out::Message& message) {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    messages_.push_back(message);
  }
  return answer == nullptr ? out::Outcome::kTaken : answer(message);
}

std::vector<out::Message> FakeProvider::messages() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return messages_;
}

std::map<std::string, int> FakeProvider::counts() const {
  std::map<std::string, int> counts;
  for (const out::Message& message : messages()) ++counts[message.message_id];
  return counts;
}

absl::StatusOr<out::Recipient> FakeSources::ReadRecipient(const std::vector<std::string>&, Deadline) {
  if (!recipient_fault.ok()) return recipient_fault;
  return who;
}

absl::StatusOr<out::CaseFacts> FakeSources::ReadCase(const std::string&, Deadline) {
  if (!case_fault.ok()) return case_fault;
  return file;
}

absl::StatusOr<std::vector<out::OrderFacts>> FakeSources::ReadOrders(const std::vector<std::string>&, Deadline) {
  if (!orders_fault.ok()) return orders_fault;
  return orders;
}

absl::StatusOr<std::string> FakeSources::IssueLink(const out::LinkWish& wish, Deadline) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (!link_fault.ok()) return link_fault;
  wishes.push_back(wish);
  return absl::StrCat("token-", wish.action);
}

OutreachDesk::OutreachDesk() : pool(NewPool()), library(out::LoadTemplatesFile("").value()) {
  context = ReplicaOf(*this, {{out::NoticeWay::kSms, &sms}, {out::NoticeWay::kPush, &push}, {out::NoticeWay::kEmail, &mail}});
}

std::unique_ptr<out::Context> ReplicaOf(const OutreachDesk& desk, out::Providers providers) {
  out::SendPolicy policy;
  if (!absl::LoadTimeZone("Asia/Shanghai", &policy.quiet.zone)) throw std::runtime_error("no time zones");
  out::NoticePolicy notices;
  notices.quiet = policy.quiet;
  policy.hotline = "400-1";
  policy.link_base = "https://help.example.com/answer#";
  policy.pauses = {absl::ZeroDuration(), absl::ZeroDuration()};
  const auto sign = [](const SignedLink& link) -> absl::StatusOr<std::string> { return FormatLink(link); };
  auto& sources = const_cast<FakeSources&>(desk.sources);
  return std::make_unique<out::Context>(out::Context{*desk.pool, desk.time, desk.library, notices, policy, sources,
                                                     std::move(providers), desk.ring, sign, [](auto) {}, [] {}});
}

out::News OutreachDesk::Of(out::News::Kind kind, const std::string& subject) const {
  out::News news;
  news.kind = kind;
  news.case_number = kNumber;
  news.partition = 7;
  news.time = time.Now();
  news.subject = subject;
  return news;
}

void OutreachDesk::Hear(out::News news) {
  Must(pool->Transact([&](pqxx::work& transaction) -> absl::Status {
    std::vector<events::NewEvent> said;
    out::Heard heard;
    heard.news = news;
    const absl::Status received = out::Receive(transaction, *context, {heard}, &said);
    if (!received.ok() || said.empty()) return received;
    return events::Append(transaction, said);
  }));
}

void OutreachDesk::HearGiven(const out::Given& given) {
  Must(pool->Transact([&](pqxx::work& transaction) {
    std::vector<events::NewEvent> said;
    out::Heard heard;
    heard.given = given;
    return out::Receive(transaction, *context, {heard}, &said);
  }));
}

void OutreachDesk::Complain(const std::string& number, const std::string& customer) {
  out::News news = Of(out::News::Kind::kReceived);
  news.case_number = news.complaint = number;
  news.customer = customer;
  Hear(news);
}

out::Round OutreachDesk::Deliver() {
  Exec("UPDATE notice SET try_after = '-infinity' WHERE state IN ('PENDING', 'SENDING')");
  absl::StatusOr<out::Round> round = out::DeliverRound(*context, [] { return false; });
  Must(round.status());
  return *round;
}

void OutreachDesk::DeliverAll() {
  for (int i = 0; i < 100; ++i) {
    if (Deliver().taken == 0) return;
  }
  throw std::runtime_error("some notice is never done");
}

out::Notice OutreachDesk::Get(const std::string& id, const std::string& number) {
  absl::StatusOr<out::Notice> notice = absl::UnknownError("not run");
  Must(pool->Read([&](pqxx::transaction_base& transaction) {
    notice = out::GetNotice(transaction, number, id);
    return notice.status();
  }));
  return *notice;
}

std::vector<out::Notice> OutreachDesk::List(const std::string& number) {
  absl::StatusOr<std::vector<out::Notice>> all = out::ReadNotices(*context, number);
  Must(all.status());
  return *all;
}

absl::StatusOr<out::Notice> OutreachDesk::HearReceipt(const std::string& message_id, bool arrived) {
  absl::StatusOr<out::MessageRef> message = out::ParseMessageId(message_id);
  Must(message.status());
  return out::HearReceipt(*context, {*message, arrived}, Deadline::Never());
}

out::Request OutreachDesk::NewRequest() const {
  return {{"links/x", Uuid::Random(), "test", "hash"}};
}

int OutreachDesk::Said(const std::string& type) {
  return std::stoi(Ask(absl::StrCat("SELECT count(*) FROM event WHERE type = 'redress.outreach.v1.", type, "'")));
}

std::string OutreachDesk::Ask(const std::string& sql) {
  std::string answer;
  Must(pool->Read([&](pqxx::transaction_base& transaction) {
    const pqxx::result rows = transaction.exec(sql);
    answer = rows.empty() || rows[0][0].is_null() ? "" : rows[0][0].c_str();
    return absl::OkStatus();
  }));
  return answer;
}

void OutreachDesk::Exec(const std::string& sql) {
  Must(pool->Transact([&](pqxx::work& transaction) {
    transaction.exec(sql);
    return absl::OkStatus();
  }));
}

std::string OutreachDesk::Everything() {
  std::string everything;
  Must(pool->Read([&](pqxx::transaction_base& transaction) {
    const pqxx::result tables = transaction.exec("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()");
    for (const pqxx::row& table : tables) {
      const pqxx::result rows = transaction.exec(absl::StrCat("SELECT t::text FROM ", table[0].c_str(), " t"));
      for (const pqxx::row& row : rows) absl::StrAppend(&everything, row[0].c_str(), "\n");
      // Bytes are shown as digits: look into them too.
      const pqxx::result bytes = transaction.exec(absl::StrCat(
          "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND data_type = 'bytea'"
          " AND table_name = '",
          table[0].c_str(), "'"));
      for (const pqxx::row& column : bytes) {
        const pqxx::result cells = transaction.exec(absl::StrCat("SELECT encode(", column[0].c_str(), ", 'escape') FROM ",
                                                                 table[0].c_str(), " WHERE ", column[0].c_str(), " IS NOT NULL"));
        for (const pqxx::row& cell : cells) absl::StrAppend(&everything, cell[0].c_str(), "\n");
      }
    }
    return absl::OkStatus();
  }));
  return everything;
}

}  // namespace redress::test
