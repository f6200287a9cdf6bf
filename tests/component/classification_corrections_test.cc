// What people correct, with real PostgreSQL: what casework says of tags becomes corrections, is listed, and is what models are
// compared on.
#include <catch2/catch.hpp>

#include "libs/proto/values.h"
#include "redress/casework/v1/casework_events.pb.h"
#include "services/classification/domain/correction.h"
#include "services/classification/worker/correction_handler.h"
#include "tests/component/classification_suite.h"

namespace redress::classification {
namespace {

using Stub = v1::ClassificationService::Stub;

struct Tagged {
  std::string complaint;
  TagName tag;
  bool confirmed = true;
  int minute = 0;
};

// Applies events as the consumer does; the status of Apply.
absl::Status Say(Suite& suite, const std::vector<Tagged>& all) {
  std::vector<events::Event> events;
  for (const Tagged& one : all) {
    casework::v1::CaseTagged message;
    message.set_case_("cases/261122-00000001-25");
    message.set_complaint(one.complaint);
    message.mutable_tag()->set_l1(one.tag.l1);
    message.mutable_tag()->set_l2(one.tag.l2);
    message.set_confirmed(one.confirmed);
    *message.mutable_tag_time() = ToProto(SystemTimeSource().Now() - absl::Hours(1) + absl::Minutes(one.minute));
    events::Event event;
    event.type = message.GetTypeName();
    event.data = message.SerializeAsString();
    events.push_back(std::move(event));
  }
  obs::Metrics metrics;
  CorrectionHandler handler(metrics);
  return suite.pool().Transact([&](pqxx::work& work) {
    std::vector<events::NewEvent> out;
    const absl::Status status = handler.Apply(work, events, &out);
    CHECK(out.empty());
    return status;
  });
}

absl::StatusOr<v1::ListCorrectionsResponse> List(Suite& suite, const std::string& filter = "", int page_size = 0,
                                                 const std::string& token = "") {
  v1::ListCorrectionsRequest request;
  request.set_filter(filter);
  request.set_page_size(page_size);
  request.set_page_token(token);
  return suite.Call({"agents/a-analyst", "ANALYST"}, suite.stub(), &Stub::ListCorrections, request);
}

TEST_CASE("a person's word against the model is a correction, the last one counts", "[classification]") {
  Suite suite;
  const std::string complaint = suite.Submit("退货半个月了，商家一直不给退款");
  const v1::Prediction predicted = suite.Batch({complaint}).value().predictions(0);
  REQUIRE_FALSE(predicted.abstained());
  const TagName same{predicted.tag().l1(), predicted.tag().l2()};

  REQUIRE(Say(suite, {{complaint, {"LOGISTICS", "LOST"}, false}}).ok());  // nobody confirmed it
  REQUIRE(Say(suite, {{complaint, same}}).ok());
  CHECK(List(suite)->corrections_size() == 0);

  REQUIRE(Say(suite, {{complaint, {"LOGISTICS", "LOST"}, true, 1}, {complaint, {"LOGISTICS", "DELAYED"}, true, 2}}).ok());
  REQUIRE(Say(suite, {{complaint, {"LOGISTICS", "LOST"}, true, 1}}).ok());  // told again, later
  const v1::ListCorrectionsResponse listed = List(suite).value();
  REQUIRE(listed.corrections_size() == 1);
  const v1::Correction& correction = listed.corrections(0);
  CHECK(correction.complaint() == complaint);
  CHECK(correction.corrected().l2() == "DELAYED");
  CHECK(correction.predicted().l1() == same.l1);
  CHECK(correction.model() == "models/" + predicted.model_version());
  CHECK_FALSE(correction.abstained());
  const ComplaintNumber number = ComplaintNumber::Parse(absl::StripPrefix(complaint, "complaints/")).value();
  CHECK(correction.held_out() == IsHeldOut(number));

  REQUIRE(Say(suite, {{complaint, same, true, 3}}).ok());  // back to what the model had said
  CHECK(List(suite)->corrections_size() == 0);
}

TEST_CASE("what a person decided where the model abstained is learned from too", "[classification]") {
  Suite suite;
  const std::string complaint = suite.Submit("？");
  const v1::Prediction predicted = suite.Batch({complaint}).value().predictions(0);
  REQUIRE(predicted.abstained());
  REQUIRE(Say(suite, {{complaint, {predicted.tag().l1(), ""}}}).ok());
  const v1::ListCorrectionsResponse listed = List(suite).value();
  REQUIRE(listed.corrections_size() == 1);
  CHECK(listed.corrections(0).abstained());
  CHECK(listed.corrections(0).corrected().l2().empty());
}

TEST_CASE("without a prediction nothing is corrected, and nonsense is parked", "[classification]") {
  Suite suite;
  const std::string complaint = suite.Submit("退款一直不到账");
  CHECK(Say(suite, {{complaint, {"LOGISTICS", "LOST"}}}).ok());
  CHECK(Say(suite, {{"", {"LOGISTICS", "LOST"}}}).ok());
  CHECK(List(suite)->corrections_size() == 0);
  CHECK(ReasonOf(Say(suite, {{"complaints/nonsense", {"LOGISTICS", "LOST"}}})) == "BAD_EVENT");
  CHECK(ReasonOf(Say(suite, {{complaint, {"", ""}}})) == "BAD_EVENT");
}

TEST_CASE("corrections are listed by time, a page at a time", "[classification]") {
  Suite suite;
  std::vector<std::string> complaints;
  for (int i = 0; i < 5; ++i) complaints.push_back(suite.Submit(absl::StrCat("第", i, "次催，还没发货")));
  const std::string model = suite.Batch(complaints).value().predictions(0).model_version();
  for (int i = 0; i < 5; ++i)
    REQUIRE(Say(suite, {{complaints[static_cast<size_t>(i)], {"MARKETING", "GIFT_MISSING"}, true, i}}).ok());

  std::vector<std::string> listed;
  std::string token;
  do {
    const v1::ListCorrectionsResponse page = List(suite, "", 2, token).value();
    for (const v1::Correction& one : page.corrections()) listed.push_back(one.complaint());
    token = page.next_page_token();
  } while (!token.empty());
  CHECK(listed == complaints);
  const std::string since = (SystemTimeSource().Now() - absl::Hours(1) + absl::Seconds(150)).ToRfc3339();
  CHECK(List(suite, absl::StrCat("correct_time >= \"", since, "\""))->corrections_size() == 2);
  CHECK(List(suite, absl::StrCat("correct_time < \"", since, "\" AND model = \"models/", model, "\""))->corrections_size() == 3);
  CHECK(List(suite, "model = \"models/0123456789abcdef\"")->corrections_size() == 0);
  CHECK(FieldsOf(List(suite, "correct_time > \"x\"").status()) == std::vector<std::string>{"filter"});
  CHECK(ReasonOf(List(suite, "", 2, "made up").status()) == "INVALID_PAGE_TOKEN");
}

TEST_CASE("models are compared on corrections whose texts are read for that and recorded", "[classification]") {
  Suite suite;
  std::vector<std::string> complaints, held_out;
  while (held_out.size() < 3) {
    complaints.push_back(suite.Submit("退款一直不到账"));
    if (IsHeldOut(ComplaintNumber::Parse(absl::StripPrefix(complaints.back(), "complaints/")).value())) {
      held_out.push_back(complaints.back());
    }
  }
  const std::string model = suite.Batch(complaints).value().predictions(0).model_version();
  for (const std::string& complaint : complaints) REQUIRE(Say(suite, {{complaint, {"MARKETING", "GIFT_MISSING"}}}).ok());
  v1::EvaluateModelRequest request;
  request.set_name("models/" + model);
  const v1::Evaluation evaluation = suite.Call(kManager, suite.stub(), &Stub::EvaluateModel, request).value();
  CHECK(evaluation.corrections().text_count() == 3);
  CHECK(evaluation.corrections().serving().l1_accuracy() == 0);
  CHECK_FALSE(evaluation.promotable());  // it is the one that serves
  CHECK(suite.Ask("SELECT sum(cardinality(numbers)) FROM intake.personal_data_access WHERE purpose = 'TRAIN'") == "3");
  CHECK(suite.Ask("SELECT count(*) FROM correction c WHERE c::text LIKE '%退款%'") == "0");
}

}  // namespace
}  // namespace redress::classification
