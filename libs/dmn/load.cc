#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/dmn/linker.h"
#include "libs/dmn/model.h"
#include "libs/dmn/reader.h"

namespace redress::dmn {
namespace {

// Reads a model and whatever it imports, each once.
class ModelSet {
 public:
  ModelSet(const ImportResolver& resolver, const LoadOptions& options, Findings& findings)
      : resolver_(resolver), options_(options), findings_(findings) {}

  // False if the source is no model.
  bool Read(const Source& source) {
    findings_.SetSource(source.name);
    absl::optional<ModelSyntax> model = ReadModel(source.text, options_.xml, findings_);
    if (!model) {
      return false;
    }
    seen_.insert(model->ns);
    open_.insert(model->ns);
    for (const ImportSyntax& import : model->imports) {
      ReadImport(*model, import);
    }
    open_.erase(model->ns);
    models_.push_back(*std::move(model));
    return true;
  }

  const std::vector<ModelSyntax>& models() const { return models_; }

 private:
  void ReadImport(const ModelSyntax& importer, const ImportSyntax& import) {
    findings_.SetSource(importer.source);
    if (open_.count(import.ns) > 0) {
      findings_.Error(import.where, absl::StrCat("the imports form a cycle: ", import.ns));
      return;
    }
    if (seen_.count(import.ns) > 0) {
      return;
    }
    if (seen_.size() >= options_.models_max) {
      findings_.Error(import.where, absl::StrCat("more than ", options_.models_max, " models"));
      return;
    }
    const absl::optional<Source> source = resolver_ ? resolver_({import.ns, import.location}) : absl::nullopt;
    if (!source) {
      findings_.Error(import.where, absl::StrCat("the imported model ", import.ns, " is not known"));
      return;
    }
    const size_t before = models_.size();
    if (!Read(*source) || models_.size() == before) {
      return;
    }
    if (models_.back().ns != import.ns) {
      findings_.SetSource(importer.source);
      findings_.Error(import.where, absl::StrCat("the imported model has another namespace: ", models_.back().ns));
    }
  }

  const ImportResolver& resolver_;
  const LoadOptions& options_;
  Findings& findings_;
  std::set<std::string> seen_;
  std::set<std::string> open_;
  std::vector<ModelSyntax> models_;
};

}  // namespace

absl::StatusOr<Model> Load(const Source& source, const ImportResolver& resolver, const LoadOptions& options,
                           std::vector<Finding>* findings) {
  Findings collected;
  ModelSet models(resolver, options, collected);
  std::shared_ptr<Graph> graph;
  if (models.Read(source)) {
    graph = Linker(models.models(), options.index_rules_min, collected).Link();
  }
  if (findings != nullptr) {
    *findings = collected.all();
  }
  const Severity forbidden = options.faulty_expressions_are_null ? Severity::kError : Severity::kExpression;
  for (const Finding& finding : collected.all()) {
    if (finding.severity >= forbidden) {
      return absl::InvalidArgumentError(ToString(finding));
    }
  }
  return Model(std::move(graph));
}

}  // namespace redress::dmn
