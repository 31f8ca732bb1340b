// What the emitters need to know of the interface description, read once from protoc's descriptors.
#ifndef SLIPWAY_CAPI_GEN_API_MODEL_H_
#define SLIPWAY_CAPI_GEN_API_MODEL_H_

#include <google/protobuf/descriptor.h>

#include <set>
#include <string>
#include <vector>

namespace slipway::gen {

struct Rpc {
  std::string name;      // CreateRelease
  std::string snake;     // create_release
  std::string request;   // CreateReleaseRequest
  std::string response;  // CreateReleaseResponse
  bool streams = false;
  std::vector<std::string> comment;  // leading comment of the .proto, then lifecycle, threading and since
};

struct Api {
  std::vector<Rpc> engine;
  std::vector<Rpc> host;
  // Every message that crosses the ABI, map entries included, by full name.
  std::vector<const google::protobuf::Descriptor*> messages;
  std::vector<const google::protobuf::EnumDescriptor*> enums;
  std::set<std::string> secrets;  // full names of fields
};

// The services Engine and Host of `files`, with everything their methods reach. Returns false, with `error`, when a
// service or a runtime message is missing, a method has no `since`, a Host method streams, or a secret names no field.
bool ReadApi(const std::vector<const google::protobuf::FileDescriptor*>& files, Api* api, std::string* error);

// All messages of `files` and what they reach, without services. For tests of the codecs.
void ReadMessages(const std::vector<const google::protobuf::FileDescriptor*>& files, Api* api);

// The comment of the .proto in front of a declaration and, after it, the one behind it on the same line; empty when there
// is none. Lines without the marker and its blank.
std::vector<std::string> CommentOf(const google::protobuf::Descriptor& message);
std::vector<std::string> CommentOf(const google::protobuf::FieldDescriptor& field);
std::vector<std::string> CommentOf(const google::protobuf::EnumDescriptor& enumeration);
std::vector<std::string> CommentOf(const google::protobuf::EnumValueDescriptor& value);

std::string SnakeCase(const std::string& name);
std::string UpperCase(const std::string& name);

}  // namespace slipway::gen

#endif  // SLIPWAY_CAPI_GEN_API_MODEL_H_
