// HTTP requests to other people's servers: gates, artifact sources, service endpoints.
//
// Implementation: adapters/curl_http. Certificates are verified unless a request says otherwise; only http and https are
// spoken; credentials never follow a redirect to another host and never appear in an error text.
#ifndef SLIPWAY_PORTS_HTTP_H_
#define SLIPWAY_PORTS_HTTP_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace slipway {

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // At most one of them: Basic, or Bearer.
  std::string username;
  std::string password;
  std::string bearer_token;
  bool follow_redirects = true;  // at most 10, of GET and HEAD only
  bool accept_untrusted_certificates = false;
  absl::Duration connect_timeout = absl::Seconds(20);
  absl::Duration timeout = absl::Minutes(5);  // of the whole exchange
  // Nothing has come for so long: DEADLINE_EXCEEDED. Whole seconds; zero = only `timeout` counts.
  absl::Duration stall_timeout = absl::ZeroDuration();
  int64_t max_response_bytes = int64_t{16} << 20;
  // When set, gets the body piece by piece as it comes; HttpResponse::body stays empty and max_response_bytes still
  // holds. An error ends the exchange and is returned as it is.
  std::function<absl::Status(absl::string_view piece)> sink;
  // Asked now and then, at least each second; true ends the exchange with CANCELLED.
  std::function<bool()> cancelled;
  // Called once, with status and headers, before the first piece of the body of the last answer (redirects over).
  std::function<absl::Status(int status, const std::vector<std::pair<std::string, std::string>>& headers)> on_headers;
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names as sent
  std::string body;
  std::string effective_url;

  // By name in any case; empty: not there.
  std::string Header(absl::string_view name) const;
};

// Thread-safe.
class Http {
 public:
  virtual ~Http() = default;
  // Any answer of the server is OK, 500 too. INVALID_ARGUMENT: the URL or method; DEADLINE_EXCEEDED; RESOURCE_EXHAUSTED:
  // a larger answer than allowed; DATA_LOSS: the answer ended early; UNAVAILABLE: no connection, no such host, or a
  // certificate that is not trusted. Messages name the host.
  virtual absl::StatusOr<HttpResponse> Send(const HttpRequest& request) = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_PORTS_HTTP_H_
