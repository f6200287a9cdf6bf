#include "services/compensation/domain/simulated_case.h"

#include <catch2/catch.hpp>

namespace redress::compensation {
namespace {

constexpr Currency kCny = Currency::Cny();

std::vector<std::string> FieldsOf(const NamedFacts& given) {
  Violations violations;
  const NamedFacts kept = SimulatedFacts(given, "cases[7]", &violations);
  CHECK(kept.empty() == !violations.empty());
  std::vector<std::string> fields;
  fields.reserve(violations.all().size());
  for (const FieldViolation& violation : violations.all()) fields.push_back(violation.field);
  return fields;
}

std::vector<Subject> SubjectsOf(const NamedFacts& given) {
  Violations violations;
  const NamedFacts kept = SimulatedFacts(given, "cases[0]", &violations);
  REQUIRE(violations.empty());
  return SubjectsFrom(kept, kCny).value();
}

using Fields = std::vector<std::string>;

TEST_CASE("A case of one line needs a cause and what was paid; the rest follows", "[compensation]") {
  const auto subjects = SubjectsOf({{"l1", "LOGISTICS"}, {"l2", "LOST"}, {"line_paid", "8000"}, {"lost", "true"}});
  REQUIRE(subjects.size() == 1);
  CHECK(subjects[0].order == "orders/1");
  CHECK(subjects[0].quantity == 1);
  CHECK(subjects[0].line_paid == Money{8'000, kCny});
  CHECK(subjects[0].line_left == 8'000);
  CHECK(subjects[0].order_left == Money{8'000, kCny});
  CHECK(subjects[0].facts.at("lost") == FactValue(true));
  CHECK(subjects[0].facts.at("has_order") == FactValue(true));
}

TEST_CASE("A case without an order is about nothing that was paid", "[compensation]") {
  const auto subjects = SubjectsOf({{"l1", "SERVICE_ATTITUDE"}, {"l2", "RUDE"}, {"channel", "CHAT"}});
  REQUIRE(subjects.size() == 1);
  CHECK(subjects[0].order.empty());
  CHECK(subjects[0].facts.at("has_order") == FactValue(false));
}

TEST_CASE("Lines of several orders are told apart, and their names are not kept", "[compensation]") {
  const NamedFacts given = {{"l1", "PRODUCT_QUALITY"},
                            {"orders/o-wang-xiaoming/lines/7:line_paid", "100"},
                            {"orders/o-wang-xiaoming/lines/3:line_paid", "200"},
                            {"orders/x/lines/7:line_paid", "50"},
                            {"orders/x/lines/7:line_left", "20"},
                            {"orders/x/lines/7:l1", "LOGISTICS"},
                            {"abuse:RING", "5 > 3"}};
  Violations violations;
  for (const auto& [name, text] : SimulatedFacts(given, "cases[0]", &violations)) {
    CHECK(name.find("wang") == std::string::npos);
    CHECK(name.find("abuse") == std::string::npos);
  }
  const auto subjects = SubjectsOf(given);
  REQUIRE(subjects.size() == 3);
  CHECK(subjects[0].order_paid.minor == 300);
  CHECK(subjects[1].order == subjects[0].order);
  CHECK(subjects[2].order != subjects[0].order);
  CHECK(subjects[2].order_paid.minor == 50);
  CHECK(subjects[2].line_left == 20);
  CHECK(subjects[2].facts.at("l1") == FactValue(std::string("LOGISTICS")));
}

TEST_CASE("Every fact at fault is named, and a person's name, number or text is no fact", "[compensation]") {
  CHECK(FieldsOf({}) == Fields{"cases[7].facts"});
  CHECK(FieldsOf({{"line_paid", "1"}}) == Fields{"cases[7].facts"});
  CHECK(FieldsOf({{"l1", "A"}, {"orders/1/lines/1:lost", "true"}}) == Fields{"cases[7].facts"});
  CHECK(FieldsOf({{"l1", "王小明"}, {"customer", "u-1"}, {"phone", "13800138000"}, {"l2", "wang xiaoming"}}) ==
        Fields{"cases[7].facts[0].value", "cases[7].facts[1].name", "cases[7].facts[2].name", "cases[7].facts[3].value"});
  CHECK(FieldsOf({{"l1", "A"}, {"l1", "B"}}) == Fields{"cases[7].facts[1].name"});
  CHECK(FieldsOf({{"l1", "A"}, {"people/1:l1", "A"}, {"orders/1:l1", "A"}}) ==
        Fields{"cases[7].facts[1].name", "cases[7].facts[2].name"});
  CHECK(FieldsOf({{"l1", "A"}, {"lost", "yes"}, {"claimed", "-1"}, {"gift_value", "1.5"}, {"quantity", "0"}}) ==
        Fields{"cases[7].facts[1].value", "cases[7].facts[2].value", "cases[7].facts[3].value", "cases[7].facts[4].value"});
  CHECK(FieldsOf({{"l1", "A"}, {"line_paid", "1000000000001"}}) == Fields{"cases[7].facts[1].value"});
  CHECK(FieldsOf({{"l1", "A"}, {"line_paid", "1000000000000"}}).empty());
  NamedFacts many = {{"l1", "A"}, {"line_paid", "1"}};
  many.reserve(23);
  for (int i = 0; i < 21; ++i) many.emplace_back("orders/1/lines/" + std::to_string(i) + ":quantity", "1");
  CHECK(FieldsOf(many) == Fields{"cases[7].facts"});
  many.pop_back();
  CHECK(FieldsOf(many).empty());
}

TEST_CASE("Lines that are not kept are called as they were said, and come in the order of their positions", "[compensation]") {
  const NamedFacts given = {{"l1", "LOGISTICS"},
                            {"orders/o-7/lines/a:line_paid", "100"},
                            {"orders/o-7/lines/a:position", "2"},
                            {"orders/o-9/lines/b:line_paid", "200"},
                            {"orders/o-9/lines/b:position", "1"},
                            {"orders/o-9/lines/c:line_paid", "300"}};
  Violations violations;
  const std::vector<StatedFact> stated(given.begin(), given.end());
  std::vector<Subject> subjects = StatedSubjects(stated, "", &violations, CaseNames::kAsSaid);
  REQUIRE(violations.empty());
  for (Subject& subject : subjects) REQUIRE(FillSubject(kCny, &subject).ok());
  REQUIRE(subjects.size() == 3);
  CHECK((subjects[0].order == "orders/o-9" && subjects[0].line == "b"));
  CHECK((subjects[1].order == "orders/o-7" && subjects[1].line == "a"));
  CHECK((subjects[2].order == "orders/o-9" && subjects[2].line == "c"));
  CHECK(subjects[0].order_paid.minor == 500);
  CHECK(SubjectsFrom(NamedFactsOf(subjects), kCny).value()[1].facts == subjects[1].facts);
  CHECK(SubjectsOf(given)[0].line_paid.minor == 200);
}

TEST_CASE("What is no name of a line, and more facts than there are, are refused", "[compensation]") {
  CHECK(FieldsOf({{"l1", "A"}, {"orders/王小明/lines/1:line_paid", "1"}, {"orders/1/lines/a b:line_paid", "1"}}) ==
        Fields{"cases[7].facts[1].name", "cases[7].facts[2].name"});
  CHECK(FieldsOf(NamedFacts(601, {"l1", "A"})) == Fields{"cases[7].facts"});
  Violations violations;
  CHECK(SimulatedFacts({{"l1", "A"}, {"moon", "full"}}, "", &violations).empty());
  CHECK(violations.all().front().field == "facts[1].name");
}

TEST_CASE("What was kept of a quotation is a case as it is", "[compensation]") {
  Order order;
  order.name = "orders/o-1";
  order.lines = {{.id = "1", .quantity = 2, .paid = {900, kCny}, .refunded = 100, .price_now = {}, .gift_value = {}}};
  order.paid = {1'000, kCny};
  order.refunded = {100, kCny};
  Claim claim;
  claim.cause = {"LOGISTICS", "LOST"};
  claim.lines = {{"orders/o-1", "1", 1}};
  const auto was = compensation::SubjectsOf(claim, {order}, kCny, BusinessTime::FromUnixMicros(0)).value();
  const auto is = SubjectsOf(NamedFactsOf(was));
  REQUIRE(is.size() == 1);
  CHECK(is[0].facts == was[0].facts);
  CHECK(is[0].line_left == was[0].line_left);
}

}  // namespace
}  // namespace redress::compensation
