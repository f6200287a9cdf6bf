// The labelled texts that came with the release and that no model is trained on: what models are compared on, and what live
// texts are measured against. JSON lines `{"text": …, "gold": {"l1": …, "l2": …, "also": [...]}}`; they are written for this and
// are nobody's complaints.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/classification/domain/comparison.h"
#include "services/classification/domain/drift.h"
#include "services/classification/engine/classifier.h"

namespace redress::classification {

struct HeldOutText {
  std::string text;
  Label label;
};

// Empty where there is no such file. FAILED_PRECONDITION, reason DATA_FILE, names the line that is wrong.
absl::StatusOr<std::vector<HeldOutText>> ReadHeldOut(const std::string& path);

// What a model says of texts, in their order; adds the CPU time of it to `*cpu_micros`.
std::vector<Said> SayAll(const Classifier& classifier, const std::vector<std::string>& texts, double* cpu_micros);

// How a model finds texts that are as they should be: what live ones are measured against.
struct Reference {
  std::vector<double> label_counts;  // by first level
  double abstained_share = 0;
  double unknown_share = 0;
};
Reference ReferenceOf(const Classifier& classifier, const std::vector<HeldOutText>& texts);

// CPU time of this thread, µs.
double ThreadCpuMicros();

}  // namespace redress::classification
