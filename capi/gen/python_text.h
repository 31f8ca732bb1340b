// How Python is written: names, doc strings, and what a field of a message becomes.
#ifndef SLIPWAY_CAPI_GEN_PYTHON_TEXT_H_
#define SLIPWAY_CAPI_GEN_PYTHON_TEXT_H_

#include <google/protobuf/descriptor.h>

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "capi/gen/api_model.h"

namespace slipway::gen::python {

// The module's doc string and the line that says where it comes from.
std::string Banner(const std::string& about);
std::string Identifier(const std::string& name);  // with `_` behind it when Python keeps the word for itself
std::string TypeName(const google::protobuf::Descriptor& message);
std::string TypeName(const google::protobuf::EnumDescriptor& type);
// What all values of an enum begin with and Python leaves out: RELEASE_STATUS_; "" when one does not.
std::string EnumPrefix(const google::protobuf::EnumDescriptor& type);
// "" for no lines.
std::string DocString(const std::vector<std::string>& lines, const std::string& indent);
std::string Import(const std::string& module, const std::set<std::string>& names);
// `head` and a tuple or dict of comma-separated `items`, wrapped.
std::string Tuple(const std::string& head, const std::string& items);
std::string Dict(const std::string& head, const std::string& items, const std::string& tail);
// The Host rpcs whose work comes by slipway_work_next.
bool IsPulled(const Rpc& rpc);
// The message that a field holds, one or many, also as value of a map; nullptr for others.
const google::protobuf::Descriptor* MessageOf(const google::protobuf::FieldDescriptor& field);

class Field {
 public:
  explicit Field(const google::protobuf::FieldDescriptor& field);

  const std::string& name() const { return name_; }
  const std::string& key() const { return field_->json_name(); }
  const std::string& factory() const { return factory_; }  // of _message.py
  bool is_optional_scalar() const { return optional_; }
  std::vector<std::string> comment() const { return CommentOf(*field_); }
  // The types it needs and the files they come from.
  std::vector<std::pair<const google::protobuf::FileDescriptor*, std::string>> Uses() const;
  std::string Parameter() const;    // `limit: int = 0`
  std::string Declaration() const;  // `    limit = integer("limit", "what the comment says")`

 private:
  const google::protobuf::FieldDescriptor* field_;
  std::string name_;
  bool optional_ = false;
  std::string factory_;
  std::vector<std::string> types_;  // arguments of the factory behind the key
  std::string annotation_;          // of a parameter
  std::string default_;             // of a parameter
};

}  // namespace slipway::gen::python

#endif  // SLIPWAY_CAPI_GEN_PYTHON_TEXT_H_
