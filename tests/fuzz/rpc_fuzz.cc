// Any bytes as the request of any call of the C ABI, in binary and in JSON, on engines that drive nothing. First byte: which call and
// encoding. What an accepted call stores stays for the next inputs; the databases go when the program ends.
#include <dlfcn.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "slipway/slipway.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/fuzz/rpc_names.h"

namespace {

using slipway::Require;

class Engines {
 public:
  Engines() {
    std::string folder = (std::filesystem::temp_directory_path() / "slipway-fuzz-XXXXXX").string();
    Require(mkdtemp(folder.data()) != nullptr, "there is a folder for the databases");
    folder_ = folder;
    const std::string json = "{\"passive\":true,\"database\":\"" + folder + "/json.db\"}";
    Open({json.data(), json.size()}, SLIPWAY_JSON);
    const std::string path = folder + "/proto.db";
    const std::string proto = "\x0a" + std::string(1, static_cast<char>(path.size())) + path + "\x38\x01";
    Open({proto.data(), proto.size()}, SLIPWAY_PROTO);
  }
  ~Engines() {
    slipway_close(engines_[0]);
    slipway_close(engines_[1]);
    std::filesystem::remove_all(folder_);
  }
  slipway_engine* of(slipway_encoding encoding) const { return engines_[encoding]; }

 private:
  void Open(slipway_bytes options, slipway_encoding encoding) {
    slipway_error* error = nullptr;
    slipway_open(options, encoding, nullptr, &engines_[encoding], &error);
    Require(error == nullptr, slipway_error_message(error));
  }
  std::filesystem::path folder_;
  slipway_engine* engines_[2] = {};
};

void* Function(int index) {
  static void* functions[std::size(slipway::kRpcs)] = {};
  if (functions[index] == nullptr) functions[index] = dlsym(RTLD_DEFAULT, slipway::kRpcs[index].symbol);
  Require(functions[index] != nullptr, "every rpc of exports.txt is in the library");
  return functions[index];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static Engines engines;
  slipway::FuzzInput input(data, size);
  const int first = input.Byte();
  const slipway_encoding encoding = first % 2 == 0 ? SLIPWAY_PROTO : SLIPWAY_JSON;
  const int index = first / 2 % static_cast<int>(std::size(slipway::kRpcs));
  const slipway_bytes request{input.Rest().data(), input.Rest().size()};
  slipway_error* error = nullptr;
  int32_t code = 0;
  if (slipway::kRpcs[index].streams) {
    slipway_cursor* cursor = nullptr;
    code = reinterpret_cast<int32_t (*)(slipway_engine*, slipway_bytes, slipway_cursor**, slipway_error**)>(
        Function(index))(engines.of(encoding), request, &cursor, &error);
    slipway_buffer message{};
    for (int i = 0; i < 3 && slipway_cursor_next(cursor, 0, &message, nullptr) == SLIPWAY_OK; ++i)
      slipway_buffer_release(&message);
    slipway_cursor_close(cursor);
  } else {
    slipway_buffer response{};
    code = reinterpret_cast<int32_t (*)(slipway_engine*, slipway_bytes, slipway_buffer*, slipway_error**)>(
        Function(index))(engines.of(encoding), request, &response, &error);
    Require((code == SLIPWAY_OK) == (response.data != nullptr), "a response after success, and only then");
    slipway_buffer_release(&response);
  }
  Require((code == SLIPWAY_OK) == (error == nullptr), "an error after failure, and only then");
  Require(slipway_error_code(error) == code, "the error has the code");
  Require(code == SLIPWAY_OK || slipway_error_message(error)[0] != '\0', "an error says what is wrong");
  Require(code != SLIPWAY_INTERNAL && code != SLIPWAY_UNKNOWN && code != SLIPWAY_DATA_LOSS,
          slipway_error_message(error));
  slipway_error_release(error);
  return 0;
}
