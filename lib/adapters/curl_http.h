// HTTP over libcurl.
#ifndef SLIPWAY_ADAPTERS_CURL_HTTP_H_
#define SLIPWAY_ADAPTERS_CURL_HTTP_H_

#include <memory>

#include "ports/http.h"

namespace slipway {

// Thread-safe; each thread's connections are its own. Reads no configuration files; takes proxies from the environment
// (http_proxy, https_proxy, no_proxy), as the original's agents do.
std::unique_ptr<Http> MakeCurlHttp();

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_CURL_HTTP_H_
