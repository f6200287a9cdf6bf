// Consumes what casework says of cases. An event that cannot be read is parked by the library.
#pragma once

#include <string>
#include <vector>

#include "libs/events/consumer.h"

namespace redress::intake {

class CaseworkHandler final : public events::Handler {
 public:
  std::vector<std::string> Types() const override;
  // INVALID_ARGUMENT, reason BAD_EVENT, for one that cannot be read.
  absl::Status Apply(pqxx::work& transaction, absl::Span<const events::Event> events,
                     std::vector<events::NewEvent>* out) override;
};

}  // namespace redress::intake
