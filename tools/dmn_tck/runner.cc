#include "tools/dmn_tck/runner.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "libs/base/text_file.h"
#include "tools/dmn_tck/cases.h"
#include "tools/dmn_tck/compare.h"

namespace redress::dmn_tck {

namespace fs = std::filesystem;
using feel::Value;

namespace {

// The files of one folder with one ending, sorted.
std::vector<fs::path> Files(const fs::path& folder, const std::string& ending) {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ending) {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Finds imported models among those of the folder.
class FolderModels {
 public:
  explicit FolderModels(const fs::path& folder) {
    for (const fs::path& path : Files(folder, ".dmn")) {
      const absl::optional<std::string> text = ReadTextFile(path.string());
      dmn::Findings findings;
      const absl::optional<dmn::XmlElement> root = dmn::ParseXml(text.value_or(""), {}, findings);
      if (root) {
        sources_.emplace(root->Get("namespace"), dmn::Source{path.filename().string(), *text});
      }
    }
  }

  absl::optional<dmn::Source> Find(const dmn::Import& import) const {
    const auto found = sources_.find(import.ns);
    return found != sources_.end() ? absl::make_optional(found->second) : absl::nullopt;
  }

 private:
  std::map<std::string, dmn::Source> sources_;
};

std::string Describe(const Value& value) {
  return absl::StrCat(feel::ToLiteral(value), " (", feel::TypeOf(value).ToText(), ")");
}

// Several results of one call of a service stand in a context: a case may expect the whole, or one of them.
Value Pick(const Case& test, const Expectation& expectation, const Value& value) {
  if (test.callee == Callee::kService && value.is(feel::Kind::kContext) && !Agrees(expectation.value, value)) {
    const Value* const entry = value.context().Find(expectation.name);
    return entry != nullptr ? *entry : value;
  }
  return value;
}

dmn::Result Evaluate(const dmn::Model& model, const Case& test, const Expectation& expectation,
                     const dmn::EvaluateOptions& options) {
  const std::string& invocable = test.invocable.empty() ? expectation.name : test.invocable;
  switch (test.callee) {
    case Callee::kKnowledge:
      return model.EvaluateKnowledge(invocable, test.inputs, options);
    case Callee::kService:
      return model.EvaluateService(invocable, test.inputs, options);
    case Callee::kDecision:
      break;
  }
  return model.Evaluate(expectation.name, test.inputs, options);
}

// Empty if it is as expected.
std::string Check(const dmn::Model& model, const Case& test, const Expectation& expectation,
                  const dmn::EvaluateOptions& options) {
  const dmn::Result result = Evaluate(model, test, expectation, options);
  const Value value = Pick(test, expectation, result.value);
  std::string notes;
  for (const dmn::Message& message : result.messages) {
    absl::StrAppend(&notes, "; ", message.element, ": ", message.text);
  }
  if (absl::IsNotFound(result.status)) {
    return absl::StrCat(expectation.name, ": ", result.status.message());
  }
  if (expectation.error) {
    return value.is_null() ? "" : absl::StrCat(expectation.name, ": expected a failure, got ", Describe(value), notes);
  }
  if (!result.status.ok()) {
    return absl::StrCat(expectation.name, ": ", result.status.message(), notes);
  }
  if (expectation.given && !Agrees(expectation.value, value)) {
    return absl::StrCat(expectation.name, ": expected ", Describe(expectation.value), ", got ", Describe(value), notes);
  }
  return "";
}

std::vector<CaseResult> AllFailed(const std::string& file, const std::vector<Case>& cases, const std::string& reason) {
  std::vector<CaseResult> results;
  results.reserve(std::max<size_t>(1, cases.size()));
  for (const Case& test : cases) {
    results.push_back({file, test.id, {reason}});
  }
  if (results.empty()) {
    results.push_back({file, "", {reason}});
  }
  return results;
}

std::vector<CaseResult> RunFile(const fs::path& path, const std::string& text, const FolderModels& models,
                                const dmn::EvaluateOptions& options) {
  const std::string file = path.filename().string();
  const absl::StatusOr<CaseFile> read = ReadCases(file, text);
  if (!read.ok()) {
    return AllFailed(file, {}, std::string(read.status().message()));
  }
  const absl::optional<std::string> source = ReadTextFile((path.parent_path() / read->model).string());
  if (!source) {
    return AllFailed(file, read->cases, absl::StrCat("the model ", read->model, " cannot be read"));
  }
  dmn::LoadOptions load;
  load.faulty_expressions_are_null = true;
  std::vector<dmn::Finding> findings;
  const absl::StatusOr<dmn::Model> model = dmn::Load(
      {read->model, *source}, [&](const dmn::Import& import) { return models.Find(import); }, load, &findings);
  if (!model.ok()) {
    return AllFailed(file, read->cases, std::string(model.status().message()));
  }
  std::vector<CaseResult> results;
  results.reserve(read->cases.size());
  for (const Case& test : read->cases) {
    CaseResult result{file, test.id, {}};
    for (const Expectation& expectation : test.expected) {
      if (std::string reason = Check(*model, test, expectation, options); !reason.empty()) {
        result.reasons.push_back(std::move(reason));
      }
    }
    // A fault that was found when the model was loaded says more than the null that it became.
    for (const dmn::Finding& finding : findings) {
      if (!result.reasons.empty() && finding.severity != dmn::Severity::kWarning &&
          absl::StrContains(finding.message, test.expected.front().name + ":")) {
        result.reasons.push_back(dmn::ToString(finding));
      }
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace

size_t FolderResult::passed() const {
  return static_cast<size_t>(
      std::count_if(cases.begin(), cases.end(), [](const CaseResult& result) { return result.reasons.empty(); }));
}

absl::StatusOr<std::vector<FolderResult>> RunAll(const fs::path& root, const dmn::EvaluateOptions& options) {
  std::error_code error;
  if (!fs::is_directory(root, error)) {
    return absl::NotFoundError(absl::StrCat(root.string(), " is no folder"));
  }
  std::set<fs::path> folders = {root};
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_directory()) {
      folders.insert(entry.path());
    }
  }
  std::vector<FolderResult> results;
  for (const fs::path& folder : folders) {
    const FolderModels models(folder);
    FolderResult result{fs::relative(folder, root).string(), {}};
    for (const fs::path& path : Files(folder, ".xml")) {
      const absl::optional<std::string> text = ReadTextFile(path.string());
      if (text && LooksLikeCases(*text)) {
        std::vector<CaseResult> cases = RunFile(path, *text, models, options);
        std::move(cases.begin(), cases.end(), std::back_inserter(result.cases));
      }
    }
    if (!result.cases.empty()) {
      results.push_back(std::move(result));
    }
  }
  if (results.empty()) {
    return absl::NotFoundError(absl::StrCat(root.string(), " holds no test file of the kit"));
  }
  return results;
}

}  // namespace redress::dmn_tck
