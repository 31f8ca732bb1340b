"""What AsyncEngine is made of besides its calls."""
import asyncio
import functools
from typing import Any, AsyncIterator, Callable, Generic, Optional, Type, TypeVar

from ._engine import EngineBase, H_, Stream
from ._errors import CancelledError, DeadlineExceededError
from ._generated_commands import FollowLogsResponse, WatchEventsResponse
from ._message import Message
from ._threads import Threads, calls, waits

M_ = TypeVar("M_", bound=Message)
T = TypeVar("T")
A_ = TypeVar("A_", bound="AsyncEngineBase")
# So often a stream that never has to wait lets others run.
_FAIR_EVERY = 32


def _on_thread(threads: Threads, function: Callable[[], T]) -> "asyncio.Future[T]":
    loop = asyncio.get_running_loop()
    future: "asyncio.Future[T]" = loop.create_future()

    def settle(result: Optional[T], error: Optional[BaseException]) -> None:
        if future.cancelled():
            return
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def job() -> None:
        result: Optional[T] = None
        failure: Optional[BaseException] = None
        try:
            result = function()
        except BaseException as error:
            failure = error
        try:
            loop.call_soon_threadsafe(settle, result, failure)
        except RuntimeError:
            pass  # the loop is closed: nobody waits any more

    threads.start(job)
    return future


class _Opening(Generic[M_]):
    """A stream that is opened on the thread that first waits for it. That thread holds this and not the AsyncStream,
    so that one that is dropped while it waits is closed."""

    def __init__(self, start: Callable[[], Stream[M_]]) -> None:
        self._start = start
        self.stream: Optional[Stream[M_]] = None
        self.closed = False

    def next(self) -> Optional[M_]:
        if self.stream is None:
            self.stream = self._start()
        if self.closed:
            self.stream.close()
        return self.stream.next()

    def close(self) -> None:
        self.closed = True
        if self.stream is not None:
            self.stream.close()


class AsyncStream(Generic[M_]):
    """Messages as they come: `async for message in stream`, best within `async with`.

    A message is fetched when it is asked for, never before. Cancelling the wait loses none: the next one asked for is
    the one that was waited for.
    """

    def __init__(self, start: Callable[[], Stream[M_]]) -> None:
        self._opening = _Opening(start)
        self._waiting: "Optional[asyncio.Future[Optional[M_]]]" = None
        self._without_pause = 0

    def __aiter__(self) -> AsyncIterator[M_]:
        return self

    async def __anext__(self) -> M_:
        message = await self.next()
        if message is None:
            raise StopAsyncIteration
        return message

    async def next(self) -> Optional[M_]:
        """The next message, or None at the end."""
        if self._waiting is None:
            if self._opening.closed:
                raise CancelledError("the stream is closed")
            stream = self._opening.stream
            if stream is not None:
                try:
                    message = stream.next(0)
                except DeadlineExceededError:
                    pass
                else:
                    self._without_pause += 1
                    if self._without_pause % _FAIR_EVERY == 0:
                        await asyncio.sleep(0)
                    return message
            self._waiting = _on_thread(waits, self._opening.next)
        try:
            message = await asyncio.shield(self._waiting)
        except asyncio.CancelledError:
            raise
        except BaseException:
            self._waiting = None
            raise
        self._waiting = None
        return message

    async def aclose(self) -> None:
        """Ends the stream; who waits on it gets CancelledError."""
        self._opening.close()
        if self._waiting is not None:
            try:
                await self._waiting
            except CancelledError:
                pass
            self._waiting = None

    def __del__(self) -> None:
        self._opening.close()

    async def __aenter__(self) -> "AsyncStream[M_]":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


class AsyncEngineBase:
    """Everything of AsyncEngine that is not one of its calls."""

    def __init__(self, engine_type: Callable[..., EngineBase], *arguments: Any, **options: Any) -> None:
        self._engine: Any = engine_type(*arguments, **options)

    @classmethod
    async def open(cls: Type[A_], *arguments: Any, **options: Any) -> A_:
        """The constructor, without blocking the event loop."""
        return await _on_thread(calls, functools.partial(cls, *arguments, **options))

    async def _run(self, function: Callable[..., T], **arguments: Any) -> T:
        return await _on_thread(calls, functools.partial(function, **arguments))

    def _stream(self, function: Callable[..., Stream[M_]], **arguments: Any) -> AsyncStream[M_]:
        return AsyncStream(functools.partial(function, **arguments))

    @property
    def engine(self) -> EngineBase:
        """The Engine beneath, for code that is not asynchronous."""
        return self._engine  # type: ignore[no-any-return]

    def events(self, release: int = 0, *, after: int = 0, until_idle: bool = False) -> AsyncStream[WatchEventsResponse]:
        """`async for event in engine.events(release=7)`: watch_events in short."""
        return self._stream(self._engine.events, release=release, after=after, until_idle=until_idle)

    def logs(self, release: int, environment: str = "", *, from_now: bool = False) -> AsyncStream[FollowLogsResponse]:
        """`async for part in engine.logs(7)`: follow_logs in short."""
        return self._stream(self._engine.logs, release=release, environment=environment, from_now=from_now)

    def task(
        self, task_id: str, *, version: str = "1.0.0", name: str = "", idempotent: bool = False
    ) -> Callable[[H_], H_]:
        """As Engine.task. An `async def` runs in the event loop that is running now, and is cancelled as an asyncio
        task is."""
        loop = asyncio.get_running_loop()

        def register(handler: H_) -> H_:
            self._engine._tasks.register(
                task_id, handler, version=version, name=name or handler.__name__, idempotent=idempotent, loop=loop
            )
            return handler

        return register

    @property
    def closed(self) -> bool:
        """Whether close() was called."""
        return self._engine.closed  # type: ignore[no-any-return]

    async def close(self) -> None:
        """As Engine.close."""
        await _on_thread(waits, self._engine.close)

    async def __aenter__(self: A_) -> A_:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()
