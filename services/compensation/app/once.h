// The mutations of this service, each done once per request id (libs/events/once.h), and told to the publisher and the payer.
#pragma once

#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "libs/base/status_macros.h"
#include "libs/events/once.h"
#include "services/compensation/app/context.h"

namespace redress::compensation {

using Request = events::OnceRequest;

// As events::Once. Publishes, and wakes the payer, after the commit.
template <class Resource, class Work, class Again>
absl::StatusOr<Resource> Once(const Context& context, const Request& request, Work work, Again again) {
  std::vector<events::NewEvent> said;
  ASSIGN_OR_RETURN(Resource resource, events::Once<Resource>(context.pool, request, std::move(work), std::move(again), &said));
  if (!said.empty()) {
    context.said(said);
    context.wake();
  }
  return resource;
}

}  // namespace redress::compensation
