// What loading a model found: every fault at once, each with its place, so that a policy owner mends a model in one go. Plain
// values; a Findings collects for one load and is not thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace redress::dmn {

// A place in a source text, counted from 1 in code points; 0:0 where the fault has no place.
struct Where {
  int line = 0;
  int column = 0;
  friend bool operator==(const Where&, const Where&) = default;
};

// How grave a finding is.
enum class Severity {
  kWarning,     // the model works, but is probably not what its author meant
  kExpression,  // one expression is faulty: the value is null where LoadOptions::faulty_expressions_are_null, else as kError
  kError,       // the model cannot be used
};

// One finding.
struct Finding {
  Severity severity = Severity::kError;
  std::string source;  // the name of the file or text, as it was given to Load
  Where where;
  std::string message;
  friend bool operator==(const Finding&, const Finding&) = default;
};

// `source:line:column: severity: message`, as compilers tell it.
std::string ToString(const Finding& finding);

// Collects the findings of one load. At most kMax are kept: a hostile text shall not fill the memory with complaints.
class Findings {
 public:
  static constexpr size_t kMax = 1000;

  // The following findings are about this source.
  void SetSource(absl::string_view source) { source_ = std::string(source); }
  const std::string& source() const { return source_; }
  void Add(Severity severity, Where where, std::string message);
  void Error(Where where, std::string message) { Add(Severity::kError, where, std::move(message)); }
  void Warning(Where where, std::string message) { Add(Severity::kWarning, where, std::move(message)); }
  void Expression(Where where, std::string message) { Add(Severity::kExpression, where, std::move(message)); }
  // True if any finding is at least so grave.
  bool Has(Severity severity) const;
  const std::vector<Finding>& all() const { return all_; }

 private:
  std::string source_;
  std::vector<Finding> all_;
};

}  // namespace redress::dmn
