// HTTP over libcurl against a real server.
#include "adapters/curl_http.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/adapters/http_stub.h"

namespace slipway {
namespace {

using testing::HasSubstr;
using testing::Not;

class CurlHttpTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { stub_ = new HttpStub; }
  static void TearDownTestSuite() { delete stub_; }

  HttpRequest Get(const std::string& path) {
    HttpRequest request;
    request.url = stub_->Url(path);
    return request;
  }
  absl::StatusOr<HttpResponse> Send(const HttpRequest& request) { return http_->Send(request); }
  nlohmann::json Echo(const HttpRequest& request) {
    const absl::StatusOr<HttpResponse> response = Send(request);
    return response.ok() ? nlohmann::json::parse(response->body) : nlohmann::json(response.status().ToString());
  }

  static HttpStub* stub_;
  std::unique_ptr<Http> http_ = MakeCurlHttp();
};
HttpStub* CurlHttpTest::stub_ = nullptr;

TEST_F(CurlHttpTest, GivenAServerThenItsAnswerIsReturnedWhateverItsStatus) {
  for (int status : {200, 404, 500}) {
    const absl::StatusOr<HttpResponse> response = Send(Get("/status/" + std::to_string(status)));
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->status, status);
    EXPECT_EQ(response->body, "status " + std::to_string(status));
    EXPECT_EQ(response->Header("content-LENGTH"), "10");
  }
}

TEST_F(CurlHttpTest, GivenABodyThenItIsSentAsItIsAndNoTypeIsMadeUp) {
  HttpRequest request = Get("/echo");
  request.method = "POST";
  request.body = R"({"a": 1})";
  request.headers = {{"X-Mine", "yes"}, {"X-Empty", ""}};
  const nlohmann::json echo = Echo(request);
  EXPECT_EQ(echo["method"], "POST");
  EXPECT_EQ(echo["body"], R"({"a": 1})");
  EXPECT_EQ(echo["headers"]["X-Mine"], "yes");
  EXPECT_EQ(echo["headers"]["X-Empty"], "");
  EXPECT_FALSE(echo["headers"].contains("Content-Type")) << echo;
}

TEST_F(CurlHttpTest, GivenCredentialsThenTheyAreBasicOrBearer) {
  HttpRequest request = Get("/echo");
  request.username = "ann";
  request.password = "s3cret";
  EXPECT_EQ(Echo(request)["headers"]["Authorization"], "Basic YW5uOnMzY3JldA==");
  request = Get("/echo");
  request.bearer_token = "t0ken";
  EXPECT_EQ(Echo(request)["headers"]["Authorization"], "Bearer t0ken");
}

TEST_F(CurlHttpTest, GivenARedirectThenItIsFollowedWithoutCredentialsToAnotherHost) {
  HttpRequest request = Get("/redirect?to=" + stub_->Url("/echo"));
  request.bearer_token = "t0ken";
  EXPECT_EQ(Echo(request)["headers"]["Authorization"], "Bearer t0ken") << "same host";
  for (const bool basic : {false, true}) {
    request = Get("/redirect?to=" + stub_->Url("/echo", "localhost"));
    if (basic) {
      request.username = "ann";
      request.password = "s3cret";
    } else {
      request.bearer_token = "t0ken";
    }
    request.headers = {{"Authorization-Not", "x"}};
    const nlohmann::json echo = Echo(request);
    EXPECT_EQ(echo["path"], "/echo") << echo;
    EXPECT_FALSE(echo["headers"].contains("Authorization")) << echo;
  }
  request.follow_redirects = false;
  EXPECT_EQ(Send(request)->status, 302);
}

TEST_F(CurlHttpTest, GivenARedirectToAnotherProtocolThenItIsRefused) {
  EXPECT_FALSE(Send(Get("/redirect?to=file:///etc/passwd")).ok());
  HttpRequest request;
  request.url = "file:///etc/passwd";
  EXPECT_EQ(Send(request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST_F(CurlHttpTest, GivenALargerAnswerThanAllowedThenItIsCutOffWithAnError) {
  HttpRequest request = Get("/big?bytes=5000000");
  request.max_response_bytes = 1000;
  EXPECT_EQ(Send(request).status().code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(CurlHttpTest, GivenASinkThenItGetsTheBodyAndItsErrorEndsTheExchange) {
  HttpRequest request = Get("/big?bytes=100000");
  size_t got = 0;
  int told = 0;
  request.on_headers = [&](int status, const auto&) {
    told = status;
    return absl::OkStatus();
  };
  request.sink = [&](absl::string_view piece) {
    EXPECT_EQ(told, 200) << "headers come first";
    got += piece.size();
    return absl::OkStatus();
  };
  EXPECT_EQ(Send(request)->body, "");
  EXPECT_EQ(got, 100000u);
  request.sink = [](absl::string_view) { return absl::OutOfRangeError("disk full"); };
  EXPECT_EQ(Send(request).status(), absl::OutOfRangeError("disk full"));
}

TEST_F(CurlHttpTest, GivenAnAnswerThatEndsEarlyThenDataLoss) {
  EXPECT_EQ(Send(Get("/short")).status().code(), absl::StatusCode::kDataLoss);
}

TEST_F(CurlHttpTest, GivenAServerThatHangsThenTheTimeoutAndCancellationEndTheExchange) {
  HttpRequest request = Get("/hang");
  request.timeout = absl::Milliseconds(200);
  EXPECT_EQ(Send(request).status().code(), absl::StatusCode::kDeadlineExceeded);
  request.timeout = absl::Minutes(5);
  request.cancelled = [] { return true; };
  EXPECT_EQ(Send(request).status().code(), absl::StatusCode::kCancelled);
}

TEST_F(CurlHttpTest, GivenNobodyListensThenTheErrorNamesTheHostAndNoSecret) {
  HttpRequest request;
  request.url = "http://127.0.0.1:1/x?token=s3cret";
  request.password = "s3cret";
  const absl::Status status = Send(request).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("127.0.0.1:1"));
  EXPECT_THAT(status.message(), Not(HasSubstr("s3cret")));
}

TEST_F(CurlHttpTest, GivenALineBreakInAHeaderThenNothingIsSent) {
  HttpRequest request = Get("/echo");
  request.headers = {{"X-Mine", "a\r\nAuthorization: b"}};
  EXPECT_EQ(Send(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.headers = {{"X Mine", "a"}};
  EXPECT_EQ(Send(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.headers.clear();
  request.method = "GET /x HTTP/1.1\r\nX: y";
  EXPECT_EQ(Send(request).status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace slipway
