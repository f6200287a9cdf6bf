// Whom outreach asks while it makes a message: intake for who is told, casework for what of the case, the platform for orders.
// Answers are personal and live in memory only. Errors: UNAVAILABLE and its like, where nobody can say now; NOT_FOUND, where
// there is nothing to say. Thread safe.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "libs/base/machine_time.h"
#include "services/outreach/domain/wording.h"

namespace redress::outreach {

// Who is told.
struct Recipient {
  std::string name;
  std::string phone;
  std::string email;
  std::string language_code;
  bool by_mail = false;  // the newest complaint came by EMAIL
  bool by_app = false;   // or from the app
};

// What casework knows of a case.
struct CaseFacts {
  struct Asked {
    std::string id;
    std::string question;
    std::string default_on_silence;
    BusinessTime due_time;
    bool open = false;
  };
  std::vector<Asked> asked;  // of the customer
  int plan = 0;              // its number; 0: none
  bool offered = false;      // it lies with the customer
  std::vector<StepFacts> steps;
  std::string rejection_reason;
};

// What a link of casework's is for.
struct LinkWish {
  std::string case_number;
  std::string action;   // `ANSWER_PLAN`
  std::string subject;  // id of a request; empty otherwise
  BusinessTime expire_time;
};

class Sources {
 public:
  virtual ~Sources() = default;
  // Of the complaints (numbers) the first that has a way to be reached, else the first that is there. NOT_FOUND, reason
  // CUSTOMER_ERASED: none is.
  virtual absl::StatusOr<Recipient> ReadRecipient(const std::vector<std::string>& complaints, Deadline deadline) = 0;
  // The same of many notices, one question for all; answers in their order.
  using Recipients = std::vector<absl::StatusOr<Recipient>>;
  virtual Recipients ReadRecipients(const std::vector<std::vector<std::string>>& complaints, Deadline deadline) {
    Recipients answers;
    answers.reserve(complaints.size());
    for (const std::vector<std::string>& of_one : complaints) answers.push_back(ReadRecipient(of_one, deadline));
    return answers;
  }
  virtual absl::StatusOr<CaseFacts> ReadCase(const std::string& case_number, Deadline deadline) = 0;
  // The orders that the complaints name and the platform knows.
  virtual absl::StatusOr<std::vector<OrderFacts>> ReadOrders(const std::vector<std::string>& complaints, Deadline deadline) = 0;
  // A token; FAILED_PRECONDITION, reason NOTHING_TO_ANSWER, where the case has nothing of the kind open.
  virtual absl::StatusOr<std::string> IssueLink(const LinkWish& wish, Deadline deadline) = 0;
};

}  // namespace redress::outreach
