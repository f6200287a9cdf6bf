// Files of the tools: read whole, written whole. A file written here appears complete or not at all (written beside its place,
// then renamed), with its mode from the start, so that a private key is never readable for a moment.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace redress::client {

// The content. `-` is standard input. NOT_FOUND, reason FILE, where it cannot be read; the message names the path.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// FAILED_PRECONDITION, reason FILE, where it cannot be written. Thread safe for different paths.
absl::Status WriteFile(const std::string& path, absl::string_view content, unsigned mode);

}  // namespace redress::client
