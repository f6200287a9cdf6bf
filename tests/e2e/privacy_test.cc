// Personal data is nowhere but in the vault: a canary in every personal field is searched for in everything that the stack
// writes.
#include <catch2/catch.hpp>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "libs/base/random.h"
#include "libs/base/uuid.h"
#include "redress/classification/v1/classification_service.pb.h"
#include "tests/e2e/suite.h"

namespace redress::e2e {
namespace {

// Letters only, so that no mask or index cuts it in pieces.
std::string NewCanary() {
  std::string word = "canary";
  for (const char c : RandomBytes(12)) word += static_cast<char>('a' + static_cast<unsigned char>(c) % 26);
  return word;
}

intake::v1::SubmitComplaintRequest Submission(const std::string& canary, const std::string& digits) {
  intake::v1::SubmitComplaintRequest request;
  request.set_request_id(Uuid::Random().ToString());
  intake::v1::Complaint& c = *request.mutable_complaint();
  c.set_channel(type::v1::CHANNEL_SOCIAL);
  c.set_text(absl::StrCat("我叫", canary, "，快递一直没到，电话", digits, "，再不处理就投诉到 12315"));
  c.set_remedy_sought(absl::StrCat("退款给", canary));
  c.mutable_customer()->set_id(absl::StrCat("u-", canary));
  c.mutable_customer()->set_display_name(absl::StrCat("王", canary));
  c.mutable_customer()->set_phone(absl::StrCat("+86", digits));
  c.mutable_customer()->set_email(absl::StrCat(canary, "@example.com"));
  c.mutable_customer()->set_address(absl::StrCat("幸福路 1 号 ", canary));
  c.add_orders(absl::StrCat("o-", canary));
  c.set_author_handle(absl::StrCat("@", canary));
  c.set_permalink(absl::StrCat("https://social.example.com/", canary));
  c.set_source("weibo-1");
  c.set_source_message_id(absl::StrCat("m-", canary));
  intake::v1::Evidence& evidence = *c.add_evidence();
  evidence.set_uri(absl::StrCat("s3://evidence/", canary, ".jpg"));
  evidence.set_media_type("image/jpeg");
  evidence.set_size_bytes(1000);
  evidence.set_sha256(std::string(64, 'a'));
  return request;
}

// Every way in which the text passes through the suite, also the ways that fail.
void UseIt(const intake::v1::Complaint& stored, const std::string& canary) {
  Suite& suite = Suite::Get();
  client::Session& session = suite.session();
  const std::string backend = session.TokenOf("BACKEND").value();
  intake::v1::AddContactRequest contact;
  contact.set_request_id(Uuid::Random().ToString());
  contact.set_parent(stored.name());
  contact.mutable_contact()->set_kind(intake::v1::CONTACT_KIND_URGE);
  contact.mutable_contact()->set_channel(type::v1::CHANNEL_CHAT);
  contact.mutable_contact()->set_text(absl::StrCat("催一下，我是", canary));
  intake::v1::Contact added;
  REQUIRE(session.Call("redress.intake.v1.IntakeService.AddContact", contact, &added, {"", backend}) == absl::OkStatus());

  classification::v1::ClassifyRequest classify;
  classify.set_text(absl::StrCat(canary, "的快递没到"));
  classify.set_channel(type::v1::CHANNEL_APP);
  classification::v1::Prediction prediction;
  CHECK(session.Call("redress.classification.v1.ClassificationService.Classify", classify, &prediction) == absl::OkStatus());

  intake::v1::SubmitComplaintRequest bad = Submission(canary, "13800009999");
  bad.mutable_complaint()->mutable_customer()->set_phone(canary);
  bad.mutable_complaint()->mutable_customer()->set_email(absl::StrCat(canary, "@@"));
  bad.mutable_complaint()->add_orders(absl::StrCat("! ", canary));
  intake::v1::Complaint refused;
  const absl::Status status = session.Call("redress.intake.v1.IntakeService.SubmitComplaint", bad, &refused, {"", backend});
  CHECK(absl::IsInvalidArgument(status));
  CHECK(std::string(status.ToString()).find(canary) == std::string::npos);

  client::HttpClient http;
  const auto malformed =
      http.Send({"POST", suite.gateway() + "/v1/complaints", backend, absl::StrCat("{\"complaint\": {\"text\": \"", canary)});
  REQUIRE(malformed.ok());
  CHECK(malformed->status == 400);
  const std::string filter = client::UrlEscape(absl::StrCat("order = \"o-", canary, "\""));
  const auto listed = http.Send({"GET", absl::StrCat(suite.gateway(), "/v1/complaints?filter=", filter), backend});
  REQUIRE(listed.ok());
  CHECK(listed->status == 200);
}

// Files of the stack's folder that hold the word: logs, WAL, data files, AOF, metrics' store, everything but what customers were
// sent: their mail boxes are no part of the suite.
std::string FilesWith(const std::string& word) {
  return Shell(absl::StrCat("grep -rlaF --exclude-dir=received -e ", word, " ", Quote(Suite::Get().folder()), " || true")).output;
}

std::string MetricsWith(const std::string& word) {
  std::string found;
  client::HttpClient http;
  for (const char* name :
       {"REDRESS_INTAKE_METRICS", "REDRESS_CLASSIFICATION_METRICS", "REDRESS_ROUTING_METRICS", "REDRESS_GATEWAY_METRICS"}) {
    const auto metrics = http.Send({"GET", Suite::Get().Env(name)});
    REQUIRE(metrics.ok());
    CHECK(metrics->status == 200);
    if (metrics->body.find(word) != std::string::npos) absl::StrAppend(&found, name, " ");
  }
  return found;
}

std::string RedisDump() {
  const std::string address = Suite::Get().Env("REDRESS_REDIS");
  const std::string cli = absl::StrCat("redis-cli -h 127.0.0.1 -p ", address.substr(address.find(':') + 1));
  return Shell(absl::StrCat(cli, " --scan | while IFS= read -r key; do echo \"$key\"; ", cli,
                            " --raw xrange \"$key\" - + < /dev/null; ", cli, " --raw dump \"$key\" < /dev/null; done"))
      .output;
}

std::string SqlDump() {
  return Shell(absl::StrCat("/usr/lib/postgresql/15/bin/pg_dump --inserts ", Quote(Suite::Get().Env("REDRESS_PG")))).output;
}

}  // namespace

TEST_CASE("Personal data is found nowhere: logs, metrics, Redis, events, dumps of all schemas, WAL, AOF", "[e2e]") {
  Suite& suite = Suite::Get();
  const std::string canary = NewCanary();
  const std::string digits = absl::StrFormat("139%08d", RandomBelow(100'000'000));
  const intake::v1::Complaint stored = Submit(Submission(canary, digits));
  AwaitItem(stored.name(), routing::v1::WorkItem::STATE_OFFERED);
  UseIt(stored, canary);

  // It is there for those who may see it, and for nobody else.
  intake::v1::GetComplaintRequest get;
  get.set_name(stored.name());
  const std::string get_method = "redress.intake.v1.IntakeService.GetComplaint";
  const auto masked = suite.session().Call<intake::v1::Complaint>(get_method, get);
  REQUIRE(masked.status() == absl::OkStatus());
  CHECK(masked->DebugString().find(canary) == std::string::npos);
  get.set_view(intake::v1::COMPLAINT_VIEW_FULL);
  get.set_read_reason("end-to-end test");
  const auto full = suite.session().Call<intake::v1::Complaint>(get_method, get);
  REQUIRE(full.status() == absl::OkStatus());
  CHECK(full->text().find(canary) != std::string::npos);
  CHECK(full->customer().phone().find(digits) != std::string::npos);

  const std::string redis = RedisDump();
  CHECK(redis.find("events:intake") != std::string::npos);
  const std::string sql = SqlDump();
  CHECK(sql.find("INSERT INTO intake.") != std::string::npos);
  for (const std::string& word : {canary, digits}) {
    // PostgreSQL shows bytes as hexadecimal digits.
    const std::string hex = absl::BytesToHexString(word);
    INFO(word);
    CHECK(FilesWith(word) == "");
    CHECK(FilesWith(hex) == "");
    CHECK(MetricsWith(word) == "");
    CHECK(redis.find(word) == std::string::npos);
    CHECK(sql.find(word) == std::string::npos);
    CHECK(sql.find(hex) == std::string::npos);
  }
}

TEST_CASE("The search finds what is there", "[e2e]") {
  const std::string word = NewCanary();
  Shell(absl::StrCat("echo ", word, " > ", Quote(Suite::Get().folder() + "/logs/canary")));
  CHECK(FilesWith(word).find("logs/canary") != std::string::npos);
  const auto number = Submit(NewSubmission("快递没到")).name();
  const std::string bare = number.substr(number.find('/') + 1);
  CHECK(Await(absl::Seconds(20), [&] { return RedisDump().find(bare) != std::string::npos; }));
  CHECK(SqlDump().find(bare) != std::string::npos);
  // The number is no secret: it stands in the write-ahead log and in Redis's file.
  CHECK(Await(absl::Seconds(20), [&] {
    const std::string files = FilesWith(bare);
    return files.find("/pg_wal/") != std::string::npos && files.find(".aof") != std::string::npos;
  }));
}

}  // namespace redress::e2e
