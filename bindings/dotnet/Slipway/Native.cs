using System.Reflection;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Slipway.V1;

namespace Slipway;

/// <summary>slipway_bytes: borrowed for a call.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeBytes(void* data, nuint size)
{
    internal readonly void* Data = data;
    internal readonly nuint Size = size;

    internal ReadOnlySpan<byte> Span => new(Data, checked((int)Size));
}

/// <summary>slipway_buffer: ours until it is released.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeBuffer
{
    internal byte* Data;
    internal nuint Size;
    internal void* Owner;

    internal readonly ReadOnlySpan<byte> Span => new(Data, checked((int)Size));
}

internal static unsafe partial class NativeMethods
{
    internal const int Proto = 0;
    internal const int Json = 1;

#pragma warning disable CA2255 // A library's resolver has to be there before its first call, whichever type makes it.
    [System.Runtime.CompilerServices.ModuleInitializer]
#pragma warning restore CA2255
    internal static void Initialize() => NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);

    // $SLIPWAY_LIBRARY names another build of the library; otherwise the runtime finds the package's own, and then the system's.
    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? paths)
    {
        if (name != Library) return 0;
        string? chosen = System.Environment.GetEnvironmentVariable("SLIPWAY_LIBRARY");
        if (!string.IsNullOrEmpty(chosen)) return NativeLibrary.Load(chosen);
        if (NativeLibrary.TryLoad(name, assembly, paths, out nint found)) return found;
        // Debian's package without its -dev half has no libslipway.so.
        return NativeLibrary.TryLoad("libslipway.so.0", assembly, paths, out found) ? found : 0;
    }

    internal static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";

    /// <summary>Throws what a call answered; takes the error.</summary>
    internal static void Check(int code, nint error)
    {
        if (code != 0) throw Failure(code, error);
    }

    internal static SlipwayException Failure(int code, nint error)
    {
        try
        {
            NativeBytes bytes = ErrorDetail(error);
            ErrorDetail detail = V1.ErrorDetail.Parser.ParseFrom(bytes.Span);
            if (detail.Path.Length == 0) detail.Path = Text(ErrorPath(error));
            return SlipwayException.Of((StatusCode)code, Text(ErrorMessage(error)), detail);
        }
        finally
        {
            ErrorRelease(error);
        }
    }
}

/// <summary>
/// slipway_engine*. The library finds out closed handles itself, so a call needs no reference count: it only keeps the handle
/// alive, and closing answers calls that block instead of waiting for them.
/// </summary>
internal sealed unsafe class EngineHandle : SafeHandle
{
    private const int OnStack = 1024;

    internal EngineHandle(nint engine) : base(0, ownsHandle: true)
    {
        Value = engine;
        SetHandle(engine);
    }

    /// <summary>Also of a closed engine: calls answer FAILED_PRECONDITION then.</summary>
    internal nint Value { get; }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _ = NativeMethods.Close(handle);
        return true;
    }

    internal void CloseEngine()
    {
        if (NativeMethods.Close(Value) == (int)StatusCode.FailedPrecondition)
        {
            throw SlipwayException.Of(
                StatusCode.FailedPrecondition,
                "an engine cannot be disposed inside one of its own callbacks; dispose it after the callback has returned",
                new ErrorDetail());
        }
        Dispose();
    }

    internal TResponse Call<TResponse>(
        IMessage request, delegate*<nint, NativeBytes, NativeBuffer*, nint*, int> function, MessageParser<TResponse> parser)
        where TResponse : IMessage<TResponse>
    {
        NativeBuffer response = default;
        nint error = 0;
        int size = request.CalculateSize();
        int code;
        if (size <= OnStack)
        {
            byte* bytes = stackalloc byte[OnStack];
            request.WriteTo(new Span<byte>(bytes, size));
            code = function(Value, new NativeBytes(bytes, (nuint)size), &response, &error);
        }
        else
        {
            // Not from a pool: it may hold secrets, and other code would find them there.
            byte[] bytes = GC.AllocateUninitializedArray<byte>(size);
            request.WriteTo(bytes.AsSpan());
            fixed (byte* pinned = bytes)
            {
                code = function(Value, new NativeBytes(pinned, (nuint)size), &response, &error);
            }
        }
        GC.KeepAlive(this);
        NativeMethods.Check(code, error);
        return Take(&response, parser);
    }

    internal StreamingCall<TMessage> Open<TMessage>(
        IMessage request, delegate*<nint, NativeBytes, nint*, nint*, int> function, MessageParser<TMessage> parser)
        where TMessage : IMessage<TMessage>
    {
        nint cursor = 0;
        nint error = 0;
        byte[] bytes = request.ToByteArray();
        fixed (byte* pinned = bytes)
        {
            NativeMethods.Check(function(Value, new NativeBytes(pinned, (nuint)bytes.Length), &cursor, &error), error);
        }
        GC.KeepAlive(this);
        return new StreamingCall<TMessage>(new CursorHandle(cursor), parser);
    }

    internal void Complete(TaskCompletion completion)
    {
        nint error = 0;
        byte[] bytes = completion.ToByteArray();
        fixed (byte* pinned = bytes)
        {
            NativeMethods.Check(NativeMethods.Complete(Value, new NativeBytes(pinned, (nuint)bytes.Length), &error), error);
        }
        GC.KeepAlive(this);
    }

    /// <summary>Of a number and not of a handle: who waits for work must not keep the engine from being collected.</summary>
    internal static HostTask? NextWork(nint engine, long timeoutMs)
    {
        NativeBuffer work = default;
        nint error = 0;
        int code = NativeMethods.WorkNext(engine, timeoutMs, &work, &error);
        if (code == (int)StatusCode.DeadlineExceeded)
        {
            NativeMethods.ErrorRelease(error);
            return null;
        }
        NativeMethods.Check(code, error);
        return Take(&work, HostTask.Parser);
    }

    internal static TMessage Take<TMessage>(NativeBuffer* buffer, MessageParser<TMessage> parser)
        where TMessage : IMessage<TMessage>
    {
        try
        {
            return parser.ParseFrom(buffer->Span);
        }
        finally
        {
            NativeMethods.BufferRelease(buffer);
        }
    }
}

/// <summary>slipway_cursor*.</summary>
internal sealed class CursorHandle : SafeHandle
{
    internal CursorHandle(nint cursor) : base(0, ownsHandle: true)
    {
        Value = cursor;
        SetHandle(cursor);
    }

    /// <summary>Also of a closed stream.</summary>
    internal nint Value { get; }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMethods.CursorClose(handle);
        return true;
    }
}
