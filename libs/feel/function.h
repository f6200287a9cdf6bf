// A function as a value: a FEEL `function(…)`, a built-in one, or one that a host gives, such as the business knowledge model or
// the decision service of a DMN model. Functions never change; calling is thread safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "libs/feel/evaluation.h"
#include "libs/feel/type.h"
#include "libs/feel/value.h"

namespace redress::feel {

struct Parameter {
  std::string name;
  Type type;  // an argument is coerced to it; one that does not conform makes the call null
};

class Function {
 public:
  virtual ~Function() = default;

  // Empty for a built-in function with several forms.
  const std::vector<Parameter>& parameters() const { return parameters_; }
  const Type& result() const { return result_; }
  // False for a built-in function with several forms, of which nothing is told.
  virtual bool typed() const { return true; }
  // True if it can be called with so many arguments.
  virtual bool TakesArguments(size_t count) const { return count == parameters_.size(); }
  // That of the deepest value it holds, and one more.
  virtual int nesting() const { return 1; }
  // The type of this function, from its parameters and its result.
  Type type() const;

  // Null unless there are as many arguments as parameters and each conforms; else the result, coerced to its type. Counts a
  // depth.
  virtual Value Call(absl::Span<const Value> arguments, Evaluation& evaluation) const;
  // By names; null if one is missing or unknown.
  virtual Value CallNamed(absl::Span<const std::pair<std::string, Value>> arguments, Evaluation& evaluation) const;

 protected:
  Function(std::vector<Parameter> parameters, Type result) : parameters_(std::move(parameters)), result_(std::move(result)) {}
  // The work itself, with arguments that fit.
  virtual Value Run(absl::Span<const Value> arguments, Evaluation& evaluation) const = 0;

 private:
  const std::vector<Parameter> parameters_;
  const Type result_;
};

// A function of the host, from a callable. The body must be thread safe and may run inside other calls.
using HostBody = std::function<Value(absl::Span<const Value> arguments, Evaluation& evaluation)>;
Value MakeFunction(std::vector<Parameter> parameters, const Type& result, HostBody body);

}  // namespace redress::feel
