#include "libs/feel/function.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace redress::feel {
namespace {

class HostFunction : public Function {
 public:
  HostFunction(std::vector<Parameter> parameters, const Type& result, HostBody body)
      : Function(std::move(parameters), result), body_(std::move(body)) {}

 protected:
  Value Run(absl::Span<const Value> arguments, Evaluation& evaluation) const override { return body_(arguments, evaluation); }

 private:
  const HostBody body_;
};

}  // namespace

Type Function::type() const {
  std::vector<Type> types;
  types.reserve(parameters_.size());
  for (const Parameter& parameter : parameters_) types.push_back(parameter.type);
  return Type::FunctionOf(std::move(types), result_);
}

Value Function::Call(absl::Span<const Value> arguments, Evaluation& evaluation) const {
  if (arguments.size() != parameters_.size()) {
    return evaluation.Null(-1, absl::StrCat("the function takes ", parameters_.size(), " arguments, not ", arguments.size()));
  }
  std::vector<Value> coerced(arguments.begin(), arguments.end());
  for (size_t i = 0; i < coerced.size(); ++i) {
    if (coerced[i].is_null()) continue;
    coerced[i] = Coerce(coerced[i], parameters_[i].type);
    if (coerced[i].is_null()) {
      return evaluation.Null(
          -1, absl::StrCat("the argument '", parameters_[i].name, "' is not of type ", parameters_[i].type.ToText()));
    }
  }
  if (!evaluation.Enter()) {
    evaluation.Leave();
    return {};
  }
  Value result = Coerce(Run(coerced, evaluation), result_);
  evaluation.Leave();
  return result;
}

Value Function::CallNamed(absl::Span<const std::pair<std::string, Value>> arguments, Evaluation& evaluation) const {
  std::vector<Value> ordered(parameters_.size());
  std::vector<bool> given(parameters_.size());
  for (const auto& [name, value] : arguments) {
    const auto found =
        std::find_if(parameters_.begin(), parameters_.end(), [&name = name](const Parameter& p) { return p.name == name; });
    if (found == parameters_.end()) return evaluation.Null(-1, absl::StrCat("the function has no parameter '", name, "'"));
    const auto at = static_cast<size_t>(found - parameters_.begin());
    ordered[at] = value;
    given[at] = true;
  }
  if (std::find(given.begin(), given.end(), false) != given.end()) {
    return evaluation.Null(-1, "not all parameters of the function are given");
  }
  return Call(ordered, evaluation);
}

Value MakeFunction(std::vector<Parameter> parameters, const Type& result, HostBody body) {
  return Value::Of(std::shared_ptr<const Function>(new HostFunction(std::move(parameters), result, std::move(body))));
}

}  // namespace redress::feel
