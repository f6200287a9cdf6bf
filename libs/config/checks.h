// Checks of configuration values, to be given to Schema::Field. A check answers what is allowed, or nothing if the value is
// fine; it never repeats the value, which may be a secret.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "libs/config/value.h"

namespace redress::config {

template <class T>
using Check = std::function<std::string(const T&)>;

// A key that has no sensible default.
Check<std::string> NotEmpty();
// `127.0.0.1:50051`, `intake:50051`, `[::1]:0`: a host and a port from 0 to 65535.
Check<std::string> HostAndPort();
Check<std::string> OneOf(std::vector<std::string> words);

// Numbers and durations from `least` to `most`, both allowed.
template <class T>
Check<T> InRange(T least, T most) {
  return [least, most](const T& value) {
    return value >= least && value <= most ? std::string()
                                           : absl::StrCat("must be from ", WriteValue(least), " to ", WriteValue(most));
  };
}

// Nothing to say of an empty text; else what `check` says.
Check<std::string> EmptyOr(Check<std::string> check);

}  // namespace redress::config
