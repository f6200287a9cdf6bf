// Any bytes as a decision model: read, or refused with a finding; what is read evaluates within its limits, whatever its inputs.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "libs/dmn/model.h"
#include "libs/feel/value.h"

namespace redress {
namespace {

void Expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void Evaluate(const dmn::Model& model, const std::string& name) {
  using feel::Value;
  dmn::EvaluateOptions options;
  options.limits.steps = 20'000;
  options.limits.depth = 64;
  options.limits.list_items = 1000;
  options.limits.string_bytes = 1 << 16;
  options.now = absl::FromUnixSeconds(1'700'000'000);
  options.zone = absl::UTCTimeZone();
  options.trace = true;
  for (const Value& value : {Value(), Value::Number(7), Value::String("high"), Value::Of(feel::List{Value::Boolean(true)})}) {
    std::vector<dmn::Input> inputs;
    for (const dmn::ElementInfo& element : model.elements()) {
      if (element.kind == dmn::ElementInfo::Kind::kInputData) {
        inputs.push_back({element.ns, element.name, value});
      }
    }
    for (const dmn::Result& result : {model.Evaluate(name, inputs, options), model.EvaluateService(name, inputs, options),
                                      model.EvaluateKnowledge(name, inputs, options)}) {
      Expect(result.status.ok() || absl::IsResourceExhausted(result.status) || absl::IsNotFound(result.status));
      feel::ToLiteral(result.value);
    }
  }
}

void TryOne(const uint8_t* data, size_t size) {
  for (const bool lenient : {false, true}) {
    dmn::LoadOptions options;
    options.faulty_expressions_are_null = lenient;
    options.index_rules_min = 2;
    std::vector<dmn::Finding> findings;
    const absl::StatusOr<dmn::Model> model =
        dmn::Load({"m", std::string(reinterpret_cast<const char*>(data), size)}, {}, options, &findings);
    if (!model.ok()) {
      Expect(!findings.empty());
      continue;
    }
    for (const dmn::ElementInfo& element : model->elements()) {
      Evaluate(*model, element.name);
    }
  }
}

}  // namespace
}  // namespace redress

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  redress::TryOne(data, size);
  return 0;
}
