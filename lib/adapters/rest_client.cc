#include "adapters/rest_client.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "model/json_member.h"
#include "runner/files.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

constexpr int64_t kMaxAnswer = int64_t{64} << 20;
constexpr int64_t kMaxFile = int64_t{256} << 30;

Limits AnswerLimits() {
  Limits limits;
  limits.max_document_bytes = kMaxAnswer;
  return limits;
}

bool MayPass(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) || absl::IsDataLoss(status);
}

std::string Parameter(const v1::ServiceEndpoint& endpoint, absl::string_view name) {
  for (const auto& [key, value] : endpoint.parameters()) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

std::string HeaderOf(const std::vector<std::pair<std::string, std::string>>& headers, absl::string_view name) {
  for (const auto& [key, value] : headers) {
    if (absl::EqualsIgnoreCase(key, name)) return value;
  }
  return "";
}

// What a download may be gone on with by: a strong ETag, else the time of the last change.
std::string ValidatorOf(const std::vector<std::pair<std::string, std::string>>& headers) {
  const std::string etag = HeaderOf(headers, "ETag");
  if (!etag.empty() && !absl::StartsWith(etag, "W/")) return etag;
  return HeaderOf(headers, "Last-Modified");
}

std::string ReadSmallFile(const std::string& path) {
  std::ifstream in(path);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

absl::Duration RetryAfter(const std::vector<std::pair<std::string, std::string>>& headers) {
  int64_t seconds = 0;
  if (!absl::SimpleAtoi(HeaderOf(headers, "Retry-After"), &seconds) || seconds < 0) return absl::ZeroDuration();
  return absl::Seconds(seconds);
}

}  // namespace

void Authorize(const v1::ServiceEndpoint& endpoint, HttpRequest* request) {
  request->username = Parameter(endpoint, "username");
  request->password = Parameter(endpoint, "password");
  const std::string token = Parameter(endpoint, "apitoken");
  const std::string access = Parameter(endpoint, "accesstoken");
  if (!access.empty()) {
    request->bearer_token = access;
  } else if (!token.empty() && request->password.empty()) {
    // Of Jenkins it is the password of its user; a personal access token is a password without a name.
    if (!request->username.empty() || absl::EqualsIgnoreCase(endpoint.scheme(), "Token")) {
      request->password = token;
    } else {
      request->bearer_token = token;
    }
  }
  if (!request->bearer_token.empty()) {
    request->username.clear();
    request->password.clear();
  }
  for (const auto& [key, value] : endpoint.data()) {
    if (absl::EqualsIgnoreCase(key, "acceptUntrustedCerts") && absl::EqualsIgnoreCase(value, "true")) {
      request->accept_untrusted_certificates = true;
    }
  }
}

std::string UrlPart(absl::string_view text) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || absl::StrContains("-._~", absl::string_view(&c, 1))) {
      encoded.push_back(c);
    } else {
      encoded.push_back('%');
      encoded.push_back(kHex[byte >> 4]);
      encoded.push_back(kHex[byte & 15]);
    }
  }
  return encoded;
}

std::string UrlPath(absl::string_view text) {
  std::string encoded;
  for (absl::string_view part : absl::StrSplit(text, '/')) {
    absl::StrAppend(&encoded, encoded.empty() && part.data() == text.data() ? "" : "/", UrlPart(part));
  }
  return encoded;
}

std::string UrlOrigin(absl::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == absl::string_view::npos) return "";
  const size_t end = url.find_first_of("/?#", scheme + 3);
  std::string origin = absl::AsciiStrToLower(url.substr(0, end));
  const size_t at = origin.rfind('@');
  if (at != std::string::npos) origin = absl::StrCat(origin.substr(0, scheme + 3), origin.substr(at + 1));
  const bool https = absl::StartsWith(origin, "https:");
  return std::string(absl::StripSuffix(origin, https ? ":443" : ":80"));
}

const Json* JsonAt(const Json& json, std::initializer_list<absl::string_view> path) {
  const Json* at = &json;
  for (absl::string_view name : path) {
    at = FindMember(*at, name);
    if (at == nullptr) return nullptr;
  }
  return at;
}

std::string JsonText(const Json& json, std::initializer_list<absl::string_view> path) {
  const Json* found = JsonAt(json, path);
  if (found == nullptr) return "";
  if (found->is_string()) return found->get<std::string>();
  if (found->is_number() || found->is_boolean()) return WriteJson(*found, -1);
  return "";
}

std::vector<const Json*> JsonList(const Json& json, std::initializer_list<absl::string_view> path) {
  std::vector<const Json*> list;
  const Json* found = JsonAt(json, path);
  if (found == nullptr || !found->is_array()) return list;
  for (const Json& element : *found) list.push_back(&element);
  return list;
}

RestClient::RestClient(Http* http, v1::ServiceEndpoint endpoint, std::string base, RestOptions options)
    : http_(http), endpoint_(std::move(endpoint)), base_(absl::StripSuffix(base, "/")), options_(std::move(options)) {}

HttpRequest RestClient::RequestFor(absl::string_view address, absl::string_view accept) const {
  HttpRequest request;
  request.url = absl::StrContains(address, "://") ? std::string(address) : absl::StrCat(base_, address);
  // A server may name files that lie elsewhere; its credentials are for itself.
  if (UrlOrigin(request.url) == UrlOrigin(base_)) Authorize(endpoint_, &request);
  request.headers.emplace_back("Accept", std::string(accept));
  request.max_response_bytes = kMaxAnswer;
  request.cancelled = options_.cancelled;
  return request;
}

absl::Status RestClient::Judge(const HttpRequest& request, int status, absl::string_view effective_url) const {
  const std::string where(*absl::StrSplit(request.url, '?').begin());
  const bool sign_in = status == 203 || absl::StrContains(effective_url, "/_signin");
  if (status >= 200 && status < 300 && !sign_in) return absl::OkStatus();
  if (status == 401 || status == 403 || sign_in) {
    return absl::PermissionDeniedError(absl::StrCat(
        where, " answered ", status, sign_in ? " with a page to sign in" : "", ": ",
        endpoint_.name().empty() ? "it wants credentials, and no service endpoint gives them"
                                 : absl::StrCat("the credentials of the service endpoint '", endpoint_.name(),
                                                "' are not accepted; has its token expired? (slipway endpoint set)")));
  }
  const std::string said = absl::StrCat(where, " answered ", status);
  if (status == 404) return absl::NotFoundError(said);
  if (status == 408 || status == 429 || status >= 500) return absl::UnavailableError(said);
  return absl::FailedPreconditionError(said);
}

absl::Status RestClient::Retry(const std::function<absl::Status(absl::Duration*)>& once) const {
  absl::Duration delay = options_.delay;
  for (int attempt = 1;; ++attempt) {
    absl::Duration asked = absl::ZeroDuration();
    const absl::Status status = once(&asked);
    if (status.ok() || !MayPass(status) || attempt >= options_.attempts) return status;
    if (options_.cancelled && options_.cancelled()) return absl::CancelledError("cancelled");
    const absl::Duration wait = std::max(delay, std::min(asked, options_.max_wait));
    if (options_.sleep) {
      options_.sleep(wait);
    } else {
      absl::SleepFor(wait);
    }
    delay *= 2;
  }
}

absl::StatusOr<std::string> RestClient::GetText(absl::string_view address, absl::string_view accept) const {
  std::string body;
  SLIPWAY_RETURN_IF_ERROR(Retry([&](absl::Duration* asked) -> absl::Status {
    const HttpRequest request = RequestFor(address, accept);
    SLIPWAY_ASSIGN_OR_RETURN(HttpResponse response, http_->Send(request));
    *asked = RetryAfter(response.headers);
    SLIPWAY_RETURN_IF_ERROR(Judge(request, response.status, response.effective_url));
    body = std::move(response.body);
    return absl::OkStatus();
  }));
  return body;
}

absl::StatusOr<Json> RestClient::Get(absl::string_view address) const {
  SLIPWAY_ASSIGN_OR_RETURN(const std::string body, GetText(address, "application/json"));
  absl::StatusOr<Json> json = ParseJson(body, AnswerLimits());
  if (json.ok()) return json;
  const std::string where(*absl::StrSplit(address, '?').begin());
  return absl::InvalidArgumentError(absl::StrCat(absl::StrContains(where, "://") ? "" : base_, where,
                                                 " did not answer with JSON: ", json.status().message()));
}

absl::Status RestClient::DownloadOnce(absl::string_view address, const std::string& path, const FetchOptions& options,
                                      absl::string_view accept, bool first, absl::Duration* asked) const {
  const std::string note = absl::StrCat(path, ".etag");
  UniqueFd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.valid()) return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", path));
  struct stat info;
  if (::fstat(file.get(), &info) != 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot look at ", path));
  int64_t have = info.st_size;
  const std::string validator = have > 0 ? ReadSmallFile(note) : "";
  if (validator.empty()) have = 0;

  HttpRequest request = RequestFor(address, accept);
  if (have > 0) {
    request.headers.emplace_back("Range", absl::StrCat("bytes=", have, "-"));
    request.headers.emplace_back("If-Range", validator);
  }
  request.max_response_bytes = kMaxFile;
  request.timeout = absl::Hours(24);
  request.stall_timeout = options_.stall;
  int64_t total = -1;  // bytes that this answer announces
  int64_t received = 0;
  int status = 0;
  request.on_headers = [&](int code, const std::vector<std::pair<std::string, std::string>>& headers) -> absl::Status {
    status = code;
    if (status != 200 && status != 206) {
      *asked = RetryAfter(headers);
      return absl::OkStatus();
    }
    if (status == 206 && !absl::StartsWith(HeaderOf(headers, "Content-Range"), absl::StrCat("bytes ", have, "-"))) {
      return absl::DataLossError("the server sends another part of the file than was asked for");
    }
    const int64_t from = status == 206 ? have : 0;
    if (::ftruncate(file.get(), from) != 0 || ::lseek(file.get(), from, SEEK_SET) != from) {
      return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", path));
    }
    // What an earlier process has got; what this one got before it is tried again was told.
    if (first && from > 0 && options.progress) options.progress(from);
    if (!absl::SimpleAtoi(HeaderOf(headers, "Content-Length"), &total)) total = -1;
    // Now, not when the disk is full.
    std::error_code unknown;
    const std::filesystem::space_info space = std::filesystem::space(path, unknown);
    const int64_t room = unknown ? kMaxFile : std::min(kMaxFile, static_cast<int64_t>(space.available));
    if (total > room) {
      return absl::ResourceExhaustedError(absl::StrCat("announces ", total, " bytes; there is room for ", room, " at ", path));
    }
    if (from == 0) {
      // Before the first byte: a beginning without it is begun again.
      std::error_code ignored;
      std::filesystem::remove(note, ignored);
      const std::string fresh = ValidatorOf(headers);
      if (!fresh.empty()) return WriteNewFile(note, fresh, 0600);
    }
    return absl::OkStatus();
  };
  request.sink = [&](absl::string_view piece) -> absl::Status {
    if (status != 200 && status != 206) return absl::OkStatus();
    if (!WriteAll(file.get(), piece)) return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", path));
    received += static_cast<int64_t>(piece.size());
    if (options.progress) options.progress(static_cast<int64_t>(piece.size()));
    return absl::OkStatus();
  };
  SLIPWAY_ASSIGN_OR_RETURN(const HttpResponse response, http_->Send(request));
  if (response.status == 416 && have > 0) {
    // It ends where we are: there is nothing more. Else it is another file by now.
    if (absl::EndsWith(response.Header("Content-Range"), absl::StrCat("*/", have))) return absl::OkStatus();
    if (::ftruncate(file.get(), 0) != 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", path));
    return absl::DataLossError("the file is another one by now");
  }
  SLIPWAY_RETURN_IF_ERROR(Judge(request, response.status, response.effective_url));
  if (total >= 0 && received != total) {
    return absl::DataLossError(absl::StrCat(received, " bytes came instead of ", total));
  }
  return absl::OkStatus();
}

absl::Status RestClient::Download(absl::string_view address, const std::string& path, const FetchOptions& options,
                                  absl::string_view accept) const {
  bool first = true;
  return Retry([&](absl::Duration* asked) {
    return DownloadOnce(address, path, options, accept, std::exchange(first, false), asked);
  });
}

}  // namespace slipway
