#include "tools/demo_client/json_view.h"

#include <catch2/catch.hpp>

#include "tools/demo_client/test_results.h"

namespace redress::demo {
namespace {

Books RightBooks() {
  Books books{compensation::v1::VerifyLedgerResponse(), casework::v1::VerifyAuditResponse()};
  books.ledger->set_entry_count(4);
  books.audit->set_case_count(2);
  return books;
}

}  // namespace

TEST_CASE("ToJson writes what programs read", "[demo]") {
  const auto json = ToJson({StoredResult("261122-00000001-23", "LOGISTICS", "DELAYED"), RejectedResult(7, "text: is required")},
                           RightBooks(), {{"first_feedback", "SHARE", "NOT_MET", 0.9, 9, 10, 0.98}});
  const auto& entry = json["complaints"][0];
  CHECK(entry["number"] == "261122-00000001-23");
  CHECK(entry["channel"] == "APP");
  CHECK(entry["l1"] == "LOGISTICS");
  CHECK(entry["l2"] == "DELAYED");
  CHECK(entry["confidence"] == 0.93);
  CHECK(entry["severity"] == "URGENT");
  CHECK(entry["signals"] == std::vector<std::string>{"emotion:furious"});
  CHECK(entry["team"] == "logistics");
  CHECK(entry["agent"] == "a-wang-lei");
  CHECK(entry["work_item_state"] == "ACCEPTED");
  CHECK(entry["state"] == "CLOSED");
  CHECK(entry["finding"] == "SUBSTANTIATED");
  CHECK(entry["granted_minor"] == 12'000);
  CHECK(entry["approved_by"] == "a-guo-jiahao (SUPERVISOR)");
  CHECK(entry["remedies"][0] ==
        nlohmann::ordered_json::parse(R"({"kind": "REFUND", "amount_minor": 12000, "currency_code": "CNY", "state": "PAID"})"));
  CHECK((entry["clocks"].empty() && entry["notices"].empty() && entry["satisfaction"].is_null()));
  CHECK(json["kpis"] == nlohmann::ordered_json::parse(R"([{"id": "first_feedback", "value": 0.9, "unit": "SHARE", "numerator": 9,
      "denominator": 10, "target": 0.98, "verdict": "NOT_MET"}])"));
  CHECK(json["ledger"] == nlohmann::ordered_json::parse(R"({"entries": 4, "grants": 0, "faults": []})"));
  CHECK(json["audit"] == nlohmann::ordered_json::parse(R"({"entries": 0, "cases": 2, "broken": []})"));
  CHECK(json["rejected"] == nlohmann::json::parse(R"([{"line": 7, "reasons": ["text: is required"]}])"));
}

TEST_CASE("ToJson tells what was promised and how it was kept", "[demo]") {
  Result result = StoredResult("261122-00000001-23", "LOGISTICS", "DELAYED");
  result.outcome.clocks = {{"ACCEPTANCE", "MET", absl::Hours(1), absl::Seconds(40), absl::ZeroDuration()}};
  result.outcome.notices = {{"ACCEPTED", "SENT", "SMS"}};
  result.outcome.one.add_callbacks()->set_outcome(casework::v1::Callback::OUTCOME_SATISFIED);
  const auto entry = ToJson({result}, RightBooks(), {})["complaints"][0];
  CHECK(entry["clocks"].dump() == R"([{"kind":"ACCEPTANCE","state":"MET","target_ms":3600000,"spent_ms":40000,"paused_ms":0}])");
  CHECK(entry["notices"].dump() == R"([{"kind":"ACCEPTED","state":"SENT","way":"SMS"}])");
  CHECK(entry["satisfaction"] == "SATISFIED");
}

TEST_CASE("ToJson has no tag for what is in triage", "[demo]") {
  Result result = StoredResult("261122-00000001-23", "LOGISTICS", "DELAYED");
  result.watched.prediction.set_abstained(true);
  const auto entry = ToJson({result}, RightBooks(), {})["complaints"][0];
  CHECK(entry["l1"].is_null());
  CHECK(entry["l2"].is_null());
  CHECK(entry["confidence"] == 0.93);
}

TEST_CASE("ToJson of nothing has both lists, and says what could not be checked", "[demo]") {
  const Books unknown{absl::UnavailableError("away"), absl::UnavailableError("away")};
  CHECK(ToJson({}, unknown, {}).dump() ==
        R"({"complaints":[],"rejected":[],"kpis":[],"ledger":{"error":"away"},"audit":{"error":"away"}})");
}

}  // namespace redress::demo
