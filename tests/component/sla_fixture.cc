#include "tests/component/sla_fixture.h"

#include <atomic>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/proto/values.h"
#include "redress/intake/v1/intake_events.pb.h"
#include "redress/sla/v1/sla_events.pb.h"
#include "services/sla/store/migrations.h"

namespace redress::test {
namespace {

namespace v1 = sla::v1;

void Must(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(status.ToString());
}

std::unique_ptr<pg::Pool> PoolOn(const std::string& schema) {
  static std::atomic<int> count{0};
  pg::PoolOptions options;
  options.connection = SlaPostgres().connection();
  options.schema = schema.empty() ? absl::StrCat("sla_", ++count) : schema;
  auto pool = std::make_unique<pg::Pool>(options);
  if (!schema.empty()) return pool;
  Must(pg::Migrate(options.connection, options.schema, pg::Concat({events::BaseMigrations(), sla::Migrations()})));
  Must(events::OpenLog(*pool, "sla").status());
  return pool;
}

std::unique_ptr<sla::PolicyBook> Book(pg::Pool& pool) {
  auto book = sla::PolicyBook::Make(sla::ReadPolicyFiles("", "").value());
  Must(book.status());
  Must((*book)->Keep(pool));
  return *std::move(book);
}

std::string IdOf(const std::string& clock) {
  return clock.substr(clock.rfind('/') + 1);
}

// Minutes since the start of the desk.
std::string At(const google::protobuf::Timestamp& time) {
  return absl::StrCat(" @", (TimeOf(time).micros() - SlaDesk::kStartMicros) / 60'000'000);
}

template <class Message>
Message Read(const std::string& data) {
  Message message;
  if (!message.ParseFromString(data)) throw std::runtime_error("no such message");
  return message;
}

std::string Text(absl::string_view word, const std::string& data) {
  const auto any = Read<v1::ClockPaused>(data);  // every message about one clock begins with it
  const std::string text = absl::StrCat(word, " ", IdOf(any.clock()));
  if (word == "Paused") return absl::StrCat(text, At(any.pause_time()));
  if (word == "Resumed") return absl::StrCat(text, At(Read<v1::ClockResumed>(data).resume_time()));
  if (word == "Cancelled") return absl::StrCat(text, At(Read<v1::ClockCancelled>(data).cancel_time()));
  if (word == "Warned") {
    const auto message = Read<v1::ClockWarned>(data);
    return absl::StrCat(text, " ", message.percent(), At(message.warn_time()));
  }
  if (word == "Breached") {
    const auto message = Read<v1::ClockBreached>(data);
    return absl::StrCat(text, " ", message.level(), At(message.breach_time()));
  }
  const auto message = Read<v1::ClockStopped>(data);
  return absl::StrCat(text, message.met() ? " met" : " late", At(message.stop_time()));
}

// A line for each clock that the event is about.
std::vector<std::string> Texts(const std::string& type, const std::string& data) {
  absl::string_view word = type;
  std::vector<std::string> texts;
  if (absl::ConsumePrefix(&word, "redress.sla.v1.ClocksStarted")) {
    const auto message = Read<v1::ClocksStarted>(data);
    for (const auto& clock : message.clocks())
      texts.push_back(absl::StrCat("Started ", IdOf(clock.clock()), At(message.start_time())));
  } else if (absl::ConsumePrefix(&word, "redress.sla.v1.ClocksRetargeted")) {
    const auto message = Read<v1::ClocksRetargeted>(data);
    for (const auto& clock : message.clocks())
      texts.push_back(absl::StrCat("Retargeted ", IdOf(clock.clock()), At(clock.due_time())));
  } else if (absl::ConsumePrefix(&word, "redress.sla.v1.Clock")) {
    texts.push_back(Text(word, data));
  }
  return texts;
}

}  // namespace

PrivatePostgres& SlaPostgres() {
  static PrivatePostgres* const postgres = new PrivatePostgres();
  static const struct Ender {
    ~Ender() { delete postgres; }
  } ender;
  return *postgres;
}

SlaDesk::SlaDesk(const std::string& schema)
    : pool(PoolOn(schema)), policies(Book(*pool)), context{*pool, time, *policies, [](auto) {}} {}

events::Event SlaDesk::Envelope(const google::protobuf::Message& message, const std::string& subject) const {
  events::Event event;
  event.partition = 3;
  event.type = message.GetTypeName();
  event.subject = subject;
  event.time = time.Now();
  event.data = message.SerializeAsString();
  return event;
}

events::Event SlaDesk::Complaint(const std::string& number, type::v1::Channel channel) const {
  intake::v1::ComplaintReceived received;
  received.set_complaint("complaints/" + number);
  received.set_channel(channel);
  *received.mutable_received_time() = ToProto(time.Now());
  return EventOf(received, number);
}

void SlaDesk::Apply(const std::vector<events::Event>& events) {
  Must(pool->Transact([&](pqxx::work& transaction) -> absl::Status {
    std::vector<events::NewEvent> out;
    const absl::Status status = handler.Apply(transaction, events, &out);
    if (!status.ok() || out.empty()) return status;
    return events::Append(transaction, out);
  }));
  handler.Committed(events);
}

int SlaDesk::RunTimers() {
  int said = 0;
  for (;;) {
    const absl::StatusOr<sla::TimerLook> look = sla::RunTimers(context);
    Must(look.status());
    said += static_cast<int>(look->tended.sayings.size());
    if (!look->more || !look->failed.ok()) return said;
  }
}

sla::Clock SlaDesk::Clock(const std::string& id, const std::string& number) {
  const auto clocks = sla::ListClocks(context, number);
  Must(clocks.status());
  for (const sla::CaseClock& one : *clocks) {
    if (one.clock.id == id) return one.clock;
  }
  throw std::runtime_error("there is no clock " + id);
}

std::vector<std::string> SlaDesk::Said(const std::string& number) {
  std::vector<std::string> said;
  Must(pool->Read([&](pqxx::transaction_base& transaction) {
    said.clear();
    const pqxx::result rows = transaction.exec_params(
        "SELECT type, data FROM event WHERE partition = 3 AND subject = $1 ORDER BY sequence", "cases/" + number);
    for (const pqxx::row& row : rows) {
      for (std::string& text : Texts(row[0].c_str(), pg::BytesOf(row[1]))) said.push_back(std::move(text));
    }
    return absl::OkStatus();
  }));
  return said;
}

std::string SlaDesk::Rows(const std::string& number) {
  return Ask(absl::StrCat(
      "SELECT string_agg(concat_ws(' ', clock, state, severity, start_us, due_us, stop_us, target_ms, level, next_us), E'\\n'"
      " ORDER BY clock) FROM clock WHERE case_number = '",
      number, "'"));
}

std::string SlaDesk::Ask(const std::string& sql) {
  std::string answer;
  Must(pool->Read([&](pqxx::transaction_base& transaction) {
    answer = transaction.exec(sql).at(0).at(0).c_str();
    return absl::OkStatus();
  }));
  return answer;
}

}  // namespace redress::test
