// Texts of XML elements, from documents of other people.
#include "adapters/xml_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace slipway {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> Texts(absl::string_view xml, absl::string_view name) {
  const absl::StatusOr<XmlTexts> texts = XmlTexts::Read(xml, "it");
  EXPECT_TRUE(texts.ok()) << texts.status();
  return texts.ok() ? texts->Of(name) : std::vector<std::string>();
}

TEST(XmlTexts, AreThoseOfEveryElementOfTheNameInOrder) {
  EXPECT_THAT(Texts("<a><v> 1 </v><b><v x='y'>2</v></b><v/><w>3</w></a>", "v"), ElementsAre("1", "2", ""));
  EXPECT_THAT(Texts("<m:a xmlns:m='urn:m'><m:v>1</m:v></m:a>", "v"), ElementsAre("1"));
  EXPECT_THAT(Texts("<a><v>1<in>side</in>2</v></a>", "v"), ElementsAre("12"));
}

TEST(XmlTexts, AreWhatXmlMeansNotWhatItSpells) {
  EXPECT_THAT(Texts("<a><!-- <v>no</v> --><v><![CDATA[<1>]]></v><v>&lt;2&#62;</v></a>", "v"), ElementsAre("<1>", "<2>"));
  EXPECT_THAT(Texts("<a><![CDATA[<v>no</v>]]></a>", "v"), IsEmpty());
}

TEST(XmlTexts, OfWhatIsNoXmlAreAnErrorWithItsLine) {
  for (const char* xml : {"", "text", "<a>\n<b></a>", "<a/><b/>", "{}"}) {
    const absl::StatusOr<XmlTexts> texts = XmlTexts::Read(xml, "it");
    EXPECT_EQ(texts.status().code(), absl::StatusCode::kInvalidArgument) << xml;
    EXPECT_THAT(texts.status().message(), HasSubstr("it is not XML that can be read, line "));
  }
}

TEST(XmlTexts, ThatCouldGrowWithoutBoundAreRefused) {
  EXPECT_THAT(XmlTexts::Read("<!DOCTYPE a [<!ENTITY x 'xx'>]><a>&x;</a>", "it").status().message(),
              HasSubstr("declares an entity"));
  EXPECT_THAT(XmlTexts::Read("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "it").status().message(),
              HasSubstr("declares an entity"));
  std::string deep;
  for (int i = 0; i < 10'000; ++i) absl::StrAppend(&deep, "<a>");
  EXPECT_THAT(XmlTexts::Read(deep, "it").status().message(), HasSubstr("nested too deeply"));
}

}  // namespace
}  // namespace slipway
