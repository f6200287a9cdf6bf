#include "services/classification/domain/intents.h"

#include <algorithm>
#include <cstdlib>

namespace redress::classification {
namespace {

// What an answer needs, and the kinds of fields that tell it, the best first.
struct Need {
  absl::string_view slot;
  std::vector<absl::string_view> kinds;
};

const std::vector<Need>& NeedsOf(absl::string_view intent) {
  static const auto& order = *new std::vector<Need>{{"order", {"order", "waybill"}}};
  static const auto& invoice = *new std::vector<Need>{{"order", {"order", "waybill"}}, {"amount", {"amount"}}};
  static const auto& how_to = *new std::vector<Need>{{"product", {"product"}}};
  static const auto& nothing = *new std::vector<Need>;
  if (intent == "order_status" || intent == "address_change") return order;
  if (intent == "invoice") return invoice;
  return intent == "how_to" ? how_to : nothing;
}

// How far a field stands from the words that ask.
int32_t Distance(const TextField& field, const std::vector<Span>& spans) {
  int32_t least = INT32_MAX;
  for (const Span& span : spans) {
    least = std::min(least, std::max({0, field.span.begin - span.end, span.begin - field.span.end}));
  }
  return least;
}

int Nearest(absl::string_view kind, const std::vector<Span>& spans, const std::vector<TextField>& fields) {
  int nearest = -1;
  int32_t least = INT32_MAX;
  for (size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].kind != kind) continue;
    const int32_t distance = Distance(fields[i], spans);
    if (nearest < 0 || distance < least) nearest = static_cast<int>(i), least = distance;
  }
  return nearest;
}

}  // namespace

std::vector<Intent> IntentsOf(const std::vector<Signal>& signals, const std::vector<TextField>& fields) {
  std::vector<Intent> intents;
  for (const Signal& signal : signals) {
    if (signal.kind != "intent") continue;
    Intent intent{signal.value, signal.spans, {}, {}};
    for (const Need& need : NeedsOf(signal.value)) {
      int field = -1;
      for (size_t i = 0; i < need.kinds.size() && field < 0; ++i) field = Nearest(need.kinds[i], signal.spans, fields);
      if (field >= 0) {
        intent.slots.push_back({std::string(need.slot), field});
      } else {
        intent.missing.emplace_back(need.slot);
      }
    }
    intents.push_back(std::move(intent));
  }
  return intents;
}

}  // namespace redress::classification
