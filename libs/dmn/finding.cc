#include "libs/dmn/finding.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"

namespace redress::dmn {
namespace {

const char* Name(Severity severity) {
  switch (severity) {
    case Severity::kWarning:
      return "warning";
    case Severity::kExpression:
      return "faulty expression";
    case Severity::kError:
      return "error";
  }
  return "error";
}

}  // namespace

std::string ToString(const Finding& finding) {
  return absl::StrCat(finding.source, ":", finding.where.line, ":", finding.where.column, ": ", Name(finding.severity), ": ",
                      finding.message);
}

void Findings::Add(Severity severity, Where where, std::string message) {
  // Errors are kept even behind a thousand warnings: what is refused must say so.
  if (all_.size() >= kMax && (severity == Severity::kWarning || Has(severity))) {
    return;
  }
  all_.push_back({severity, source_, where, std::move(message)});
}

bool Findings::Has(Severity severity) const {
  return std::any_of(all_.begin(), all_.end(), [&](const Finding& finding) { return finding.severity >= severity; });
}

}  // namespace redress::dmn
