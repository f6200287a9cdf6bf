#include "services/classification/models/held_out.h"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/text.h"

namespace redress::classification {

absl::StatusOr<std::vector<HeldOutText>> ReadHeldOut(const std::string& path) {
  std::vector<HeldOutText> texts;
  std::ifstream file(path);
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (Trim(line).empty()) continue;
    try {
      const nlohmann::json json = nlohmann::json::parse(line);
      const nlohmann::json& gold = json.at("gold");
      HeldOutText text{json.at("text"), {{gold.at("l1"), gold.value("l2", "")}, {}}};
      for (const std::string also : gold.value("also", nlohmann::json::array())) {
        text.label.also.push_back(also.substr(0, also.find('/')));
      }
      texts.push_back(std::move(text));
    } catch (const nlohmann::json::exception&) {
      return Error(absl::StatusCode::kFailedPrecondition, "DATA_FILE",
                   absl::StrCat(std::filesystem::path(path).filename().string(), ", line ", number, ": no labelled text"));
    }
  }
  return texts;
}

double ThreadCpuMicros() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

std::vector<Said> SayAll(const Classifier& classifier, const std::vector<std::string>& texts, double* cpu_micros) {
  std::vector<Said> all;
  all.reserve(texts.size());
  const double start = ThreadCpuMicros();
  for (const std::string& text : texts) {
    Prediction prediction = classifier.Classify({text, false, 0, absl::nullopt});
    all.push_back({std::move(prediction.tag), prediction.confidence, prediction.abstained});
  }
  *cpu_micros += ThreadCpuMicros() - start;
  return all;
}

}  // namespace redress::classification
