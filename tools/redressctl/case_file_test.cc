#include "tools/redressctl/case_file.h"

#include <catch2/catch.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "libs/base/error.h"

namespace redress::ctl {
namespace {

std::string FactsOf(const compensation::v1::SimulatedCase& one) {
  return absl::StrJoin(one.facts(), " ",
                       [](std::string* out, const auto& fact) { absl::StrAppend(out, fact.name(), "=", fact.value()); });
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : ViolationsOf(status)) fields.push_back(violation.field);
  return fields;
}

TEST_CASE("Cases are read as a person writes them, and as a quotation shows them", "[ctl]") {
  const CaseFile file =
      ReadCases("c.jsonl",
                "{\"l1\": \"LOGISTICS\", \"line_paid\": 8000, \"lost\": true}\n"
                "\n"
                "{\"l1\": \"A\", \"lines\": [{\"line_paid\": 1}, {\"line_paid\": 2}]}\r\n"
                "{\"name\": \"quotations/q\", \"facts\": [{\"name\": \"l1\", \"value\": \"B\"}, {\"name\": \"l2\"}]}\n")
          .value();
  REQUIRE(file.cases.size() == 3);
  CHECK(FactsOf(file.cases[0]) == "l1=LOGISTICS line_paid=8000 lost=true");
  CHECK(FactsOf(file.cases[1]) == "l1=A orders/1/lines/1:line_paid=1 orders/1/lines/2:line_paid=2");
  CHECK(FactsOf(file.cases[2]) == "l1=B l2=");
  CHECK(file.lines == std::vector<int>{1, 3, 4});
}

TEST_CASE("Every line that is none is named at once", "[ctl]") {
  using Fields = std::vector<std::string>;
  CHECK(FieldsOf(ReadCases("c", "{\n[1]\n{\"l1\": \"A\"}\n{\"l1\": null}\n{\"l1\": {}}\n{\"lines\": 1}\n{\"facts\": [1]}\n")
                     .status()) == Fields{"c:1", "c:2", "c:4", "c:5", "c:6", "c:7"});
  CHECK(FieldsOf(ReadCases("c", " \n\n").status()) == Fields{"c"});
}

TEST_CASE("What the service refuses is told by line and fact", "[ctl]") {
  const CaseFile file = ReadCases("c.jsonl", "\n{\"l1\": \"A\", \"hours_late\": \"soon\"}\n{\"l2\": \"B\"}\n").value();
  Violations violations;
  violations.Add("candidate", "is required");
  violations.Add("cases[0].facts[0].value", "must be a number");
  violations.Add("cases[1].facts", "must say l1");
  violations.Add("cases[9].facts", "is another's");
  violations.Add("…", "3 more fields");
  CHECK(FieldsOf(AtLines(violations.ToStatus(), file)) ==
        std::vector<std::string>{"candidate", "c.jsonl:2 hours_late", "c.jsonl:3", "cases[9].facts", "…"});
  const CaseFile typed{"--fact", {file.cases.front()}, {0}};
  Violations one;
  one.Add("cases[0].facts[0].value", "x");
  CHECK(FieldsOf(AtLines(one.ToStatus(), typed)) ==
        std::vector<std::string>{absl::StrCat("--fact ", file.cases.front().facts(0).name())});
}

}  // namespace
}  // namespace redress::ctl
