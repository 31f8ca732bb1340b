"""Messages and enums of slipway/v1/error.proto.

Emitted by capi/gen from include/slipway/v1; do not edit. Change the .proto and build `regenerate`.
"""
from typing import Mapping, Optional, Sequence

from ._generated_definition import Finding
from ._message import Message, given, messages_field, text_field

__all__ = [
    "ErrorDetail",
]


class ErrorDetail(Message):
    """Detail of an error (slipway_error_detail), in the engine's encoding."""

    __slots__ = ()
    _fields_ = ("path", "findings")

    path = text_field("path",
                      "Of the field that is wrong: environments[2].conditions[0].name; empty when it is not about one.")
    findings = messages_field("findings", Finding,
                              "Of ImportDefinition: everything that was found, not only the first.")

    def __init__(self, *, path: str = "", findings: Sequence[Finding] = ()) -> None:
        self._data = given({"path": path, "findings": findings})
