"""The C interface through ctypes: the one place that knows of pointers.

Messages cross it as JSON (SLIPWAY_JSON), which CPython reads and writes in C. Calls release the GIL.
"""
import atexit
import ctypes
import ctypes.util
import json
import os
import pathlib
import platform
import sys
import threading
import traceback
import weakref
from json import encoder as _json_encoder
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Type, TypeVar

from ._errors import BY_CODE, SlipwayError, StatusCode
from ._generated_error import ErrorDetail
from ._message import Message, encode_other

M_ = TypeVar("M_", bound=Message)

_JSON = 1
_OK = StatusCode.OK.value
# A thread that waits without end in C sees no Ctrl-C: the main thread comes back this often to look.
_MAIN_THREAD_SLICE_MS = 100


class _Request(ctypes.Structure):
    """A slipway_bytes that goes in: made of a bytes object, which it keeps alive."""

    _fields_ = [("data", ctypes.c_char_p), ("size", ctypes.c_size_t)]


class _Bytes(ctypes.Structure):
    """A slipway_bytes that comes out."""

    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_size_t)]


class _Answer(ctypes.Structure):
    """A slipway_buffer, and behind it the place for a slipway_error*: one allocation for both.

    `data` is read as a zero-terminated text: JSON has no zero inside, and the library puts one behind.
    """

    _fields_ = [
        ("data", ctypes.c_char_p),
        ("size", ctypes.c_size_t),
        ("owner", ctypes.c_void_p),
        ("error", ctypes.c_void_p),
    ]


_ERROR_OFFSET = _Answer.error.offset
_addressof = ctypes.addressof
_HOST_CALL = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, _Bytes)


def _make_encoder() -> Callable[[Any], str]:
    """json.dumps without what it does anew for every call; where the C encoder is another one, plainly."""
    plain = json.JSONEncoder(check_circular=False, separators=(",", ":"), default=encode_other).encode
    make: Any = getattr(_json_encoder, "c_make_encoder", None)
    quote = getattr(_json_encoder, "encode_basestring_ascii", None)
    try:
        chunks = make(None, encode_other, quote, None, ":", ",", False, False, True)
        if "".join(chunks({"a": [1, b""]}, 0)) == plain({"a": [1, b""]}):
            return lambda value: "".join(chunks(value, 0))
    except TypeError:
        pass
    return plain


encode: Callable[[Any], str] = _make_encoder()
_scan: Callable[[str, int], Tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


def _candidates() -> "List[str]":
    """Where the library may be: $SLIPWAY_LIBRARY, then in this package (a wheel), then where the system looks."""
    chosen = os.environ.get("SLIPWAY_LIBRARY")
    if chosen:
        return [chosen]
    bundled = sorted((pathlib.Path(__file__).parent / "lib").glob("libslipway.so*"))
    found = ctypes.util.find_library("slipway")
    return [str(path) for path in bundled] + [name for name in ("libslipway.so.0", found) if name]


# Where a struct of two words by value travels exactly as two words do (System V x86-64, AAPCS64), a slipway_bytes is
# passed as them: ctypes takes half a microsecond less than for a struct. Elsewhere it is a struct.
_AS_TWO_WORDS = (
    sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64") and ctypes.sizeof(ctypes.c_void_p) == 8
)


class _Functions(Dict[str, Any]):
    """The exported calls by name, all of one shape: (handle, request, its size, address of the answer, of the
    error)."""

    def __init__(self, calls: ctypes.CDLL) -> None:
        super().__init__()
        self._calls = calls

    def __missing__(self, name: str) -> Any:
        function: Any = getattr(self._calls, name)
        if _AS_TWO_WORDS:
            function.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_void_p, ctypes.c_void_p]
        else:
            native = function
            native.argtypes = [ctypes.c_void_p, _Request, ctypes.c_void_p, ctypes.c_void_p]

            def function(handle: Any, data: bytes, size: int, answer: Any, error: Any) -> Any:
                return native(handle, _Request(data, size), answer, error)

        self[name] = function
        return function


class Library:
    """libslipway, loaded."""

    def __init__(self, path: str) -> None:
        self.path = path
        calls = ctypes.CDLL(path)
        quick = ctypes.PyDLL(path)  # for what returns at once: the GIL is kept
        self._calls = calls
        self.unary = _Functions(calls)
        self.open = calls.slipway_open
        self.open.argtypes = [_Request, ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
        self.close = calls.slipway_close
        self.close.argtypes = [ctypes.c_void_p]
        self.cursor_next = calls.slipway_cursor_next
        self.cursor_next.argtypes = [ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p]
        self.cursor_close = calls.slipway_cursor_close
        self.cursor_close.argtypes = [ctypes.c_void_p]
        self.cursor_close.restype = None
        self.work_next = calls.slipway_work_next
        self.work_next.argtypes = [ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p]
        self.complete = calls.slipway_complete
        self.complete.argtypes = [ctypes.c_void_p, _Request, ctypes.c_void_p]
        self.buffer_release = quick.slipway_buffer_release
        self.buffer_release.argtypes = [ctypes.c_void_p]
        self.buffer_release.restype = None
        self.error_message = quick.slipway_error_message
        self.error_path = quick.slipway_error_path
        self.error_detail = quick.slipway_error_detail
        self.error_release = quick.slipway_error_release
        for function in (self.error_message, self.error_path, self.error_detail, self.error_release):
            function.argtypes = [ctypes.c_void_p]
        self.error_message.restype = self.error_path.restype = ctypes.c_char_p
        self.error_detail.restype = _Bytes
        self.error_release.restype = None
        quick.slipway_version.restype = ctypes.c_char_p
        self.version: str = quick.slipway_version().decode()

    def error(self, code: int, error: Optional[int]) -> SlipwayError:
        """Takes an error object apart and releases it."""
        message = self.error_message(error).decode("utf-8", "replace")
        path = self.error_path(error).decode("utf-8", "replace")
        detail = self.error_detail(error)
        findings = (
            ErrorDetail.from_dict(json.loads(ctypes.string_at(detail.data, detail.size))).findings
            if detail.size
            else []
        )
        self.error_release(error)
        return BY_CODE.get(code, SlipwayError)(message, path, findings)

    def take(self, answer: _Answer) -> Dict[str, Any]:
        """The JSON object of a buffer, which is released."""
        text = answer.data.decode()
        self.buffer_release(ctypes.addressof(answer))
        return _scan(text, 0)[0]  # type: ignore[no-any-return]


_library: Optional[Library] = None
_library_lock = threading.Lock()


def library() -> Library:
    """Loads libslipway when it is first needed."""
    global _library
    with _library_lock:
        if _library is None:
            tried = []
            for path in _candidates():
                try:
                    _library = Library(path)
                    break
                except OSError as error:
                    tried.append(str(error))
            else:
                raise ImportError(
                    "libslipway was not found; install it, or name it in SLIPWAY_LIBRARY: " + "; ".join(tried)
                )
        return _library


def _slices(timeout: Optional[float]) -> int:
    if timeout is not None:
        return max(0, int(timeout * 1000))
    return _MAIN_THREAD_SLICE_MS if threading.current_thread() is threading.main_thread() else -1


class Core:
    """An engine's handle. Shared by the Engine, its streams and its task workers, none of which keeps the Engine
    alive."""

    def __init__(
        self,
        options: Dict[str, Any],
        callbacks: Mapping[str, Tuple[Callable[[Any], None], Type[Message]]],
        members: Sequence[str],
    ) -> None:
        self._library = library()
        self._handle: Optional[int] = None
        self.closed = False
        handle, error = ctypes.c_void_p(), ctypes.c_void_p()
        host, self._host = None, None
        if callbacks:
            self._host = host = _make_host(callbacks, members)
        body = encode(options).encode("ascii")
        code = self._library.open(
            _Request(body, len(body)),
            _JSON,
            ctypes.addressof(host) if host else None,
            ctypes.addressof(handle),
            ctypes.addressof(error),
        )
        if code != _OK:
            raise self._library.error(code, error.value)
        self._handle = handle.value
        _open_cores.add(self)

    def call(self, name: str, request: Any, response: Type[M_]) -> M_:
        """A unary call. The path that everything takes: no function is called here that need not be."""
        native = self._library
        body = encode(request).encode("ascii") if request else b""
        answer = _Answer()
        at = _addressof(answer)
        code = native.unary[name](self._handle, body, len(body), at, at + _ERROR_OFFSET)
        if code:
            raise native.error(code, answer.error)
        text = answer.data
        native.buffer_release(at)
        message = response.__new__(response)
        message._data = _scan(text.decode(), 0)[0] if text != b"{}" else {}
        return message

    def stream(self, name: str, request: Any) -> "Cursor":
        """A call that opens a stream."""
        body = encode(request).encode("ascii")
        handle, error = ctypes.c_void_p(), ctypes.c_void_p()
        code = self._library.unary[name](
            self._handle, body, len(body), ctypes.addressof(handle), ctypes.addressof(error)
        )
        if code:
            raise self._library.error(code, error.value)
        return Cursor(self._library, handle.value)

    def work_next(self) -> Dict[str, Any]:
        """Waits for the next HostTask; CancelledError when the engine closes."""
        answer = _Answer()
        at = ctypes.addressof(answer)
        code = self._library.work_next(self._handle, -1, at, at + _ERROR_OFFSET)
        if code:
            raise self._library.error(code, answer.error)
        return self._library.take(answer)

    def complete(self, completion: Message) -> None:
        """Answers a HostTask."""
        error = ctypes.c_void_p()
        body = encode(completion).encode("ascii")
        code = self._library.complete(self._handle, _Request(body, len(body)), ctypes.addressof(error))
        if code:
            raise self._library.error(code, error.value)

    def close(self) -> None:
        """See Engine.close."""
        if self._library.close(self._handle) != _OK:
            raise BY_CODE[StatusCode.FAILED_PRECONDITION]("close inside a callback: return first, then close")
        self.closed = True
        _open_cores.discard(self)


class Cursor:
    """A stream's handle."""

    def __init__(self, native: Library, handle: Optional[int]) -> None:
        self._library = native
        self._handle = handle

    def next(self, timeout: Optional[float]) -> Optional[Dict[str, Any]]:
        """The next message; None at the end. `timeout` in seconds, None: as long as it takes."""
        answer = _Answer()
        at = ctypes.addressof(answer)
        slice_ms = _slices(timeout)
        while True:
            code = self._library.cursor_next(self._handle, slice_ms, at, at + _ERROR_OFFSET)
            if code == _OK:
                return self._library.take(answer)
            error = self._library.error(code, answer.error)
            if code == StatusCode.OUT_OF_RANGE:
                return None
            if code != StatusCode.DEADLINE_EXCEEDED or timeout is not None:
                raise error

    def close(self) -> None:
        """Ends the stream; a thread that waits on it gets CancelledError."""
        self._library.cursor_close(self._handle)


def _make_host(callbacks: Mapping[str, Tuple[Callable[[Any], None], Type[Message]]], members: Sequence[str]) -> Any:
    class Host(ctypes.Structure):
        _fields_ = [("struct_size", ctypes.c_uint32), ("user_data", ctypes.c_void_p), ("release", ctypes.c_void_p)] + [
            (member, _HOST_CALL) for member in members
        ]

    host = Host()
    host.struct_size = ctypes.sizeof(Host)
    for member, (function, type_) in callbacks.items():
        setattr(host, member, _HOST_CALL(_fence(function, type_)))
    return host


def _fence(function: Callable[[Any], None], type_: Type[Message]) -> Callable[[Any, Any], int]:
    def call(_: Any, request: _Bytes) -> int:
        try:
            function(type_.from_dict(json.loads(ctypes.string_at(request.data, request.size))))
            return _OK
        except BaseException as error:  # nothing may unwind into the engine
            _report(error, function)
            return int(error.code if isinstance(error, SlipwayError) else StatusCode.INTERNAL)

    return call


def _report(error: BaseException, function: Any) -> None:
    try:
        if sys.unraisablehook is not sys.__unraisablehook__:
            unraisable: Any = _Unraisable(error, function)
            sys.unraisablehook(unraisable)
            return
        # The interpreter's own takes only what the interpreter made.
        print(f"Exception ignored in a callback of the engine: {function!r}", file=sys.stderr)
        traceback.print_exception(type(error), error, error.__traceback__)
    except BaseException:  # nobody is left to be told
        pass


class _Unraisable:
    """What sys.unraisablehook is given."""

    def __init__(self, error: BaseException, function: Any) -> None:
        self.exc_type, self.exc_value, self.exc_traceback = type(error), error, error.__traceback__
        self.err_msg, self.object = "exception in a callback of the engine", function


_open_cores: "weakref.WeakSet[Core]" = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """Threads that wait in C must come back before the interpreter goes."""
    for core in list(_open_cores):
        core.close()
