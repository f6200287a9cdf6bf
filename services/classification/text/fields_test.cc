#include "services/classification/text/fields.h"

#include <catch2/catch.hpp>

#include "libs/base/error.h"

namespace redress::classification {
namespace {

std::vector<TextField> Find(const std::string& text) {
  static const auto& normaliser = *Normaliser::Create().value().release();
  static const auto& finder = *[] {
    auto* const made = new FieldFinder;
    for (const char* name : {"耳机", "蓝牙耳机", "washing machine"}) CHECK(made->AddGoods(normaliser.Normalise(name).chars).ok());
    return made;
  }();
  const NormalText normal = normaliser.Normalise(text);
  return finder.Find(normal, Tokenise(normal.chars));
}

TEST_CASE("numbers, amounts, dates and goods are found with their places and values", "[classification]") {
  struct Case {
    const char* text;
    TextField field;
  };
  const Case c = GENERATE(
      Case{"订单号4822824042113没到", {"order", {3, 16}, "4822824042113"}},
      Case{"订单编号：12345678", {"order", {5, 13}, "12345678"}},
      Case{"快递单号：773012345678901", {"waybill", {5, 20}, "773012345678901"}},
      Case{"sf1234567890123到哪了", {"waybill", {0, 15}, "SF1234567890123"}},
      Case{"ＳＦ1234567890123到哪了", {"waybill", {0, 15}, "SF1234567890123"}},
      Case{"tracking number 1Z999AA10123456784", {"waybill", {16, 34}, "1Z999AA10123456784"}},
      Case{"order AB12345678 is missing", {"order", {6, 16}, "AB12345678"}},
      Case{"打我电话13800138000", {"phone", {4, 15}, "13800138000"}}, Case{"花了199块钱", {"amount", {2, 7}, "199.00 CNY"}},
      Case{"付了￥1,299.5", {"amount", {2, 10}, "1299.50 CNY"}}, Case{"2万块的东西", {"amount", {0, 3}, "20000.00 CNY"}},
      Case{"I paid $45.99", {"amount", {7, 13}, "45.99 USD"}}, Case{"20 pounds wasted", {"amount", {0, 9}, "20.00 GBP"}},
      Case{"2026年11月5日下的单", {"date", {0, 10}, "2026-11-05"}}, Case{"11月5号买的", {"date", {0, 5}, "--11-05"}},
      Case{"2026-11-05到期", {"date", {0, 10}, "2026-11-05"}}, Case{"bought on Nov 5", {"date", {10, 15}, "--11-05"}},
      Case{"since 5 November", {"date", {6, 16}, "--11-05"}}, Case{"新买的蓝牙耳机", {"product", {3, 7}, "蓝牙耳机"}},
      Case{"my Washing  Machine", {"product", {3, 19}, "washing machine"}});
  CAPTURE(c.text);
  const std::vector<TextField> fields = Find(c.text);
  REQUIRE(fields.size() == 1);
  CHECK(fields[0].kind == c.field.kind);
  CHECK(fields[0].span == c.field.span);
  CHECK(fields[0].value == c.field.value);
}

TEST_CASE("what names nothing is no field", "[classification]") {
  const std::string text = GENERATE(as<std::string>(), "", "等了3天", "买了2个", "13月45日", "99/99", "may be 5", "may 50",
                                    "第12345678名", "5星好评", "95%", "10:30到", "2026年的", "1月");
  CAPTURE(text);
  CHECK(Find(text).empty());
}

TEST_CASE("fields stand by position, and each of the goods once", "[classification]") {
  const std::vector<TextField> fields = Find("耳机坏了，订单4822824042113，花了99元，耳机不要了");
  REQUIRE(fields.size() == 3);
  CHECK(fields[0].kind == "product");
  CHECK(fields[1].kind == "order");
  CHECK(fields[2].kind == "amount");
}

TEST_CASE("a list of numbers is not read to its end", "[classification]") {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "¥5 ";
  CHECK(Find(text).size() == FieldFinder::kFieldsMax);
}

TEST_CASE("goods without a name are refused", "[classification]") {
  CHECK(ReasonOf(FieldFinder().AddGoods(U"")) == "INVALID_SIGNALS");
}

}  // namespace
}  // namespace redress::classification
