// All the people of a demo, inside and outside, in business time. Whatever happens to a case is noticed; what somebody is then to
// do about it is planned for the time at which they do it, and done through the public API with their own token when that time
// has come. A manager's eyes decide when; nobody does anything that their own app would not let them. Plans are made from the
// cases as they are, so people who were killed go on where they were. Not thread safe; several cases are worked on at once
// inside.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/types/optional.h"
#include "libs/base/time.h"
#include "redress/casework/v1/casework_service.pb.h"
#include "redress/routing/v1/routing_service.pb.h"
#include "tools/agents/case_desk.h"
#include "tools/agents/chores.h"
#include "tools/agents/inbox.h"
#include "tools/agents/outside_desk.h"
#include "tools/agents/reading.h"
#include "tools/agents/staff.h"
#include "tools/agents/tempo.h"
#include "tools/client/session.h"

namespace redress::agents {

struct PeopleOptions {
  Tempo tempo = Tempo::kLively;
  double pace = 1.0;        // of kLively; 2: twice as slow
  int decline_percent = 2;  // of ordinary items, each at most once
  // How long parties have to answer what they are asked; nothing: as the policy says.
  absl::optional<absl::Duration> answer_within;
  int threads = 4;
  Reader reader;
};

struct Counts {
  int accepted = 0;
  int declined = 0;
  int moves = 0;    // things done with cases
  int refused = 0;  // what met another state than was read
  int outside = 0;  // answers of people outside
};

class People {
 public:
  // All must outlive the people.
  People(client::Session& session, const client::Signer& signer, const PeopleOptions& options)
      : session_(session), options_(options), staff_(session, signer), outside_(session, signer) {}

  // Who there is. kWeek: from then on people come and go by their shifts.
  absl::Status Open(BusinessTime now);
  // Everything that is not over, as if it had just happened.
  absl::Status TakeOver(BusinessTime now);
  // Something happened to these; also looks at those that people worked on since. The first failure; what failed is looked at
  // again by the next Notice.
  absl::Status Notice(const std::set<std::string>& cases, BusinessTime now);
  // When somebody does something next; nothing where nobody has anything to do but to come and go.
  absl::optional<BusinessTime> NextTime() const;
  // The same with the changes of shifts.
  absl::optional<BusinessTime> NextChange() const;
  // Does everything that was planned for `now` or before. What fails is tried again a little later; the first failure.
  absl::Status Act(BusinessTime now);

  const Counts& counts() const { return counts_; }
  // How many cases are in each state, as last seen.
  std::map<casework::v1::Case::State, int> States() const;

 private:
  // What somebody is to do, and when.
  struct Plan {
    enum class Kind { kAnswer, kWork, kChore, kSurvey } kind = Kind::kWork;
    std::string key;  // as long as it is the same, so is its time
    BusinessTime due;
    int tries = 0;                   // in vain
    routing::v1::WorkItem item;      // kAnswer
    bool decline = false;            // kAnswer
    std::shared_ptr<CaseDesk> desk;  // kWork
    Chore chore;                     // kChore
    SurveyLink survey;               // kSurvey
  };
  // One case, and what is planned about it, by item or chore.
  struct File {
    casework::v1::Case::State state = casework::v1::Case::STATE_UNSPECIFIED;
    std::map<std::string, Plan> plans;
    std::map<std::string, std::shared_ptr<CaseDesk>> desks;  // of accepted items
    std::set<std::string> chores_done;
    std::set<std::string> declined;  // items that somebody declined
    std::set<std::string> owners;    // who has something of it
    bool strange = false;            // one of them is not known yet
  };
  absl::Status Look(const std::string& name, File* file, BusinessTime now);
  void PlanAnswer(const routing::v1::WorkItem& item, File* file, std::set<std::string>* kept);
  absl::Status PlanWork(const routing::v1::WorkItem& item, const casework::v1::Case& one, File* file, BusinessTime now,
                        std::set<std::string>* kept);
  void PlanSurveys(BusinessTime now);
  void PlanChores(const casework::v1::Case& one, File* file, BusinessTime now, std::set<std::string>* kept);
  void Put(File* file, const std::string& id, Plan plan, const Doing& doing) const;

  absl::Status ActOn(const std::string& name, File* file, BusinessTime now, Counts* counts);
  absl::Status Do(const std::string& name, File* file, Plan* plan, BusinessTime now, Counts* counts);
  absl::Status Answer(const Plan& plan, File* file, Counts* counts);
  absl::Status Work(const Plan& plan, BusinessTime now, Counts* counts);
  absl::Status ChangeShift(BusinessTime now);

  client::Session& session_;
  const PeopleOptions& options_;
  Staff staff_;
  OutsideDesk outside_;
  std::unique_ptr<Inbox> inbox_;
  std::string manager_;  // a token
  std::map<std::string, File> files_;
  std::set<std::string> again_;  // cases to be looked at by the next Notice
  bool strangers_ = false;       // somebody came whom the staff does not know
  absl::optional<BusinessTime> next_shift_;
  Counts counts_;
};

}  // namespace redress::agents
