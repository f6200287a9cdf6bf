// Who carries notices: one provider a way. Contract: Send hands over one message and says what is known of it afterwards; the
// same `message_id` again is the same message, which a provider keeps apart where it can. Blocks until its own time-out; thread
// safe.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "libs/base/time.h"
#include "services/outreach/domain/notice.h"
#include "services/outreach/domain/sending.h"

namespace redress::outreach {

// One message as it is handed over. Personal: lives in memory only.
struct Message {
  std::string message_id;  // `cases/…/notices/accepted/sms`
  std::string notice;      // `cases/…/notices/accepted`
  std::string to;          // number, address, or the platform's name of the customer
  std::string language;
  std::string subject;
  std::string text;
  std::string short_text;
  BusinessTime time;
};

class Provider {
 public:
  virtual ~Provider() = default;
  virtual Outcome Send(const Message& message) = 0;
};

// By way; one that is not there is not configured.
using Providers = std::map<NoticeWay, Provider*>;

}  // namespace redress::outreach
