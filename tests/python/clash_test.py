"""A process with google.protobuf, which has our .proto files compiled and registered, loads the library and leaves
cleanly.

Arguments: the folder with the modules that protoc made, and which is loaded first: protobuf or slipway.
"""
import sys
import tempfile

folder, first = sys.argv[1:3]


def load_protobuf():
    import slipway

    slipway.__path__.append(folder + "/slipway")  # protoc's package is called slipway.v1
    from google.protobuf.internal import api_implementation
    from slipway.v1 import commands_pb2

    return api_implementation.Type(), commands_pb2


def use_slipway(document):
    import slipway

    with tempfile.TemporaryDirectory(prefix="slipway-clash-") as place, slipway.Engine(
        place + "/s.db", unknown_tasks=slipway.UnknownTaskPolicy.SIMULATE
    ) as engine:
        engine.import_definition(document=document)
        release = engine.create_release(definition_id=1).release
        list(engine.events(release=release.id, until_idle=True))
        return engine.get_release(release_id=release.id).release.to_dict()


from support import definition  # noqa: E402

if first == "slipway":
    release = use_slipway(definition())
    backend, messages = load_protobuf()
else:
    backend, messages = load_protobuf()
    release = use_slipway(definition())
from google.protobuf import json_format  # noqa: E402

# Both read the same JSON, and give it back.
parsed = json_format.ParseDict({"release": release}, messages.GetReleaseResponse())
again = messages.GetReleaseResponse.FromString(parsed.SerializeToString())
assert again.release.name == "R-1" and again.release.environments[0].status == 4, again
import slipway  # noqa: E402

assert slipway.Release.from_dict(json_format.MessageToDict(again)["release"]).name == "R-1"
print(f"google.protobuf ({backend}) and slipway {slipway.version()} in one process, {first} first")
