// What FEEL's tests share: tables of texts with the results that they have. For *_test.cc only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/feel/program.h"

namespace redress::feel {

// 2024-02-29T12:30:00Z.
inline constexpr int64_t kTestNow = 1'709'209'800;

// The result as a literal; `error: …` if the text does not compile, `limit: …` if it costs too much.
inline std::string Result(absl::string_view text, const Scope& scope = Scope(), const std::vector<Value>& frame = {}) {
  const absl::StatusOr<Program> program = Compile(text, scope);
  if (!program.ok()) return absl::StrCat("error: ", program.status().message());
  Evaluation evaluation(Limits{}, absl::FromUnixSeconds(kTestNow), absl::UTCTimeZone());
  const Value value = program->Evaluate(frame, evaluation);
  return evaluation.status().ok() ? ToLiteral(value) : absl::StrCat("limit: ", evaluation.status().message());
}

// Texts and their results.
using Results = std::vector<std::pair<std::string, std::string>>;

}  // namespace redress::feel
