// The labelled texts that came with the release and that no model is trained on: what models are compared on. JSON lines
// `{"text": …, "gold": {"l1": …, "l2": …, "also": [...]}}`; they are written for this and are nobody's complaints.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/classification/domain/comparison.h"
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

// CPU time of this thread, µs.
double ThreadCpuMicros();

}  // namespace redress::classification
