// A web server with an engine inside (cpp-httplib): starts releases, shows them, streams their events.
//   server DATABASE DEFINITION.json [PORT]
//
//   POST /releases                 starts a release of the definition    -> {"release": {"id": 1, ...}}
//   GET  /releases/1               the release as JSON
//   GET  /releases/1/events        its events as they become durable (server-sent events), until nothing of it runs or
//   waits POST /approvals/1?actor=carl   approves
//
// One engine serves all connections. A stream takes a thread of the server's pool and fetches what the client has
// taken.
#include <httplib.h>
#include <signal.h>

#include <iostream>
#include <memory>
#include <string>
#include <thread>

#include "json_engine.h"

using httplib::Request;
using httplib::Response;
using nlohmann::json;
using slipway::Engine;

namespace {

int StatusOf(const slipway::Error& error) {
  switch (error.code()) {
    case SLIPWAY_NOT_FOUND:
      return 404;
    case SLIPWAY_INVALID_ARGUMENT:
      return 400;
    case SLIPWAY_PERMISSION_DENIED:
      return 403;
    case SLIPWAY_FAILED_PRECONDITION:
      return 409;
    default:
      return 500;
  }
}

void Reply(Response& response, int status, const json& body) {
  response.status = status;
  response.set_content(body.dump(), "application/json");
}

// Refusals of the engine become answers.
template <typename Handler>
httplib::Server::Handler Guarded(Handler handler) {
  return [handler](const Request& request, Response& response) {
    try {
      handler(request, response);
    } catch (const slipway::Exception& exception) {
      Reply(response, StatusOf(exception.error()), {{"error", exception.what()}, {"path", exception.error().path()}});
    }
  };
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 3) return 2;
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before any thread starts

  const json options = {{"database", argv[1]}};
  JsonEngine engine(options);
  const json definition = engine.Import(argv[2]);
  httplib::Server server;
  server.new_task_queue = [] { return new httplib::ThreadPool(32); };
  server.Post(
      "/releases", Guarded([&](const Request& request, Response& response) {
        const std::string actor = request.has_param("actor") ? request.get_param_value("actor") : "web";
        Reply(response, 201, engine.Call(&Engine::CreateRelease, {{"definitionId", definition}, {"actor", actor}}));
      }));
  server.Get(R"(/releases/(\d+))", Guarded([&](const Request& request, Response& response) {
               Reply(response, 200, engine.Call(&Engine::GetRelease, {{"releaseId", request.matches[1].str()}}));
             }));
  server.Post(R"(/approvals/(\d+))", Guarded([&](const Request& request, Response& response) {
                const json approve = {{"approvalId", request.matches[1].str()},
                                      {"status", "APPROVAL_STATUS_APPROVED"},
                                      {"actor", request.get_param_value("actor")}};
                Reply(response, 200, engine.Call(&Engine::UpdateApproval, approve));
              }));
  server.Get(R"(/releases/(\d+)/events)", Guarded([&](const Request& request, Response& response) {
               const json watch = {{"releaseId", request.matches[1].str()}, {"untilIdle", true}};
               auto events = std::make_shared<slipway::Cursor>(engine.Stream(&Engine::WatchEvents, watch));
               response.set_chunked_content_provider("text/event-stream", [events](size_t, httplib::DataSink& sink) {
                 slipway::Result<std::string> next = events->Next();
                 if (!next.ok()) {
                   sink.done();
                   return next.error().code() == SLIPWAY_OUT_OF_RANGE;
                 }
                 const std::string text = "data: " + *next + "\n\n";
                 return sink.write(text.data(), text.size());
               });
             }));

  // This machine only: the server asks nobody who he is.
  const char* const here = "127.0.0.1";
  int port = argc > 3 ? std::stoi(argv[3]) : 8080;
  if (port == 0)
    port = server.bind_to_any_port(here);
  else if (!server.bind_to_port(here, port))
    return 1;
  std::cout << "http://" << here << ":" << port << std::endl;
  std::thread stopper([&] {
    int signal = 0;
    sigwait(&signals, &signal);
    engine.engine().Close();  // threads that wait for events return, so that the server can stop
    server.stop();
  });
  server.listen_after_bind();
  stopper.join();
  return 0;
} catch (const slipway::Exception& exception) {
  std::cerr << exception.what() << "\n";
  return 1;
}
