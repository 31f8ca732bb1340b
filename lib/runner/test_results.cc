#include "runner/test_results.h"

#include <expat.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status_macros.h"
#include "runner/unique_fd.h"

namespace slipway {
namespace {

constexpr int64_t kMaxFile = 64 << 20;
constexpr size_t kMaxDepth = 256;
constexpr size_t kMaxName = 512;
constexpr size_t kMaxMessage = 4096;

using Attributes = std::map<std::string, std::string>;

// A cut text stays valid UTF-8.
std::string Cut(absl::string_view text, size_t size) {
  text = absl::StripAsciiWhitespace(text);
  if (text.size() <= size) return std::string(text);
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
  return std::string(text.substr(0, size));
}

// One format: which elements are tests, and how each says what it is. Called in document order.
class Format {
 public:
  virtual ~Format() = default;
  virtual bool IsRoot(absl::string_view element) const = 0;
  virtual void Begin(const std::string& element, const Attributes& attributes) = 0;
  // `text` is what stood directly in the element.
  virtual void End(const std::string& element, const std::string& text) = 0;
  // After the end of the document.
  virtual void Finish() {}

  std::vector<runner::TestResult> results;

 protected:
  static std::string Get(const Attributes& attributes, const char* name) {
    const auto found = attributes.find(name);
    return found == attributes.end() ? "" : found->second;
  }
  static int64_t Millis(absl::string_view seconds) {
    double value = 0;
    // 1,234.5 is what some writers make of large numbers.
    std::string plain(seconds);
    plain.erase(std::remove(plain.begin(), plain.end(), ','), plain.end());
    if (!absl::SimpleAtod(plain, &value) || !(value >= 0) || value > 1e9) return 0;
    return static_cast<int64_t>(value * 1000 + 0.5);
  }
  void Open(const std::string& suite, const std::string& name, const std::string& outcome, int64_t millis) {
    current_ = runner::TestResult();
    current_.set_suite(Cut(suite, kMaxName));
    current_.set_name(Cut(name, kMaxName));
    current_.set_outcome(outcome);
    current_.set_duration_ms(millis);
    open_ = true;
  }
  void Close() {
    if (open_) results.push_back(std::move(current_));
    open_ = false;
  }
  void Say(absl::string_view message) {
    if (open_ && current_.message().empty()) current_.set_message(Cut(message, kMaxMessage));
  }

  runner::TestResult current_;
  bool open_ = false;
};

class JUnit : public Format {
 public:
  bool IsRoot(absl::string_view element) const override { return element == "testsuites" || element == "testsuite"; }
  void Begin(const std::string& element, const Attributes& attributes) override {
    if (element == "testsuite") suite_ = Get(attributes, "name");
    if (element == "testcase") {
      const std::string owner = Get(attributes, "classname");
      Open(owner.empty() ? suite_ : owner, Get(attributes, "name"), "passed", Millis(Get(attributes, "time")));
    }
    if (!open_) return;
    if (element == "failure" || element == "error") {
      current_.set_outcome("failed");
      Say(Get(attributes, "message"));
    }
    if (element == "skipped") {
      if (current_.outcome() == "passed") current_.set_outcome("skipped");
      Say(Get(attributes, "message"));
    }
  }
  void End(const std::string& element, const std::string& text) override {
    if (element == "failure" || element == "error") Say(text);
    if (element == "testcase") Close();
  }

 private:
  std::string suite_;
};

class NUnit : public Format {
 public:
  bool IsRoot(absl::string_view element) const override { return element == "test-run" || element == "test-results"; }
  void Begin(const std::string& element, const Attributes& attributes) override {
    if (element != "test-case") return;
    std::string name = Get(attributes, "name");
    std::string suite = Get(attributes, "classname");
    // Version 2 gives the whole name only.
    const size_t dot = name.substr(0, name.find('(')).rfind('.');
    if (suite.empty() && dot != std::string::npos) {
      suite = name.substr(0, dot);
      name = name.substr(dot + 1);
    }
    const std::string result = absl::AsciiStrToLower(Get(attributes, "result"));
    std::string outcome = "skipped";
    if (result == "passed" || result == "success") outcome = "passed";
    if (result == "failed" || result == "failure" || result == "error" || result == "notrunnable" ||
        result == "cancelled") {
      outcome = "failed";
    }
    if (result.empty()) {
      outcome = absl::EqualsIgnoreCase(Get(attributes, "executed"), "false")  ? "skipped"
                : absl::EqualsIgnoreCase(Get(attributes, "success"), "true") ? "passed"
                                                                             : "failed";
    }
    const std::string duration = Get(attributes, "duration");
    Open(suite, name, outcome, Millis(duration.empty() ? Get(attributes, "time") : duration));
  }
  void End(const std::string& element, const std::string& text) override {
    if (element == "message") Say(text);
    if (element == "test-case") Close();
  }
};

class XUnit : public Format {
 public:
  bool IsRoot(absl::string_view element) const override { return element == "assemblies" || element == "assembly"; }
  void Begin(const std::string& element, const Attributes& attributes) override {
    if (element != "test") return;
    const std::string result = absl::AsciiStrToLower(Get(attributes, "result"));
    const std::string type = Get(attributes, "type");
    std::string name = Get(attributes, "name");
    if (!type.empty() && absl::StartsWith(name, type + ".")) name = name.substr(type.size() + 1);
    Open(type, name, result == "pass" ? "passed" : result == "fail" ? "failed" : "skipped",
         Millis(Get(attributes, "time")));
  }
  void End(const std::string& element, const std::string& text) override {
    if (element == "message" || element == "reason") Say(text);
    if (element == "test") Close();
  }
};

class Trx : public Format {
 public:
  bool IsRoot(absl::string_view element) const override { return element == "TestRun"; }
  void Begin(const std::string& element, const Attributes& attributes) override {
    if (element == "UnitTestResult") {
      // Rows of a data-driven test lie within it: they count, it does not.
      open_results_.push_back(results.size());
      runner::TestResult result;
      result.set_name(Cut(Get(attributes, "testName"), kMaxName));
      result.set_suite(Get(attributes, "testId"));  // until Finish
      const std::string outcome = absl::AsciiStrToLower(Get(attributes, "outcome"));
      const bool passed = outcome == "passed" || outcome == "passedbutrunaborted" || outcome == "warning";
      const bool failed = outcome == "failed" || outcome == "error" || outcome == "timeout" || outcome == "aborted";
      result.set_outcome(passed ? "passed" : failed ? "failed" : "skipped");
      result.set_duration_ms(Duration(Get(attributes, "duration")));
      results.push_back(std::move(result));
      if (open_results_.size() > 1) containers_[open_results_[open_results_.size() - 2]] = true;
    } else if (element == "UnitTest") {
      test_ = Get(attributes, "id");
    } else if (element == "TestMethod" && !test_.empty()) {
      // Namespace.Class, Assembly, Version=...
      const std::string name = Get(attributes, "className");
      classes_[test_] = name.substr(0, name.find(','));
    }
  }
  void End(const std::string& element, const std::string& text) override {
    if (element == "Message" && !open_results_.empty()) {
      runner::TestResult& result = results[open_results_.back()];
      if (result.message().empty()) result.set_message(Cut(text, kMaxMessage));
    }
    if (element == "UnitTestResult" && !open_results_.empty()) open_results_.pop_back();
    if (element == "UnitTest") test_.clear();
  }
  void Finish() override {
    std::vector<runner::TestResult> kept;
    for (size_t i = 0; i < results.size(); ++i) {
      if (containers_.count(i) != 0) continue;
      const auto found = classes_.find(results[i].suite());
      results[i].set_suite(found == classes_.end() ? "" : Cut(found->second, kMaxName));
      kept.push_back(std::move(results[i]));
    }
    results = std::move(kept);
  }

 private:
  // 00:00:01.2345678
  static int64_t Duration(absl::string_view text) {
    const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
    int64_t hours = 0;
    int64_t minutes = 0;
    if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &hours) || !absl::SimpleAtoi(parts[1], &minutes)) return 0;
    if (hours < 0 || hours > 10000 || minutes < 0 || minutes > 59) return 0;
    return (hours * 60 + minutes) * 60'000 + Millis(parts[2]);
  }

  std::vector<size_t> open_results_;
  std::map<size_t, bool> containers_;
  std::map<std::string, std::string> classes_;  // by test id
  std::string test_;
};

class CTest : public Format {
 public:
  bool IsRoot(absl::string_view element) const override { return element == "Site"; }
  void Begin(const std::string& element, const Attributes& attributes) override {
    if (element == "Test") {
      const std::string status = absl::AsciiStrToLower(Get(attributes, "Status"));
      // <Test> also lists names, in <TestList>, with no attribute.
      if (status.empty()) return;
      Open("", "", status == "passed" ? "passed" : status == "failed" ? "failed" : "skipped", 0);
    }
    if (element == "NamedMeasurement") measurement_ = Get(attributes, "name");
    if (element == "Measurement") measurement_ = "output";
  }
  void End(const std::string& element, const std::string& text) override {
    if (!open_) return;
    if (element == "Name") current_.set_name(Cut(text, kMaxName));
    if (element == "Path") current_.set_suite(Cut(text, kMaxName));
    if (element == "Value" && measurement_ == "Execution Time") current_.set_duration_ms(Millis(text));
    if (element == "Value" && measurement_ == "output" && current_.outcome() == "failed") Say(text);
    if (element == "Test") Close();
  }

 private:
  std::string measurement_;
};

std::unique_ptr<Format> FormatOf(absl::string_view type) {
  if (absl::EqualsIgnoreCase(type, "JUnit")) return std::make_unique<JUnit>();
  if (absl::EqualsIgnoreCase(type, "NUnit")) return std::make_unique<NUnit>();
  if (absl::EqualsIgnoreCase(type, "XUnit")) return std::make_unique<XUnit>();
  if (absl::EqualsIgnoreCase(type, "VSTest")) return std::make_unique<Trx>();
  if (absl::EqualsIgnoreCase(type, "CTest")) return std::make_unique<CTest>();
  return nullptr;
}

// Between expat and a format.
struct Reader {
  XML_Parser parser;
  Format* format;
  std::vector<std::pair<std::string, std::string>> open;  // element, its text so far
  std::string problem;

  void Stop(const char* why) {
    if (problem.empty()) problem = why;
    XML_StopParser(parser, XML_FALSE);
  }
  // Prefixes of namespaces mean nothing here.
  static std::string Plain(const char* name) {
    const char* colon = strrchr(name, ':');
    return colon == nullptr ? name : colon + 1;
  }
  static void XMLCALL Begin(void* self, const XML_Char* name, const XML_Char** pairs) {
    Reader& reader = *static_cast<Reader*>(self);
    if (reader.open.size() >= kMaxDepth) return reader.Stop("elements are nested too deeply");
    std::string element = Plain(name);
    if (reader.open.empty() && !reader.format->IsRoot(element)) {
      return reader.Stop("it holds no results of this type");
    }
    Attributes attributes;
    for (; pairs[0] != nullptr; pairs += 2) attributes[Plain(pairs[0])] = pairs[1];
    reader.format->Begin(element, attributes);
    reader.open.emplace_back(std::move(element), "");
  }
  static void XMLCALL End(void* self, const XML_Char*) {
    Reader& reader = *static_cast<Reader*>(self);
    if (reader.open.empty()) return;
    const auto [element, text] = std::move(reader.open.back());
    reader.open.pop_back();
    reader.format->End(element, text);
  }
  static void XMLCALL Text(void* self, const XML_Char* text, int size) {
    Reader& reader = *static_cast<Reader*>(self);
    if (reader.open.empty()) return;
    std::string& own = reader.open.back().second;
    // One more than is kept, so that a character that was cut is seen as such.
    if (own.size() <= kMaxMessage) own.append(text, static_cast<size_t>(size));
  }
  static void XMLCALL Entity(void* self, const XML_Char*, int, const XML_Char*, int, const XML_Char*, const XML_Char*,
                             const XML_Char*, const XML_Char*) {
    static_cast<Reader*>(self)->Stop("it declares entities, which results never need");
  }
};

void Add(const std::vector<runner::TestResult>& results, runner::TestRun* run) {
  for (const runner::TestResult& result : results) {
    run->set_total(run->total() + 1);
    if (result.outcome() == "passed") run->set_passed(run->passed() + 1);
    if (result.outcome() == "failed") run->set_failed(run->failed() + 1);
    if (result.outcome() == "skipped") run->set_skipped(run->skipped() + 1);
    run->set_duration_ms(run->duration_ms() + result.duration_ms());
  }
  std::vector<runner::TestResult> all(run->results().begin(), run->results().end());
  all.insert(all.end(), results.begin(), results.end());
  std::stable_partition(all.begin(), all.end(), [](const runner::TestResult& r) { return r.outcome() == "failed"; });
  if (all.size() > kMaxTestResults) all.resize(kMaxTestResults);
  *run->mutable_results() = {all.begin(), all.end()};
}

}  // namespace

absl::Status ParseTestResults(absl::string_view type, absl::string_view name, absl::string_view xml,
                              runner::TestRun* run) {
  const std::unique_ptr<Format> format = FormatOf(type);
  if (format == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("the type '", type, "' is unknown; expected JUnit, NUnit, VSTest, XUnit or CTest"));
  }
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, void (*)(XML_Parser)> parser(XML_ParserCreate(nullptr),
                                                                                        XML_ParserFree);
  if (parser == nullptr) return absl::ResourceExhaustedError("no memory for an XML parser");
  Reader reader{parser.get(), format.get(), {}, ""};
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(parser.get(), Reader::Begin, Reader::End);
  XML_SetCharacterDataHandler(parser.get(), Reader::Text);
  XML_SetEntityDeclHandler(parser.get(), Reader::Entity);
  const XML_Status parsed = XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE);
  if (parsed != XML_STATUS_OK) {
    const std::string why =
        reader.problem.empty() ? XML_ErrorString(XML_GetErrorCode(parser.get())) : reader.problem;
    return absl::InvalidArgumentError(
        absl::StrCat("cannot read ", name, " as ", type, ", line ", XML_GetCurrentLineNumber(parser.get()), ": ", why));
  }
  format->Finish();
  Add(format->results, run);
  return absl::OkStatus();
}

absl::Status AddTestResults(absl::string_view type, const std::string& path, runner::TestRun* run) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat info;
  if (!file.valid() || ::fstat(file.get(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return absl::NotFoundError(absl::StrCat("there is no file '", path, "'"));
  }
  if (info.st_size > kMaxFile) {
    return absl::ResourceExhaustedError(absl::StrCat("'", path, "' is larger than ", kMaxFile, " bytes"));
  }
  std::string xml(static_cast<size_t>(info.st_size), '\0');
  size_t done = 0;
  while (done < xml.size()) {
    const ssize_t size = ::read(file.get(), xml.data() + done, xml.size() - done);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return absl::ErrnoToStatus(errno, absl::StrCat("cannot read '", path, "'"));
    if (size == 0) break;
    done += static_cast<size_t>(size);
  }
  xml.resize(done);
  return ParseTestResults(type, absl::StrCat("'", path, "'"), xml, run);
}

}  // namespace slipway
