#include "services/classification/domain/intents.h"

#include <catch2/catch.hpp>

namespace redress::classification {
namespace {

const TextField kOrder{"order", {10, 23}, "4822824042113"};
const TextField kFarOrder{"order", {90, 103}, "4822824042114"};
const TextField kWaybill{"waybill", {30, 44}, "SF123456789012"};
const TextField kAmount{"amount", {50, 54}, "199.00 CNY"};
const TextField kProduct{"product", {60, 62}, "耳机"};

Signal Asks(const char* intent) {
  return {"intent", intent, {{0, 4}}};
}

TEST_CASE("an intent is told what the text knows and what it does not", "[classification]") {
  struct Case {
    const char* intent;
    std::vector<TextField> fields;
    std::vector<Intent::Slot> slots;
    std::vector<std::string> missing;
  };
  const Case c = GENERATE(Case{"order_status", {kOrder}, {{"order", 0}}, {}}, Case{"order_status", {}, {}, {"order"}},
                          Case{"order_status", {kFarOrder, kOrder}, {{"order", 1}}, {}},
                          Case{"order_status", {kWaybill, kFarOrder}, {{"order", 1}}, {}},
                          Case{"order_status", {kAmount, kWaybill}, {{"order", 1}}, {}},
                          Case{"address_change", {kAmount, kOrder}, {{"order", 1}}, {}},
                          Case{"invoice", {kAmount, kOrder}, {{"order", 1}, {"amount", 0}}, {}},
                          Case{"invoice", {kOrder}, {{"order", 0}}, {"amount"}}, Case{"how_to", {kProduct}, {{"product", 0}}, {}},
                          Case{"how_to", {kOrder}, {}, {"product"}});
  const std::vector<Intent> intents = IntentsOf({{"emotion", "calm", {}}, Asks(c.intent)}, c.fields);
  CAPTURE(c.intent);
  REQUIRE(intents.size() == 1);
  CHECK(intents[0].name == c.intent);
  CHECK(intents[0].spans == std::vector<Span>{{0, 4}});
  CHECK(intents[0].slots == c.slots);
  CHECK(intents[0].missing == c.missing);
}

TEST_CASE("a text that asks nothing has no intent", "[classification]") {
  CHECK(IntentsOf({{"emotion", "furious", {{0, 2}}}, {"safety", "fire", {{3, 4}}}}, {kOrder}).empty());
}

TEST_CASE("several intents stand in the order of their signals", "[classification]") {
  const std::vector<Intent> intents = IntentsOf({Asks("order_status"), Asks("invoice")}, {kOrder});
  REQUIRE(intents.size() == 2);
  CHECK(intents[0].name == "order_status");
  CHECK(intents[1].name == "invoice");
}

}  // namespace
}  // namespace redress::classification
