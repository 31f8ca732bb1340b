using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Google.Protobuf;

namespace Slipway;

/// <summary>
/// Messages that the engine sends as they come up. Read by one reader at a time, once: by <c>foreach</c>, by <c>await foreach</c>
/// over <see cref="ReadAllAsync"/>, or one by one with <see cref="TryRead"/>. The engine holds messages back until they are read.
/// </summary>
/// <typeparam name="TMessage">What comes.</typeparam>
public sealed class StreamingCall<TMessage> : IEnumerable<TMessage>, IDisposable
    where TMessage : IMessage<TMessage>
{
    // How far the thread of ReadAllAsync reads ahead.
    private const int Ahead = 16;

    private readonly CursorHandle _cursor;
    private readonly MessageParser<TMessage> _parser;

    internal StreamingCall(CursorHandle cursor, MessageParser<TMessage> parser)
    {
        _cursor = cursor;
        _parser = parser;
    }

    /// <summary>Whether the stream has ended: no message will follow.</summary>
    public bool Ended { get; private set; }

    /// <summary>Reads the next message.</summary>
    /// <param name="timeout">How long to wait; zero: only what is there; <see cref="Timeout.InfiniteTimeSpan"/>: as long as it
    /// takes.</param>
    /// <param name="message">The message.</param>
    /// <returns>False when nothing came in time, or when the stream has <see cref="Ended"/>.</returns>
    /// <exception cref="CancelledException">The engine or the stream was closed while waiting.</exception>
    /// <exception cref="FailedPreconditionException">They were closed before, or another thread is reading.</exception>
    public unsafe bool TryRead(TimeSpan timeout, [MaybeNullWhen(false)] out TMessage message)
    {
        NativeBuffer buffer = default;
        nint error = 0;
        int code = NativeMethods.CursorNext(_cursor.Value, Engine.Milliseconds(timeout), &buffer, &error);
        GC.KeepAlive(this);
        if (code == (int)StatusCode.DeadlineExceeded || code == (int)StatusCode.OutOfRange)
        {
            NativeMethods.ErrorRelease(error);
            if (code == (int)StatusCode.OutOfRange) Ended = true;
            message = default;
            return false;
        }
        NativeMethods.Check(code, error);
        message = EngineHandle.Take(&buffer, _parser);
        return true;
    }

    /// <summary>The messages until the stream ends; leaving the loop closes the stream.</summary>
    /// <returns>An enumerator that blocks.</returns>
    public IEnumerator<TMessage> GetEnumerator()
    {
        using (this)
        {
            while (TryRead(Timeout.InfiniteTimeSpan, out TMessage? message)) yield return message;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The messages until the stream ends; leaving the loop closes the stream. No thread of the pool waits.</summary>
    /// <param name="cancellationToken">Ends the loop with an OperationCanceledException.</param>
    /// <returns>The messages.</returns>
    public async IAsyncEnumerable<TMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Channel<TMessage> channel = Channel.CreateBounded<TMessage>(
            new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        using CancellationTokenRegistration stop =
            cancellationToken.UnsafeRegister(static stream => ((StreamingCall<TMessage>)stream!).Dispose(), this);
        new Thread(() => Pump(channel.Writer)) { IsBackground = true, Name = "slipway stream" }.Start();
        try
        {
            await foreach (TMessage message in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return message;
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            Dispose();
            channel.Writer.TryComplete();
        }
    }

    /// <summary>Closes the stream; a thread that waits in it gets a <see cref="CancelledException"/>. Twice: nothing happens.</summary>
    public void Dispose() => _cursor.Dispose();

    private void Pump(ChannelWriter<TMessage> writer)
    {
        try
        {
            while (TryRead(Timeout.InfiniteTimeSpan, out TMessage? message))
            {
                while (!writer.TryWrite(message))
                {
                    if (!writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult()) return;
                }
            }
            writer.TryComplete();
        }
        catch (Exception error)
        {
            // Closed by the reader: its loop has its own reason to end.
            writer.TryComplete(_cursor.IsClosed ? null : error);
        }
    }
}
