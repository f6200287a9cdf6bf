#include "tools/platform/domain/operation.h"

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/hash.h"
#include "tools/platform/domain/order.h"

namespace redress::platform {
namespace {

constexpr std::array<absl::string_view, 8> kKindWords = {"refund",         "coupon",          "reshipment", "exchange",
                                                         "address_change", "supplier_action", "hr_report",  "payout"};
constexpr std::array<absl::string_view, 3> kStateWords = {"PENDING", "SUCCEEDED", "FAILED"};
constexpr int64_t kMinorMax = 1'000'000'000'000;
constexpr size_t kTextMax = 200;

// What is needed of an operation of a kind. `words`: of which `word` is one; `word_field`: how the contract calls it.
struct Needs {
  bool order = false, line = false, amount = false, quantity = false, valid_days = false, token = false, case_name = false;
  absl::string_view subject_field, word_field;
  std::vector<absl::string_view> words;
};

const Needs& NeedsOf(OperationKind kind) {
  static const auto* const needs = new std::array<Needs, 8>{{
      {.order = true, .amount = true},
      {.order = true, .amount = true, .valid_days = true},
      {.order = true, .line = true, .quantity = true},
      {.order = true, .line = true, .quantity = true},
      {.order = true, .token = true},
      {.case_name = true,
       .subject_field = "seller",
       .word_field = "action",
       .words = {"CORRECT_LISTING", "STOP_SALE", "RECALL", "CHARGE_BACK"}},
      {.case_name = true,
       .subject_field = "staff",
       .word_field = "ground",
       .words = {"RUDE", "NO_REPLY", "BUCK_PASSING", "OTHER"}},
      {.order = true, .amount = true, .word_field = "ground", .words = {"COUNTERFEIT", "UNSAFE_FOOD", "GIFT_VALUE"}},
  }};
  return (*needs)[static_cast<size_t>(kind)];
}

template <size_t n>
absl::optional<size_t> IndexOf(const std::array<absl::string_view, n>& words, absl::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return absl::nullopt;
  return static_cast<size_t>(found - words.begin());
}

bool IsOperationId(absl::string_view id) {
  return !id.empty() && id.size() <= 63 && std::all_of(id.begin(), id.end(), [](char c) {
    return absl::ascii_islower(static_cast<unsigned char>(c)) || absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-';
  });
}

// Twelve digits and capital letters without those that are mistaken for others.
std::string Code(absl::string_view text) {
  constexpr absl::string_view kAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  std::string code;
  uint64_t hash = StableHash64(text);
  for (int i = 0; i < 12; ++i, hash >>= 5) code += kAlphabet[hash & 31];
  return code;
}

}  // namespace

absl::string_view Word(OperationKind kind) {
  return kKindWords[static_cast<size_t>(kind)];
}

absl::optional<OperationKind> OperationKindOf(absl::string_view word) {
  const auto index = IndexOf(kKindWords, word);
  return index ? absl::make_optional(static_cast<OperationKind>(*index)) : absl::nullopt;
}

absl::string_view Word(OperationState state) {
  return kStateWords[static_cast<size_t>(state)];
}

absl::optional<OperationState> OperationStateOf(absl::string_view word) {
  const auto index = IndexOf(kStateWords, word);
  return index ? absl::make_optional(static_cast<OperationState>(*index)) : absl::nullopt;
}

void CheckOperation(const Operation& operation, Violations* violations) {
  const Needs& needs = NeedsOf(operation.kind);
  const std::string kind = absl::StrCat("operation.", Word(operation.kind), ".");
  const auto check = [&](bool good, absl::string_view field, absl::string_view rule) {
    if (!good) violations->Add(kind + std::string(field), rule);
  };
  if (!IsOperationId(operation.id)) violations->Add("operation.name", "must be `operations/` and [a-z0-9-]{1,63}");
  const bool gift = operation.kind == OperationKind::kPayout && operation.word == "GIFT_VALUE";
  if (needs.order) check(IsId(operation.order), "order", "must be `orders/{order}`");
  check((operation.line.empty() && !needs.line && !gift) || IsId(operation.line), "line", "must be the id of a line");
  if (needs.amount) {
    check(operation.amount.minor > 0 && operation.amount.minor <= kMinorMax, "amount",
          "must be from 1 to 1,000,000,000,000 minor units");
    check(!operation.amount.currency.none(), "amount.currency_code", "must be three capital letters");
  }
  if (needs.quantity) check(operation.quantity >= 1, "quantity", "must be at least 1");
  if (needs.valid_days) check(operation.valid_days >= 1 && operation.valid_days <= 365, "valid_days", "must be from 1 to 365");
  check(operation.product.empty() || IsId(operation.product), "product", "must be [A-Za-z0-9_-]{1,64}");
  if (needs.token) {
    check(!operation.address_token.empty() && operation.address_token.size() <= kTextMax, "address_token",
          "must have 1 to 200 characters");
  }
  if (!needs.subject_field.empty()) {
    const bool seller = operation.kind == OperationKind::kSupplierAction;
    check(seller ? IsId(operation.subject) : !operation.subject.empty() && operation.subject.size() <= 100, needs.subject_field,
          seller ? "must be [A-Za-z0-9_-]{1,64}" : "must have 1 to 100 characters");
  }
  if (needs.case_name) {
    check(absl::StartsWith(operation.case_name, "cases/") && operation.case_name.size() <= kTextMax, "case",
          "must be `cases/{case}`");
  }
  if (!needs.words.empty()) {
    check(std::find(needs.words.begin(), needs.words.end(), operation.word) != needs.words.end(), needs.word_field,
          "must be one of the words that the contract lists");
  }
}

std::string ReferenceOf(const Operation& operation) {
  const std::string code = Code(absl::StrCat(Word(operation.kind), "/", operation.id));
  switch (operation.kind) {
    case OperationKind::kCoupon:
      return absl::StrCat(code.substr(0, 4), "-", code.substr(4, 4), "-", code.substr(8, 4));
    case OperationKind::kReshipment:
    case OperationKind::kExchange:
      return "RD" + code;
    case OperationKind::kRefund:
      return "RF-" + code;
    case OperationKind::kPayout:
      return "PO-" + code;
    default:
      return "OP-" + code;
  }
}

}  // namespace redress::platform
