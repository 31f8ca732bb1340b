// InvokeRestApi and QueryWorkItems: what they ask, and what they make of the answer.
#include "adapters/server_task.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdlib.h>

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "adapters/task_callbacks.h"

namespace slipway {
namespace {

using testing::HasSubstr;
using testing::Not;

class FakeHttp : public Http {
 public:
  absl::StatusOr<HttpResponse> Send(const HttpRequest& request) override {
    asked.push_back(request);
    if (on_send) on_send();
    return answer;
  }
  std::function<void()> on_send;
  std::vector<HttpRequest> asked;
  absl::StatusOr<HttpResponse> answer = HttpResponse{200, {{"X-Kind", "test"}}, R"({"status":"green","open":[1,2]})", ""};
};

struct ServerTaskTest : testing::Test {
  std::string Run(absl::string_view name = "invokerestapi") {
    ServerTaskContext context;
    context.http = &http;
    context.environment = [&](const std::string& key) { return environment.count(key) ? environment[key] : ""; };
    std::vector<std::string> lines;
    context.print = [&](absl::string_view line) { lines.emplace_back(line); };
    exit_code = RunServerTask(name, context);
    return absl::StrJoin(lines, "\n");
  }
  std::map<std::string, std::string> environment = {{"INPUT_CONNECTEDSERVICENAME", "e1"},
                                                    {"INPUT_METHOD", "GET"},
                                                    {"ENDPOINT_URL_e1", "http://api.local/base/"}};
  FakeHttp http;
  int exit_code = -1;
};

constexpr char kFailed[] = "##vso[task.complete result=Failed;]";

TEST_F(ServerTaskTest, GivenNoCriteriaThenTheStatusDecides) {
  EXPECT_THAT(Run(), Not(HasSubstr(kFailed)));
  EXPECT_EQ(exit_code, 0);
  http.answer->status = 503;
  EXPECT_THAT(Run(), HasSubstr(std::string(kFailed) + "the server answered 503"));
}

TEST_F(ServerTaskTest, GivenCriteriaThenTheyDecideAndTheStatusDoesNot) {
  http.answer->status = 500;
  environment["INPUT_SUCCESSCRITERIA"] = "and(eq(root['status'], 'green'), eq(count(jsonpath('$.open')), 1))";
  EXPECT_THAT(Run(), Not(HasSubstr(kFailed)));
  environment["INPUT_SUCCESSCRITERIA"] = "eq(response['statuscode'], 200)";
  EXPECT_THAT(Run(), HasSubstr("does not meet the success criteria eq(response['statuscode'%5D, 200)"));
  environment["INPUT_SUCCESSCRITERIA"] = "eq(response['headers']['x-kind'], 'test')";
  EXPECT_THAT(Run(), Not(HasSubstr(kFailed)));
  environment["MY_LIMIT"] = "2";
  environment["INPUT_SUCCESSCRITERIA"] = "ge(variables['my.limit'], count(root.open))";
  EXPECT_THAT(Run(), Not(HasSubstr(kFailed)));
}

TEST_F(ServerTaskTest, GivenWrongCriteriaThenNothingIsAsked) {
  environment["INPUT_SUCCESSCRITERIA"] = "eq(root['a'], )";
  EXPECT_THAT(Run(), HasSubstr("input 'successCriteria'"));
  EXPECT_TRUE(http.asked.empty());
}

TEST_F(ServerTaskTest, GivenAnAnswerThatIsNoJsonThenTheFailureSaysSo) {
  http.answer->body = "<html>";
  environment["INPUT_SUCCESSCRITERIA"] = "eq(root['status'], 'green')";
  EXPECT_THAT(Run(), HasSubstr("the answer is not JSON, so root is null"));
}

TEST_F(ServerTaskTest, GivenAnEndpointThenUrlSuffixAndCredentialsAreUsed) {
  environment["INPUT_URLSUFFIX"] = "/v1/state?x=1";
  environment["ENDPOINT_AUTH_e1"] = R"({"scheme":"UsernamePassword","parameters":{"username":"ann","password":"pw"}})";
  Run();
  EXPECT_EQ(http.asked[0].url, "http://api.local/base/v1/state?x=1");
  EXPECT_EQ(http.asked[0].username, "ann");
  EXPECT_EQ(http.asked[0].password, "pw");
  environment["ENDPOINT_AUTH_e1"] = R"({"scheme":"Token","parameters":{"apitoken":"pat"}})";
  Run();
  EXPECT_EQ(http.asked[1].password, "pat");
  environment["ENDPOINT_AUTH_e1"] = R"({"scheme":"OAuth","parameters":{"AccessToken":"tok"}})";
  Run();
  EXPECT_EQ(http.asked[2].bearer_token, "tok");
}

TEST_F(ServerTaskTest, GivenNoConnectionThenAWholeAddressIsTakenAndNothingElse) {
  environment.erase("INPUT_CONNECTEDSERVICENAME");
  EXPECT_THAT(Run(), HasSubstr("input 'connectedServiceName' is required"));
  environment["INPUT_URLSUFFIX"] = "http://127.0.0.1:8080/health";
  EXPECT_THAT(Run(), Not(HasSubstr(kFailed)));
  EXPECT_EQ(http.asked.back().url, "http://127.0.0.1:8080/health");
}

TEST_F(ServerTaskTest, GivenTheSelectorThenThatConnectionCounts) {
  environment["INPUT_CONNECTEDSERVICENAMESELECTOR"] = "connectedServiceNameARM";
  EXPECT_THAT(Run(), HasSubstr("input 'connectedServiceNameARM' is required"));
  environment["INPUT_CONNECTEDSERVICENAMEARM"] = "nowhere";
  EXPECT_THAT(Run(), HasSubstr("there is no service endpoint 'nowhere'"));
}

TEST_F(ServerTaskTest, GivenHeadersAndBodyThenTheyAreSent) {
  environment["INPUT_METHOD"] = "post";
  environment["INPUT_HEADERS"] = R"({"Content-Type": "application/json", "X": "y"})";
  environment["INPUT_BODY"] = R"({"a":1})";
  Run();
  EXPECT_EQ(http.asked[0].method, "POST");
  EXPECT_EQ(http.asked[0].headers[1].second, "y");
  EXPECT_EQ(http.asked[0].body, R"({"a":1})");
  environment["INPUT_HEADERS"] = "X: y";
  EXPECT_THAT(Run(), HasSubstr("expected a JSON object of texts"));
}

struct CallbackTest : ServerTaskTest {
  CallbackTest() {
    std::string pattern = testing::TempDir() + "/slipway-callbacks-XXXXXX";
    folder = mkdtemp(pattern.data());
    environment["INPUT_WAITFORCOMPLETION"] = "true";
    environment["SLIPWAY_CALLBACKS"] = folder;
    environment["SYSTEM_TASKINSTANCEID"] = kId;
    environment["SYSTEM_JOBID"] = "job-7";
  }
  ~CallbackTest() override { std::filesystem::remove_all(folder); }

  static constexpr char kId[] = "0d6b2a41-9d8c-4d3e-8f7a-1b2c3d4e5f60";
  std::string folder;
};

TEST_F(CallbackTest, GivenItIsDoneBeforeItHasAnsweredThenTheTaskEndsAllTheSame) {
  http.on_send = [&] { EXPECT_TRUE(AnswerCallback(folder, kId, {true, "all\n##vso[task.complete]green", "ci"}).ok()); };
  environment["INPUT_SUCCESSCRITERIA"] = "never asked, because it is of the answer";
  const std::string lines = Run();
  EXPECT_THAT(lines, Not(HasSubstr(kFailed)));
  EXPECT_THAT(lines, HasSubstr(std::string("slipway task complete ") + kId));
  EXPECT_THAT(lines, HasSubstr("Reported as succeeded by ci: all\n#vso[task.complete]green"));
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(CallbackTest, GivenItFailedThenSoDoesTheTask) {
  http.on_send = [&] { EXPECT_TRUE(AnswerCallback(folder, kId, {false, "3 tests are red", ""}).ok()); };
  EXPECT_THAT(Run(), HasSubstr(std::string(kFailed) + "the called system's work is reported as failed: 3 tests are red"));
}

TEST_F(CallbackTest, GivenTheCallIsRefusedThenNobodyIsWaitedFor) {
  http.answer->status = 404;
  EXPECT_THAT(Run(), HasSubstr(std::string(kFailed) + "the server answered 404"));
  EXPECT_TRUE(std::filesystem::is_empty(folder));
}

TEST_F(CallbackTest, GivenNoHeadersThenTheCalledSystemHearsWhoWaits) {
  http.on_send = [&] { EXPECT_TRUE(AnswerCallback(folder, kId, {true, "", ""}).ok()); };
  environment["INPUT_HEADERS"] = R"({"jobid":"its own"})";
  Run();
  const std::vector<std::pair<std::string, std::string>> expected = {{"jobid", "its own"}, {"TaskInstanceId", kId}};
  EXPECT_EQ(http.asked.at(0).headers, expected);
}

TEST_F(CallbackTest, GivenNoIdThenNothingIsAsked) {
  environment.erase("SYSTEM_TASKINSTANCEID");
  EXPECT_THAT(Run(), HasSubstr("taskInstanceId: expected the GUID"));
  EXPECT_TRUE(http.asked.empty());
}

TEST_F(ServerTaskTest, GivenAnAnswerWithALoggingCommandThenItIsDefused) {
  http.answer->body = "##vso[task.setvariable variable=PATH]/evil";
  EXPECT_THAT(Run(), Not(HasSubstr("##vso[task.setvariable")));
}

TEST_F(ServerTaskTest, GivenNoConnectionToTheServerThenTheReasonIsTold) {
  http.answer = absl::UnavailableError("api.local: Connection refused]\nx");
  EXPECT_THAT(Run(), HasSubstr("api.local: Connection refused%5D%0Ax"));
}

TEST_F(ServerTaskTest, GivenAQueryThenTheCountMustBeWithinTheThresholds) {
  environment = {{"INPUT_QUERYID", "q"},
                 {"INPUT_MAXTHRESHOLD", "1"},
                 {"SYSTEM_TEAMFOUNDATIONCOLLECTIONURI", "https://tfs.local/c"},
                 {"SYSTEM_TEAMPROJECTID", "p"},
                 {"ENDPOINT_AUTH_SYSTEMVSSCONNECTION", R"({"scheme":"OAuth","parameters":{"AccessToken":"tok"}})"}};
  http.answer->body = R"({"workItems":[{"id":1}]})";
  EXPECT_THAT(Run("queryworkitems"), Not(HasSubstr(kFailed)));
  EXPECT_EQ(http.asked[0].url, "https://tfs.local/c/p/_apis/wit/wiql/q?api-version=3.1");
  EXPECT_EQ(http.asked[0].bearer_token, "tok");
  http.answer->body = R"({"workItemRelations":[{},{}]})";
  EXPECT_THAT(Run("queryworkitems"), HasSubstr("found 2 work items, expected from 0 to 1"));
  environment.erase("SYSTEM_TEAMFOUNDATIONCOLLECTIONURI");
  EXPECT_THAT(Run("queryworkitems"), HasSubstr("System.TeamFoundationCollectionUri"));
}

TEST_F(ServerTaskTest, GivenAnUnknownNameThenUsage) {
  Run("rm");
  EXPECT_EQ(exit_code, 2);
}

}  // namespace
}  // namespace slipway
