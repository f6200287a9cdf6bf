// What was measured, for people, for programs, and as a picture.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tools/classify_eval/scores.h"

namespace redress::classify_eval {

// The measured texts as a whole, each slice, and the surest errors.
struct Report {
  std::string model_version;
  Scores all;
  std::map<std::string, Scores> slices;
  std::vector<const Judgement*> worst;
};

// `judgements` outlives the report.
Report MakeReport(std::string model_version, const std::vector<Judgement>& judgements, size_t worst_count);

// Tables, some sixty lines, and the errors with the beginnings of their texts.
std::string TextOf(const Report& report);
nlohmann::json JsonOf(const Report& report);

// The reliability diagram: for each tenth of confidence the share that is right (bars), against what it should be (the
// diagonal); the width of a bar shows how many texts it stands for.
std::string DiagramOf(const Scores& scores);

// One line of `--predictions`.
nlohmann::json PredictionLine(const Judgement& judgement);

}  // namespace redress::classify_eval
