// The compiled function of a functionDefinition or a business knowledge model, and the value that it becomes with the values of
// the names around it. Const and thread safe; the value keeps the code alive.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "libs/dmn/item_type.h"
#include "libs/dmn/node.h"
#include "libs/feel/function.h"

namespace redress::dmn {

struct FunctionCode {
  std::vector<feel::Parameter> parameters;
  std::vector<ItemTypePtr> parameter_types;
  ItemTypePtr result;
  NodePtr body;
  size_t outer = 0;  // slots of the names around it; the parameters' follow
  size_t slots = 0;  // of its frame

  feel::Type type() const;
  // Runs the body with arguments that are of the parameters' FEEL types already.
  feel::Value Run(const Frame& captured, absl::Span<const feel::Value> arguments, feel::Evaluation& evaluation) const;
};

// The function value whose outer names have the first values of `frame`.
feel::Value MakeClosure(std::shared_ptr<const FunctionCode> code, const Frame& frame);

}  // namespace redress::dmn
