#include "adapters/curl_http.h"

#include <curl/curl.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"

namespace slipway {
namespace {

constexpr size_t kMaxHeaderBytes = size_t{256} << 10;

struct CurlDeleter {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Curl = std::unique_ptr<CURL, CurlDeleter>;
using HeaderList = std::unique_ptr<curl_slist, CurlDeleter>;

// Host and port, for messages: the whole URL may hold a token.
std::string HostOf(const std::string& url) {
  const std::unique_ptr<CURLU, CurlDeleter> parsed(curl_url());
  char* host = nullptr;
  char* port = nullptr;
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return "";
  curl_url_get(parsed.get(), CURLUPART_HOST, &host, 0);
  curl_url_get(parsed.get(), CURLUPART_PORT, &port, 0);
  std::string text = absl::StrCat(host == nullptr ? "" : host, port == nullptr ? "" : ":", port == nullptr ? "" : port);
  curl_free(host);
  curl_free(port);
  return text;
}

bool IsToken(absl::string_view text) {
  for (const char c : text) {
    if (!absl::ascii_isalnum(c) && !absl::StrContains("!#$%&'*+-.^_`|~", absl::string_view(&c, 1))) return false;
  }
  return !text.empty();
}

// One request and what came of it so far.
struct Exchange {
  const HttpRequest& request;
  CURL* curl;
  HttpResponse response;
  int64_t received = 0;
  size_t header_bytes = 0;
  bool headers_told = false;
  absl::Status stopped;  // why a callback ended it

  bool Stop(absl::Status status) {
    stopped = std::move(status);
    return false;
  }

  bool TellHeaders() {
    if (headers_told) return true;
    headers_told = true;
    long code = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &code);
    response.status = static_cast<int>(code);
    if (!request.on_headers) return true;
    absl::Status status = request.on_headers(response.status, response.headers);
    return status.ok() ? true : Stop(std::move(status));
  }

  bool OnBody(absl::string_view piece) {
    if (!TellHeaders()) return false;
    received += static_cast<int64_t>(piece.size());
    if (received > request.max_response_bytes) {
      return Stop(absl::ResourceExhaustedError(
          absl::StrCat("the answer has more than ", request.max_response_bytes, " bytes")));
    }
    if (!request.sink) {
      response.body.append(piece.data(), piece.size());
      return true;
    }
    absl::Status status = request.sink(piece);
    return status.ok() ? true : Stop(std::move(status));
  }

  bool OnHeader(absl::string_view line) {
    header_bytes += line.size();
    if (header_bytes > kMaxHeaderBytes) return Stop(absl::ResourceExhaustedError("the answer's headers are too long"));
    if (absl::StartsWith(line, "HTTP/")) {  // of the next answer of a chain of redirects
      response.headers.clear();
      return true;
    }
    const size_t colon = line.find(':');
    if (colon == absl::string_view::npos) return true;
    response.headers.emplace_back(std::string(line.substr(0, colon)),
                                  std::string(absl::StripAsciiWhitespace(line.substr(colon + 1))));
    return true;
  }
};

size_t BodyCallback(char* data, size_t size, size_t count, void* exchange) {
  return static_cast<Exchange*>(exchange)->OnBody({data, size * count}) ? size * count : 0;
}
size_t HeaderCallback(char* data, size_t size, size_t count, void* exchange) {
  return static_cast<Exchange*>(exchange)->OnHeader({data, size * count}) ? size * count : 0;
}
int ProgressCallback(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  Exchange* exchange = static_cast<Exchange*>(data);
  if (!exchange->request.cancelled || !exchange->request.cancelled()) return 0;
  exchange->Stop(absl::CancelledError("cancelled"));
  return 1;
}

absl::Status ErrorOf(CURLcode code, const char* detail, const std::string& host) {
  const std::string text = absl::StrCat(host, ": ", detail[0] == '\0' ? curl_easy_strerror(code) : detail);
  switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return absl::InvalidArgumentError(
          absl::StrCat(host.empty() ? "" : absl::StrCat(host, ": "), "expected a URL that starts with http:// or https://"));
    case CURLE_OPERATION_TIMEDOUT:
      return absl::DeadlineExceededError(text);
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return absl::DataLossError(text);
    default:
      return absl::UnavailableError(text);
  }
}

class CurlHttp : public Http {
 public:
  CurlHttp() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  }

  absl::StatusOr<HttpResponse> Send(const HttpRequest& request) override {
    if (!IsToken(request.method)) return absl::InvalidArgumentError("expected an HTTP method");
    thread_local Curl kept(curl_easy_init());
    if (kept == nullptr) return absl::ResourceExhaustedError("libcurl could not be set up");
    CURL* curl = kept.get();
    curl_easy_reset(curl);
    Exchange exchange{request, curl};
    char detail[CURL_ERROR_SIZE] = "";

    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(curl, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(absl::ToInt64Milliseconds(request.connect_timeout)));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(absl::ToInt64Milliseconds(request.timeout)));
    if (request.stall_timeout > absl::ZeroDuration()) {
      curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
      curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, static_cast<long>(std::max<int64_t>(1, absl::ToInt64Seconds(request.stall_timeout))));
    }
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "slipway");
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, request.accept_untrusted_certificates ? 0L : 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, request.accept_untrusted_certificates ? 0L : 2L);
    const bool reads = request.method == "GET" || request.method == "HEAD";
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, request.follow_redirects && reads ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, 10L);
    if (request.method == "HEAD") curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    if (!reads || !request.body.empty()) {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.data());
    }
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request.method.c_str());
    // Through libcurl's own options, which end at another host; a header would be sent on.
    if (!request.bearer_token.empty()) {
      curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
      curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, request.bearer_token.c_str());
    } else if (!request.username.empty() || !request.password.empty()) {
      curl_easy_setopt(curl, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
      curl_easy_setopt(curl, CURLOPT_USERNAME, request.username.c_str());
      curl_easy_setopt(curl, CURLOPT_PASSWORD, request.password.c_str());
    }
    SLIPWAY_ASSIGN_OR_RETURN(const HeaderList headers, HeadersOf(request));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, BodyCallback);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, HeaderCallback);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, ProgressCallback);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &exchange);

    const CURLcode code = curl_easy_perform(curl);
    if (!exchange.stopped.ok()) return exchange.stopped;
    if (code != CURLE_OK) return ErrorOf(code, detail, HostOf(request.url));
    if (!exchange.TellHeaders()) return exchange.stopped;
    const char* effective = nullptr;
    curl_easy_getinfo(curl, CURLINFO_EFFECTIVE_URL, &effective);
    exchange.response.effective_url = effective == nullptr ? request.url : effective;
    return std::move(exchange.response);
  }

 private:
  static absl::StatusOr<HeaderList> HeadersOf(const HttpRequest& request) {
    HeaderList list;
    const auto add = [&](const std::string& line) {
      // nullptr only without memory; the list is kept as it was then.
      if (curl_slist* grown = curl_slist_append(list.get(), line.c_str())) {
        list.release();
        list.reset(grown);
      }
    };
    bool has_type = false;
    for (const auto& [name, value] : request.headers) {
      if (!IsToken(name)) return absl::InvalidArgumentError(absl::StrCat("header '", name, "': that is no header name"));
      if (value.find_first_of(std::string("\r\n\0", 3)) != std::string::npos) {
        return absl::InvalidArgumentError(absl::StrCat("header '", name, "': its value has a line break"));
      }
      has_type = has_type || absl::EqualsIgnoreCase(name, "Content-Type");
      // libcurl removes a header that has no value, unless it ends in a semicolon.
      add(value.empty() ? absl::StrCat(name, ";") : absl::StrCat(name, ": ", value));
    }
    // Else libcurl would call any body a form.
    if (!has_type) add("Content-Type:");
    add("Expect:");
    return list;
  }
};

}  // namespace

std::unique_ptr<Http> MakeCurlHttp() { return std::make_unique<CurlHttp>(); }

}  // namespace slipway
