// Test result files as the usual runners write them, and as nobody should.
#include "runner/test_results.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

using ::testing::HasSubstr;

runner::TestRun Parsed(absl::string_view type, const std::string& xml) {
  runner::TestRun run;
  const absl::Status status = ParseTestResults(type, "r.xml", xml, &run);
  EXPECT_TRUE(status.ok()) << status;
  return run;
}

std::string Counts(const runner::TestRun& run) {
  return absl::StrCat(run.total(), " ", run.passed(), " ", run.failed(), " ", run.skipped(), " ", run.duration_ms());
}

std::string Shown(const runner::TestResult& result) {
  return absl::StrCat(result.suite(), "|", result.name(), "|", result.outcome(), "|", result.duration_ms(), "|",
                      result.message());
}

TEST(TestResults, GivenJUnitThenFailuresAndErrorsHaveFailedAndComeFirst) {
  const runner::TestRun run = Parsed("JUnit", R"xml(<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="Suite" tests="5">
  <testcase name="adds" classname="shop.Cart" time="0.25"/>
  <testcase name="breaks" classname="shop.Cart" time="1,000.5"><failure message="expected 2">trace</failure></testcase>
  <testcase name="throws" time="0.1"><error>boom &lt;here&gt;</error></testcase>
  <testcase name="later" classname="shop.Cart"><skipped message="not yet"/></testcase>
  <testcase name="loud"><system-out>##vso[task.complete result=Failed;]</system-out></testcase>
</testsuite></testsuites>)xml");
  EXPECT_EQ(Counts(run), "5 2 2 1 1000850");
  EXPECT_EQ(Shown(run.results(0)), "shop.Cart|breaks|failed|1000500|expected 2");
  EXPECT_EQ(Shown(run.results(1)), "Suite|throws|failed|100|boom <here>");
  EXPECT_EQ(Shown(run.results(3)), "shop.Cart|later|skipped|0|not yet");
}

TEST(TestResults, GivenTrxThenClassesComeFromTheDefinitionsAndRowsCountInsteadOfTheirTest) {
  const runner::TestRun run = Parsed("VSTest", R"xml(<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
<Results>
  <UnitTestResult testId="1" testName="Adds" outcome="Passed" duration="00:00:01.5000000"/>
  <UnitTestResult testId="2" testName="Rows" outcome="Failed" duration="00:01:00"><InnerResults>
    <UnitTestResult testId="2" testName="Rows (1)" outcome="Passed" duration="00:00:00.1"/>
    <UnitTestResult testId="2" testName="Rows (2)" outcome="Failed" duration="00:00:00.2">
      <Output><ErrorInfo><Message>Assert.Equal failed</Message><StackTrace>at x</StackTrace></ErrorInfo></Output></UnitTestResult>
  </InnerResults></UnitTestResult>
  <UnitTestResult testId="1" testName="Ignored" outcome="NotExecuted"/>
</Results>
<TestDefinitions>
  <UnitTest id="1" name="Adds"><TestMethod className="Shop.Cart, Shop" name="Adds"/></UnitTest>
  <UnitTest id="2" name="Rows"><TestMethod className="Shop.Rows" name="Rows"/></UnitTest>
</TestDefinitions></TestRun>)xml");
  EXPECT_EQ(Counts(run), "4 2 1 1 1800");
  EXPECT_EQ(Shown(run.results(0)), "Shop.Rows|Rows (2)|failed|200|Assert.Equal failed");
  EXPECT_EQ(Shown(run.results(1)), "Shop.Cart|Adds|passed|1500|");
}

TEST(TestResults, GivenNUnitThenBothVersionsAreRead) {
  const runner::TestRun three = Parsed("nunit", R"xml(<test-run><test-suite><test-suite>
  <test-case name="Adds" classname="Shop.Cart" result="Passed" duration="0.5"/>
  <test-case name="Fails" classname="Shop.Cart" result="Failed" duration="0.1"><failure><message><![CDATA[no]]></message></failure></test-case>
  <test-case name="Maybe" classname="Shop.Cart" result="Inconclusive"/>
</test-suite></test-suite></test-run>)xml");
  EXPECT_EQ(Counts(three), "3 1 1 1 600");
  EXPECT_EQ(three.results(0).message(), "no");
  const runner::TestRun two = Parsed("NUnit", R"xml(<test-results><test-suite><results>
  <test-case name="Shop.Cart.Adds(1.5)" executed="True" success="True" time="0.2" result="Success"/>
  <test-case name="Shop.Cart.Fails" executed="True" success="False" time="0.2"/>
  <test-case name="Shop.Cart.Ignored" executed="False" result="Ignored"/>
</results></test-suite></test-results>)xml");
  EXPECT_EQ(Counts(two), "3 1 1 1 400");
  EXPECT_EQ(Shown(two.results(1)), "Shop.Cart|Adds(1.5)|passed|200|");
}

TEST(TestResults, GivenXUnitAndCTestThenTheyAreRead) {
  const runner::TestRun xunit = Parsed("XUnit", R"xml(<assemblies><assembly><collection>
  <test name="Shop.Cart.Adds" type="Shop.Cart" method="Adds" time="0.3" result="Pass"/>
  <test name="Shop.Cart.Fails" type="Shop.Cart" time="0.1" result="Fail"><failure><message>bad</message></failure></test>
  <test name="Shop.Cart.Skips" type="Shop.Cart" time="0" result="Skip"><reason>later</reason></test>
</collection></assembly></assemblies>)xml");
  EXPECT_EQ(Counts(xunit), "3 1 1 1 400");
  EXPECT_EQ(Shown(xunit.results(0)), "Shop.Cart|Fails|failed|100|bad");
  EXPECT_EQ(xunit.results(2).message(), "later");
  const runner::TestRun ctest = Parsed("CTest", R"xml(<Site><Testing><TestList><Test>./a</Test></TestList>
  <Test Status="passed"><Name>a</Name><Path>./t</Path><Results>
    <NamedMeasurement name="Execution Time"><Value>0.75</Value></NamedMeasurement><Measurement><Value>out</Value></Measurement></Results></Test>
  <Test Status="failed"><Name>b</Name><Results><Measurement><Value>it broke</Value></Measurement></Results></Test>
</Testing></Site>)xml");
  EXPECT_EQ(Counts(ctest), "2 1 1 0 750");
  EXPECT_EQ(Shown(ctest.results(0)), "|b|failed|0|it broke");
}

TEST(TestResults, GivenSeveralFilesThenTheyAddUp) {
  runner::TestRun run;
  const std::string one = "<testsuite><testcase name='a'/><testcase name='b'><failure/></testcase></testsuite>";
  ASSERT_TRUE(ParseTestResults("JUnit", "1", one, &run).ok());
  ASSERT_TRUE(ParseTestResults("JUnit", "2", one, &run).ok());
  EXPECT_EQ(Counts(run), "4 2 2 0 0");
  EXPECT_EQ(run.results(1).outcome(), "failed");
  EXPECT_EQ(run.results(2).outcome(), "passed");
}

TEST(TestResults, GivenMoreThanIsKeptThenAllIsCountedAndFailuresAreKept) {
  std::string xml = "<testsuite>";
  for (int i = 0; i < 3000; ++i) absl::StrAppend(&xml, "<testcase name='", i, "'/>");
  absl::StrAppend(&xml, "<testcase name='last'><failure/></testcase></testsuite>");
  const runner::TestRun run = Parsed("JUnit", xml);
  EXPECT_EQ(run.total(), 3001);
  EXPECT_EQ(run.results_size(), kMaxTestResults);
  EXPECT_EQ(run.results(0).name(), "last");
}

TEST(TestResults, GivenALongMessageThenItIsCutBetweenCharacters) {
  std::string message;
  for (int i = 0; i < 3000; ++i) message += "é";
  const runner::TestRun run =
      Parsed("JUnit", absl::StrCat("<testsuite><testcase name='a'><failure>x", message, "</failure></testcase></testsuite>"));
  EXPECT_LE(run.results(0).message().size(), 4096u);
  EXPECT_EQ(run.results(0).message().size() % 2, 1u);
}

TEST(TestResults, GivenBrokenInputThenTheErrorNamesTheLineAndNothingIsCounted) {
  const auto refused = [](absl::string_view type, const std::string& xml, const std::string& why) {
    runner::TestRun run;
    const absl::Status status = ParseTestResults(type, "r.xml", xml, &run);
    EXPECT_TRUE(absl::IsInvalidArgument(status)) << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(why));
    EXPECT_EQ(run.total(), 0);
  };
  refused("JUnit", "<testsuite>\n<testcase name='a'/>\n<oops", "line 3");
  refused("JUnit", "", "line 1");
  refused("JUnit", "<html/>", "it holds no results of this type");
  refused("NUnit", "<testsuite/>", "it holds no results of this type");
  refused("Karma", "<testsuite/>", "expected JUnit, NUnit, VSTest, XUnit or CTest");
  refused("JUnit", "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><testsuite><testcase name='&b;'/></testsuite>",
          "it declares entities");
  refused("JUnit", "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><testsuite><testcase name='&a;'/></testsuite>",
          "it declares entities");
  std::string deep = "<testsuite>";
  for (int i = 0; i < 1000; ++i) deep += "<x>";
  refused("JUnit", deep, "nested too deeply");
}

}  // namespace
}  // namespace slipway
