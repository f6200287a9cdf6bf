#include "tools/agents/reading.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "libs/base/status_macros.h"
#include "tools/client/files.h"
#include "tools/demo_client/complaint_line.h"
#include "tools/demo_client/input_file.h"

namespace redress::agents {
namespace {

// Plain words that say what a text is about; the first row that matches decides, so the sharper ones come first.
struct WordRow {
  const char *word, *l1, *l2;
};
constexpr WordRow kWords[] = {
    {"少发", "ORDER_PROCESSING", "MISSING_ITEM"},
    {"少了", "ORDER_PROCESSING", "MISSING_ITEM"},
    {"发错", "LOGISTICS", "WRONG_ITEM"},
    {"丢件", "LOGISTICS", "LOST"},
    {"没收到", "LOGISTICS", "LOST"},
    {"不发货", "ORDER_PROCESSING", "NOT_SHIPPED"},
    {"没发货", "ORDER_PROCESSING", "NOT_SHIPPED"},
    {"取消了我的订单", "ORDER_PROCESSING", "CANCELLED_BY_SELLER"},
    {"快递员", "LOGISTICS", "COURIER_CONDUCT"},
    {"物流", "LOGISTICS", "DELAYED"},
    {"过期", "PRODUCT_QUALITY", "EXPIRED"},
    {"发霉", "PRODUCT_QUALITY", "EXPIRED"},
    {"假货", "PRODUCT_QUALITY", "NOT_AS_DESCRIBED"},
    {"不符", "PRODUCT_QUALITY", "NOT_AS_DESCRIBED"},
    {"碎", "PRODUCT_QUALITY", "DAMAGED"},
    {"破", "PRODUCT_QUALITY", "DAMAGED"},
    {"坏", "PRODUCT_QUALITY", "DEFECTIVE"},
    {"降价", "PRICE_DISPUTE", "PRICE_DROP"},
    {"多扣", "PRICE_DISPUTE", "OVERCHARGED"},
    {"赠品", "MARKETING", "GIFT_MISSING"},
    {"优惠券", "MARKETING", "COUPON_RULES"},
    {"态度", "SERVICE_ATTITUDE", "RUDE"},
    {"没人回", "SERVICE_ATTITUDE", "NO_REPLY"},
    {"推", "SERVICE_ATTITUDE", "BUCK_PASSING"},
    {"维修", "AFTER_SALES", "WARRANTY"},
    {"换货", "AFTER_SALES", "RETURN_EXCHANGE"},
    {"退款", "AFTER_SALES", "REFUND"},
    {"支付", "SYSTEM_FAILURE", "PAYMENT"},
    {"登录", "SYSTEM_FAILURE", "ACCOUNT"},
    {"闪退", "SYSTEM_FAILURE", "APP_ERROR"},
    {"refund", "AFTER_SALES", "REFUND"},
    {"broken", "PRODUCT_QUALITY", "DEFECTIVE"},
    {"parcel", "LOGISTICS", "DELAYED"},
};

// What is wanted; the order is that of what weighs more.
struct SoughtRow {
  const char *word, *sought;
};
constexpr SoughtRow kSought[] = {
    {"赔", "COMPENSATION"}, {"补发", "RESHIP"},       {"重发", "RESHIP"},    {"换", "EXCHANGE"},
    {"replac", "EXCHANGE"}, {"exchange", "EXCHANGE"}, {"退", "REFUND"},      {"refund", "REFUND"},
    {"back", "REFUND"},     {"道歉", "APOLOGY"},      {"apolog", "APOLOGY"}, {"修", "REPAIR"},
    {"repair", "REPAIR"},   {"发货", "DELIVERY"},     {"送", "DELIVERY"},    {"ship", "DELIVERY"},
};

std::string SoughtIn(absl::string_view words) {
  const std::string lower = absl::AsciiStrToLower(words);
  for (const SoughtRow& row : kSought) {
    if (absl::StrContains(lower, row.word)) return row.sought;
  }
  return "";
}

type::v1::Tag TagOf(absl::string_view l1, absl::string_view l2) {
  type::v1::Tag tag;
  tag.set_l1(std::string(l1));
  tag.set_l2(std::string(l2));
  return tag;
}

type::v1::Tag GuessTag(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  for (const WordRow& row : kWords) {
    if (absl::StrContains(lower, row.word)) return TagOf(row.l1, row.l2);
  }
  return {};
}

bool IsEnglish(absl::string_view text) {
  const auto ascii = std::count_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return !text.empty() && ascii * 10 >= static_cast<int64_t>(text.size()) * 9;
}

}  // namespace

absl::StatusOr<Reader> Reader::Load(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string content, client::ReadFile(path));
  Reader reader;
  for (const demo::InputLine& line : demo::ReadInput(path, content)) {
    const demo::ComplaintLine read = demo::ReadComplaintLine(line, path);
    const bool has_gold = !read.gold.l1.empty() || read.gold.is_complaint.has_value();
    if (has_gold) reader.Know(read.complaint.text(), TagOf(read.gold.l1, read.gold.l2), read.gold.is_complaint);
  }
  return reader;
}

void Reader::Know(const std::string& text, type::v1::Tag tag, absl::optional<bool> is_complaint) {
  known_[text] = {std::move(tag), is_complaint};
}

Reading Reader::Read(const intake::v1::Complaint& complaint) const {
  Reading reading;
  const auto known = known_.find(complaint.text());
  if (known != known_.end()) {
    reading.tag = known->second.tag;
    reading.is_complaint = known->second.is_complaint;
  } else {
    reading.tag = GuessTag(complaint.text());
  }
  std::string sought = SoughtIn(complaint.remedy_sought());
  if (sought.empty()) sought = SoughtIn(complaint.text());
  if (!sought.empty()) reading.sought = std::move(sought);
  reading.english = IsEnglish(complaint.text());
  if (complaint.has_amount_paid()) reading.paid = complaint.amount_paid();
  reading.has_orders = !complaint.orders().empty();
  return reading;
}

}  // namespace redress::agents
