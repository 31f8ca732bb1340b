using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Google.Protobuf;
using Slipway.V1;
using Xunit;

namespace Slipway.Tests;

/// <summary>What is wrong gets a defined answer: through the typed interface, and below it.</summary>
public sealed unsafe partial class Misuse : EngineTest
{
    private delegate int Raw(nint engine, NativeBytes request, out nint error);

    [Fact]
    public void NullClosedAndMadeUpEnginesAreRefusedByEveryCall()
    {
        nint closed;
        using (Engine engine = Open()) closed = HandleOf(engine);
        foreach ((string name, Raw call) in EveryCall())
        {
            foreach (nint handle in (nint[])[0, closed, 1, -1, unchecked((nint)0xDEADBEEF00000000)])
            {
                int code = call(handle, default, out nint error);
                Assert.True(code == (int)StatusCode.FailedPrecondition, $"{name}({handle:x}) answered {code}");
                Assert.Contains("engine", NativeMethods.Text(NativeMethods.ErrorMessage(error)));
                NativeMethods.ErrorRelease(error);
            }
        }
    }

    [Fact]
    public void RequestsThatAreNoMessagesAreRefusedByEveryCall()
    {
        using Engine engine = Open();
        byte[] garbage = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01];
        foreach ((string name, Raw call) in EveryCall())
        {
            fixed (byte* bytes = garbage)
            {
                int code = call(HandleOf(engine), new NativeBytes(bytes, (nuint)garbage.Length), out nint error);
                NativeMethods.ErrorRelease(error);
                Assert.True(code == (int)StatusCode.InvalidArgument, $"{name}: {code}");
            }
            // A size without data.
            int answer = call(HandleOf(engine), new NativeBytes(null, 5), out nint why);
            NativeMethods.ErrorRelease(why);
            Assert.True(answer is (int)StatusCode.InvalidArgument or (int)StatusCode.FailedPrecondition, $"{name}: {answer}");
        }
        Assert.Equal(0, engine.GetStatus(new()).ActiveReleases);
    }

    [Fact]
    public void EverythingElseTakesNull()
    {
        NativeBuffer buffer = default;
        nint error = 0;
        Assert.Equal(0, NativeMethods.Close(0));
        NativeMethods.CursorClose(0);
        NativeMethods.BufferRelease(null);
        NativeMethods.BufferRelease(&buffer);
        NativeMethods.ErrorRelease(0);
        Assert.Equal(0, NativeMethods.ErrorCode(0));
        Assert.Equal("", NativeMethods.Text(NativeMethods.ErrorMessage(0)));
        Assert.Equal("", NativeMethods.Text(NativeMethods.ErrorPath(0)));
        Assert.Equal((nuint)0, NativeMethods.ErrorDetail(0).Size);
        int[] codes =
        [
            NativeMethods.CursorNext(0, 0, &buffer, null), NativeMethods.WorkNext(0, 0, &buffer, null),
            NativeMethods.Complete(0, default, null), NativeMethods.Open(default, NativeMethods.Proto, null, null, null),
            NativeMethods.WorkNext(0, 0, null, &error),
        ];
        NativeMethods.ErrorRelease(error);
        Assert.All(codes, code => Assert.Equal((int)StatusCode.FailedPrecondition, code));
    }

    [Fact]
    public void AnEngineIsNoCursorAndACursorIsNoEngine()
    {
        using Engine engine = Open();
        byte[] none = [];
        nint cursor = 0;
        NativeBuffer buffer = default;
        Assert.Equal(0, NativeMethods.WatchEvents(HandleOf(engine), default, &cursor, null));
        Assert.Equal((int)StatusCode.FailedPrecondition, NativeMethods.GetStatus(cursor, default, &buffer, null));
        Assert.Equal((int)StatusCode.FailedPrecondition, NativeMethods.CursorNext(HandleOf(engine), 0, &buffer, null));
        NativeMethods.Close(cursor);
        NativeMethods.CursorClose(HandleOf(engine));
        Assert.Equal(0, NativeMethods.GetStatus(HandleOf(engine), default, null, null));
        NativeMethods.CursorClose(cursor);
        NativeMethods.CursorClose(cursor);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(4u)]
    [InlineData(9u)]
    [InlineData(1_000_000u)]
    public void AHostStructOfAWrongSizeIsRefused(uint size)
    {
        byte[] options = new OpenOptions { Database = Database }.ToByteArray();
        NativeHost host = new() { StructSize = size };
        nint engine = 0;
        nint error = 0;
        fixed (byte* bytes = options)
        {
            int code = NativeMethods.Open(new NativeBytes(bytes, (nuint)options.Length), NativeMethods.Proto, &host, &engine, &error);
            Assert.Equal((int)StatusCode.FailedPrecondition, code);
        }
        Assert.Contains("struct_size", NativeMethods.Text(NativeMethods.ErrorMessage(error)));
        NativeMethods.ErrorRelease(error);
        Assert.Equal(0, engine);
    }

    [Fact]
    public void AnEncodingThatDoesNotExistIsRefusedAndJsonWorks()
    {
        byte[] options = Encoding.UTF8.GetBytes($$"""{"database": "{{Database}}"}""");
        nint engine = 0;
        NativeBuffer buffer = default;
        fixed (byte* bytes = options)
        {
            NativeBytes request = new(bytes, (nuint)options.Length);
            Assert.Equal((int)StatusCode.InvalidArgument, NativeMethods.Open(request, 7, null, &engine, null));
            Assert.Equal(0, NativeMethods.Open(request, NativeMethods.Json, null, &engine, null));
        }
        Assert.Equal(0, NativeMethods.GetStatus(engine, default, &buffer, null));
        Assert.StartsWith("{", Encoding.UTF8.GetString(buffer.Span));
        NativeMethods.BufferRelease(&buffer);
        NativeMethods.BufferRelease(&buffer);
        Assert.Equal(0, NativeMethods.Close(engine));
        Assert.Equal(0, NativeMethods.Close(engine));
    }

    [Fact]
    public void TwoEnginesOnOneFileAreRefusedUntilTheFirstIsClosed()
    {
        using (Open()) Assert.Throws<FailedPreconditionException>(() => Open());
        Open().Dispose();
    }

    [Fact]
    public void ManyThreadsCallAtOnce()
    {
        const int Threads = 8, Calls = 200;
        using Engine engine = Open();
        engine.ImportDefinition(new() { Document = Definition() });
        OnThreads(Threads, thread =>
        {
            for (int i = 0; i < Calls; ++i)
            {
                switch ((thread + i) % 4)
                {
                    case 0: engine.GetStatus(new()); break;
                    case 1: Assert.Throws<NotFoundException>(() => engine.GetRelease(new() { ReleaseId = 1_000_000 })); break;
                    case 2: Assert.Single(engine.ListDefinitions(new()).Definitions); break;
                    default: engine.WatchEvents(new()).Dispose(); break;
                }
                if (i % 50 == 0) engine.CreateRelease(new() { DefinitionId = 1, IsDraft = true });
            }
        });
        Assert.Equal(Threads * Calls / 50, engine.ListReleases(new() { Limit = 1000 }).Releases.Count);
    }

    [Fact]
    public void ClosingDuringCallsEndsThemWithADefinedError()
    {
        for (int round = 0; round < 5; ++round)
        {
            Engine engine = Open();
            using CountdownEvent busy = new(6);
            Thread closer = new(() =>
            {
                busy.Wait(Deadline);
                engine.Dispose();
            });
            closer.Start();
            OnThreads(6, thread =>
            {
                Action calls = () => CallUntilItFails(engine, thread, busy);
                SlipwayException over = Assert.ThrowsAny<SlipwayException>(calls);
                Assert.True(over.Code is StatusCode.Cancelled or StatusCode.FailedPrecondition, over.Message);
            });
            closer.Join();
        }
    }

    [Fact]
    public void CollectionInAnyOrderClosesEverything()
    {
        for (int order = 0; order < 3; ++order)
        {
            (WeakReference engine, WeakReference stream) = Abandon(order);
            Callbacks.Collect(() => !engine.IsAlive && !stream.IsAlive);
            // The file is free again: the engine that nobody disposed was closed.
            Callbacks.Collect(() => Record.Exception(() => Open().Dispose()) is null);
        }
    }

    [Fact]
    public void AnEngineWithHandlersThatNobodyHasAnyMoreIsClosedToo()
    {
        WeakReference engine = AbandonWithHandler();
        Callbacks.Collect(() => !engine.IsAlive);
        Callbacks.Collect(() => Record.Exception(() => Open().Dispose()) is null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference, WeakReference) Abandon(int order)
    {
        Engine engine = Open();
        StreamingCall<WatchEventsResponse> stream = engine.WatchEvents(new());
        WeakReference first = new(engine), second = new(stream);
        if (order == 1)
        {
            engine.Dispose();
            GC.KeepAlive(stream);
        }
        else if (order == 2)
        {
            stream.Dispose();
            GC.KeepAlive(engine);
        }
        return (first, second);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference AbandonWithHandler()
    {
        Engine engine = Open();
        engine.AddTaskHandler(Greet, (_, _) => Task.FromResult(TaskOutcome.Succeeded));
        return new WeakReference(engine);
    }

    // Threads 0 and 1 block in the library; the others call on and on.
    private static void CallUntilItFails(Engine engine, int thread, CountdownEvent busy)
    {
        if (thread == 0)
        {
            busy.Signal();
            while (true) engine.TakeWork(Timeout.InfiniteTimeSpan);
        }
        if (thread == 1)
        {
            using StreamingCall<WatchEventsResponse> stream = engine.WatchEvents(new() { AfterPosition = -1 });
            busy.Signal();
            while (true) stream.TryRead(Timeout.InfiniteTimeSpan, out _);
        }
        busy.Signal();
        while (true) engine.GetStatus(new());
    }

    private static nint HandleOf(Engine engine) =>
        ((EngineHandle)typeof(Engine).GetField("_handle", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(engine)!).Value;

    private static void OnThreads(int count, Action<int> body)
    {
        Exception?[] errors = new Exception?[count];
        Thread[] threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() => errors[i] = Record.Exception(() => body(i))))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.All(errors, Assert.Null);
    }

    // Every rpc, streams among them, found by the shape of its P/Invoke.
    private static IEnumerable<(string, Raw)> EveryCall()
    {
        List<(string, Raw)> calls = [];
        foreach (MethodInfo method in typeof(NativeMethods).GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
        {
            if (method.GetParameters() is not [_, { Name: "request" }, { } third, _]) continue;
            nint function = method.MethodHandle.GetFunctionPointer();
            bool streams = third.ParameterType == typeof(nint*);
            calls.Add((method.Name, (nint engine, NativeBytes request, out nint error) =>
            {
                NativeBuffer response = default;
                nint cursor = 0, why = 0;
                int code = streams
                    ? ((delegate*<nint, NativeBytes, nint*, nint*, int>)function)(engine, request, &cursor, &why)
                    : ((delegate*<nint, NativeBytes, NativeBuffer*, nint*, int>)function)(engine, request, &response, &why);
                NativeMethods.BufferRelease(&response);
                NativeMethods.CursorClose(cursor);
                error = why;
                return code;
            }));
        }
        Assert.True(calls.Count > 30);
        return calls;
    }
}
