// Scripts (话术): what can be said to a customer, by state of the case, emotion and tag. A library is data with a version; what
// is suggested is decided here. Pure functions and values, thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/casework/domain/case_file.h"

namespace redress::casework {

struct Script {
  std::string id;        // [a-z0-9-], unique with the language
  std::string language;  // `zh` or `en`
  std::string title;     // what for, in a few words
  std::string text;      // `{name}` stands for what the agent fills in
  // For which it is meant; empty: for all. Tags are `L1` or `L1/L2`.
  std::vector<CaseState> states;
  std::vector<std::string> emotions;  // `calm`, `upset`, `furious`
  std::vector<std::string> tags;
};

struct ScriptLibrary {
  std::string version;  // `2026-11-22`
  std::vector<Script> scripts;
};

// What a suggestion is made for.
struct Situation {
  CaseState state = CaseState::kOpen;
  std::string emotion;   // empty: not known
  Tag tag;               // empty: not known
  std::string language;  // empty: both
};

// Those that fit, the most particular one first: a tag counts more than an emotion, an emotion more than a state; equals stay in
// the order of the library. What is meant for something else is left out, and so is what is meant for something that is not
// known.
std::vector<Script> Suggest(const ScriptLibrary& library, const Situation& situation, size_t limit);

}  // namespace redress::casework
