"""What emitted messages and enums are made of.

A message wraps the object that the JSON encoding of the interface gives, as it is: parsing is the json module's work,
in C, and a field is converted when it is first read. That is what makes a call cheap; bench/bindings compares it with
protobuf codecs.
"""
import base64
import enum
import os
from typing import TYPE_CHECKING, Any, Callable, Dict, Generic, List, Mapping, Optional, Tuple, Type, TypeVar, overload

T = TypeVar("T")
K = TypeVar("K")
E_ = TypeVar("E_", bound="Enum")
M_ = TypeVar("M_", bound="Message")


class Enum(enum.IntEnum):
    """An enum of the interface. A value that this version does not know is kept, as UNKNOWN_<number>."""

    __prefix__ = ""

    @classmethod
    def _missing_(cls, value: object) -> Any:
        if not isinstance(value, int):
            return None
        member = int.__new__(cls, value)
        member._name_ = f"UNKNOWN_{value}"
        setattr(member, "_value_", value)
        return member

    @classmethod
    def from_wire(cls: Type[E_], value: Any) -> E_:
        """The member of a name of the .proto (RELEASE_STATUS_ACTIVE), or of a number."""
        if isinstance(value, str):
            return cls[value[len(cls.__prefix__) :]]
        return cls(value)

    @property
    def wire_name(self) -> Any:
        """What JSON calls it; the number when there is no name."""
        return self.__prefix__ + self._name_ if self._name_ in type(self).__members__ else int(self)


class Message:
    """Base of all messages. Not synchronised: share one between threads only to read it."""

    __slots__ = ("_data",)
    _data: Dict[str, Any]
    _fields_: Tuple[str, ...] = ()
    _secrets_: Tuple[str, ...] = ()

    def __init__(self) -> None:
        self._data = {}

    @classmethod
    def from_dict(cls: Type[M_], data: Mapping[str, Any]) -> M_:
        """Of the object that JSON gives: lowerCamelCase keys, enums by name. It belongs to the message from now on."""
        message = cls.__new__(cls)
        message._data = data if type(data) is dict else dict(data)
        return message

    def to_dict(self) -> Dict[str, Any]:
        """A copy as plain dicts, lists and values, ready for the json module; fields that are not set are left out."""
        return {key: _plain(value) for key, value in self._data.items() if not _is_default(value)}

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return isinstance(other, Message) and self.to_dict() == other.to_dict()

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = []
        hides = bool(self._data.get("isSecret"))
        for name in self._fields_:
            value = getattr(self, name)
            if value is None or (not isinstance(value, Message) and not value):
                continue
            secret = name in self._secrets_ or (hides and name in ("value", "sealed"))
            shown.append(f"{name}='***'" if secret else f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(shown)})"

    def __reduce__(self) -> Tuple[Any, ...]:
        return (type(self).from_dict, (self.to_dict(),))


def given(fields: Dict[str, Any]) -> Dict[str, Any]:
    """Of the arguments of a constructor those that say something."""
    return {
        key: list(value) if type(value) is tuple else value
        for key, value in fields.items()
        if value or isinstance(value, Message)
    }


def encode_other(value: Any) -> Any:
    """json's `default`: what a message may hold beyond JSON's own types."""
    if isinstance(value, Message):
        return value._data
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "__iter__"):
        return list(value)
    raise TypeError(f"a request cannot hold a {type(value).__name__}: {value!r:.100}")


def _plain(value: Any) -> Any:
    if isinstance(value, Message):
        return value.to_dict()
    if isinstance(value, Enum):
        return value.wire_name
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value


def _is_default(value: Any) -> bool:
    return isinstance(value, (list, tuple, dict)) and not value


# Fields. Each function below makes a property; for a type checker it is a Field of the value's type.


class Field(Generic[T]):
    """A typed attribute of a message."""

    if TYPE_CHECKING:

        @overload
        def __get__(self, instance: None, owner: Any) -> "Field[T]":
            ...

        @overload
        def __get__(self, instance: Message, owner: Any) -> T:
            ...

        def __get__(self, instance: Any, owner: Any) -> Any:
            ...

        def __set__(self, instance: Message, value: T) -> None:
            ...


def _field(key: str, get: Callable[[Any], Any], doc: Optional[str]) -> Any:
    def put(self: Message, value: Any) -> None:
        if value is None:
            self._data.pop(key, None)
        else:
            self._data[key] = value

    return property(get, put, None, doc)


def _as_is(key: str, default: Any, doc: Optional[str]) -> Any:
    return _field(key, lambda self: self._data.get(key, default), doc)


def _converted(
    key: str, default: Any, convert: Callable[[Any], Any], is_ready: Callable[[Any], bool], doc: Optional[str]
) -> Any:
    def get(self: Message) -> Any:
        value = self._data.get(key)
        if value is None:
            return default
        if not is_ready(value):
            value = self._data[key] = convert(value)
        return value

    return _field(key, get, doc)


def _container(
    key: str,
    make: Callable[[], Any],
    convert: Optional[Callable[[Any], Any]],
    is_ready: Callable[[Any], bool],
    doc: Optional[str],
) -> Any:
    def get(self: Message) -> Any:
        value = self._data.get(key)
        if value is None:
            value = self._data[key] = make()
        elif convert is not None and value and not is_ready(value):
            value = self._data[key] = convert(value)
        return value

    return _field(key, get, doc)


def _always(value: Any) -> bool:
    return True


def _is_int(value: Any) -> bool:
    return type(value) is int


def _is_bytes(value: Any) -> bool:
    return type(value) is bytes


def text_field(key: str, doc: Optional[str] = None) -> Field[str]:
    return _as_is(key, "", doc)  # type: ignore[no-any-return]


def boolean_field(key: str, doc: Optional[str] = None) -> Field[bool]:
    return _as_is(key, False, doc)  # type: ignore[no-any-return]


def integer_field(key: str, doc: Optional[str] = None) -> Field[int]:
    # Beyond 2^53 the interface writes strings.
    return _converted(key, 0, int, _is_int, doc)  # type: ignore[no-any-return]


def number_field(key: str, doc: Optional[str] = None) -> Field[float]:
    return _converted(key, 0.0, float, lambda value: type(value) is float, doc)  # type: ignore[no-any-return]


def binary_field(key: str, doc: Optional[str] = None) -> Field[bytes]:
    return _converted(key, b"", base64.b64decode, _is_bytes, doc)  # type: ignore[no-any-return]


def enumeration_field(key: str, type_: Type[E_], doc: Optional[str] = None) -> Field[E_]:
    default = type_(0)
    by_name = {type_.__prefix__ + name: member for name, member in type_.__members__.items()}

    def get(self: Message) -> Any:
        value = self._data.get(key, default)
        if type(value) is type_:
            return value
        return by_name[value] if value in by_name else type_.from_wire(value)

    return _field(key, get, doc)  # type: ignore[no-any-return]


def optional_text_field(key: str, doc: Optional[str] = None) -> Field[Optional[str]]:
    return _as_is(key, None, doc)  # type: ignore[no-any-return]


def optional_boolean_field(key: str, doc: Optional[str] = None) -> Field[Optional[bool]]:
    return _as_is(key, None, doc)  # type: ignore[no-any-return]


def optional_integer_field(key: str, doc: Optional[str] = None) -> Field[Optional[int]]:
    return _converted(key, None, int, _is_int, doc)  # type: ignore[no-any-return]


def optional_number_field(key: str, doc: Optional[str] = None) -> Field[Optional[float]]:
    return _converted(key, None, float, lambda value: type(value) is float, doc)  # type: ignore[no-any-return]


def optional_binary_field(key: str, doc: Optional[str] = None) -> Field[Optional[bytes]]:
    return _converted(key, None, base64.b64decode, _is_bytes, doc)  # type: ignore[no-any-return]


def optional_enumeration_field(key: str, type_: Type[E_], doc: Optional[str] = None) -> Field[Optional[E_]]:
    return _converted(key, None, type_.from_wire, lambda value: type(value) is type_, doc)  # type: ignore[no-any-return]


def message_field(key: str, type_: Type[M_], doc: Optional[str] = None) -> Field[Optional[M_]]:
    return _converted(key, None, type_.from_dict, lambda value: type(value) is type_, doc)  # type: ignore[no-any-return]


def part_field(key: str, type_: Type[M_], doc: Optional[str] = None) -> Field[M_]:
    """A message of a response: when it is not there, an empty one is made."""
    return _container(key, type_, type_.from_dict, lambda value: type(value) is type_, doc)  # type: ignore[no-any-return]


def text_list_field(key: str, doc: Optional[str] = None) -> Field[List[str]]:
    return _container(key, list, None, _always, doc)  # type: ignore[no-any-return]


def boolean_list_field(key: str, doc: Optional[str] = None) -> Field[List[bool]]:
    return _container(key, list, None, _always, doc)  # type: ignore[no-any-return]


def number_list_field(key: str, doc: Optional[str] = None) -> Field[List[float]]:
    return _container(key, list, None, _always, doc)  # type: ignore[no-any-return]


def integer_list_field(key: str, doc: Optional[str] = None) -> Field[List[int]]:
    def ready(items: Any) -> bool:
        return all(type(item) is int for item in items)

    return _container(key, list, lambda items: [int(item) for item in items], ready, doc)  # type: ignore[no-any-return]


def binary_list_field(key: str, doc: Optional[str] = None) -> Field[List[bytes]]:
    return _container(  # type: ignore[no-any-return]
        key,
        list,
        lambda items: [base64.b64decode(item) for item in items],
        lambda items: type(items[0]) is bytes,
        doc,
    )


def messages_field(key: str, type_: Type[M_], doc: Optional[str] = None) -> Field[List[M_]]:
    of = type_.from_dict
    return _container(  # type: ignore[no-any-return]
        key,
        list,
        lambda items: [of(item) for item in items],
        lambda items: type(items[0]) is type_,
        doc,
    )


def enumerations_field(key: str, type_: Type[E_], doc: Optional[str] = None) -> Field[List[E_]]:
    return _container(  # type: ignore[no-any-return]
        key,
        list,
        lambda items: [type_.from_wire(item) for item in items],
        lambda items: type(items[0]) is type_,
        doc,
    )


def _map(
    key: str, key_type: Type[K], convert: Optional[Callable[[Any], Any]], value_type: type, doc: Optional[str]
) -> Any:
    if convert is None and key_type is str:
        return _container(key, dict, None, _always, doc)
    key_of: Any = (lambda name: name == "true") if key_type is bool else key_type
    value_of = convert if convert is not None else lambda value: value

    def ready(items: Any) -> bool:
        name, value = next(iter(items.items()))
        return type(name) is key_type and (convert is None or type(value) is value_type)

    return _container(
        key, dict, lambda items: {key_of(name): value_of(value) for name, value in items.items()}, ready, doc
    )


def text_map_field(key: str, key_type: Type[K], doc: Optional[str] = None) -> Field[Dict[K, str]]:
    return _map(key, key_type, None, str, doc)  # type: ignore[no-any-return]


def boolean_map_field(key: str, key_type: Type[K], doc: Optional[str] = None) -> Field[Dict[K, bool]]:
    return _map(key, key_type, None, bool, doc)  # type: ignore[no-any-return]


def number_map_field(key: str, key_type: Type[K], doc: Optional[str] = None) -> Field[Dict[K, float]]:
    return _map(key, key_type, float, float, doc)  # type: ignore[no-any-return]


def integer_map_field(key: str, key_type: Type[K], doc: Optional[str] = None) -> Field[Dict[K, int]]:
    return _map(key, key_type, int, int, doc)  # type: ignore[no-any-return]


def binary_map_field(key: str, key_type: Type[K], doc: Optional[str] = None) -> Field[Dict[K, bytes]]:
    return _map(key, key_type, base64.b64decode, bytes, doc)  # type: ignore[no-any-return]


def enumeration_map_field(
    key: str, key_type: Type[K], type_: Type[E_], doc: Optional[str] = None
) -> Field[Dict[K, E_]]:
    return _map(key, key_type, type_.from_wire, type_, doc)  # type: ignore[no-any-return]


def message_map_field(key: str, key_type: Type[K], type_: Type[M_], doc: Optional[str] = None) -> Field[Dict[K, M_]]:
    return _map(key, key_type, type_.from_dict, type_, doc)  # type: ignore[no-any-return]


def oneof_field(members: Dict[str, str]) -> Field[Optional[str]]:
    """Which of the fields, at most one of which is set, it is: its name."""

    def get(self: Message) -> Optional[str]:
        for key in self._data:
            if key in members:
                return members[key]
        return None

    return property(get)  # type: ignore[return-value]
