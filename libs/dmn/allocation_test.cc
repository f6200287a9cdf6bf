// A table of scalars costs no memory of its own: a decision made by one allocates what the same decision allocates that is made
// by an expression, which is what its caller is given back.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <new>

#include "libs/dmn/test_models.h"

namespace {

thread_local int64_t allocations = 0;

void* Counted(size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

// All of this program's, so that nothing is missed.
void* operator new(size_t size) {
  return Counted(size);
}
void* operator new[](size_t size) {
  return Counted(size);
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](size_t size, const std::nothrow_t& tag) noexcept {
  return operator new(size, tag);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, size_t) noexcept {
  std::free(memory);
}

namespace redress::dmn {
namespace {

const std::vector<std::string> kInputs = {"i:cause", "i:days", "i:bought", "i:member"};

// `tests` cause, days, bought, member and gives `output`.
std::string Rule(const std::vector<std::string>& tests, const std::string& output) {
  std::string xml = "<rule>";
  for (const std::string& test : tests) {
    absl::StrAppend(&xml, "<inputEntry><text><![CDATA[", test, "]]></text></inputEntry>");
  }
  return absl::StrCat(xml, "<outputEntry><text>", output, "</text></outputEntry></rule>");
}

// A table of `rules` rules: the last matches always, the one before it whatever is late.
std::string Table(const std::string& hit_policy, int rules, const std::string& output, const std::string& order = "") {
  std::string xml = absl::StrCat("<decisionTable hitPolicy=\"", hit_policy, "\">");
  for (const std::string& input : kInputs) {
    absl::StrAppend(&xml, "<input><inputExpression><text>", input.substr(2), "</text></inputExpression></input>");
  }
  absl::StrAppend(&xml, "<output>", order.empty() ? "" : absl::StrCat("<outputValues><text>", order, "</text></outputValues>"),
                  "</output>");
  for (int i = 0; i + 2 < rules; ++i) {
    absl::StrAppend(&xml,
                    Rule({absl::StrCat("\"never ", i, "\""), absl::StrCat("> ", i), "< date(\"2024-01-01\")", "true"}, output));
  }
  return absl::StrCat(xml, Rule({"\"late\", \"lost\"", "[2..9]", "-", "true"}, output),
                      hit_policy == "UNIQUE" ? "" : Rule({"-", "-", "-", "-"}, output), "</decisionTable>");
}

int64_t AllocationsOf(const std::string& logic, const std::string& result) {
  std::string inputs;
  for (const std::string& input : kInputs) inputs += InputData(input.substr(2));
  const absl::StatusOr<Model> model = Load({"m", Definitions(inputs + Decision("d", logic, kInputs))}, {}, {}, nullptr);
  REQUIRE(model.status().ToString() == "OK");
  const std::vector<Input> facts = {{"", "cause", Feel(R"("late")")},
                                    {"", "days", Feel("3")},
                                    {"", "bought", Feel(R"(@"2024-05-01")")},
                                    {"", "member", Feel("true")}};
  const EvaluateOptions options = TestOptions();
  const int64_t before = allocations;
  const Result made = model->Evaluate("d", facts, options);
  const int64_t after = allocations;
  CHECK(feel::ToText(made.value) == result);
  CHECK(made.messages.empty());
  return after - before;
}

TEST_CASE("A table of scalars allocates nothing of its own", "[dmn]") {
  const int64_t by_expression = AllocationsOf(Literal("7"), "7");
  CHECK(by_expression > 0);  // what is counted is counted
  for (const int rules : {2, 7, 8, 100, 1'000}) {
    CAPTURE(rules);
    CHECK(AllocationsOf(Table("UNIQUE", rules, "7"), "7") == by_expression);
    CHECK(AllocationsOf(Table("FIRST", rules, "7"), "7") == by_expression);
    CHECK(AllocationsOf(Table("ANY", rules, "7"), "7") == by_expression);
    CHECK(AllocationsOf(Table("PRIORITY", rules, "days + 4", "9, 7"), "7") == by_expression);
    CHECK(AllocationsOf(Table("FIRST", rules, "\"seven\""), "seven") == by_expression);
    CHECK(AllocationsOf(Table("FIRST", rules, "bought"), "2024-05-01") == by_expression);
  }
  CHECK(AllocationsOf(Table("COLLECT", 7, "7"), "[7, 7]") > by_expression);  // a list is no scalar
}

}  // namespace
}  // namespace redress::dmn
