// The texts of a file, one a line, classified over and over by one thread, the whole pipeline: bench-classify-texts DATA MODEL
// FILE SECONDS. Prints texts a second by the thread's CPU time, so that others on the machine do not count. Exit status 1:
// something cannot be read.
#include <time.h>

#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "services/classification/engine/classifier.h"

namespace redress::classification {
namespace {

double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

int Main(const std::string& data, const std::string& model, const std::string& path, double seconds) {
  const auto classifier = Classifier::Load(data, model);
  std::ifstream file(path);
  std::vector<Content> texts;
  for (std::string line; std::getline(file, line);) texts.push_back({line, false, 0, absl::nullopt});
  if (!classifier.ok() || texts.empty()) {
    std::cerr << "bench-classify-texts: " << (classifier.ok() ? "no texts" : classifier.status().ToString()) << '\n';
    return 1;
  }
  size_t done = 0, abstained = 0;
  const double start = CpuSeconds();
  double passed = 0;
  do {
    for (const Content& text : texts) abstained += (*classifier)->Classify(text).abstained ? 1 : 0;
    done += texts.size();
    passed = CpuSeconds() - start;
  } while (passed < seconds);
  std::cout << static_cast<double>(done) / passed << ' ' << abstained << std::endl;
  return 0;
}

}  // namespace
}  // namespace redress::classification

int main(int argc, char** argv) {
  double seconds = 0;
  if (argc != 5 || !absl::SimpleAtod(argv[4], &seconds)) {
    std::cerr << "usage: bench-classify-texts DATA MODEL FILE SECONDS\n";
    return 2;
  }
  return redress::classification::Main(argv[1], argv[2], argv[3], seconds);
}
