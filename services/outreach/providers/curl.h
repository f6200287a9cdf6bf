// The few lines of libcurl that providers share: one easy handle a call, set up once for the process, no signals. Thread safe.
#pragma once

#include <curl/curl.h>

#include <memory>

#include "absl/time/time.h"

namespace redress::outreach {

struct CurlEnd {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlHandle = std::unique_ptr<CURL, CurlEnd>;
using CurlList = std::unique_ptr<curl_slist, CurlEnd>;

// A handle that gives up after `timeout`; null where memory is gone.
CurlHandle NewCurl(absl::Duration timeout);
// Adds a line; null where memory is gone.
CurlList Append(CurlList list, const char* line);
// True where the call ended before anything of ours can have reached the other side.
bool NeverReached(CURLcode code);

}  // namespace redress::outreach
