// The two macros that carry an error upwards; every function that can fail returns absl::Status or absl::StatusOr.
//   ASSIGN_OR_RETURN(const Complaint complaint, store.Get(name));
//   RETURN_IF_ERROR(CheckEtag(etag, complaint));
// The left side may declare or assign, but holds no comma (name a type with an alias, not `std::map<A, B>`).
#pragma once

#include <utility>

#include "absl/base/optimization.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define REDRESS_CONCAT_IMPL(a, b) a##b
#define REDRESS_CONCAT(a, b) REDRESS_CONCAT_IMPL(a, b)

// A name of its own for every expansion, since a lambda within one may hold others.
#define RETURN_IF_ERROR(...) REDRESS_RETURN_IF_ERROR(REDRESS_CONCAT(redress_status_, __COUNTER__), __VA_ARGS__)

#define REDRESS_RETURN_IF_ERROR(status, ...)                                     \
  do {                                                                           \
    if (absl::Status status = (__VA_ARGS__); ABSL_PREDICT_FALSE(!status.ok())) { \
      return status;                                                             \
    }                                                                            \
  } while (false)

#define ASSIGN_OR_RETURN(lhs, ...) REDRESS_ASSIGN_OR_RETURN(REDRESS_CONCAT(redress_status_or_, __COUNTER__), lhs, __VA_ARGS__)

#define REDRESS_ASSIGN_OR_RETURN(result, lhs, ...) \
  auto result = (__VA_ARGS__);                     \
  if (ABSL_PREDICT_FALSE(!result.ok())) {          \
    return std::move(result).status();             \
  }                                                \
  lhs = *std::move(result)
