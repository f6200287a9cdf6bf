// Options that many commands have in common: a request id that is told so that a retry can give it, and the page of a listing.
#pragma once

#include <string>

#include "absl/status/status.h"
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
