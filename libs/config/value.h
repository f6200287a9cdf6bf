// The types that a configuration key can have, how they are read from text and how they are written as YAML. Internal to
// libs/config. Pure functions, thread safe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace redress::config {

// What a source says for a key: one text, or a list of them (only YAML has lists).
struct RawValue {
  bool list = false;
  std::vector<std::string> items;
};

// One type: the word for it in --help, and reading, which is false where the text is none of it, and writing.
#define REDRESS_CONFIG_TYPE(Type)                    \
  absl::string_view TypeWord(const Type&);           \
  bool ReadValue(const RawValue& raw, Type* target); \
  std::string WriteValue(const Type& value)

REDRESS_CONFIG_TYPE(std::string);
REDRESS_CONFIG_TYPE(bool);     // true, false
REDRESS_CONFIG_TYPE(int32_t);  // decimal
REDRESS_CONFIG_TYPE(int64_t);
REDRESS_CONFIG_TYPE(double);                    // finite
REDRESS_CONFIG_TYPE(absl::Duration);            // 250ms, 1m30s; finite
REDRESS_CONFIG_TYPE(std::vector<std::string>);  // a YAML list, or one text with commas
#undef REDRESS_CONFIG_TYPE

}  // namespace redress::config
