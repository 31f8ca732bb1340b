// Out of small XML documents: the texts of all elements of one name.
#ifndef SLIPWAY_ADAPTERS_XML_TEXTS_H_
#define SLIPWAY_ADAPTERS_XML_TEXTS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace slipway {

// Read once, asked for several names. Without the white space around a text, and without what elements inside it say.
class XmlTexts {
 public:
  // INVALID_ARGUMENT: not XML, or it declares entities (their expansion has no bound). `what` is named in errors.
  static absl::StatusOr<XmlTexts> Read(absl::string_view xml, absl::string_view what);
  // By local name: prefixes and namespaces do not count. In the order of the document.
  std::vector<std::string> Of(absl::string_view name) const;

 private:
  friend struct XmlReader;
  std::vector<std::pair<std::string, std::string>> elements_;  // name, text
};

}  // namespace slipway

#endif  // SLIPWAY_ADAPTERS_XML_TEXTS_H_
