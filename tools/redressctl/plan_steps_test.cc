#include "tools/redressctl/plan_steps.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::ctl {
namespace {

using casework::v1::PlanStep;
const BusinessTime kNow = BusinessTime::FromUnixMicros(1'700'000'000'000'000);
const StepDefaults kDefaults{"agents/a-wang-lei", "24h"};

}  // namespace

TEST_CASE("Every kind of step is written in words", "[redressctl]") {
  struct Row {
    const char* text;
    PlanStep::Kind kind;
    const char *quotation, *option, *description, *subject, *detail;
  };
  const auto row = GENERATE(Row{"remedy q-1/2", PlanStep::KIND_REMEDY, "quotations/q-1", "2", "", "", ""},
                            Row{"REMEDY quotations/q-1/2", PlanStep::KIND_REMEDY, "quotations/q-1", "2", "", "", ""},
                            Row{"remedy q-1/2 原路 退款", PlanStep::KIND_REMEDY, "quotations/q-1", "2", "原路 退款", "", ""},
                            Row{"apology 抱歉 让您久等", PlanStep::KIND_APOLOGY, "", "", "抱歉 让您久等", "", ""},
                            Row{"person pack a card", PlanStep::KIND_PERSON, "", "", "pack a card", "", ""},
                            Row{"address 4711 tok", PlanStep::KIND_CHANGE_ADDRESS, "", "", "", "orders/4711", "tok"},
                            Row{"supplier s-1 charge_back", PlanStep::KIND_SUPPLIER_ACTION, "", "", "", "s-1", "CHARGE_BACK"},
                            Row{"hr agents/a-x rude", PlanStep::KIND_HR_REPORT, "", "", "", "agents/a-x", "RUDE"});
  INFO(row.text);
  const auto step = ParseStep(row.text, kDefaults, kNow);
  REQUIRE(step.ok());
  CHECK(step->kind() == row.kind);
  CHECK(step->quotation() == row.quotation);
  CHECK(step->option() == row.option);
  CHECK(step->description() == row.description);
  CHECK(step->subject() == row.subject);
  CHECK(step->detail() == row.detail);
  CHECK(step->owner() == "agents/a-wang-lei");
  CHECK(step->due_time().seconds() == 1'700'000'000 + 24 * 3600);
}

TEST_CASE("A step says its own owner and time wherever they stand", "[redressctl]") {
  const auto step = ParseStep("person owner=a-li call the due=2h warehouse", kDefaults, kNow);
  REQUIRE(step.ok());
  CHECK(step->owner() == "agents/a-li");
  CHECK(step->description() == "call the warehouse");
  CHECK(step->due_time().seconds() == 1'700'000'000 + 2 * 3600);
  const auto fixed = ParseStep("apology x due=2026-11-22T08:00:00+08:00", kDefaults, kNow);
  REQUIRE(fixed.ok());
  CHECK(fixed->due_time().seconds() == 1'795'305'600);
}

TEST_CASE("A step that cannot be read is answered with how it is written", "[redressctl]") {
  struct Row {
    const char *text, *shown;
  };
  const auto row =
      GENERATE(Row{"", "remedy, apology"}, Row{"refund 12", "remedy, apology"}, Row{"remedy", "QUOTATION/OPTION"},
               Row{"remedy q-1", "QUOTATION/OPTION"}, Row{"remedy q-1/", "QUOTATION/OPTION"},
               Row{"remedy /2", "QUOTATION/OPTION"}, Row{"remedy more q-1/2", "QUOTATION/OPTION"}, Row{"apology", "WHAT IS SAID"},
               Row{"supplier s-1", "CHARGE_BACK"}, Row{"hr a b c", "RUDE"}, Row{"person x due=soon", "a duration such as 24h"});
  INFO(row.text);
  const auto step = ParseStep(row.text, kDefaults, kNow);
  REQUIRE(!step.ok());
  CHECK(ReasonOf(step.status()) == "INVALID_FLAG");
  CHECK(std::string(step.status().message()).find(row.shown) != std::string::npos);
}

TEST_CASE("Steps in JSON are the API's, as a list or a request, and get what they do not say", "[redressctl]") {
  const char* const list = R"( [{"kind": "KIND_APOLOGY", "description": "x"}])";
  const char* const whole = R"({"steps": [{"kind": "KIND_APOLOGY", "description": "x", "owner": "agents/a-li"}]})";
  const auto from_list = ParseStepsJson(list, kDefaults, kNow);
  REQUIRE(from_list.ok());
  REQUIRE(from_list->steps_size() == 1);
  CHECK(from_list->steps(0).owner() == "agents/a-wang-lei");
  CHECK(from_list->steps(0).has_due_time());
  const auto from_whole = ParseStepsJson(whole, kDefaults, kNow);
  REQUIRE(from_whole.ok());
  CHECK(from_whole->steps(0).owner() == "agents/a-li");
  CHECK(ReasonOf(ParseStepsJson("[{\"kind\": 1,}", kDefaults, kNow).status()) == "INVALID_FLAG");
}

}  // namespace redress::ctl
