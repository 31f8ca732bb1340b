// Asks one server, logged in as its service endpoint says: JSON, and files that are gone on with after an interruption.
#ifndef SLIPWAY_ADAPTERS_REST_CLIENT_H_
#define SLIPWAY_ADAPTERS_REST_CLIENT_H_

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "model/json_text.h"
#include "ports/artifact_source.h"
#include "ports/http.h"

namespace slipway {

struct RestOptions {
  int attempts = 5;                             // of one request: connections that break, 429 and 5xx are tried again
  absl::Duration delay = absl::Seconds(1);      // before the second try; twice as long before each further one
  absl::Duration stall = absl::Seconds(60);     // a download that brings nothing for so long is broken
  absl::Duration max_wait = absl::Seconds(60);  // of what a server's Retry-After may ask for
  std::function<void(absl::Duration)> sleep;    // empty: sleeps
  std::function<bool()> cancelled;              // true: CANCELLED; may be empty
};

// Thread-safe. Errors: UNAVAILABLE (no connection, 429, 5xx), DEADLINE_EXCEEDED, PERMISSION_DENIED (401, 403, and the
// sign-in pages that are sent instead), NOT_FOUND (404), FAILED_PRECONDITION (any other answer), DATA_LOSS (cut off),
// INVALID_ARGUMENT (no JSON). They name host and path, never the query, which may hold a token.
class RestClient {
 public:
  // `base`: where relative addresses begin; without `/` at its end. Credentials are sent to its host only.
  RestClient(Http* http, v1::ServiceEndpoint endpoint, std::string base, RestOptions options = {});

  const std::string& base() const { return base_; }

  // `address`: relative to base (begins with `/`), or whole.
  absl::StatusOr<Json> Get(absl::string_view address) const;
  absl::StatusOr<std::string> GetText(absl::string_view address, absl::string_view accept = "*/*") const;
  // Into a file that may hold the beginning already; what its server said of that (ETag, Last-Modified) is kept beside
  // it, in PATH.etag, so that only the same thing is gone on with.
  absl::Status Download(absl::string_view address, const std::string& path, const FetchOptions& options,
                        absl::string_view accept = "application/octet-stream") const;

 private:
  HttpRequest RequestFor(absl::string_view address, absl::string_view accept) const;
  absl::Status Judge(const HttpRequest& request, int status, absl::string_view effective_url) const;
  absl::Status DownloadOnce(absl::string_view address, const std::string& path, const FetchOptions& options,
                            absl::string_view accept, bool first, absl::Duration* retry_after) const;
  // Again while `once` fails in a way that may pass.
  absl::Status Retry(const std::function<absl::Status(absl::Duration* retry_after)>& once) const;

  Http* const http_;
  const v1::ServiceEndpoint endpoint_;
  const std::string base_;
  const RestOptions options_;
};

// Logs a request in as an endpoint says: user name and password, a personal access token, or a bearer's token.
void Authorize(const v1::ServiceEndpoint& endpoint, HttpRequest* request);

// One part of a path, or one value of a query, percent-encoded.
std::string UrlPart(absl::string_view text);
// Path of several parts: `/` stays.
std::string UrlPath(absl::string_view text);
// Host and port of an address; empty when it is none.
std::string UrlOrigin(absl::string_view url);

// Members on the way, in any case: JsonText(build, {"definition", "id"}). Numbers become text; empty when it is not
// there.
std::string JsonText(const Json& json, std::initializer_list<absl::string_view> path);
const Json* JsonAt(const Json& json, std::initializer_list<absl::string_view> path);
// The elements of a list; none when it is not there or is no list.
std::vector<const Json*> JsonList(const Json& json, std::initializer_list<absl::string_view> path);

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_REST_CLIENT_H_
