"""Slipway, an embeddable release engine.

    import slipway

    with slipway.Engine("releases.db") as engine:
        engine.import_definition(document=open("pipeline.json").read(), upsert=True)
        release = engine.create_release(definition_id=1).release
        for event in engine.events(release=release.id, until_idle=True):
            print(event.batch.events)

Engine has one method per call of the interface, AsyncEngine the same for asyncio. Messages and enums are classes of
this module. Errors are subclasses of SlipwayError, one per code. After os.fork the child opens an engine of its own:
those of the parent answer
FailedPreconditionError there.
"""
from ._async import AsyncStream as AsyncStream
from ._engine import Stream as Stream
from ._errors import *
from ._generated import *
from ._message import Enum as Enum, Message as Message
from ._native import library as _library
from ._tasks import TaskCanceled as TaskCanceled, TaskContext as TaskContext, TaskFailed as TaskFailed


def version() -> str:
    """Of the library: MAJOR.MINOR.PATCH."""
    return _library().version
