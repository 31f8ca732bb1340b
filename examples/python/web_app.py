"""An asyncio web application with an engine inside: starts releases, shows them, streams their events.

    web_app.py DATABASE [PORT]

    POST /releases                 imports and starts the small pipeline      -> {"release": 1}
    GET  /releases/1               the release as JSON
    GET  /releases/1/events        its events as they become durable (server-sent events), until nothing of it runs or
    waits
    POST /approvals/1?actor=carl   approves

Standard library only: asyncio's streams speak just enough HTTP. In a framework the handlers look the same; one engine
serves all requests, and a client that reads slowly holds up nobody, because a stream fetches what it is asked for.
"""
import asyncio
import json
import re
import signal
import sys
import urllib.parse

import slipway
from pipeline import pipeline


class Answer(Exception):
    """Ends a request with a status and a JSON body."""

    def __init__(self, status, body):
        super().__init__(status)
        self.status, self.body = status, body


STATUS_OF = {
    slipway.StatusCode.NOT_FOUND: "404 Not Found",
    slipway.StatusCode.INVALID_ARGUMENT: "400 Bad Request",
    slipway.StatusCode.PERMISSION_DENIED: "403 Forbidden",
    slipway.StatusCode.FAILED_PRECONDITION: "409 Conflict",
}


class App:
    def __init__(self, engine):
        self.engine = engine
        self.routes = [
            ("POST", r"/releases", self.create),
            ("GET", r"/releases/(\d+)", self.show),
            ("GET", r"/releases/(\d+)/events", self.events),
            ("POST", r"/approvals/(\d+)", self.approve),
        ]

    async def create(self, writer, query):
        imported = await self.engine.import_definition(document=pipeline(approver="carl"), upsert=True)
        created = await self.engine.create_release(
            definition_id=imported.definitions[0].definition.id, actor=query.get("actor", "web")
        )
        raise Answer("201 Created", {"release": created.release.id})

    async def show(self, writer, query, number):
        raise Answer("200 OK", (await self.engine.get_release(release_id=int(number))).release.to_dict())

    async def approve(self, writer, query, number):
        decided = await self.engine.update_approval(
            approval_id=int(number), status=slipway.ApprovalStatus.APPROVED, actor=query.get("actor", "")
        )
        raise Answer("200 OK", decided.approval.to_dict())

    async def events(self, writer, query, number):
        await self.engine.get_release(release_id=int(number))  # 404 when there is none
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        async with self.engine.events(release=int(number), until_idle=True) as events:
            async for record in events:
                for event in record.batch.events:
                    writer.write(
                        f"id: {record.position}\nevent: {event.kind}\ndata: {json.dumps(event.to_dict())}\n\n".encode()
                    )
                await writer.drain()  # back-pressure: the next record is fetched when the client has taken this one

    async def handle(self, reader, writer):
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            method, target, _ = request.split(" ", 2)
            url = urllib.parse.urlsplit(target)
            for verb, pattern, handler in self.routes:
                match = re.fullmatch(pattern, url.path)
                if match and verb == method:
                    await handler(writer, dict(urllib.parse.parse_qsl(url.query)), *match.groups())
                    return
            raise Answer("404 Not Found", {"error": "there is no such page"})
        except Answer as answer:
            self.reply(writer, answer.status, answer.body)
        except slipway.SlipwayError as error:
            self.reply(
                writer,
                STATUS_OF.get(error.code, "500 Internal Server Error"),
                {"error": str(error), "path": error.path},
            )
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client went away
        finally:
            writer.close()

    @staticmethod
    def reply(writer, status, body):
        data = json.dumps(body).encode()
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(data)}\r\n"
            "Connection: close\r\n\r\n".encode() + data
        )


async def main():
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with await slipway.AsyncEngine.open(sys.argv[1]) as engine:
        server = await asyncio.start_server(
            App(engine).handle, "127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 8080
        )
        print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
        await stop.wait()
        server.close()


asyncio.run(main())
