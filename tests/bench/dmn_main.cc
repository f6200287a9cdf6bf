// Answers the decision models of a folder and tells how many decisions a second one thread makes of each, with the explanation
// on: what tools/bench G7b and G7c compare with other engines. `bench-dmn FOLDER SECONDS`: for each NAME.dmn, whose decision is
// called `d`, the rows of NAME.tsv are answered into NAME.redress, one line each; with SECONDS above 0, `NAME RATE` is printed
// besides.
#include <time.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "libs/dmn/model.h"

namespace redress::bench {
namespace {

using feel::Value;
using Row = std::vector<dmn::Input>;

std::string Read(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// A cell of a row: `n:12.5`, `s:GOLD`, `b:true`, `d:2024-01-31`, or `-` for null.
Value ToValue(absl::string_view cell) {
  const absl::string_view text = cell.substr(std::min<size_t>(2, cell.size()));
  switch (cell.empty() ? '-' : cell[0]) {
    case 'n':
      return Value::Number(feel::Decimal::Parse(text));
    case 's':
      return Value::String(text);
    case 'b':
      return Value::Boolean(text == "true");
    case 'd':
      return Value::Of(feel::ParseDate(text));
    default:
      return {};
  }
}

std::vector<Row> ReadRows(const std::filesystem::path& path) {
  const std::string text = Read(path);
  std::vector<std::string> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  const std::vector<std::string> names = absl::StrSplit(lines.front(), '\t');
  std::vector<Row> rows;
  rows.reserve(lines.size() - 1);
  for (size_t line = 1; line < lines.size(); ++line) {
    const std::vector<std::string> cells = absl::StrSplit(lines[line], '\t');
    Row row;
    row.reserve(cells.size());
    for (size_t i = 0; i < cells.size(); ++i) {
      row.push_back({"", names[i], ToValue(cells[i])});
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

// As every engine of the comparison writes it: names of a context in their order, numbers without zeros at the end.
std::string Canonical(const Value& value) {
  std::vector<std::string> parts;
  if (value.is(feel::Kind::kList)) {
    parts.reserve(value.list().size());
    for (const Value& item : value.list()) {
      parts.push_back(Canonical(item));
    }
    return absl::StrCat("[", absl::StrJoin(parts, ","), "]");
  }
  if (value.is(feel::Kind::kContext)) {
    parts.reserve(value.context().size());
    for (const auto& [name, entry] : value.context().entries()) {
      parts.push_back(absl::StrCat(name, ":", Canonical(entry)));
    }
    std::sort(parts.begin(), parts.end());
    return absl::StrCat("{", absl::StrJoin(parts, ","), "}");
  }
  return value.is(feel::Kind::kString) ? absl::StrCat("\"", value.string(), "\"") : value.is_null() ? "null" : ToText(value);
}

dmn::EvaluateOptions Options() {
  dmn::EvaluateOptions options;
  options.now = absl::UnixEpoch();
  options.zone = absl::UTCTimeZone();
  options.trace = true;
  return options;
}

// CPU time of this thread: what others do on the machine is no part of the figure.
double CpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Decisions a second; 0 where one of them told no rule, as each row of such a model has one.
double Rate(const dmn::Model& model, const std::vector<Row>& rows, double seconds) {
  const dmn::EvaluateOptions options = Options();
  const auto run = [&](double lasting) {
    const double begin = CpuSeconds();
    int64_t decisions = 0;
    double took = 0;
    do {
      for (const Row& row : rows) {
        const dmn::Result result = model.Evaluate("d", row, options);
        if (result.trace.size() != 1 || result.trace[0].tables[0].matched.empty()) {
          return 0.0;
        }
      }
      decisions += static_cast<int64_t>(rows.size());
      took = CpuSeconds() - begin;
    } while (took < lasting);
    return static_cast<double>(decisions) / took;
  };
  run(std::min(1.0, seconds));
  return run(seconds);
}

int Main(const std::filesystem::path& folder, double seconds) {
  std::vector<std::filesystem::path> models;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".dmn") {
      models.push_back(entry.path());
    }
  }
  std::sort(models.begin(), models.end());
  for (std::filesystem::path path : models) {
    const std::string name = path.stem().string();
    const absl::StatusOr<dmn::Model> model = dmn::Load({name, Read(path)}, {}, {}, nullptr);
    if (!model.ok()) {
      std::cerr << path << ": " << model.status() << "\n";
      return 1;
    }
    const std::vector<Row> rows = ReadRows(path.replace_extension(".tsv"));
    std::ofstream answers(path.replace_extension(".redress"));
    for (const Row& row : rows) {
      answers << Canonical(model->Evaluate("d", row, Options()).value) << "\n";
    }
    if (seconds > 0) {
      std::cout << name << " " << Rate(*model, rows, seconds) << std::endl;
    }
  }
  return 0;
}

}  // namespace
}  // namespace redress::bench

int main(int argc, char** argv) {
  double seconds = 0;
  if (argc != 3 || !absl::SimpleAtod(argv[2], &seconds)) {
    std::cerr << "usage: bench-dmn FOLDER SECONDS\n";
    return 2;
  }
  return redress::bench::Main(argv[1], seconds);
}
