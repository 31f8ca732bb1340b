// Service endpoints and secure files: what tasks may use and nobody may read. Sealed whole in the store.
#ifndef SLIPWAY_ENGINE_CONNECTIONS_H_
#define SLIPWAY_ENGINE_CONNECTIONS_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "ports/secret_box.h"
#include "ports/store.h"
#include "slipway/v1/commands.pb.h"

namespace slipway {

// Of the loop's thread.
class Connections {
 public:
  static constexpr int64_t kMaxSecureFile = int64_t{10} << 20;

  Connections(Store* store, const SecretBox* secret_box) : store_(store), secret_box_(secret_box) {}

  absl::Status Load();

  absl::StatusOr<v1::PutServiceEndpointResponse> Put(const v1::PutServiceEndpointRequest& request, absl::Time now);
  absl::StatusOr<v1::AddSecureFileResponse> Add(const v1::AddSecureFileRequest& request, absl::Time now);
  // Names of parameters and data without their values.
  v1::ListServiceEndpointsResponse ListServiceEndpoints() const;
  v1::ListSecureFilesResponse ListSecureFiles() const;
  // Deleted in the store: no longer known here.
  void Forget(v1::ResourceKind kind, absl::string_view id);
  // The id of what has this name (any case), when it is not an id itself; else `id_or_name` as it is.
  std::string IdOf(v1::ResourceKind kind, absl::string_view id_or_name) const;

  // Without endpoints.
  bool empty() const { return endpoints_.empty(); }

  // With values. By id (any case) or, when no id fits, by name. NOT_FOUND says how to add it; DATA_LOSS.
  absl::StatusOr<v1::ServiceEndpoint> FindEndpoint(absl::string_view id_or_name) const;
  absl::StatusOr<v1::SecureFile> FindSecureFile(absl::string_view id) const;
  absl::StatusOr<std::string> SecureFileContent(absl::string_view id) const;

 private:
  struct Endpoint {
    v1::ServiceEndpoint shown;  // values empty
    std::string sealed;         // the whole message
    int64_t revision = 0;
  };
  struct File {
    v1::SecureFile info;
    int64_t revision = 0;
  };

  absl::Status Take(const ResourceRow& row);
  absl::Status Save(ResourceRow row, absl::Time now);
  std::string NewId() const;

  Store* const store_;
  const SecretBox* const secret_box_;
  std::map<std::string, Endpoint> endpoints_;  // by lower-case id
  std::map<std::string, File> files_;
};

}  // namespace slipway

#endif  // SLIPWAY_ENGINE_CONNECTIONS_H_
