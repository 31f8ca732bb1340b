// A host that uses Google.Protobuf itself, and has the system's own protobuf loaded beside ours: all work, and the process ends
// cleanly with the engine still open.
using System.Runtime.InteropServices;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Slipway;

string[] theirs = ["libprotobuf.so.32", "libprotobuf-lite.so.32"];
int loaded = theirs.Count(name => NativeLibrary.TryLoad(name, out _));
Struct mine = Struct.Parser.ParseFrom(new Struct { Fields = { ["a"] = Value.ForString("b") } }.ToByteArray());
Engine engine = Engine.Open(args[0]);
if (engine.GetStatus(new()).Version != Engine.Version || mine.Fields["a"].StringValue != "b") return 1;
string[] maps = File.ReadAllLines("/proc/self/maps");
if (!maps.Any(line => line.Contains("/libprotobuf-lite-slipway-"))) return 2;
Console.WriteLine($"{loaded} protobuf libraries of the host and {Engine.Version} of the engine in one process");
return 0;
