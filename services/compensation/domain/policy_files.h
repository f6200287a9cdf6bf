// A policy as its owner writes it: a set of DMN files, and what was found about them. Content-addressed: the same files, whatever
// their order, have one hash. Values and pure functions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "libs/dmn/syntax.h"

namespace redress::compensation {

struct PolicyFile {
  std::string name;  // `goodwill.dmn`
  std::string text;
  friend bool operator==(const PolicyFile&, const PolicyFile&) = default;
};
using PolicyFiles = std::vector<PolicyFile>;

inline constexpr size_t kPolicyFilesMax = 20;
inline constexpr size_t kPolicyBytesMax = 1 << 20;  // of all files together

// 64 hexadecimal digits over the names and texts, in the order of the names.
std::string HashOf(const PolicyFiles& files);

// One thing about a policy.
struct PolicyFinding {
  bool error = false;  // a version with one is not kept; anything else is told
  std::string kind;    // `FAULT`, `GAP`, `OVERLAP`, `UNREACHABLE`, `NOT_CHECKED`
  std::string file;
  int line = 0;  // from 1; 0: of the whole file, or of the set
  int column = 0;
  std::string table;                                         // where it is about one
  std::vector<std::string> rules;                            // by id
  std::vector<std::pair<std::string, std::string>> example;  // an input → value, as FEEL writes it
  std::string message;
};

// The first error as INVALID_ARGUMENT, reason INVALID_POLICY, with its place and how many there are; OK without one.
absl::Status ErrorOf(const std::vector<PolicyFinding>& findings);

// A decision of a policy that was found in its files.
struct PolicyDecision {
  std::string name;                  // `make good`
  size_t file = 0;                   // index in the set
  std::vector<std::string> inputs;   // names of facts
  std::vector<std::string> outputs;  // of its table; empty for an expression
};

// What a policy consists of, by name, each once: a decision table with these outputs, or an expression.
struct DecisionShape {
  absl::string_view name;
  std::vector<absl::string_view> outputs;  // empty: an expression
};
const std::vector<DecisionShape>& PolicyShape();

// The decisions of the files, in the order of PolicyShape. Whatever is wrong with the set as a policy is added to the findings:
// decisions that are missing, there twice, or ask for what is no fact; rules without an id of [a-z0-9-], or whose words are none
// of ours. What is wrong with the files as DMN is not looked at.
std::vector<PolicyDecision> FindDecisions(const PolicyFiles& files, std::vector<PolicyFinding>* findings);

}  // namespace redress::compensation
