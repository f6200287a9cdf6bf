#include "tools/agents/reading.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "libs/base/uuid.h"
#include "tools/client/files.h"

namespace redress::agents {
namespace {

intake::v1::Complaint Saying(const std::string& text, const std::string& sought = "") {
  intake::v1::Complaint complaint;
  complaint.set_text(text);
  complaint.set_remedy_sought(sought);
  return complaint;
}

}  // namespace

TEST_CASE("A text that people read before is understood as they did", "[agents]") {
  const std::string folder = std::filesystem::temp_directory_path() / absl::StrCat("redress-reading-", Uuid::Random().ToString());
  std::filesystem::create_directories(folder);
  const std::string path = folder + "/lines.jsonl";
  REQUIRE(client::WriteFile(
              path,
              R"({"channel": "APP", "text": "怎么开发票", "gold": {"l1": "OTHER", "l2": "ENQUIRY", "is_complaint": false}}
not json
{"channel": "APP", "text": "无标注"}
{"channel": "APP", "text": "物流不动", "gold": {"l1": "LOGISTICS", "l2": "LOST"}}
)",
              0600)
              .ok());
  const auto loaded = Reader::Load(path);
  std::filesystem::remove_all(folder);
  REQUIRE(loaded.ok());
  const Reader& reader = *loaded;
  const Reading enquiry = reader.Read(Saying("怎么开发票"));
  CHECK(enquiry.tag.l2() == "ENQUIRY");
  CHECK(enquiry.is_complaint == false);
  const Reading lost = reader.Read(Saying("物流不动"));
  CHECK(lost.tag.l2() == "LOST");
  CHECK_FALSE(lost.is_complaint.has_value());
}

TEST_CASE("Any other text is judged by plain words, or not at all", "[agents]") {
  const Reader reader;
  CHECK(reader.Read(Saying("收到的杯子碎了")).tag.l2() == "DAMAGED");
  CHECK(reader.Read(Saying("My REFUND never came")).tag.l1() == "AFTER_SALES");
  CHECK(reader.Read(Saying("?")).tag.l1().empty());
  CHECK_FALSE(reader.Read(Saying("?")).is_complaint.has_value());
}

TEST_CASE("What is wanted is read from the wish first, then from the text", "[agents]") {
  const Reader reader;
  CHECK(reader.Read(Saying("收到的杯子碎了", "补发")).sought == "RESHIP");
  CHECK(reader.Read(Saying("要求退款", "换新")).sought == "EXCHANGE");
  CHECK(reader.Read(Saying("要求退款")).sought == "REFUND");
  CHECK(reader.Read(Saying("x", "退一赔三")).sought == "COMPENSATION");
  CHECK(reader.Read(Saying("x", "Replacement please")).sought == "EXCHANGE");
  CHECK(reader.Read(Saying("x")).sought == "EXPLANATION");
}

TEST_CASE("A customer is answered in the language of the complaint", "[agents]") {
  CHECK(Reader().Read(Saying("Where is my parcel?")).english);
  CHECK_FALSE(Reader().Read(Saying("我的 iPhone 呢")).english);
}

}  // namespace redress::agents
