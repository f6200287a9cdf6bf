// Completion scripts, made from the commands themselves, so that the two cannot differ.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace redress::ctl {

// `shell`: bash, zsh or fish.
std::string CompletionScript(const CLI::App& root, const std::string& shell);

}  // namespace redress::ctl
