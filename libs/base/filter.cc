#include "libs/base/filter.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "libs/base/error.h"
#include "libs/base/status_macros.h"

namespace redress {
namespace {

constexpr size_t kFilterSizeMax = 2000;

struct OpText {
  absl::string_view text;
  FilterOp op;
};
// Longer texts first: `<=` is not `<`.
constexpr std::array kOps = {
    OpText{"!=", FilterOp::kNotEqual}, OpText{"<=", FilterOp::kLessOrEqual}, OpText{">=", FilterOp::kGreaterOrEqual},
    OpText{"=", FilterOp::kEqual},     OpText{"<", FilterOp::kLess},         OpText{">", FilterOp::kGreater},
};

absl::Status Malformed(absl::string_view why) {
  Violations violations;
  violations.Add("filter", why);
  return violations.ToStatus();
}

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || absl::StrContains("_-./:+~*", c) ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

// Reads conditions from left to right. `rest_` never begins with white space.
class Parser {
 public:
  explicit Parser(absl::string_view filter) : rest_(filter) { SkipSpace(); }

  // The conditions of the whole filter, with alternatives already folded together.
  absl::StatusOr<std::vector<Condition>> Run() {
    std::vector<Condition> conditions;
    if (rest_.empty()) return conditions;
    do {
      ASSIGN_OR_RETURN(Condition factor, Factor());
      conditions.push_back(std::move(factor));
    } while (TakeKeyword("AND"));
    if (!rest_.empty()) return Malformed("after a comparison comes AND, OR or the end");
    return conditions;
  }

 private:
  // One comparison, or several of the same field joined by OR, with or without parentheses.
  absl::StatusOr<Condition> Factor() {
    const bool grouped = Take("(");
    ASSIGN_OR_RETURN(Condition factor, Comparison());
    while (TakeKeyword("OR")) {
      ASSIGN_OR_RETURN(Condition other, Comparison());
      if (other.field != factor.field || other.op != FilterOp::kEqual || factor.op != FilterOp::kEqual) {
        return Malformed("OR joins only comparisons of one field by =");
      }
      factor.others.push_back(std::move(other.value));
    }
    if (grouped && !Take(")")) return Malformed("a parenthesis holds comparisons of one field joined by OR");
    return factor;
  }

  absl::StatusOr<Condition> Comparison() {
    Condition condition;
    condition.field = std::string(Word());
    if (condition.field.empty()) return Malformed("a comparison begins with the name of a field");
    if (condition.field == "NOT") return Malformed("NOT is not supported");
    const auto* const op = std::find_if(kOps.begin(), kOps.end(), [&](const OpText& candidate) { return Take(candidate.text); });
    if (op == kOps.end()) return Malformed("after the name of a field comes one of = != < <= > >=");
    condition.op = op->op;
    ASSIGN_OR_RETURN(condition.value, Value());
    return condition;
  }

  absl::StatusOr<std::string> Value() {
    if (absl::StartsWith(rest_, "\"") || absl::StartsWith(rest_, "'")) return Quoted(rest_.front());
    const absl::string_view word = Word();
    if (word.empty()) return Malformed("after the operator comes a value");
    return std::string(word);
  }

  // Text in quotes, in which a backslash makes the next character plain.
  absl::StatusOr<std::string> Quoted(char quote) {
    std::string value;
    for (size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == quote) {
        rest_.remove_prefix(i + 1);
        SkipSpace();
        return value;
      }
      if (rest_[i] == '\\' && ++i == rest_.size()) break;
      value += rest_[i];
    }
    return Malformed("a quoted value does not end");
  }

  absl::string_view Word() {
    const auto* const end = std::find_if_not(rest_.begin(), rest_.end(), IsWordCharacter);
    const absl::string_view word = rest_.substr(0, static_cast<size_t>(end - rest_.begin()));
    rest_.remove_prefix(word.size());
    SkipSpace();
    return word;
  }

  bool Take(absl::string_view text) {
    if (!absl::ConsumePrefix(&rest_, text)) return false;
    SkipSpace();
    return true;
  }

  bool TakeKeyword(absl::string_view keyword) {
    if (!absl::StartsWith(rest_, keyword)) return false;
    if (rest_.size() > keyword.size() && IsWordCharacter(rest_[keyword.size()])) return false;
    return Take(keyword);
  }

  void SkipSpace() { rest_ = absl::StripLeadingAsciiWhitespace(rest_); }

  absl::string_view rest_;
};

// Says what is wrong with a condition that could be read.
void CheckCondition(const Condition& condition, absl::Span<const FilterField> fields, Violations& violations) {
  const auto* const field =
      std::find_if(fields.begin(), fields.end(), [&](const FilterField& known) { return known.name == condition.field; });
  if (field == fields.end()) {
    violations.Add("filter", absl::StrCat("unknown field ", condition.field));
    return;
  }
  if (std::find(field->ops.begin(), field->ops.end(), condition.op) == field->ops.end()) {
    violations.Add("filter", absl::StrCat(field->name, " cannot be compared by ", FilterOpText(condition.op)));
  }
  if (!condition.others.empty() && !field->alternatives) {
    violations.Add("filter", absl::StrCat(field->name, " takes one value, no OR"));
  }
}

}  // namespace

absl::string_view FilterOpText(FilterOp op) {
  return std::find_if(kOps.begin(), kOps.end(), [&](const OpText& known) { return known.op == op; })->text;
}

absl::StatusOr<std::vector<Condition>> ParseFilter(absl::string_view filter, absl::Span<const FilterField> fields) {
  if (filter.size() > kFilterSizeMax) return Malformed("at most 2,000 bytes");
  ASSIGN_OR_RETURN(std::vector<Condition> conditions, Parser(filter).Run());
  Violations violations;
  for (const Condition& condition : conditions) CheckCondition(condition, fields, violations);
  RETURN_IF_ERROR(violations.ToStatus());
  return conditions;
}

}  // namespace redress
