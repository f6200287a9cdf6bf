// Reads the library of templates from YAML (data/templates.yaml says its form) and refuses one that is wrong anywhere, with
// everything that is wrong. At the start only.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "services/outreach/domain/template.h"

namespace redress::outreach {

// The library that comes with this build.
extern const char* const kDefaultTemplates;

// INVALID_ARGUMENT, reason INVALID_TEMPLATES, naming every fault.
absl::StatusOr<TemplateLibrary> ParseTemplates(const std::string& yaml);
// The library in the file; of an empty path the one that comes with this build. NOT_FOUND, reason TEMPLATES_FILE.
absl::StatusOr<TemplateLibrary> LoadTemplatesFile(const std::string& path);

}  // namespace redress::outreach
