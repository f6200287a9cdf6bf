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

// The word for each type in --help.
absl::string_view TypeWord(const std::string&);
absl::string_view TypeWord(const bool&);
absl::string_view TypeWord(const int32_t&);
absl::string_view TypeWord(const int64_t&);
absl::string_view TypeWord(const double&);
absl::string_view TypeWord(const absl::Duration&);
absl::string_view TypeWord(const std::vector<std::string>&);

// Reads a value; false where what is said is none of the type.
bool ReadValue(const RawValue& raw, std::string* target);
bool ReadValue(const RawValue& raw, bool* target);     // true, false
bool ReadValue(const RawValue& raw, int32_t* target);  // decimal
bool ReadValue(const RawValue& raw, int64_t* target);
bool ReadValue(const RawValue& raw, double* target);                    // finite
bool ReadValue(const RawValue& raw, absl::Duration* target);            // 250ms, 1m30s; finite
bool ReadValue(const RawValue& raw, std::vector<std::string>* target);  // a YAML list, or one text with commas

// The value as YAML, which reads back to itself.
std::string WriteValue(const std::string& value);
std::string WriteValue(const bool& value);
std::string WriteValue(const int32_t& value);
std::string WriteValue(const int64_t& value);
std::string WriteValue(const double& value);
std::string WriteValue(const absl::Duration& value);
std::string WriteValue(const std::vector<std::string>& value);

}  // namespace redress::config
