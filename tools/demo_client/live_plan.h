// What the shop's telephone exchange and its chats would state of a complaint that came live: the call in which it was typed in
// and others of that hour, who spoke in the conversation and when. Decided by the number of the line alone, so that the same file
// takes the same course: most are answered within the promise, a few late, a few calls given up. Pure, thread safe.
#pragma once

#include <string>
#include <vector>

#include "libs/base/time.h"
#include "redress/intake/v1/live.pb.h"
#include "tools/demo_client/complaint_line.h"

namespace redress::demo {

// What is to be stated, and when. One of both is set: a call has an outcome.
struct LiveReport {
  BusinessTime time;
  intake::v1::ReportCallRequest call;
  intake::v1::ReportChatTurnRequest turn;
  bool is_call() const { return call.has_call(); }
};

// Of a complaint of `line` that was stored as `complaint` at `now`; nothing for one that did not come live. In order of time,
// none before `now`.
std::vector<LiveReport> LiveReportsOf(const ComplaintLine& line, const std::string& complaint, BusinessTime now);

}  // namespace redress::demo
