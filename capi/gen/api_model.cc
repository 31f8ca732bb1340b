#include "capi/gen/api_model.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "slipway/v1/options.pb.h"

namespace slipway::gen {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FileDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// Messages of the hand-written runtime symbols: open, complete, error detail.
constexpr const char* kRuntimeMessages[] = {"OpenOptions", "TaskCompletion", "ErrorDetail"};

void AddLines(const std::string& comment, std::vector<std::string>* lines) {
  std::string line;
  for (const char c : comment) {
    if (c == '\n') {
      lines->push_back(line);
      line.clear();
    } else if (!line.empty() || c != ' ') {
      line.push_back(c);
    }
  }
  if (!line.empty()) lines->push_back(line);
}

template <typename Declaration>
std::vector<std::string> Written(const Declaration& declaration) {
  std::vector<std::string> lines;
  google::protobuf::SourceLocation location;
  if (declaration.GetSourceLocation(&location)) {
    AddLines(location.leading_comments, &lines);
    AddLines(location.trailing_comments, &lines);
  }
  return lines;
}

std::vector<std::string> CommentOf(const MethodDescriptor& method) {
  std::vector<std::string> lines = Written(method);
  if (lines.empty()) lines.push_back(method.name() + ".");
  const auto& options = method.options();
  if (options.GetExtension(v1::lifecycle) == v1::LIFECYCLE_EXPERIMENTAL) lines.push_back("Experimental: may change.");
  if (options.GetExtension(v1::lifecycle) == v1::LIFECYCLE_DEPRECATED) lines.push_back("Deprecated.");
  if (options.GetExtension(v1::threading) == v1::THREADING_EXCLUSIVE) lines.push_back("One caller at a time.");
  lines.push_back("Since " + options.GetExtension(v1::since) + ".");
  return lines;
}

bool ReadService(const ServiceDescriptor& service, bool host, std::vector<Rpc>* rpcs, std::string* error) {
  for (int i = 0; i < service.method_count(); ++i) {
    const MethodDescriptor& method = *service.method(i);
    if (method.options().GetExtension(v1::since).empty()) {
      *error = method.full_name() + ": the option `since` is missing";
      return false;
    }
    if (method.client_streaming() || (host && method.server_streaming())) {
      *error = method.full_name() + ": only Engine methods may stream, and only their responses";
      return false;
    }
    rpcs->push_back({method.name(), SnakeCase(method.name()), method.input_type()->name(), method.output_type()->name(),
                     method.server_streaming(), CommentOf(method)});
  }
  return true;
}

void Reach(const Descriptor* message, std::map<std::string, const Descriptor*>* messages,
           std::map<std::string, const EnumDescriptor*>* enums) {
  if (!messages->emplace(message->full_name(), message).second) return;
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor* field = message->field(i);
    if (field->message_type() != nullptr) Reach(field->message_type(), messages, enums);
    if (field->enum_type() != nullptr) enums->emplace(field->enum_type()->full_name(), field->enum_type());
  }
}

void Close(const std::vector<const Descriptor*>& roots, Api* api) {
  std::map<std::string, const Descriptor*> messages;
  std::map<std::string, const EnumDescriptor*> enums;
  for (const Descriptor* root : roots) Reach(root, &messages, &enums);
  for (const auto& [name, message] : messages) api->messages.push_back(message);
  for (const auto& [name, enumeration] : enums) api->enums.push_back(enumeration);
}

}  // namespace

std::vector<std::string> CommentOf(const Descriptor& message) { return Written(message); }
std::vector<std::string> CommentOf(const FieldDescriptor& field) { return Written(field); }
std::vector<std::string> CommentOf(const EnumDescriptor& enumeration) { return Written(enumeration); }
std::vector<std::string> CommentOf(const google::protobuf::EnumValueDescriptor& value) { return Written(value); }

std::string SnakeCase(const std::string& name) {
  std::string snake;
  for (size_t i = 0; i < name.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(name[i]);
    if (std::isupper(c) && i > 0) snake.push_back('_');
    snake.push_back(static_cast<char>(std::tolower(c)));
  }
  return snake;
}

std::string UpperCase(const std::string& name) {
  std::string upper = name;
  std::transform(upper.begin(), upper.end(), upper.begin(), [](unsigned char c) { return std::toupper(c); });
  return upper;
}

bool ReadApi(const std::vector<const FileDescriptor*>& files, Api* api, std::string* error) {
  const ServiceDescriptor* engine = nullptr;
  const ServiceDescriptor* host = nullptr;
  std::vector<const Descriptor*> roots;
  std::vector<std::string> secrets;
  for (const FileDescriptor* file : files) {
    if (engine == nullptr) engine = file->FindServiceByName("Engine");
    if (host == nullptr) host = file->FindServiceByName("Host");
    for (const char* name : kRuntimeMessages) {
      if (const Descriptor* message = file->FindMessageTypeByName(name)) roots.push_back(message);
    }
    for (const std::string& secret : file->options().GetRepeatedExtension(v1::secret)) secrets.push_back(secret);
  }
  if (engine == nullptr || host == nullptr || roots.size() != std::size(kRuntimeMessages)) {
    *error = "expected the services Engine and Host and the messages OpenOptions, TaskCompletion and ErrorDetail";
    return false;
  }
  if (!ReadService(*engine, false, &api->engine, error) || !ReadService(*host, true, &api->host, error)) return false;
  for (const ServiceDescriptor* service : {engine, host}) {
    for (int i = 0; i < service->method_count(); ++i) {
      roots.push_back(service->method(i)->input_type());
      roots.push_back(service->method(i)->output_type());
    }
  }
  Close(roots, api);
  for (const std::string& secret : secrets) {
    if (engine->file()->pool()->FindFieldByName(secret) == nullptr) {
      *error = "option secret: no field " + secret;
      return false;
    }
    api->secrets.insert(secret);
  }
  return true;
}

void ReadMessages(const std::vector<const FileDescriptor*>& files, Api* api) {
  std::vector<const Descriptor*> roots;
  for (const FileDescriptor* file : files) {
    for (int i = 0; i < file->message_type_count(); ++i) roots.push_back(file->message_type(i));
  }
  Close(roots, api);
}

}  // namespace slipway::gen
