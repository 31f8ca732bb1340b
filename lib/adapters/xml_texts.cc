#include "adapters/xml_texts.h"

#include <expat.h>

#include <memory>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace slipway {

constexpr size_t kMaxDepth = 100;

struct XmlReader {
  XML_Parser parser;
  XmlTexts* texts;
  std::vector<size_t> open;  // indexes of elements
  std::string problem;

  void Stop(const char* why) {
    problem = why;
    XML_StopParser(parser, XML_FALSE);
  }
  static void XMLCALL Begin(void* self, const XML_Char* name, const XML_Char**) {
    auto* reader = static_cast<XmlReader*>(self);
    if (reader->open.size() >= kMaxDepth) return reader->Stop("its elements are nested too deeply");
    const absl::string_view whole(name);
    const size_t colon = whole.rfind(':');
    reader->open.push_back(reader->texts->elements_.size());
    reader->texts->elements_.emplace_back(whole.substr(colon == absl::string_view::npos ? 0 : colon + 1), "");
  }
  static void XMLCALL End(void* self, const XML_Char*) {
    auto* reader = static_cast<XmlReader*>(self);
    if (!reader->open.empty()) reader->open.pop_back();
  }
  static void XMLCALL Text(void* self, const XML_Char* text, int size) {
    auto* reader = static_cast<XmlReader*>(self);
    if (!reader->open.empty())
      reader->texts->elements_[reader->open.back()].second.append(text, static_cast<size_t>(size));
  }
  static void XMLCALL Entity(void* self, const XML_Char*, int, const XML_Char*, int, const XML_Char*, const XML_Char*,
                             const XML_Char*, const XML_Char*) {
    static_cast<XmlReader*>(self)->Stop("it declares an entity, which is not allowed");
  }
};

absl::StatusOr<XmlTexts> XmlTexts::Read(absl::string_view xml, absl::string_view what) {
  XmlTexts texts;
  const std::unique_ptr<std::remove_pointer_t<XML_Parser>, void (*)(XML_Parser)> parser(XML_ParserCreate(nullptr),
                                                                                        XML_ParserFree);
  XmlReader reader{parser.get(), &texts, {}, ""};
  XML_SetUserData(parser.get(), &reader);
  XML_SetElementHandler(parser.get(), XmlReader::Begin, XmlReader::End);
  XML_SetCharacterDataHandler(parser.get(), XmlReader::Text);
  XML_SetEntityDeclHandler(parser.get(), XmlReader::Entity);
  if (XML_Parse(parser.get(), xml.data(), static_cast<int>(xml.size()), XML_TRUE) == XML_STATUS_OK) return texts;
  return absl::InvalidArgumentError(
      absl::StrCat(what, " is not XML that can be read, line ", XML_GetCurrentLineNumber(parser.get()), ": ",
                   reader.problem.empty() ? XML_ErrorString(XML_GetErrorCode(parser.get())) : reader.problem.c_str()));
}

std::vector<std::string> XmlTexts::Of(absl::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [element, text] : elements_) {
    if (element == name) found.emplace_back(absl::StripAsciiWhitespace(text));
  }
  return found;
}

}  // namespace slipway
