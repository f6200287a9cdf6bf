#include "tools/agents/outsiders.h"

#include <array>

#include "absl/strings/str_cat.h"
#include "tools/agents/chance.h"

namespace redress::agents {
namespace {

using casework::v1::Callback;
using casework::v1::Party;

template <size_t N>
std::string OneOf(const std::array<const char*, N>& texts, absl::string_view case_name, absl::string_view what) {
  return texts[static_cast<size_t>(Pick(case_name, what, N))];
}

constexpr std::array kCustomerSays = {"照片已经发在附件里了，外包装和面单都拍了", "就是我说的那样，可以回放当时的录像",
                                      "订单截图和聊天记录都补上了"};
constexpr std::array kSellerSays = {"已核对发货记录，确认是我方疏漏，同意平台方案", "该批次确有问题，愿意承担",
                                    "发货前有检验记录，随附；但愿意配合处理"};
constexpr std::array kCarrierSays = {"该件在分拨中心滞留，责任在我司", "末端网点未按规定操作，已通报", "轨迹中断，按遗失处理"};
constexpr std::array kDepartmentSays = {"已核实，情况属实，按流程处理", "已排查并修正，今后同类情况会提前提示",
                                        "已加急处理，结果见内部记录"};
constexpr std::array kAppeals = {"处理结果我不接受，我有照片和视频", "拒绝的理由与事实不符，请重新调查"};

}  // namespace

bool AcceptsPlan(absl::string_view case_name, int plan) {
  return plan > 1 || !Chance(case_name, "declines", 12);
}

bool AnswersByPhone(absl::string_view case_name, int plan) {
  return Chance(case_name, absl::StrCat("phones/", plan), 15);
}

bool LeavesPlanUnanswered(absl::string_view case_name, int plan) {
  return !AnswersByPhone(case_name, plan) && Chance(case_name, absl::StrCat("forgets/", plan), 5);
}

bool AnswersByLink(absl::string_view case_name, int plan) {
  return !AnswersByPhone(case_name, plan) && !LeavesPlanUnanswered(case_name, plan);
}

Callback::Outcome CallbackOutcome(absl::string_view case_name, int round, int attempt) {
  if (Chance(case_name, "never-reached", 2)) return Callback::OUTCOME_NOT_REACHED;
  if (attempt == 1 && Chance(case_name, absl::StrCat("reached-late/", round), 10)) return Callback::OUTCOME_NOT_REACHED;
  const bool unhappy = round == 0 && Chance(case_name, "not-satisfied", 6);
  return unhappy ? Callback::OUTCOME_NOT_SATISFIED : Callback::OUTCOME_SATISFIED;
}

bool AppealsRejection(absl::string_view case_name) {
  return Chance(case_name, "appeals", 40);
}

bool StaysSilent(absl::string_view case_name, absl::string_view request) {
  return Chance(case_name, absl::StrCat("silent/", request), 12);
}

bool AnswersSurvey(absl::string_view case_name, absl::string_view closing) {
  return Chance(case_name, absl::StrCat("survey/", closing), 55);
}

int SurveyScore(absl::string_view case_name, absl::string_view closing) {
  constexpr std::array kBelow = {3, 7, 15, 42};  // so many of a hundred give at most 1, 2, 3, 4
  const int drawn = Pick(case_name, absl::StrCat("score/", closing), 100);
  int score = 1;
  for (const int below : kBelow) score += drawn >= below ? 1 : 0;
  return score;
}

std::string EvidenceAnswer(absl::string_view case_name, const casework::v1::EvidenceRequest& request) {
  switch (request.party()) {
    case Party::PARTY_SELLER:
      return OneOf(kSellerSays, case_name, request.id());
    case Party::PARTY_CARRIER:
      return OneOf(kCarrierSays, case_name, request.id());
    default:
      return OneOf(kCustomerSays, case_name, request.id());
  }
}

std::string TaskAnswer(absl::string_view case_name, const casework::v1::Task& task) {
  return OneOf(kDepartmentSays, case_name, task.id());
}

std::string AppealReason(absl::string_view case_name) {
  return OneOf(kAppeals, case_name, "appeal-reason");
}

}  // namespace redress::agents
