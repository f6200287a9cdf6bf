// DMN models: load once, evaluate often. A model reads DMN 1.1 to 1.6 as XML, with whatever it imports; everything that can be
// known to be wrong is told when it is loaded, each fault with its place. Evaluating throws nothing, is bounded in steps and
// depth, and can tell which rules led to the result. A Model is a handle to what never changes: cheap to copy, thread safe.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "libs/dmn/finding.h"
#include "libs/dmn/run.h"
#include "libs/dmn/trace.h"
#include "libs/dmn/xml.h"
#include "libs/feel/evaluation.h"
#include "libs/feel/type.h"
#include "libs/feel/value.h"

namespace redress::dmn {

struct Graph;

// The XML of a model, and the name by which findings call it.
struct Source {
  std::string name;
  std::string text;
};

// What an `import` asks for.
struct Import {
  std::string ns;
  std::string location;  // locationURI; may be empty
};

// Gives the source of an imported model, or nothing. May be empty if nothing may be imported.
using ImportResolver = std::function<absl::optional<Source>(const Import& import)>;

struct LoadOptions {
  XmlLimits xml;
  size_t models_max = 100;  // the model and its imports
  // Decision tables of at least so many rules are indexed. It changes what a lookup costs, not what it gives.
  size_t index_rules_min = 8;
  // False: a faulty expression, type or name refuses the model, as a policy owner wants it. True: it is null, as DMN has it.
  bool faulty_expressions_are_null = false;
};

struct EvaluateOptions {
  feel::Limits limits;
  absl::Time now;  // what now() and today() tell
  absl::TimeZone zone;
  bool trace = false;
};

// The value of an input or of a decision that is given instead of being made.
struct Input {
  std::string ns;  // empty: the model's own
  std::string name;
  feel::Value value;
};

// What came of an evaluation.
struct Result {
  absl::Status status;  // NOT_FOUND: no such decision; RESOURCE_EXHAUSTED: a limit was passed. Else OK, and the value counts
  feel::Value value;
  std::vector<Message> messages;     // why something became null, at most some hundreds
  std::vector<DecisionTrace> trace;  // if asked for, in the order in which the decisions were made
  int64_t steps = 0;
};

// An element as its users see it.
struct ElementInfo {
  enum class Kind { kInputData, kDecision, kKnowledge, kService };

  Kind kind = Kind::kDecision;
  std::string ns;
  std::string name;
  std::string id;
  feel::Type type;
};

class Model {
 public:
  const std::string& name() const;
  const std::string& ns() const;
  // All elements, those of imported models included.
  std::vector<ElementInfo> elements() const;

  // Makes the decision of that name. Inputs are named as in the model; those of an imported model stand in a context under the
  // name of the import. What is not given is null; names that the model does not have are told in the messages.
  Result Evaluate(absl::string_view decision, const feel::Context& inputs, const EvaluateOptions& options) const;
  Result Evaluate(absl::string_view decision, const std::vector<Input>& inputs, const EvaluateOptions& options) const;
  // Calls the decision service: its inputs and input decisions are given, its other decisions made.
  Result EvaluateService(absl::string_view service, const std::vector<Input>& inputs, const EvaluateOptions& options) const;
  // Calls the business knowledge model with arguments by name.
  Result EvaluateKnowledge(absl::string_view knowledge, const std::vector<Input>& arguments,
                           const EvaluateOptions& options) const;

 private:
  friend absl::StatusOr<Model> Load(const Source& source, const ImportResolver& resolver, const LoadOptions& options,
                                    std::vector<Finding>* findings);

  explicit Model(std::shared_ptr<const Graph> graph) : graph_(std::move(graph)) {}

  std::shared_ptr<const Graph> graph_;
};

// The model of a source. INVALID_ARGUMENT with the first finding that forbids its use; `findings` gets all of them, warnings too,
// also where the model can be used.
absl::StatusOr<Model> Load(const Source& source, const ImportResolver& resolver, const LoadOptions& options,
                           std::vector<Finding>* findings);

}  // namespace redress::dmn
