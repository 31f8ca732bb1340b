using System.Runtime.CompilerServices;
using Google.Protobuf;
using Slipway.V1;
using Task = System.Threading.Tasks.Task;

namespace Slipway;

/// <summary>
/// A release engine in this process. Every member may be called from any thread, also from several at once; a member that
/// changes something returns when the change is durable.
/// </summary>
/// <remarks>
/// Dispose it: what runs outside goes on and is picked up by the next <see cref="Open(OpenOptions, EngineHost?)"/>. Calls that
/// block throw <see cref="CancelledException"/> then, later ones <see cref="FailedPreconditionException"/>. An engine that is
/// collected without having been disposed is closed as well.
/// </remarks>
public sealed partial class Engine : IDisposable, IAsyncDisposable
{
    private readonly EngineHandle _handle;
    private readonly TaskRunner _tasks;

    private Engine(nint engine)
    {
        _handle = new EngineHandle(engine);
        _tasks = new TaskRunner(_handle);
    }

    /// <summary>Version of the native library, MAJOR.MINOR.PATCH.</summary>
    public static unsafe string Version => NativeMethods.Text(NativeMethods.Version());

    /// <summary>Opens an engine over a database file, which is created when it is missing.</summary>
    /// <param name="database">Path of the SQLite file. Logs and work folders are beside it, in FILE.d.</param>
    /// <returns>The engine, which the caller disposes.</returns>
    /// <exception cref="FailedPreconditionException">The database is in use, or of a newer version.</exception>
    public static Engine Open(string database) => Open(new OpenOptions { Database = database });

    /// <summary>Opens an engine.</summary>
    /// <param name="options">How; only <see cref="OpenOptions.Database"/> is needed.</param>
    /// <param name="host">What the host offers to the engine, if anything.</param>
    /// <returns>The engine, which the caller disposes.</returns>
    /// <exception cref="InvalidArgumentException">An option is wrong: <see cref="SlipwayException.Path"/> says which.</exception>
    /// <exception cref="FailedPreconditionException">The database is in use, or of a newer version.</exception>
    /// <exception cref="PermissionDeniedException">The database may not be written.</exception>
    /// <exception cref="DataLossException">The database is damaged.</exception>
    public static unsafe Engine Open(OpenOptions options, EngineHost? host = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        byte[] bytes = options.ToByteArray();
        nint engine = 0;
        nint error = 0;
        fixed (byte* pinned = bytes)
        {
            NativeBytes request = new(pinned, (nuint)bytes.Length);
            int code = host is null
                ? NativeMethods.Open(request, NativeMethods.Proto, null, &engine, &error)
                : host.Open(request, &engine, &error);
            NativeMethods.Check(code, error);
        }
        return new Engine(engine);
    }

    /// <summary>Opens an engine on the thread pool: recovery of many active releases takes a while.</summary>
    /// <param name="options">How; only <see cref="OpenOptions.Database"/> is needed.</param>
    /// <param name="host">What the host offers to the engine, if anything.</param>
    /// <param name="cancellationToken">Ends the waiting; an engine that opens after that is closed again.</param>
    /// <returns>The engine, which the caller disposes.</returns>
    public static async Task<Engine> OpenAsync(
        OpenOptions options, EngineHost? host = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        Task<Engine> opening = Task.Run(() => Open(options, host), cancellationToken);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(
                static late => late.Result.Dispose(), CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    /// <summary>
    /// From now on the host runs this task id: <paramref name="handler"/>, on a thread of its own per running task. Added again:
    /// replaced. Work that was waiting for a handler since the engine opened begins.
    /// </summary>
    /// <param name="taskId">The GUID that definitions name.</param>
    /// <param name="handler">What runs it. Its exceptions fail the task, with the stack trace in the task's log.</param>
    /// <param name="options">Version, name, and whether it may be run again.</param>
    /// <exception cref="InvalidArgumentException"><paramref name="taskId"/> is empty.</exception>
    public void AddTaskHandler(string taskId, ITaskHandler handler, TaskHandlerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(taskId);
        ArgumentNullException.ThrowIfNull(handler);
        _tasks.Add(taskId, handler, options ?? new TaskHandlerOptions());
    }

    /// <summary>As the other overload, with a function as handler.</summary>
    /// <param name="taskId">The GUID that definitions name.</param>
    /// <param name="handler">What runs it.</param>
    /// <param name="options">Version, name, and whether it may be run again.</param>
    public void AddTaskHandler(
        string taskId, Func<TaskContext, CancellationToken, Task<TaskOutcome>> handler, TaskHandlerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        AddTaskHandler(taskId, new FunctionHandler(handler), options);
    }

    /// <summary>
    /// Takes the next task registered with <see cref="RegisterTaskRequest.Pull"/>, or word that one is to be cancelled
    /// (<see cref="HostTask.Cancel"/>), for a host with a dispatcher of its own. Not together with
    /// <see cref="AddTaskHandler(string, ITaskHandler, TaskHandlerOptions?)"/>, which takes them too.
    /// </summary>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> as long as it takes.</param>
    /// <returns>The task, to be answered with <see cref="Complete"/>; null when there was none in time.</returns>
    public HostTask? TakeWork(TimeSpan timeout)
    {
        HostTask? work = EngineHandle.NextWork(_handle.Value, Milliseconds(timeout));
        GC.KeepAlive(this);
        return work;
    }

    /// <summary>Answers a task that was taken with <see cref="TakeWork"/>.</summary>
    /// <param name="completion">How it ended, and the task's token.</param>
    /// <exception cref="NotFoundException">No task with this token is open: it is the second of two answers.</exception>
    public void Complete(TaskCompletion completion)
    {
        ArgumentNullException.ThrowIfNull(completion);
        _handle.Complete(completion);
    }

    /// <summary>Closes the engine, and tells running handlers to stop. Twice: nothing happens.</summary>
    /// <exception cref="FailedPreconditionException">Called inside a callback of this engine's <see cref="EngineHost"/>.</exception>
    public void Dispose()
    {
        // The engine first: handlers that stop must not complete their tasks, which the next open picks up.
        _handle.CloseEngine();
        _tasks.Stop();
    }

    /// <summary>Closes the engine on the thread pool.</summary>
    /// <returns>The closing.</returns>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    internal static long Milliseconds(TimeSpan timeout) =>
        timeout == Timeout.InfiniteTimeSpan ? -1 : timeout < TimeSpan.Zero
            ? throw new ArgumentOutOfRangeException(nameof(timeout), timeout, "Neither positive nor infinite.")
            : (long)Math.Ceiling(timeout.TotalMilliseconds);

    private unsafe TResponse Call<TResponse>(
        IMessage request, delegate*<nint, NativeBytes, NativeBuffer*, nint*, int> function, MessageParser<TResponse> parser)
        where TResponse : IMessage<TResponse> => _handle.Call(request, function, parser);

    private unsafe StreamingCall<TMessage> OpenStream<TMessage>(
        IMessage request, delegate*<nint, NativeBytes, nint*, nint*, int> function, MessageParser<TMessage> parser)
        where TMessage : IMessage<TMessage> => _handle.Open(request, function, parser);

    private static Task<TResponse> Background<TResponse>(Func<TResponse> call, CancellationToken cancellationToken) =>
        Task.Run(call, cancellationToken).WaitAsync(cancellationToken);

    private static async IAsyncEnumerable<TMessage> ReadStreamAsync<TMessage>(
        Func<StreamingCall<TMessage>> open, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TMessage : IMessage<TMessage>
    {
        cancellationToken.ThrowIfCancellationRequested();
        using StreamingCall<TMessage> stream = await Task.Run(open, CancellationToken.None).ConfigureAwait(false);
        await foreach (TMessage message in stream.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return message;
    }
}
