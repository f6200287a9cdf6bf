#include "libs/dmn/function_code.h"

#include <algorithm>

namespace redress::dmn {
namespace {

class Closure : public feel::Function {
 public:
  Closure(std::shared_ptr<const FunctionCode> code, Frame captured)
      : Function(code->parameters, code->result->type()), code_(std::move(code)), captured_(std::move(captured)) {}

 protected:
  feel::Value Run(absl::Span<const feel::Value> arguments, feel::Evaluation& evaluation) const override {
    return code_->Run(captured_, arguments, evaluation);
  }

 private:
  const std::shared_ptr<const FunctionCode> code_;
  const Frame captured_;
};

}  // namespace

feel::Type FunctionCode::type() const {
  std::vector<feel::Type> types;
  types.reserve(parameters.size());
  for (const feel::Parameter& parameter : parameters) {
    types.push_back(parameter.type);
  }
  return feel::Type::FunctionOf(std::move(types), result->type().is_any() ? body->type() : result->type());
}

feel::Value FunctionCode::Run(const Frame& captured, absl::Span<const feel::Value> arguments,
                              feel::Evaluation& evaluation) const {
  if (!evaluation.Spend(static_cast<int64_t>(slots))) {
    return {};
  }
  Frame frame;
  frame.reserve(slots);
  frame.assign(captured.begin(), captured.end());
  for (size_t i = 0; i < arguments.size() && i < parameter_types.size(); ++i) {
    if (!parameter_types[i]->Allows(arguments[i], evaluation)) {
      return evaluation.Null(-1, "an argument is none of the values that its type allows");
    }
    frame.push_back(arguments[i]);
  }
  frame.resize(slots);
  return result->Conform(body->Evaluate(frame, evaluation), evaluation);
}

feel::Value MakeClosure(std::shared_ptr<const FunctionCode> code, const Frame& frame) {
  const size_t outer = std::min(code->outer, frame.size());
  Frame captured(frame.begin(), frame.begin() + static_cast<std::ptrdiff_t>(outer));
  captured.resize(code->outer);
  return feel::Value::Of(std::make_shared<const Closure>(std::move(code), std::move(captured)));
}

}  // namespace redress::dmn
