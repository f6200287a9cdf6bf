// How a case stands, as casework told it: what routing has to know of it beside its items. Plain values; numbers are bare.
#pragma once

#include <string>

namespace redress::routing {

struct CaseStanding {
  std::string number;
  int partition = 0;
  bool told = false;     // casework has it; without casework there is nobody who says when it is over
  bool over = false;     // closed or rejected
  bool waiting = false;  // for somebody else than its owner
  std::string merged_into;
  int reopen_count = 0;  // the round in which it is called back
};

// True while casework will say when the case is over.
inline bool IsLive(const CaseStanding& standing) {
  return standing.told && !standing.over && standing.merged_into.empty();
}

}  // namespace redress::routing
