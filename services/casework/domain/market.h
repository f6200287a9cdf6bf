// Where what a case is about was sold, and by whom, in the platform's words: what compensation's policies can be for. Pure
// functions, thread safe.
#pragma once

#include <string>
#include <vector>

#include "services/casework/domain/checklist.h"

namespace redress::casework {

// A line of an order that a cause is about.
struct QuotedLine {
  std::string order;      // `orders/{order}`
  std::string line = {};  // by id; empty: every line of the order
  int quantity = 0;       // pieces; 0: all of the line
};

struct Market {
  std::string region;       // of the orders
  std::string seller_tier;  // of who sold the lines
  friend bool operator==(const Market&, const Market&) = default;
};

// What these lines have in common: a word that they do not share, that one of them lacks, or that is none ([A-Z0-9_]{1,63}) says
// nothing, for a policy that is for a region decides over the whole question. `orders` are those that `lines` name, by `names`.
Market MarketOf(const std::vector<QuotedLine>& lines, const std::vector<std::string>& names,
                const std::vector<OrderFacts>& orders);

// The orders that lines name, each once, in their order.
std::vector<std::string> OrdersIn(const std::vector<QuotedLine>& lines);

}  // namespace redress::casework
