"""One exception per status code of slipway.h."""
import enum
from typing import Dict, List, Type

from ._generated_definition import Finding


__all__ = [
    "AbortedError",
    "AlreadyExistsError",
    "CancelledError",
    "DataLossError",
    "DeadlineExceededError",
    "FailedPreconditionError",
    "InternalError",
    "InvalidArgumentError",
    "NotFoundError",
    "OutOfRangeError",
    "PermissionDeniedError",
    "ResourceExhaustedError",
    "SlipwayError",
    "StatusCode",
    "UnauthenticatedError",
    "UnavailableError",
    "UnimplementedError",
]


class StatusCode(enum.IntEnum):
    """The numbers of slipway.h, absl::StatusCode and gRPC."""

    OK = 0
    CANCELLED = 1
    UNKNOWN = 2
    INVALID_ARGUMENT = 3
    DEADLINE_EXCEEDED = 4
    NOT_FOUND = 5
    ALREADY_EXISTS = 6
    PERMISSION_DENIED = 7
    RESOURCE_EXHAUSTED = 8
    FAILED_PRECONDITION = 9
    ABORTED = 10
    OUT_OF_RANGE = 11
    UNIMPLEMENTED = 12
    INTERNAL = 13
    UNAVAILABLE = 14
    DATA_LOSS = 15
    UNAUTHENTICATED = 16


class SlipwayError(Exception):
    """What the engine answers when it cannot do what was asked. str() of it says what is wrong and what to do."""

    code: StatusCode = StatusCode.UNKNOWN

    def __init__(self, message: str, path: str = "", findings: "List[Finding]" = []) -> None:
        super().__init__(message)
        self.message = message
        # The field that is wrong (environments[2].conditions[0].name); "" when the error is not about one.
        self.path = path
        # Of import_definition: everything that was found, not only the first.
        self.findings = list(findings)

    def __reduce__(self) -> "tuple[object, ...]":
        return (type(self), (self.message, self.path, self.findings))


class CancelledError(SlipwayError):
    """The engine or the stream was closed while waiting."""

    code = StatusCode.CANCELLED


class InvalidArgumentError(SlipwayError, ValueError):
    """The request is wrong whatever the state; `path` tells where."""

    code = StatusCode.INVALID_ARGUMENT


class DeadlineExceededError(SlipwayError, TimeoutError):
    """Nothing came in time."""

    code = StatusCode.DEADLINE_EXCEEDED


class NotFoundError(SlipwayError, LookupError):
    """There is no such definition, release, approval, ..."""

    code = StatusCode.NOT_FOUND


class AlreadyExistsError(SlipwayError):
    """There is one already."""

    code = StatusCode.ALREADY_EXISTS


class PermissionDeniedError(SlipwayError):
    """The actor may not do this; or the file system does not let the engine."""

    code = StatusCode.PERMISSION_DENIED


class ResourceExhaustedError(SlipwayError):
    """Out of memory or disk, or beyond a limit."""

    code = StatusCode.RESOURCE_EXHAUSTED


class FailedPreconditionError(SlipwayError):
    """Not in this state. Also of a closed engine, a forked child, a database that is in use."""

    code = StatusCode.FAILED_PRECONDITION


class AbortedError(SlipwayError):
    """Lost a race: read again, then decide again."""

    code = StatusCode.ABORTED


class OutOfRangeError(SlipwayError):
    """The stream has ended."""

    code = StatusCode.OUT_OF_RANGE


class UnimplementedError(SlipwayError):
    """This library cannot do it."""

    code = StatusCode.UNIMPLEMENTED


class InternalError(SlipwayError):
    """A defect of the library: please report it."""

    code = StatusCode.INTERNAL


class UnavailableError(SlipwayError):
    """Not now; try again."""

    code = StatusCode.UNAVAILABLE


class DataLossError(SlipwayError):
    """The database is damaged."""

    code = StatusCode.DATA_LOSS


class UnauthenticatedError(SlipwayError):
    """Who calls is not known."""

    code = StatusCode.UNAUTHENTICATED


BY_CODE: Dict[int, Type[SlipwayError]] = {error.code: error for error in SlipwayError.__subclasses__()}
