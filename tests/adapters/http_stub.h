// A real HTTP server for tests (http_stub.py), on a free port of 127.0.0.1, gone with this object.
#ifndef SLIPWAY_TESTS_ADAPTERS_HTTP_STUB_H_
#define SLIPWAY_TESTS_ADAPTERS_HTTP_STUB_H_

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

namespace slipway {

class HttpStub {
 public:
  HttpStub() {
    int in[2];
    int out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) return;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    const std::string script = std::string(SLIPWAY_SOURCE_DIR) + "/tests/adapters/http_stub.py";
    char* const argv[] = {const_cast<char*>("python3"), const_cast<char*>(script.c_str()), nullptr};
    if (posix_spawn(&process_, "/usr/bin/python3", &actions, nullptr, argv, environ) != 0) process_ = 0;
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    life_ = in[1];
    FILE* answer = fdopen(out[0], "r");
    if (fscanf(answer, "%d", &port_) != 1) port_ = 0;
    fclose(answer);
  }
  ~HttpStub() {
    close(life_);
    if (process_ > 0) waitpid(process_, nullptr, 0);
  }
  HttpStub(const HttpStub&) = delete;
  HttpStub& operator=(const HttpStub&) = delete;

  int port() const { return port_; }
  std::string Url(const std::string& path, const char* host = "127.0.0.1") const {
    return "http://" + std::string(host) + ":" + std::to_string(port_) + path;
  }

 private:
  pid_t process_ = 0;
  int life_ = -1;
  int port_ = 0;
};

}  // namespace slipway

#endif  // SLIPWAY_TESTS_ADAPTERS_HTTP_STUB_H_
