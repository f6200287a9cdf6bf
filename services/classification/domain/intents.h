// What a text names (orders, amounts, dates …) and what of it answers a question without a person: an intent is a signal of
// kind `intent` together with the fields that its answer needs. Pure.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/classification/domain/signals.h"
#include "services/classification/domain/span.h"

namespace redress::classification {

// A part of a text that names something: `order`, `waybill`, `phone`, `amount`, `date` or `product`. `value` is personal.
struct TextField {
  std::string kind;
  Span span;
  std::string value;
  friend bool operator==(const TextField&, const TextField&) = default;
};

// What is asked, where, and what the answer needs: the places in the fields of those that the text tells, the names of the
// others.
struct Intent {
  struct Slot {
    std::string name;
    int field;
    friend bool operator==(const Slot&, const Slot&) = default;
  };
  std::string name;
  std::vector<Span> spans;
  std::vector<Slot> slots;
  std::vector<std::string> missing;
  friend bool operator==(const Intent&, const Intent&) = default;
};

// The intents among `signals`, in their order. Each slot is filled by the field of its kind that stands nearest to the words that
// ask; where an order is asked for, a waybill serves as well.
std::vector<Intent> IntentsOf(const std::vector<Signal>& signals, const std::vector<TextField>& fields);

}  // namespace redress::classification
