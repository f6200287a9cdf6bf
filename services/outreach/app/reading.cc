#include "services/outreach/app/reading.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "libs/base/status_macros.h"
#include "services/outreach/app/compose.h"
#include "services/outreach/store/answer_store.h"
#include "services/outreach/store/case_store.h"
#include "services/outreach/store/notice_store.h"

namespace redress::outreach {
namespace {

// The last one of the kind tells what of the case it would be about now.
Notice Imagined(const CaseView& view, const std::vector<Notice>& notices, NoticeKind kind) {
  Notice imagined;
  imagined.case_number = view.number;
  imagined.kind = kind;
  imagined.id = NoticeId(kind, "");
  imagined.complaint = view.complaint.empty() ? view.number : view.complaint;
  imagined.subject = kind == NoticeKind::kIntentAnswered ? view.intent : absl::StrCat(view.reopens + 1);
  for (const Notice& notice : notices) {
    if (notice.kind != kind) continue;
    imagined.subject = notice.subject;
    imagined.asks = notice.asks;
  }
  return imagined;
}

}  // namespace

absl::StatusOr<std::vector<Notice>> ReadNotices(const Context& context, const std::string& case_number) {
  std::vector<Notice> notices;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    RETURN_IF_ERROR(GetCase(transaction, case_number).status());
    notices = ListNotices(transaction, case_number);
    return absl::OkStatus();
  }));
  return notices;
}

absl::StatusOr<Preview> PreviewOf(const Context& context, const PreviewQuestion& question) {
  CaseView view;
  std::vector<Notice> notices;
  Preference wish;
  RETURN_IF_ERROR(context.pool.Read([&](pqxx::transaction_base& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(view, GetCase(transaction, question.case_number));
    notices = ListNotices(transaction, question.case_number);
    wish = GetPreference(transaction, HolderOf(view));
    return absl::OkStatus();
  }));
  const Notice imagined = Imagined(view, notices, question.kind);
  ASSIGN_OR_RETURN(const Addressed addressed, Address(context, imagined));
  const WayChoice choice = ChooseWay(question.kind, addressed.ways, wish, {});
  ASSIGN_OR_RETURN(Composed composed, ComposePreview(context, imagined, addressed, question.language));
  Preview preview;
  preview.template_name = composed.template_name;
  preview.way = choice.way;
  preview.reason = choice.reason;
  preview.subject = std::move(composed.message.subject);
  preview.text = std::move(composed.message.text);
  preview.short_text = std::move(composed.message.short_text);
  return preview;
}

}  // namespace redress::outreach
