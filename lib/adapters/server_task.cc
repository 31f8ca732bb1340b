#include "adapters/server_task.h"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "adapters/task_callbacks.h"
#include "base/status_macros.h"
#include "model/expression.h"
#include "model/json_member.h"
#include "model/json_text.h"
#include "model/json_value.h"
#include "model/variables.h"

namespace slipway {
namespace {

constexpr size_t kShownBytes = size_t{64} << 10;

// Text of a server in the log: one line of it must not become a logging command.
std::string Defused(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"##vso", "#vso"}, {"##VSO", "#VSO"}, {"##Vso", "#Vso"}});
}

std::string Escaped(absl::string_view text) {
  return absl::StrReplaceAll(text, {{"%", "%AZP25"}, {"\r", "%0D"}, {"\n", "%0A"}, {"]", "%5D"}, {";", "%3B"}});
}

class Task {
 public:
  explicit Task(const ServerTaskContext& context) : context_(context) {}

  int Conclude(const absl::Status& status) const {
    if (status.ok()) return 0;
    const std::string message(status.message());
    context_.print(absl::StrCat("##vso[task.logissue type=error]", Escaped(message)));
    context_.print(absl::StrCat("##vso[task.complete result=Failed;]", Escaped(message)));
    return 0;
  }

  absl::Status InvokeRestApi() const {
    const bool waits = absl::EqualsIgnoreCase(Input("waitForCompletion"), "true");
    // Of the answer to the call, which says little when the work has only begun.
    const std::string criteria = waits ? "" : Input("successCriteria");
    std::optional<Expression> expression;
    if (!criteria.empty()) {
      absl::StatusOr<Expression> parsed = Expression::Parse(criteria, {"root", "response"});
      if (!parsed.ok()) {
        return absl::InvalidArgumentError(absl::StrCat("input 'successCriteria': ", parsed.status().message()));
      }
      expression = *std::move(parsed);
    }
    HttpRequest request;
    SLIPWAY_RETURN_IF_ERROR(AddEndpoint(&request));
    request.method = absl::AsciiStrToUpper(Input("method").empty() ? "POST" : Input("method"));
    SLIPWAY_RETURN_IF_ERROR(AddHeaders(&request));
    if (waits) AddCallbackHeaders(&request);
    if (request.method != "GET" && request.method != "HEAD") request.body = Input("body");
    // First, because the called system may be done before it has answered.
    std::unique_ptr<CallbackWait> wait;
    const std::string id = context_.environment("SYSTEM_TASKINSTANCEID");
    if (waits) {
      SLIPWAY_ASSIGN_OR_RETURN(wait, CallbackWait::Begin(context_.environment("SLIPWAY_CALLBACKS"), id));
    }
    SLIPWAY_ASSIGN_OR_RETURN(const HttpResponse response, Send(request));
    const bool is_success = response.status >= 200 && response.status < 300;
    if (!expression) {
      if (is_success) return waits ? Await(*wait, id) : absl::OkStatus();
      return absl::FailedPreconditionError(absl::StrCat("the server answered ", response.status, ", which is no success"));
    }
    return Judge(*expression, criteria, response);
  }

  absl::Status QueryWorkItems() const {
    const std::string query = Input("queryId");
    if (query.empty()) return absl::InvalidArgumentError("input 'queryId' is required");
    SLIPWAY_ASSIGN_OR_RETURN(const int64_t least, Threshold("minThreshold"));
    SLIPWAY_ASSIGN_OR_RETURN(const int64_t most, Threshold("maxThreshold"));
    const std::string collection = Variable("System.TeamFoundationCollectionUri").value_or("");
    if (collection.empty()) {
      return absl::FailedPreconditionError(
          "there is no variable System.TeamFoundationCollectionUri; set it to the address of the collection, for example "
          "https://dev.azure.com/contoso/");
    }
    std::string project = Variable("System.TeamProjectId").value_or("");
    if (project.empty()) project = Variable("System.TeamProject").value_or("");
    HttpRequest request;
    request.url = absl::StrCat(collection, absl::EndsWith(collection, "/") ? "" : "/", project, project.empty() ? "" : "/",
                               "_apis/wit/wiql/", query, "?api-version=3.1");
    SLIPWAY_RETURN_IF_ERROR(Authorize("SYSTEMVSSCONNECTION", &request));
    SLIPWAY_ASSIGN_OR_RETURN(const HttpResponse response, Send(request));
    if (response.status != 200) {
      return absl::FailedPreconditionError(absl::StrCat("the server answered ", response.status, ", expected 200"));
    }
    SLIPWAY_ASSIGN_OR_RETURN(const Json root, ParseJson(response.body, Limits()));
    const auto size = [&](const char* name) -> std::optional<int64_t> {
      if (!root.is_object() || !root.contains(name) || !root[name].is_array()) return std::nullopt;
      return static_cast<int64_t>(root[name].size());
    };
    // Flat queries list work items, the others their relations.
    const std::optional<int64_t> flat = size("workItems");
    const std::optional<int64_t> count = flat ? flat : size("workItemRelations");
    if (!count) return absl::FailedPreconditionError("the answer has neither workItems nor workItemRelations");
    context_.print(absl::StrCat("The query found ", *count, " work items; from ", least, " to ", most, " are accepted."));
    if (*count >= least && *count <= most) return absl::OkStatus();
    return absl::FailedPreconditionError(
        absl::StrCat("the query found ", *count, " work items, expected from ", least, " to ", most));
  }

 private:
  // A scope over the answer.
  class Scope : public ExpressionScope {
   public:
    Scope(const Task& task, Value root, Value response)
        : task_(task), root_(std::move(root)), response_(std::move(response)) {}
    JobStatus status() const override { return JobStatus::kSucceeded; }
    std::optional<ScopeVariable> FindVariable(absl::string_view name) const override {
      std::optional<std::string> value = task_.Variable(name);
      if (!value) return std::nullopt;
      return ScopeVariable{*std::move(value), false};
    }
    std::optional<Value> FindNamed(absl::string_view name) const override {
      if (absl::EqualsIgnoreCase(name, "root")) return root_;
      if (absl::EqualsIgnoreCase(name, "response")) return response_;
      return std::nullopt;
    }

   private:
    const Task& task_;
    const Value root_;
    const Value response_;
  };

  std::string Input(absl::string_view name) const {
    return std::string(absl::StripAsciiWhitespace(context_.environment(absl::StrCat("INPUT_", MangleName(name)))));
  }

  // Public ones only: secrets are not in the environment.
  std::optional<std::string> Variable(absl::string_view name) const {
    std::string value = context_.environment(MangleName(name));
    if (value.empty()) return std::nullopt;
    return value;
  }

  absl::Status Await(CallbackWait& wait, const std::string& id) const {
    context_.print(absl::StrCat("Waiting until the called system says that it is done: `slipway task complete ", id,
                                "`, or CompleteServerTask of the engine."));
    context_.print(absl::StrCat("##vso[task.setprogress value=50;]waits for completion of ", id));
    SLIPWAY_ASSIGN_OR_RETURN(const CallbackAnswer answer, wait.Wait());
    const std::string said = absl::StrCat(answer.actor.empty() ? "" : absl::StrCat(" by ", answer.actor),
                                          answer.message.empty() ? "" : absl::StrCat(": ", answer.message));
    if (!answer.succeeded) return absl::FailedPreconditionError(absl::StrCat("the called system's work is reported as failed", said));
    for (absl::string_view line : absl::StrSplit(absl::StrCat("Reported as succeeded", said), '\n')) {
      context_.print(Defused(absl::StripSuffix(line, "\r")));
    }
    return absl::OkStatus();
  }

  absl::StatusOr<int64_t> Threshold(const char* name) const {
    const std::string text = Input(name);
    int64_t value = 0;
    if (text.empty() || absl::SimpleAtoi(text, &value)) return value;
    return absl::InvalidArgumentError(absl::StrCat("input '", name, "': expected a whole number, got '", text, "'"));
  }

  absl::Status AddEndpoint(HttpRequest* request) const {
    std::string selector = Input("connectedServiceNameSelector");
    if (selector.empty()) selector = "connectedServiceName";
    std::string id = Input(selector);
    if (id.empty()) id = Input("serviceConnection");
    const std::string suffix = Input("urlSuffix");
    if (id.empty()) {
      // Ours: the original always wants a connection.
      if (absl::StartsWithIgnoreCase(suffix, "http://") || absl::StartsWithIgnoreCase(suffix, "https://")) {
        request->url = suffix;
        return absl::OkStatus();
      }
      return absl::InvalidArgumentError(absl::StrCat(
          "input '", selector, "' is required: the service endpoint to ask; or give a whole http(s) address in 'urlSuffix'"));
    }
    const std::string url = context_.environment(absl::StrCat("ENDPOINT_URL_", id));
    if (url.empty()) {
      return absl::FailedPreconditionError(
          absl::StrCat("input '", selector, "': there is no service endpoint '", id, "'; add it with `slipway endpoint set`"));
    }
    const bool slash = !suffix.empty() && !absl::EndsWith(url, "/") && suffix[0] != '/' && suffix[0] != '?';
    request->url = absl::StrCat(url, slash ? "/" : "",
                                absl::EndsWith(url, "/") && absl::StartsWith(suffix, "/") ? suffix.substr(1) : suffix);
    return Authorize(id, request);
  }

  absl::Status Authorize(const std::string& id, HttpRequest* request) const {
    for (const char* key : {"ACCEPTUNTRUSTEDCERTS", "acceptUntrustedCerts"}) {
      if (absl::EqualsIgnoreCase(context_.environment(absl::StrCat("ENDPOINT_DATA_", id, "_", key)), "true")) {
        request->accept_untrusted_certificates = true;
      }
    }
    const std::string text = context_.environment(absl::StrCat("ENDPOINT_AUTH_", id));
    if (text.empty()) return absl::OkStatus();
    const absl::StatusOr<Json> auth = ParseJson(text, Limits());
    if (!auth.ok() || !auth->is_object()) {
      return absl::InvalidArgumentError(absl::StrCat("endpoint '", id, "': its authorization is no JSON object"));
    }
    const auto member = [](const Json& object, absl::string_view name) -> std::string {
      const Json* found = FindMember(object, name);
      return found != nullptr && found->is_string() ? found->get<std::string>() : "";
    };
    const std::string scheme = member(*auth, "scheme");
    const Json* parameters = FindMember(*auth, "parameters");
    if (parameters == nullptr || !parameters->is_object()) return absl::OkStatus();
    request->username = member(*parameters, "username");
    request->password = member(*parameters, "password");
    const std::string token = member(*parameters, "apitoken");
    const std::string access = member(*parameters, "AccessToken");
    if (!access.empty()) {
      request->bearer_token = access;
    } else if (!token.empty() && request->password.empty()) {
      // Personal access tokens are passwords without a name; every other API token is a bearer's.
      if (absl::EqualsIgnoreCase(scheme, "Token")) {
        request->password = token;
      } else {
        request->bearer_token = token;
      }
    }
    return absl::OkStatus();
  }

  absl::Status AddHeaders(HttpRequest* request) const {
    const std::string text = Input("headers");
    if (text.empty()) return absl::OkStatus();
    const absl::StatusOr<Json> headers = ParseJson(text, Limits());
    if (!headers.ok() || !headers->is_object()) {
      return absl::InvalidArgumentError(
          R"(input 'headers': expected a JSON object of texts, for example {"Content-Type": "application/json"})");
    }
    for (auto header = headers->begin(); header != headers->end(); ++header) {
      if (!header->is_string()) {
        return absl::InvalidArgumentError(absl::StrCat("input 'headers': '", header.key(), "': expected a text"));
      }
      request->headers.emplace_back(header.key(), header->get<std::string>());
    }
    return absl::OkStatus();
  }

  // What the original's default of 'headers' says, for a definition that leaves it out.
  void AddCallbackHeaders(HttpRequest* request) const {
    for (const auto& [header, variable] : std::initializer_list<std::pair<const char*, const char*>>{
             {"PlanUrl", "SYSTEM_COLLECTIONURI"},
             {"ProjectId", "SYSTEM_TEAMPROJECTID"},
             {"HubName", "SYSTEM_HOSTTYPE"},
             {"PlanId", "SYSTEM_PLANID"},
             {"JobId", "SYSTEM_JOBID"},
             {"TimelineId", "SYSTEM_TIMELINEID"},
             {"TaskInstanceId", "SYSTEM_TASKINSTANCEID"}}) {
      const bool given = std::any_of(request->headers.begin(), request->headers.end(),
                                     [name = header](const auto& one) { return absl::EqualsIgnoreCase(one.first, name); });
      std::string value = context_.environment(variable);
      if (!given && !value.empty()) request->headers.emplace_back(header, std::move(value));
    }
  }

  // Without what may be a secret of the query.
  static std::string Shown(const std::string& url) { return std::string(*absl::StrSplit(url, '?').begin()); }

  absl::StatusOr<HttpResponse> Send(const HttpRequest& request) const {
    context_.print(absl::StrCat(request.method, " ", Defused(Shown(request.url))));
    absl::StatusOr<HttpResponse> response = context_.http->Send(request);
    if (!response.ok()) return response.status();
    context_.print(absl::StrCat("Response code: ", response->status));
    const absl::string_view body(response->body);
    for (absl::string_view line : absl::StrSplit(body.substr(0, kShownBytes), '\n')) {
      if (!line.empty()) context_.print(Defused(absl::StripSuffix(line, "\r")));
    }
    if (body.size() > kShownBytes) context_.print(absl::StrCat("(", body.size() - kShownBytes, " more bytes)"));
    return response;
  }

  absl::Status Judge(const Expression& expression, const std::string& criteria, const HttpResponse& response) const {
    const absl::StatusOr<Json> json = ParseJson(response.body, Limits());
    ValueObject headers;
    for (const auto& [name, value] : response.headers) headers.emplace_back(name, Value::String(value));
    const Value root = json.ok() ? ValueFromJson(*json) : Value();
    const Value whole = Value::Object({{"statuscode", Value::Number(Decimal(response.status))},
                                       {"headers", Value::Object(std::move(headers))},
                                       {"content", Value::String(response.body)}});
    const absl::StatusOr<EvaluationResult> result = expression.Evaluate(Scope(*this, root, whole), /*with_trace=*/true);
    const std::string note = json.ok() ? "" : "; the answer is not JSON, so root is null";
    if (!result.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("input 'successCriteria': ", result.status().message(), note));
    }
    for (absl::string_view line : absl::StrSplit(result->trace, '\n')) context_.print(Defused(line));
    if (result->value) return absl::OkStatus();
    return absl::FailedPreconditionError(absl::StrCat("the answer does not meet the success criteria ", criteria, note));
  }

  const ServerTaskContext& context_;
};

}  // namespace

int RunServerTask(absl::string_view name, const ServerTaskContext& context) {
  const Task task(context);
  if (name == "invokerestapi") return task.Conclude(task.InvokeRestApi());
  if (name == "queryworkitems") return task.Conclude(task.QueryWorkItems());
  context.print(absl::StrCat("there is no server task '", name, "'"));
  return 2;
}

}  // namespace slipway
