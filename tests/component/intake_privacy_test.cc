// A canary goes into every personal field. It is searched for wherever it must not be: all tables, dumped whole, in clear and in
// the encodings of a dump; Redis; the log on standard error; metrics; error messages.
#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/events/redis_client.h"
#include "tests/component/intake_fixture.h"

namespace redress::intake::test {
namespace {

using Stub = v1::IntakeService::Stub;

// Takes what is written to standard error meanwhile.
class StderrTaken {
 public:
  explicit StderrTaken(const std::string& path) : path_(path), saved_(dup(STDERR_FILENO)) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    dup2(file, STDERR_FILENO);
    close(file);
  }
  std::string End() {
    dup2(saved_, STDERR_FILENO);
    close(saved_);
    std::ifstream file(path_);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }

 private:
  const std::string path_;
  const int saved_;
};

std::string Dump(Intake& intake, const std::string& path) {
  redress::test::RunToEnd(
      {.argv = {"/usr/lib/postgresql/15/bin/pg_dump", "--inserts", "-h", Postgres().host(), "-p", absl::StrCat(Postgres().port()),
                "-U", intake.Ask("SELECT current_user"), "-d", intake.database()},
       .log_file = path});
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void Append(const redisReply& reply, std::string& content) {
  if (reply.str != nullptr) content.append(reply.str, reply.len).push_back('\n');
  for (size_t i = 0; i < reply.elements; ++i) Append(*reply.element[i], content);
}

// All keys with all that is in them; they are streams.
std::string RedisContent() {
  events::RedisClient redis({.address = Redis().address()});
  std::string content;
  const auto keys = redis.Run({"KEYS", "*"});
  REQUIRE(keys.ok());
  Append(**keys, content);
  for (size_t i = 0; i < (*keys)->elements; ++i) {
    const auto entries = redis.Run({"XRANGE", std::string((*keys)->element[i]->str, (*keys)->element[i]->len), "-", "+"});
    REQUIRE(entries.ok());
    Append(**entries, content);
  }
  return content;
}

// As text, and as bytea is dumped.
bool Holds(const std::string& text, const std::string& canary) {
  return absl::StrContains(absl::AsciiStrToLower(text), absl::AsciiStrToLower(canary)) ||
         absl::StrContains(text, absl::BytesToHexString(canary)) ||
         absl::StrContains(text, absl::Base64Escape(canary).substr(1, 12));
}

v1::SubmitComplaintRequest FullOf(const std::string& canary) {
  v1::SubmitComplaintRequest request = Good("text " + canary);
  v1::Complaint& complaint = *request.mutable_complaint();
  v1::Customer& customer = *complaint.mutable_customer();
  customer.set_id("u-" + canary);
  customer.set_display_name(canary);
  customer.set_phone("+8613987612345");
  customer.set_email(canary + "@example.com");
  customer.set_address("road " + canary);
  complaint.set_remedy_sought("remedy " + canary);
  complaint.add_orders("o-" + canary);
  complaint.set_source("app");
  complaint.set_source_message_id("m-" + canary);
  complaint.set_author_handle("@" + canary);
  complaint.set_permalink("https://example.com/" + canary);
  v1::Evidence& evidence = *complaint.add_evidence();
  evidence.set_uri("s3://bucket/" + canary);
  evidence.set_media_type("image/jpeg");
  evidence.set_size_bytes(1);
  evidence.set_sha256(std::string(64, 'c'));
  return request;
}

TEST_CASE("Personal data is nowhere but in the vault", "[intake]") {
  const std::string canary = "Canary" + NewId().substr(0, 8) + NewId().substr(0, 8);
  redress::test::PrivateFolder folder("canary");
  Intake intake;
  std::string log;
  {
    StderrTaken taken(folder.path() + "/stderr");
    const v1::SubmitComplaintRequest request = FullOf(canary);
    const auto stored = intake.Submit(request);
    REQUIRE(stored.ok());
    CHECK(intake.Submit(request).ok());
    v1::AddContactRequest contact;
    contact.set_request_id(NewId());
    contact.set_parent(stored->name());
    contact.mutable_contact()->set_channel(type::v1::CHANNEL_CHAT);
    contact.mutable_contact()->set_text("contact " + canary);
    contact.mutable_contact()->set_source_message_id("c-" + canary);
    CHECK(intake.Call(kShop, &Stub::AddContact, contact).ok());
    v1::ListComplaintsRequest list;
    list.set_filter("customer = \"u-" + canary + "\" AND order = \"o-" + canary + "\"");
    const auto page = intake.Call(kAgent, &Stub::ListComplaints, list);
    REQUIRE(page.ok());
    REQUIRE(page->complaints_size() == 1);
    CHECK_FALSE(Holds(page->ShortDebugString(), canary));
    // Mistakes are answered without what was mistaken.
    v1::SubmitComplaintRequest bad = FullOf(canary);
    bad.mutable_complaint()->mutable_customer()->set_phone(canary);
    bad.mutable_complaint()->mutable_customer()->set_email(canary);
    bad.mutable_complaint()->add_orders(canary + " " + canary);
    const absl::Status refused = intake.Submit(bad).status();
    CHECK_FALSE(refused.ok());
    CHECK_FALSE(Holds(refused.ToString(), canary));
    list.set_filter("customer > \"" + canary + "\"");
    CHECK_FALSE(Holds(intake.Call(kAgent, &Stub::ListComplaints, list).status().ToString(), canary));
    const absl::Status missing = intake.Get("complaints/" + canary).status();
    CHECK_FALSE(missing.ok());
    log = taken.End();
  }
  CHECK(redress::test::Eventually(absl::Seconds(30), [] { return absl::StrContains(RedisContent(), "ComplaintReceived"); }));
  const std::string dump = Dump(intake, folder.path() + "/dump.sql");
  REQUIRE(absl::StrContains(dump, "INSERT INTO intake.complaint_"));
  CHECK_FALSE(Holds(dump, canary));
  CHECK_FALSE(absl::StrContains(dump, "987612345"));
  CHECK_FALSE(Holds(RedisContent(), canary));
  CHECK_FALSE(Holds(log, canary));
  CHECK_FALSE(absl::StrContains(log, "987612345"));
  const std::string metrics = intake.replica().process().metrics().ToText();
  CHECK_FALSE(Holds(metrics, canary));
  CHECK(absl::StrContains(metrics, "redress_intake_submits_total{channel=\"APP\",outcome=\"stored\"} 1"));
  CHECK(absl::StrContains(metrics, "redress_intake_submits_total{channel=\"APP\",outcome=\"same_request\"} 1"));
  CHECK(absl::StrContains(metrics, "redress_intake_submits_total{channel=\"APP\",outcome=\"invalid\"} 1"));
  CHECK(absl::StrContains(metrics, "redress_intake_batch_complaints"));
  CHECK(absl::StrContains(metrics, "redress_intake_commit_seconds"));
  CHECK(absl::StrContains(metrics, "redress_intake_queue_complaints"));
}

}  // namespace
}  // namespace redress::intake::test
