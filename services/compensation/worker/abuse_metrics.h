// What compensation tells Prometheus of signs of abuse: how many flags of each sign were raised. Thread safe.
#pragma once

#include <vector>

#include "libs/obs/metrics.h"
#include "services/compensation/domain/abuse.h"

namespace redress::compensation {

class AbuseMetrics {
 public:
  explicit AbuseMetrics(obs::Metrics& metrics) {
    raised_.reserve(static_cast<size_t>(AbuseSign::kAgentVelocity) + 1);
    for (size_t sign = 0; sign <= static_cast<size_t>(AbuseSign::kAgentVelocity); ++sign) {
      raised_.push_back(&metrics.Counter("redress_compensation_abuse_flags_total", "Signs of abuse that were flagged",
                                         {{"sign", std::string(Word(static_cast<AbuseSign>(sign)))}}));
    }
  }

  prometheus::Counter& of(AbuseSign sign) { return *raised_[static_cast<size_t>(sign)]; }

 private:
  std::vector<prometheus::Counter*> raised_;
};

}  // namespace redress::compensation
