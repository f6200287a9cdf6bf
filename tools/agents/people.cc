#include "tools/agents/people.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/error.h"
#include "libs/base/hash.h"
#include "libs/base/status_macros.h"
#include "libs/base/uuid.h"
#include "libs/proto/values.h"
#include "tools/agents/acts.h"
#include "tools/agents/chance.h"
#include "tools/agents/outsiders.h"
#include "tools/client/words.h"
#include "tools/demo_client/parallel.h"

namespace redress::agents {
namespace {

using casework::v1::Case;
using routing::v1::WorkItem;
constexpr char kRouting[] = "redress.routing.v1.RoutingService.";
constexpr char kCasework[] = "redress.casework.v1.CaseworkService.";
// After what failed or was refused; twice as long after each further time.
constexpr absl::Duration kAgain = absl::Minutes(5), kAgainLively = absl::Milliseconds(700);
constexpr int kDoublingsMax = 6;
constexpr int kMovesAtOnce = 20;
constexpr const char* kReasons[] = {"手头的案子要先打完电话", "这个品类我不熟", "On the phone, back in ten minutes"};
constexpr Case::State kLive[] = {
    Case::STATE_OPEN,           Case::STATE_VERIFYING,           Case::STATE_INVESTIGATING, Case::STATE_WAITING_CUSTOMER,
    Case::STATE_WAITING_SELLER, Case::STATE_WAITING_THIRD_PARTY, Case::STATE_PLAN_PROPOSED, Case::STATE_APPROVAL_PENDING,
    Case::STATE_EXECUTING,      Case::STATE_CALLBACK_DUE,        Case::STATE_REOPENED,      Case::STATE_REJECTED};

}  // namespace

absl::Status People::Open(BusinessTime now) {
  ASSIGN_OR_RETURN(manager_, session_.TokenOf("MANAGER"));
  RETURN_IF_ERROR(staff_.Open(options_.tempo));
  RETURN_IF_ERROR(outside_.Open());
  inbox_ = std::make_unique<Inbox>(session_.stack().Get("REDRESS_MESSAGES_DIR"));
  return options_.tempo == Tempo::kWeek ? ChangeShift(now) : absl::OkStatus();
}

absl::Status People::TakeOver(BusinessTime now) {
  std::set<std::string> cases;
  for (const Case::State state : kLive) {
    casework::v1::ListCasesRequest request;
    request.set_page_size(500);
    request.set_filter(absl::StrCat("state = ", client::Word(state)));
    do {
      ASSIGN_OR_RETURN(const auto page, session_.Call<casework::v1::ListCasesResponse>(absl::StrCat(kCasework, "ListCases"),
                                                                                       request, {"", manager_}));
      for (const Case& one : page.cases()) cases.insert(one.name());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
  }
  return Notice(cases, now);
}

absl::Status People::Notice(const std::set<std::string>& cases, BusinessTime now) {
  if (std::exchange(strangers_, false)) RETURN_IF_ERROR(staff_.Open(options_.tempo));
  PlanSurveys(now);
  std::set<std::string> all = std::move(again_);
  again_.clear();
  all.insert(cases.begin(), cases.end());
  std::vector<std::pair<const std::string*, File*>> files;
  files.reserve(all.size());
  for (const std::string& name : all) files.emplace_back(&name, &files_[name]);
  std::mutex mutex;
  absl::Status failure;
  demo::InParallel(files.size(), options_.threads, [&](size_t i) {
    const absl::Status status = Look(*files[i].first, files[i].second, now);
    const bool strange = files[i].second->strange;
    if (status.ok() && !strange) return;
    const std::lock_guard lock(mutex);
    strangers_ |= strange;
    again_.insert(*files[i].first);
    failure.Update(status);
  });
  return failure;
}

// Plans anew what is to be done about one case; what is planned already keeps its time.
absl::Status People::Look(const std::string& name, File* file, BusinessTime now) {
  client::CallOptions as_manager;
  as_manager.token = manager_;
  as_manager.direct = true;
  routing::v1::ListWorkItemsRequest list;
  list.set_filter(absl::StrCat("case = \"", name, "\""));
  list.set_page_size(100);
  ASSIGN_OR_RETURN(const auto items,
                   session_.Call<routing::v1::ListWorkItemsResponse>(absl::StrCat(kRouting, "ListWorkItems"), list, as_manager));
  casework::v1::GetCaseRequest get;
  get.set_name(name);
  Case one;
  // Routing may know a case before casework does.
  const absl::Status read = session_.Call(absl::StrCat(kCasework, "GetCase"), get, &one, as_manager);
  if (!read.ok() && !absl::IsNotFound(read)) return read;
  file->state = one.state();
  file->owners.clear();
  file->strange = false;
  std::set<std::string> kept;
  for (const WorkItem& item : items.work_items()) {
    if (item.state() != WorkItem::STATE_OFFERED && item.state() != WorkItem::STATE_ACCEPTED) continue;
    file->owners.insert(item.agent());
    file->strange |= staff_.Find(item.agent()) == nullptr;
    if (item.state() == WorkItem::STATE_OFFERED) PlanAnswer(item, file, &kept);
    if (item.state() == WorkItem::STATE_ACCEPTED) RETURN_IF_ERROR(PlanWork(item, one, file, now, &kept));
  }
  PlanChores(one, file, now, &kept);
  for (auto plan = file->plans.begin(); plan != file->plans.end();) {
    const bool stays = kept.count(plan->first) > 0 || plan->second.kind == Plan::Kind::kSurvey;
    plan = stays ? std::next(plan) : file->plans.erase(plan);
  }
  return absl::OkStatus();
}

void People::Put(File* file, const std::string& id, Plan plan, const Doing& doing) const {
  const auto known = file->plans.find(id);
  const bool same = known != file->plans.end() && known->second.key == plan.key;
  plan.due = same ? known->second.due : WhenDone(options_.tempo, doing, options_.pace);
  plan.tries = same ? known->second.tries : 0;
  file->plans[id] = std::move(plan);
}

void People::PlanAnswer(const WorkItem& item, File* file, std::set<std::string>* kept) {
  const Colleague* const colleague = staff_.Find(item.agent());
  if (colleague == nullptr) return;
  file->desks.erase(item.name());
  Plan plan;
  plan.kind = Plan::Kind::kAnswer;
  const BusinessTime offered = TimeOf(item.offer_time());
  plan.key = absl::StrCat("answer ", item.agent(), " ", offered.micros());
  plan.item = item;
  // Cases only: few can do what else there is.
  const bool may = item.kind() == WorkItem::KIND_HANDLE_CASE && !item.supervisors_only();
  const bool picky = Chance(item.case_(), absl::StrCat("picky/", item.raise_count()), options_.decline_percent) &&
                     item.severity() == type::v1::SEVERITY_ORDINARY;
  plan.decline = may && picky && file->declined.count(item.name()) == 0;
  Put(file, item.name(), std::move(plan), {Act::kAnswerOffer, Shift::kAlways, item.case_(), item.name(), offered});
  kept->insert(item.name());
}

absl::Status People::PlanWork(const WorkItem& item, const Case& one, File* file, BusinessTime now, std::set<std::string>* kept) {
  const Colleague* const colleague = staff_.Find(item.agent());
  if (colleague == nullptr) return absl::OkStatus();
  std::shared_ptr<CaseDesk>& desk = file->desks[item.name()];
  // A triage item that was decided may come back as one to be handled, and one may go on to somebody else, under the same name.
  if (desk == nullptr || desk->item().kind() != item.kind() || desk->person().name != item.agent()) {
    desk = std::make_shared<CaseDesk>(session_, options_.reader, colleague->person, item);
  }
  const absl::StatusOr<Move> move = desk->Next(one, now, options_.answer_within);
  if (!move.ok()) return WasRefused(move.status()) ? absl::OkStatus() : move.status();
  if (move->kind == Move::Kind::kWait) return absl::OkStatus();
  Plan plan;
  plan.key = KeyOf(*move, one);
  plan.desk = desk;
  const Doing doing = {ActOf(*move, one), colleague->shift, item.case_(), absl::StrCat(item.subject(), " ", plan.key), now};
  Put(file, item.name(), std::move(plan), doing);
  kept->insert(item.name());
  return absl::OkStatus();
}

void People::PlanChores(const Case& one, File* file, BusinessTime now, std::set<std::string>* kept) {
  for (const Chore& chore : ChoresOf(one)) {
    const std::string key = absl::StrCat(chore.key, "/", one.reopen_count());
    if (file->chores_done.count(key) > 0) continue;
    Plan plan;
    plan.kind = Plan::Kind::kChore;
    plan.key = key;
    plan.chore = chore;
    Put(file, chore.key, std::move(plan), {ActOf(chore), Shift::kAlways, one.name(), key, now});
    kept->insert(chore.key);
  }
}

void People::PlanSurveys(BusinessTime now) {
  for (SurveyLink& survey : inbox_->Read()) {
    if (!AnswersSurvey(survey.case_name, survey.closing)) continue;
    Plan plan;
    plan.kind = Plan::Kind::kSurvey;
    plan.key = absl::StrCat("survey ", survey.closing);
    const Doing doing = {Act::kAnswerSurvey, Shift::kAlways, survey.case_name, plan.key, now};
    again_.insert(survey.case_name);
    File* const file = &files_[survey.case_name];
    plan.survey = std::move(survey);
    Put(file, plan.key, plan, doing);
  }
}

absl::optional<BusinessTime> People::NextTime() const {
  absl::optional<BusinessTime> next;
  for (const auto& [name, file] : files_) {
    for (const auto& [id, plan] : file.plans) next = std::min(next.value_or(plan.due), plan.due);
  }
  return next;
}

absl::optional<BusinessTime> People::NextChange() const {
  const absl::optional<BusinessTime> next = NextTime();
  if (!next.has_value() || !next_shift_.has_value()) return next.has_value() ? next : next_shift_;
  return std::min(*next, *next_shift_);
}

absl::Status People::Act(BusinessTime now) {
  absl::Status failure;
  if (next_shift_.has_value() && *next_shift_ <= now) failure.Update(ChangeShift(now));
  std::vector<std::pair<const std::string*, File*>> due;
  for (auto& [name, file] : files_) {
    const bool any = std::any_of(file.plans.begin(), file.plans.end(), [&](const auto& plan) { return plan.second.due <= now; });
    if (any) due.emplace_back(&name, &file);
  }
  std::mutex mutex;
  demo::InParallel(due.size(), options_.threads, [&](size_t i) {
    Counts counts;
    const absl::Status status = ActOn(*due[i].first, due[i].second, now, &counts);
    const std::lock_guard lock(mutex);
    again_.insert(*due[i].first);  // not everything that people do is told to others
    failure.Update(status);
    counts_.accepted += counts.accepted;
    counts_.declined += counts.declined;
    counts_.moves += counts.moves;
    counts_.refused += counts.refused;
    counts_.outside += counts.outside;
  });
  return failure;
}

absl::Status People::ActOn(const std::string& name, File* file, BusinessTime now, Counts* counts) {
  std::vector<std::string> due;
  for (const auto& [id, plan] : file->plans) {
    if (plan.due <= now) due.push_back(id);
  }
  absl::Status failure;
  for (const std::string& id : due) {
    Plan& plan = file->plans.at(id);
    const absl::Status status = Do(name, file, &plan, now, counts);
    if (status.ok()) {
      file->plans.erase(id);  // what it led to is noticed
      continue;
    }
    const absl::Duration pause = options_.tempo == Tempo::kWeek ? kAgain : kAgainLively;
    plan.due = now + pause * (1 << std::min(plan.tries++, kDoublingsMax));
    if (WasRefused(status)) {
      ++counts->refused;
    } else {
      failure.Update(status);
    }
  }
  return failure;
}

absl::Status People::Do(const std::string& name, File* file, Plan* plan, BusinessTime now, Counts* counts) {
  switch (plan->kind) {
    case Plan::Kind::kAnswer:
      return Answer(*plan, file, counts);
    case Plan::Kind::kWork:
      return Work(*plan, now, counts);
    case Plan::Kind::kSurvey:
    case Plan::Kind::kChore:
      break;
  }
  const bool chore = plan->kind == Plan::Kind::kChore;
  const absl::Status status = chore ? outside_.Do(name, plan->chore) : outside_.Answer(plan->survey);
  // Answered meanwhile, or its time is over: nothing is left to be done.
  if (chore && (status.ok() || WasRefused(status))) file->chores_done.insert(plan->key);
  if (status.ok()) ++counts->outside;
  return WasRefused(status) ? absl::OkStatus() : status;
}

absl::Status People::Answer(const Plan& plan, File* file, Counts* counts) {
  const Colleague& colleague = *staff_.Find(plan.item.agent());
  WorkItem answer;
  const auto send = [&](const char* method, auto request) {
    request.set_request_id(Uuid::Random().ToString());
    request.set_name(plan.item.name());
    return session_.Call(absl::StrCat(kRouting, method), request, &answer, {"", colleague.person.token});
  };
  absl::Status status;
  if (plan.decline) {
    routing::v1::DeclineWorkItemRequest request;
    request.set_reason(kReasons[Pick(plan.item.case_(), "decline-reason", std::size(kReasons))]);
    status = send("DeclineWorkItem", request);
    if (status.ok()) file->declined.insert(plan.item.name());
    if (status.ok()) ++counts->declined;
  } else {
    status = send("AcceptWorkItem", routing::v1::AcceptWorkItemRequest());
    if (status.ok()) ++counts->accepted;
  }
  return status;
}

// The move that was planned, and those that follow in the course of it.
absl::Status People::Work(const Plan& plan, BusinessTime now, Counts* counts) {
  std::string key = plan.key;
  for (int moves = 0; moves < kMovesAtOnce; ++moves) {
    Case one;
    if (plan.desk->item().kind() != WorkItem::KIND_TRIAGE) {
      ASSIGN_OR_RETURN(one, plan.desk->ReadCase());
    }
    ASSIGN_OR_RETURN(Move move, plan.desk->Next(one, now, options_.answer_within));
    if (move.kind == Move::Kind::kWait) return absl::OkStatus();
    // Something else is to be done by now: whoever notices it plans it.
    if (moves == 0 ? KeyOf(move, one) != key : ActOf(move, one) != Act::kAtOnce) return absl::OkStatus();
    const bool last = move.kind == Move::Kind::kTriage || move.kind == Move::Kind::kDone;
    RETURN_IF_ERROR(plan.desk->Do(one, std::move(move)));
    ++counts->moves;
    if (last) return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status People::ChangeShift(BusinessTime now) {
  std::map<std::string, int> busy;
  for (const auto& [name, file] : files_) {
    for (const std::string& owner : file.owners) ++busy[owner];
  }
  RETURN_IF_ERROR(staff_.ChangeShift(now, busy));
  next_shift_ = NextShiftChange(now);
  return absl::OkStatus();
}

std::map<Case::State, int> People::States() const {
  std::map<Case::State, int> states;
  for (const auto& [name, file] : files_) ++states[file.state];
  return states;
}

}  // namespace redress::agents
