#include "services/casework/domain/market.h"

#include <algorithm>

#include "absl/types/optional.h"

namespace redress::casework {
namespace {

constexpr size_t kWordMax = 63;

bool IsWord(const std::string& text) {
  return !text.empty() && text.size() <= kWordMax && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// A word that all have to say.
class Common {
 public:
  void Add(const std::string& word) {
    const std::string said = IsWord(word) ? word : "";
    if (word_.has_value() && *word_ != said) {
      word_ = "";
    } else {
      word_ = said;
    }
  }
  std::string word() const { return word_.value_or(""); }

 private:
  absl::optional<std::string> word_;
};

}  // namespace

Market MarketOf(const std::vector<QuotedLine>& lines, const std::vector<std::string>& names,
                const std::vector<OrderFacts>& orders) {
  Common region, tier;
  for (const QuotedLine& line : lines) {
    const size_t at = static_cast<size_t>(std::find(names.begin(), names.end(), line.order) - names.begin());
    const OrderFacts order = at < orders.size() ? orders[at] : OrderFacts();
    region.Add(order.region);
    bool found = false;
    for (const OrderFacts::Line& sold : order.lines) {
      if (!line.line.empty() && line.line != sold.id) continue;
      tier.Add(sold.seller_tier);
      found = true;
    }
    if (!found) tier.Add("");
  }
  return {region.word(), tier.word()};
}

std::vector<std::string> OrdersIn(const std::vector<QuotedLine>& lines) {
  std::vector<std::string> names;
  for (const QuotedLine& line : lines) {
    if (std::find(names.begin(), names.end(), line.order) == names.end()) names.push_back(line.order);
  }
  return names;
}

}  // namespace redress::casework
