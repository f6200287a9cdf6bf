#include "tools/demo_client/input_file.h"

#include <catch2/catch.hpp>

namespace redress::demo {

using Json = nlohmann::json;

TEST_CASE("JSONL keeps line numbers and puts a reason beside each line that is no object", "[demo]") {
  const auto lines = ReadInput("x.jsonl", "{\"channel\": \"APP\"}\n\n[1]\n{\"text\": \n{\"a\":1}\n");
  REQUIRE(lines.size() == 4);
  CHECK(lines[0].number == 1);
  CHECK(lines[0].fields == Json{{"channel", "APP"}});
  CHECK(lines[1].number == 3);
  CHECK(lines[1].problem == "not a JSON object");
  CHECK(lines[2].number == 4);
  CHECK(lines[2].problem.find("not JSON: parse error") == 0);
  CHECK(lines[3].problem.empty());
}

TEST_CASE("JSONL that is not UTF-8 is refused line by line", "[demo]") {
  const auto lines = ReadInput("x.jsonl", "{\"text\": \"\xC3\x28\"}\n{\"text\": \"好\"}");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].problem.find("not JSON") == 0);
  CHECK(lines[1].problem.empty());
}

TEST_CASE("A CSV line becomes the object that JSONL would have", "[demo]") {
  const auto lines =
      ReadInput("x.CSV",
                "channel,text,customer.id,phone,orders,amount_paid_minor,vip_level,gold.l1,gold_also,gold.is_complaint\n"
                "APP,没到,u-1,+8613800000000,o-1; o-2,1500,3,LOGISTICS,LOGISTICS/LOST,true\n"
                "WEB,没到,,,,,,,,\n");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].fields == Json::parse(R"({"channel": "APP", "text": "没到",
      "customer": {"id": "u-1", "phone": "+8613800000000", "vip_level": 3}, "orders": ["o-1", "o-2"], "amount_paid_minor": 1500,
      "gold": {"l1": "LOGISTICS", "also": ["LOGISTICS/LOST"], "is_complaint": true}})"));
  CHECK(lines[1].fields == Json{{"channel", "WEB"}, {"text", "没到"}});
}

TEST_CASE("A CSV line that does not fit its header, or is not UTF-8, is named", "[demo]") {
  const auto lines = ReadInput("x.csv", "channel,text\nAPP,a,b\nAPP,\xFF\n");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].problem == "more cells (3) than the header has columns (2)");
  CHECK(lines[1].problem == "not UTF-8");
}

TEST_CASE("A CSV value of the wrong type stays for its field's own check", "[demo]") {
  const auto lines = ReadInput("x.csv", "channel,text,amount_paid_minor,evidence\nAPP,a,12.50,none\n");
  CHECK(lines[0].fields["amount_paid_minor"] == "12.50");
  CHECK(lines[0].fields["evidence"] == "none");
}

}  // namespace redress::demo
