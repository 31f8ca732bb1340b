#include "adapters/task_environment.h"

#include <sodium.h>

#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "model/json_text.h"
#include "model/variables.h"

namespace slipway {
namespace {

constexpr char kSystemConnection[] = "SYSTEMVSSCONNECTION";
// What Linux takes for one string of an environment (MAX_ARG_STRLEN), the end's NUL included.
constexpr size_t kMaxEntry = 128 << 10;

// Parameters of an authorization that everybody may see (task-contract 7).
bool IsHarmless(absl::string_view name) {
  static constexpr absl::string_view kHarmless[] = {
      "role",          "scope",           "tenantId",          "issuedAt",
      "expiresAt",     "audience",        "authenticationType", "authorizationType",
      "accessTokenType", "accessTokenFetchingMethod", "useWindowsSecurity", "unsecured",
      "oauthAccessTokenIsSupplied", "completeCallbackPayload", "acceptUntrustedCertificates"};
  for (absl::string_view harmless : kHarmless) {
    if (absl::EqualsIgnoreCase(name, harmless)) return true;
  }
  return false;
}

std::string Rooted(const std::string& value, const std::string& root) {
  const std::filesystem::path path(value);
  std::string rooted = (path.is_absolute() ? path : std::filesystem::path(root) / path).lexically_normal().string();
  // A trailing separator is the mark of joining with nothing, not of what was given.
  if (value.empty() && rooted.size() > 1 && rooted.back() == '/') rooted.pop_back();
  return rooted;
}

std::string Names(const std::vector<std::pair<std::string, std::string>>& variables) {
  Json names = Json::array();
  for (const auto& [name, value] : variables) names.push_back(name);
  return WriteJson(names, -1);
}

class EnvironmentBuilder {
 public:
  explicit EnvironmentBuilder(ProcessPlan* plan) : plan_(plan) {}

  // `what` names it in messages.
  void Add(std::string name, std::string value, absl::string_view what) {
    if (!error_.ok()) return;
    if (value.find('\0') != std::string::npos) {
      error_ = absl::InvalidArgumentError(absl::StrCat(what, " holds a NUL character; tasks cannot be given one"));
    } else if (name.size() + value.size() + 2 > kMaxEntry) {
      error_ = absl::InvalidArgumentError(absl::StrCat(what, " is ", value.size(), " bytes long; at most about ",
                                                       kMaxEntry - 256, " can be given to a task, use a file instead"));
    }
    plan_->environment.emplace_back(std::move(name), std::move(value));
  }

  void AddEndpoint(const std::string& id, const v1::ServiceEndpoint& endpoint, bool with_data) {
    const std::string what = absl::StrCat("service endpoint '", endpoint.name(), "'");
    Json parameters = Json::object();
    for (const auto& [name, value] : Sorted(endpoint.parameters())) {
      parameters[name] = value;
      Add(absl::StrCat("ENDPOINT_AUTH_PARAMETER_", id, "_", MangleName(name)), value, what);
      if (!value.empty() && !IsHarmless(name)) plan_->secrets.push_back(value);
    }
    Json authorization = Json::object();
    authorization["parameters"] = std::move(parameters);
    authorization["scheme"] = endpoint.scheme();
    Add(absl::StrCat("ENDPOINT_URL_", id), endpoint.url(), what);
    Add(absl::StrCat("ENDPOINT_AUTH_", id), WriteJson(authorization, -1), what);
    Add(absl::StrCat("ENDPOINT_AUTH_SCHEME_", id), endpoint.scheme(), what);
    if (!with_data) return;
    Json data = Json::object();
    for (const auto& [name, value] : Sorted(endpoint.data())) {
      data[name] = value;
      Add(absl::StrCat("ENDPOINT_DATA_", id, "_", MangleName(name)), value, what);
      // Where SSH keys are kept.
      if (absl::EqualsIgnoreCase(name, "PrivateKey") && !value.empty()) plan_->secrets.push_back(value);
    }
    Add(absl::StrCat("ENDPOINT_DATA_", id), WriteJson(data, -1), what);
  }

  const absl::Status& error() const { return error_; }

 private:
  using Values = std::vector<std::pair<std::string, std::string>>;
  static Values Sorted(const google::protobuf::Map<std::string, std::string>& map) {
    Values values(map.begin(), map.end());
    std::sort(values.begin(), values.end());
    return values;
  }

  ProcessPlan* const plan_;
  absl::Status error_;
};

absl::Status AboutInput(const std::string& name, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("input '", name, "': ", status.message()));
}

// The same for all tasks of a job, different in every engine and job: it opens nothing, and a task that asks for the
// connection of the server gets an answer instead of a crash.
std::string NoToken(const TaskInvocation& invocation) {
  const std::string text = absl::StrCat(invocation.temp_directory, "\n", invocation.step_id);
  std::string hash(24, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
  return absl::BytesToHexString(hash);
}

void AddSystemConnection(const TaskInvocation& invocation, EnvironmentBuilder* builder) {
  absl::StatusOr<v1::ServiceEndpoint> system = absl::NotFoundError("");
  if (invocation.find_endpoint) system = invocation.find_endpoint("SystemVssConnection");
  if (!system.ok()) {
    v1::ServiceEndpoint none;
    none.set_name("SystemVssConnection");
    none.set_scheme("OAuth");
    for (const auto& [name, value] : invocation.public_variables) {
      if (absl::EqualsIgnoreCase(name, "System.TeamFoundationCollectionUri")) none.set_url(value);
    }
    (*none.mutable_parameters())["AccessToken"] = NoToken(invocation);
    system = none;
  }
  builder->AddEndpoint(kSystemConnection, *system, /*with_data=*/false);
}

absl::Status AddEndpoints(const ManifestInput& input, const std::string& value, const TaskInvocation& invocation,
                          ProcessPlan* plan, EnvironmentBuilder* builder) {
  for (absl::string_view part : absl::StrSplit(value, ',')) {
    const std::string id(absl::StripAsciiWhitespace(part));
    // task-contract 1.4: what is no GUID is not looked up (the server has replaced names by ids).
    if (!IsGuid(id) || id.find_first_not_of("0-") == std::string::npos) continue;
    if (!invocation.find_endpoint) return AboutInput(input.name, absl::NotFoundError("there are no service endpoints here"));
    const absl::StatusOr<v1::ServiceEndpoint> endpoint = invocation.find_endpoint(id);
    if (!endpoint.ok()) return AboutInput(input.name, endpoint.status());
    const std::string lower = absl::AsciiStrToLower(id);
    builder->AddEndpoint(lower, *endpoint, /*with_data=*/true);
    // URL and data are read by the input's own spelling.
    if (id != lower) builder->AddEndpoint(id, *endpoint, /*with_data=*/true);
    plan->endpoint_ids.push_back(lower);
  }
  return absl::OkStatus();
}

absl::Status AddSecureFiles(const ManifestInput& input, const std::string& value, const TaskInvocation& invocation,
                            ProcessPlan* plan, EnvironmentBuilder* builder) {
  for (absl::string_view part : absl::StrSplit(value, ',')) {
    const std::string id(absl::StripAsciiWhitespace(part));
    if (!IsGuid(id)) continue;
    if (!invocation.find_secure_file) return AboutInput(input.name, absl::NotFoundError("there are no secure files here"));
    const absl::StatusOr<v1::SecureFile> file = invocation.find_secure_file(id);
    if (!file.ok()) return AboutInput(input.name, file.status());
    const std::string what = absl::StrCat("secure file '", file->name(), "'");
    unsigned char random[24];
    randombytes_buf(random, sizeof random);
    const std::string ticket = absl::BytesToHexString({reinterpret_cast<const char*>(random), sizeof random});
    builder->Add(absl::StrCat("SECUREFILE_NAME_", id), file->name(), what);
    builder->Add(absl::StrCat("SECUREFILE_TICKET_", id), ticket, what);
    plan->secrets.push_back(ticket);
  }
  return absl::OkStatus();
}

}  // namespace

InputValues BuildInputs(const TaskManifest& manifest, const TaskInvocation& invocation) {
  InputValues values;
  for (const ManifestInput& input : manifest.inputs) {
    values.emplace_back(input.name, invocation.expand ? invocation.expand(input.default_value) : input.default_value);
  }
  for (const auto& [name, value] : invocation.inputs) {
    const std::string trimmed(absl::StripAsciiWhitespace(name));
    if (trimmed.empty()) continue;
    bool known = false;
    for (auto& [declared, current] : values) {
      if (!absl::EqualsIgnoreCase(declared, trimmed)) continue;
      current = value;
      known = true;
      break;
    }
    if (!known) values.emplace_back(trimmed, value);
  }
  for (size_t i = 0; i < manifest.inputs.size(); ++i) {
    if (manifest.inputs[i].is_path()) values[i].second = Rooted(values[i].second, invocation.artifacts_directory);
  }
  return values;
}

absl::Status AddTaskEnvironment(const TaskManifest& manifest, const TaskInvocation& invocation,
                                const InputValues& inputs, ProcessPlan* plan) {
  if (sodium_init() < 0) return absl::InternalError("libsodium cannot be initialized");
  EnvironmentBuilder builder(plan);
  for (const auto& [name, value] : invocation.public_variables) {
    // Under its real name too: what tasks of old read.
    if (absl::EqualsIgnoreCase(name, "Agent.JobStatus")) builder.Add("agent.jobstatus", value, "agent.jobstatus");
  }
  builder.Add("VSTS_PUBLIC_VARIABLES", Names(invocation.public_variables), "the list of public variables");
  for (const auto& [name, value] : invocation.secret_variables) {
    builder.Add(absl::StrCat("SECRET_", MangleName(name)), value, absl::StrCat("secret variable '", name, "'"));
  }
  builder.Add("VSTS_SECRET_VARIABLES", Names(invocation.secret_variables), "the list of secret variables");
  for (const auto& [name, value] : inputs) {
    builder.Add(absl::StrCat("INPUT_", MangleName(name)), value, absl::StrCat("input '", name, "'"));
  }
  AddSystemConnection(invocation, &builder);
  for (size_t i = 0; i < manifest.inputs.size(); ++i) {
    const ManifestInput& input = manifest.inputs[i];
    if (input.is_endpoint()) {
      SLIPWAY_RETURN_IF_ERROR(AddEndpoints(input, inputs[i].second, invocation, plan, &builder));
    } else if (input.is_secure_file()) {
      SLIPWAY_RETURN_IF_ERROR(AddSecureFiles(input, inputs[i].second, invocation, plan, &builder));
    }
  }
  for (const auto& [name, value] : invocation.step_variables) {
    builder.Add(absl::StrCat("VSTS_TASKVARIABLE_", MangleName(name)), value, absl::StrCat("task variable '", name, "'"));
  }
  return builder.error();
}

absl::Status AddEndpointEnvironment(const std::string& id, const v1::ServiceEndpoint& endpoint, ProcessPlan* plan) {
  EnvironmentBuilder builder(plan);
  builder.AddEndpoint(id, endpoint, /*with_data=*/true);
  return builder.error();
}

}  // namespace slipway
