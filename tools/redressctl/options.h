// Options that many commands have in common: a request id that is told so that a retry can give it, the page of a listing, and
// the flags that are words of the contract, tags, amounts or times.
#pragma once

#include <algorithm>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/protobuf/timestamp.pb.h"
#include "libs/base/error.h"
#include "redress/type/v1/type.pb.h"
#include "tools/client/words.h"
#include "tools/redressctl/cli.h"

namespace redress::ctl {

// --request-id; Get() makes one and tells it on standard error where none was given.
class RequestId {
 public:
  void AddTo(CLI::App* command);
  std::string Get();

 private:
  std::string given_;
};

// INVALID_ARGUMENT, reason INVALID_FLAG: exit code 2.
absl::Status BadFlag(absl::string_view flag, absl::string_view what);

// The enum value of a flag's word, or an error that lists the words.
template <class Enum>
absl::StatusOr<Enum> WordFlag(absl::string_view flag, const std::string& word) {
  const auto value = client::FromWord<Enum>(word);
  if (value) return *value;
  const std::vector<std::string> words = client::WordsOf(*google::protobuf::GetEnumDescriptor<Enum>());
  return BadFlag(flag, absl::StrCat("one of ", absl::StrJoin(words, ", ")));
}

// `LOGISTICS/LOST`, `LOGISTICS`.
type::v1::Tag TagFlag(const std::string& text);
// `12.30` or `12.30 CNY`; CNY where no currency is said.
absl::StatusOr<type::v1::Money> MoneyFlag(absl::string_view flag, const std::string& text);
// `24h` from `now`, or an RFC 3339 time.
absl::StatusOr<google::protobuf::Timestamp> TimeFlag(absl::string_view flag, const std::string& text, BusinessTime now);

// --filter, --limit. All pages are read until the limit is reached.
struct ListFlags {
  std::string filter;
  int limit = 100;

  void AddTo(CLI::App* command, const std::string& filter_help);

  // Calls `method` page by page and appends each page's `items` (a repeated field) to `out`.
  template <class Request, class Response, class Items>
  absl::Status ReadAll(client::Session& session, const std::string& method, Request request, Response* out, Items items,
                       const client::CallOptions& options = {}) const {
    while (true) {
      request.set_page_size(std::min(limit - items(*out)->size(), 200));
      Response page;
      if (absl::Status status = session.Call(method, request, &page, options); !status.ok()) return status;
      items(*out)->MergeFrom(*items(page));
      out->set_next_page_token(page.next_page_token());
      if (page.next_page_token().empty() || items(*out)->size() >= limit) return absl::OkStatus();
      request.set_page_token(page.next_page_token());
    }
  }
};

}  // namespace redress::ctl
