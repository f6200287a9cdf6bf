#include "services/outreach/providers/curl.h"

namespace redress::outreach {

CurlHandle NewCurl(absl::Duration timeout) {
  static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (once != CURLE_OK) return nullptr;
  CurlHandle handle(curl_easy_init());
  if (handle == nullptr) return nullptr;
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(absl::ToInt64Milliseconds(timeout)));  // NOLINT
  // CURLOPT_TIMEOUT_MS does not hold for the answer to SMTP's QUIT, by which a handle takes leave of a server even where it
  // hangs.
  curl_easy_setopt(handle.get(), CURLOPT_SERVER_RESPONSE_TIMEOUT,
                   static_cast<long>(absl::ToInt64Seconds(absl::Ceil(timeout, absl::Seconds(1)))));  // NOLINT(google-runtime-int)
  curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "http,https,smtp,smtps");
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  return handle;
}

CurlList Append(CurlList list, const char* line) {
  curl_slist* const longer = curl_slist_append(list.get(), line);
  if (longer == nullptr) return nullptr;
  static_cast<void>(list.release());
  return CurlList(longer);
}

bool NeverReached(CURLcode code) {
  return code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST || code == CURLE_COULDNT_RESOLVE_PROXY ||
         code == CURLE_SSL_CONNECT_ERROR || code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_URL_MALFORMAT ||
         code == CURLE_UNSUPPORTED_PROTOCOL;
}

}  // namespace redress::outreach
