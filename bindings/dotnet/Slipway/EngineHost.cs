using System.Runtime.InteropServices;
using Google.Protobuf;

namespace Slipway;

public sealed partial class EngineHost
{
    /// <summary>
    /// Told of an exception that left one of the callbacks, and of the callback's name. The engine itself learns only a
    /// <see cref="StatusCode"/>: that of a <see cref="SlipwayException"/>, else <see cref="StatusCode.Unknown"/>.
    /// </summary>
    public Action<string, Exception>? CallbackFailed { get; set; }

    internal unsafe int Open(NativeBytes options, nint* engine, nint* error)
    {
        // Freed by the engine when it is gone and no callback can come any more; by us when there is no engine.
        GCHandle self = GCHandle.Alloc(this);
        NativeHost native = new()
        {
            StructSize = (uint)sizeof(NativeHost),
            UserData = GCHandle.ToIntPtr(self),
            Release = &OnRelease,
        };
        Fill(ref native);
        int code = NativeMethods.Open(options, NativeMethods.Proto, &native, engine, error);
        if (code != 0) self.Free();
        return code;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(System.Runtime.CompilerServices.CallConvCdecl)])]
    private static void OnRelease(nint userData) => GCHandle.FromIntPtr(userData).Free();

    private static int Answer<TRequest>(
        nint userData, NativeBytes request, MessageParser<TRequest> parser, Func<EngineHost, Action<TRequest>?> select, string name)
        where TRequest : IMessage<TRequest>
    {
        EngineHost? host = null;
        try
        {
            host = (EngineHost)GCHandle.FromIntPtr(userData).Target!;
            if (select(host) is not { } callback) return (int)StatusCode.Unimplemented;
            callback(parser.ParseFrom(request.Span));
            return 0;
        }
#pragma warning disable CA1031 // An exception must not unwind into the engine's frames, whatever it is.
        catch (Exception error)
        {
            try
            {
                host?.CallbackFailed?.Invoke(name, error);
            }
            catch (Exception)
            {
                // Nobody is left to be told.
            }
            return error is SlipwayException known ? (int)known.Code : (int)StatusCode.Unknown;
        }
#pragma warning restore CA1031
    }
}
