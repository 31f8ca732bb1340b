// What a call costs in C#: over plain C (a bare P/Invoke with ready bytes, its response thrown away), and over that P/Invoke plus
// Google.Protobuf's own serialize and parse. In turns that are shorter than a slice of the scheduler, so that what else the machine
// does hits all of them alike; medians of the turns.
using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Slipway;
using Slipway.V1;

const int Turns = 1000;
const string TaskId = "5bfb729a-a7c8-4a78-a7c3-8d717bb7c13c";

string folder = Directory.CreateTempSubdirectory("slipway-bench-").FullName;
using Engine engine = Engine.Open(Path.Combine(folder, "typed.db"));
using Bare bare = new(Path.Combine(folder, "bare.db"));

string name = new('x', 144);
SetSecretsRequest secrets = new();
for (int i = 0; i < 500; ++i) secrets.Secrets.Add($"Variable.Name.{i:000}", $"value-{i:000}-0123456");

List<string> lines = [];
unsafe
{
    GetStatusRequest empty = new();
    Measure("empty", 50, empty, () => engine.GetStatus(empty), &NativeMethods.GetStatus, GetStatusResponse.Parser);
    RegisterTaskRequest task = new() { TaskId = TaskId, Version = "1.0.0", Name = name, Idempotent = true, Pull = true };
    Measure("200_bytes", 50, task, () => engine.RegisterTask(task), &NativeMethods.RegisterTask, RegisterTaskResponse.Parser);
    Measure("20_kB", 1, secrets, () => engine.SetSecrets(secrets), &NativeMethods.SetSecrets, SetSecretsResponse.Parser);
}
Console.WriteLine("{\"benchmarks\": [" + string.Join(", ", lines) + "]}");
engine.Dispose();
bare.Dispose();
Directory.Delete(folder, recursive: true);
return 0;

unsafe void Measure<TResponse>(
    string what, int calls, IMessage request, Action typed, delegate*<nint, NativeBytes, NativeBuffer*, nint*, int> function,
    MessageParser<TResponse> parser)
    where TResponse : IMessage<TResponse>
{
    byte[] bytes = request.ToByteArray();
    byte[] response = bare.Call(function, bytes);
    List<double> overC = [], overCodec = [], c = [], ours = [];
    for (int turn = -Turns; turn < Turns; ++turn)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; ++i) bare.Drop(function, bytes);
        long afterC = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; ++i) typed();
        long afterTyped = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; ++i)
        {
            GC.KeepAlive(request.ToByteArray());
            GC.KeepAlive(parser.ParseFrom(response));
        }
        long afterCodec = Stopwatch.GetTimestamp();
        // The first half warms up: by then everything is compiled for good.
        if (turn < 0) continue;
        double cTime = afterC - start, typedTime = afterTyped - afterC, codecTime = afterCodec - afterTyped;
        overC.Add(typedTime / cTime);
        overCodec.Add(typedTime / (cTime + codecTime));
        c.Add(cTime / calls);
        ours.Add(typedTime / calls);
    }
    double micro = 1e6 / Stopwatch.Frequency;
    lines.Add(string.Create(CultureInfo.InvariantCulture,
        $"{{\"name\": \"csharp_call/{what}\", \"bytes\": {bytes.Length}, \"x_c\": {Median(overC):0.000}, \"ratio\": {Median(overCodec):0.000}, \"c_us\": {Median(c) * micro:0.000}, \"us\": {Median(ours) * micro:0.000}}}"));
}

static double Median(List<double> values)
{
    values.Sort();
    return values[values.Count / 2];
}

/// <summary>The C interface as it is.</summary>
internal sealed unsafe class Bare : IDisposable
{
    private readonly nint _engine;

    public Bare(string database)
    {
        byte[] options = new OpenOptions { Database = database }.ToByteArray();
        nint engine = 0, error = 0;
        fixed (byte* pinned = options)
        {
            NativeBytes bytes = new(pinned, (nuint)options.Length);
            if (NativeMethods.Open(bytes, NativeMethods.Proto, null, &engine, &error) != 0) throw new InvalidOperationException();
        }
        _engine = engine;
    }

    public void Drop(delegate*<nint, NativeBytes, NativeBuffer*, nint*, int> function, byte[] request)
    {
        NativeBuffer response = default;
        nint error = 0;
        fixed (byte* pinned = request)
        {
            if (function(_engine, new NativeBytes(pinned, (nuint)request.Length), &response, &error) != 0) throw new InvalidOperationException();
        }
        NativeMethods.BufferRelease(&response);
    }

    public byte[] Call(delegate*<nint, NativeBytes, NativeBuffer*, nint*, int> function, byte[] request)
    {
        NativeBuffer response = default;
        nint error = 0;
        fixed (byte* pinned = request)
        {
            if (function(_engine, new NativeBytes(pinned, (nuint)request.Length), &response, &error) != 0) throw new InvalidOperationException();
        }
        byte[] bytes = response.Span.ToArray();
        NativeMethods.BufferRelease(&response);
        return bytes;
    }

    public void Dispose() => NativeMethods.Close(_engine);
}
