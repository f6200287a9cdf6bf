#include "services/intake/domain/case_standing.h"

namespace redress::intake {

CaseStanding After(CaseStanding standing, const CaseNews& news) {
  switch (news.kind) {
    case CaseNews::Kind::kClosed:
      standing.close_time = news.time;
      break;
    case CaseNews::Kind::kReopened:
      standing.close_time.reset();
      break;
    case CaseNews::Kind::kMerged:
      standing.merged_into = news.other;
      break;
    case CaseNews::Kind::kUnmerged:
      standing.merged_into.reset();
      if (news.live) standing.close_time.reset();
      break;
  }
  return standing;
}

}  // namespace redress::intake
