#include "services/intake/store/sealed_content.h"

#include <catch2/catch.hpp>

namespace redress::intake {
namespace {

TEST_CASE("Every personal field of a complaint survives", "[intake]") {
  Submission said;
  said.text = Secret(std::string(70'000, 'x') + "投诉");
  said.remedy_sought = Secret("退款");
  said.customer = {.id = Secret("u"),
                   .display_name = Secret("张三"),
                   .phone = Secret("12345"),
                   .email = Secret("a@b.c"),
                   .address = Secret("路 1 号")};
  said.orders = {Secret("o-1"), Secret("o-2")};
  said.source_message_id = Secret(std::string("m\0m", 3));
  said.author_handle = Secret("@h");
  said.permalink = Secret("https://x/y");
  Submission read;
  REQUIRE(DecodeContent(EncodeContent(said), read).ok());
  CHECK(read.text == said.text);
  CHECK(read.remedy_sought == said.remedy_sought);
  CHECK(read.customer.id == said.customer.id);
  CHECK(read.customer.display_name == said.customer.display_name);
  CHECK(read.customer.phone == said.customer.phone);
  CHECK(read.customer.email == said.customer.email);
  CHECK(read.customer.address == said.customer.address);
  CHECK(read.orders == said.orders);
  CHECK(read.source_message_id == said.source_message_id);
  CHECK(read.author_handle == said.author_handle);
  CHECK(read.permalink == said.permalink);
}

TEST_CASE("A field that a newer version wrote is passed over", "[intake]") {
  ContactFacts read;
  REQUIRE(DecodeContent(std::string("\x63\x02hi\x01\x03", 6) + "abc", read).ok());
  CHECK(read.text.Reveal() == "abc");
}

TEST_CASE("Damaged bytes are noticed", "[intake]") {
  Submission read;
  CHECK_FALSE(
      DecodeContent(GENERATE(std::string("\x01"), std::string("\x01\x05") + "abc", std::string("\x01\xff\xff\xff\xff\xff\xff")),
                    read)
          .ok());
}

}  // namespace
}  // namespace redress::intake
