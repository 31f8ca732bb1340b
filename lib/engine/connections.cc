#include "engine/connections.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status_macros.h"
#include "engine/time_text.h"

namespace slipway {
namespace {

bool IsGuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !absl::ascii_isxdigit(static_cast<unsigned char>(text[i]))) return false;
  }
  return true;
}

v1::ServiceEndpoint Shown(v1::ServiceEndpoint endpoint) {
  for (auto& [name, value] : *endpoint.mutable_parameters()) value.clear();
  for (auto& [name, value] : *endpoint.mutable_data()) value.clear();
  return endpoint;
}

// A name of a parameter becomes a name in the environment of tasks.
absl::Status CheckKeys(absl::string_view field, const google::protobuf::Map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) {
    if (name.empty() || name.find('=') != std::string::npos || name.find('\0') != std::string::npos) {
      return absl::InvalidArgumentError(absl::StrCat("endpoint.", field, ": a name must not be empty or hold '='"));
    }
    if (value.find('\0') != std::string::npos) {
      return absl::InvalidArgumentError(absl::StrCat("endpoint.", field, "['", name, "']: holds a NUL character"));
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status Connections::Load() {
  for (int kind : {v1::RESOURCE_KIND_SERVICE_ENDPOINT, v1::RESOURCE_KIND_SECURE_FILE}) {
    SLIPWAY_ASSIGN_OR_RETURN(const std::vector<ResourceRow> rows, store_->ListResources(kind));
    // One that cannot be opened any more is said to be so when it is used, not when everything else is.
    for (const ResourceRow& row : rows) Take(row).IgnoreError();
  }
  return absl::OkStatus();
}

absl::Status Connections::Take(const ResourceRow& row) {
  const std::string id = absl::AsciiStrToLower(row.id);
  if (row.kind == v1::RESOURCE_KIND_SECURE_FILE) {
    v1::AddSecureFileRequest stored;
    if (!stored.ParseFromString(row.payload)) return absl::DataLossError("a secure file cannot be read");
    File& file = files_[id];
    file.revision = row.revision;
    file.info.set_id(id);
    file.info.set_name(row.name);
    // What sealing adds is the same for every content (ports/secret_box.h).
    constexpr int64_t kSealBytes = 48;
    file.info.set_size(static_cast<int64_t>(stored.content().size()) - kSealBytes);
    file.info.set_created_by(row.changed_by);
    file.info.set_created_on(TimeText(row.changed_on));
    return absl::OkStatus();
  }
  Endpoint& endpoint = endpoints_[id];
  endpoint.revision = row.revision;
  endpoint.sealed = row.payload;
  endpoint.shown.set_id(id);
  endpoint.shown.set_name(row.name);
  SLIPWAY_ASSIGN_OR_RETURN(const std::string plain, secret_box_->Open(row.payload));
  v1::ServiceEndpoint opened;
  if (!opened.ParseFromString(plain)) return absl::DataLossError("a service endpoint cannot be read");
  endpoint.shown = Shown(std::move(opened));
  return absl::OkStatus();
}

absl::Status Connections::Save(ResourceRow row, absl::Time now) {
  row.changed_on = now;
  // A deleted one that comes back goes on counting.
  while (store_->GetResource(row.kind, row.id, row.revision).ok()) ++row.revision;
  WriteBatch batch;
  batch.resources.push_back(row);
  SLIPWAY_RETURN_IF_ERROR(store_->Commit(batch, nullptr));
  return Take(row);
}

std::string Connections::NewId() const {
  // A sealed nothing starts with a fresh public key: as random as anything here.
  std::string bytes = secret_box_->Seal("").value_or("").substr(0, 16);
  bytes.resize(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string id = absl::BytesToHexString(bytes);
  for (size_t place : {20, 16, 12, 8}) id.insert(place, "-");
  return id;
}

absl::StatusOr<v1::PutServiceEndpointResponse> Connections::Put(const v1::PutServiceEndpointRequest& request,
                                                                absl::Time now) {
  v1::ServiceEndpoint endpoint = request.endpoint();
  if (endpoint.id().empty()) endpoint.set_id(NewId());
  endpoint.set_id(absl::AsciiStrToLower(endpoint.id()));
  if (!IsGuid(endpoint.id())) {
    return absl::InvalidArgumentError(absl::StrCat("endpoint.id: expected a GUID, got '", endpoint.id(), "'"));
  }
  if (endpoint.name().empty()) return absl::InvalidArgumentError("endpoint.name: expected a name");
  SLIPWAY_RETURN_IF_ERROR(CheckKeys("parameters", endpoint.parameters()));
  SLIPWAY_RETURN_IF_ERROR(CheckKeys("data", endpoint.data()));
  for (const auto& [id, other] : endpoints_) {
    if (id != endpoint.id() && absl::EqualsIgnoreCase(other.shown.name(), endpoint.name())) {
      return absl::AlreadyExistsError(
          absl::StrCat("endpoint.name: '", endpoint.name(), "' is the name of endpoint ", id, " already"));
    }
  }
  const auto known = endpoints_.find(endpoint.id());
  if (known != endpoints_.end()) {
    // Lists show names without values; what comes back so keeps its value.
    const absl::StatusOr<v1::ServiceEndpoint> before = FindEndpoint(endpoint.id());
    const auto keep = [&](const auto& stored, auto* given) {
      for (auto& [name, value] : *given) {
        const auto found = stored.find(name);
        if (value.empty() && found != stored.end()) value = found->second;
      }
    };
    if (before.ok()) {
      keep(before->parameters(), endpoint.mutable_parameters());
      keep(before->data(), endpoint.mutable_data());
    }
  }
  ResourceRow row;
  row.kind = v1::RESOURCE_KIND_SERVICE_ENDPOINT;
  row.id = endpoint.id();
  row.revision = known == endpoints_.end() ? 1 : known->second.revision + 1;
  row.name = endpoint.name();
  SLIPWAY_ASSIGN_OR_RETURN(row.payload, secret_box_->Seal(endpoint.SerializeAsString()));
  row.changed_by = request.actor();
  SLIPWAY_RETURN_IF_ERROR(Save(std::move(row), now));
  v1::PutServiceEndpointResponse response;
  *response.mutable_endpoint() = endpoints_[endpoint.id()].shown;
  return response;
}

absl::StatusOr<v1::AddSecureFileResponse> Connections::Add(const v1::AddSecureFileRequest& request, absl::Time now) {
  const std::string id = request.id().empty() ? NewId() : absl::AsciiStrToLower(request.id());
  if (!IsGuid(id)) return absl::InvalidArgumentError(absl::StrCat("id: expected a GUID, got '", id, "'"));
  if (request.name().empty() || request.name().find('/') != std::string::npos || request.name() == "." ||
      request.name() == "..") {
    return absl::InvalidArgumentError("name: expected the name of a file, without folders");
  }
  if (static_cast<int64_t>(request.content().size()) > kMaxSecureFile) {
    return absl::InvalidArgumentError(absl::StrCat("content: ", request.content().size(), " bytes are more than the ",
                                                   kMaxSecureFile, " a secure file may hold"));
  }
  for (const auto& [other, file] : files_) {
    if (other == id || absl::EqualsIgnoreCase(file.info.name(), request.name())) {
      return absl::AlreadyExistsError(absl::StrCat("name: there is a secure file '", file.info.name(), "' (", other,
                                                   ") already; remove it first"));
    }
  }
  v1::AddSecureFileRequest stored;
  stored.set_id(id);
  stored.set_name(request.name());
  SLIPWAY_ASSIGN_OR_RETURN(*stored.mutable_content(), secret_box_->Seal(request.content()));
  ResourceRow row;
  row.kind = v1::RESOURCE_KIND_SECURE_FILE;
  row.id = id;
  row.name = request.name();
  row.payload = stored.SerializeAsString();
  row.changed_by = request.actor();
  SLIPWAY_RETURN_IF_ERROR(Save(std::move(row), now));
  v1::AddSecureFileResponse response;
  *response.mutable_file() = files_[id].info;
  return response;
}

v1::ListServiceEndpointsResponse Connections::ListServiceEndpoints() const {
  v1::ListServiceEndpointsResponse response;
  for (const auto& [id, endpoint] : endpoints_) *response.add_endpoints() = endpoint.shown;
  return response;
}

v1::ListSecureFilesResponse Connections::ListSecureFiles() const {
  v1::ListSecureFilesResponse response;
  for (const auto& [id, file] : files_) *response.add_files() = file.info;
  return response;
}

void Connections::Forget(v1::ResourceKind kind, absl::string_view id) {
  const std::string key = absl::AsciiStrToLower(id);
  if (kind == v1::RESOURCE_KIND_SERVICE_ENDPOINT) endpoints_.erase(key);
  if (kind == v1::RESOURCE_KIND_SECURE_FILE) files_.erase(key);
}

std::string Connections::IdOf(v1::ResourceKind kind, absl::string_view id_or_name) const {
  const std::string lower = absl::AsciiStrToLower(id_or_name);
  if (kind == v1::RESOURCE_KIND_SERVICE_ENDPOINT && !endpoints_.contains(lower)) {
    for (const auto& [id, endpoint] : endpoints_) {
      if (absl::EqualsIgnoreCase(endpoint.shown.name(), id_or_name)) return id;
    }
  }
  if (kind == v1::RESOURCE_KIND_SECURE_FILE && !files_.contains(lower)) {
    for (const auto& [id, file] : files_) {
      if (absl::EqualsIgnoreCase(file.info.name(), id_or_name)) return id;
    }
  }
  return lower;
}

absl::StatusOr<v1::ServiceEndpoint> Connections::FindEndpoint(absl::string_view id_or_name) const {
  const auto found = endpoints_.find(IdOf(v1::RESOURCE_KIND_SERVICE_ENDPOINT, id_or_name));
  if (found == endpoints_.end()) {
    return absl::NotFoundError(absl::StrCat("the service endpoint ", id_or_name,
                                            " is not known here; add it under this id (slipway endpoint set)"));
  }
  const absl::StatusOr<std::string> plain = secret_box_->Open(found->second.sealed);
  v1::ServiceEndpoint endpoint;
  if (!plain.ok() || !endpoint.ParseFromString(*plain)) {
    return absl::DataLossError(
        absl::StrCat("the service endpoint '", found->second.shown.name(), "' (", found->first, ") cannot be opened: ",
                     plain.ok() ? "it is damaged" : plain.status().message()));
  }
  return endpoint;
}

absl::StatusOr<v1::SecureFile> Connections::FindSecureFile(absl::string_view id) const {
  const auto found = files_.find(IdOf(v1::RESOURCE_KIND_SECURE_FILE, id));
  if (found != files_.end()) return found->second.info;
  return absl::NotFoundError(
      absl::StrCat("the secure file ", id, " is not known here; add it under this id (slipway secure-file add)"));
}

absl::StatusOr<std::string> Connections::SecureFileContent(absl::string_view id) const {
  SLIPWAY_ASSIGN_OR_RETURN(const v1::SecureFile file, FindSecureFile(id));
  SLIPWAY_ASSIGN_OR_RETURN(const ResourceRow row, store_->GetResource(v1::RESOURCE_KIND_SECURE_FILE, file.id(), 0));
  v1::AddSecureFileRequest stored;
  if (!stored.ParseFromString(row.payload)) return absl::DataLossError("a secure file cannot be read");
  return secret_box_->Open(stored.content());
}

}  // namespace slipway
