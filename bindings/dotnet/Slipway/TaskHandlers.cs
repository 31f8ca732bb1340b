using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.Collections;
using Slipway.V1;
using TaskStatus = Slipway.V1.TaskStatus;

namespace Slipway;

/// <summary>A task of a pipeline that runs in this process.</summary>
public interface ITaskHandler
{
    /// <summary>
    /// Runs one task. Called on a thread of its own, where it may block. An exception fails the task, with its stack trace in the
    /// task's log; an <see cref="OperationCanceledException"/> after <paramref name="cancellationToken"/> was cancelled completes
    /// it as canceled.
    /// </summary>
    /// <param name="context">The task: inputs, variables, log, progress.</param>
    /// <param name="cancellationToken">Cancelled when the task is to stop, and when the engine is closed.</param>
    /// <returns>How it ended.</returns>
    Task<TaskOutcome> RunAsync(TaskContext context, CancellationToken cancellationToken);
}

/// <summary>How a task ended.</summary>
/// <param name="Status">Succeeded, PartiallySucceeded, Failed, Canceled or Skipped.</param>
/// <param name="Message">Why, for people.</param>
public readonly record struct TaskOutcome(TaskStatus Status, string Message = "")
{
    /// <summary>It did what it was to do.</summary>
    public static TaskOutcome Succeeded { get; } = new(TaskStatus.Succeeded);

    /// <summary>There was nothing to do.</summary>
    public static TaskOutcome Skipped { get; } = new(TaskStatus.Skipped);

    /// <summary>It stopped because it was told to.</summary>
    public static TaskOutcome Canceled { get; } = new(TaskStatus.Canceled);

    /// <summary>It did not do what it was to do.</summary>
    /// <param name="message">Why, for people.</param>
    /// <returns>The outcome.</returns>
    public static TaskOutcome Failed(string message) => new(TaskStatus.Failed, message);

    /// <summary>It did a part of it.</summary>
    /// <param name="message">What was left out, for people.</param>
    /// <returns>The outcome.</returns>
    public static TaskOutcome PartiallySucceeded(string message) => new(TaskStatus.PartiallySucceeded, message);
}

/// <summary>What the engine is told about a handler.</summary>
public sealed record TaskHandlerOptions
{
    /// <summary>MAJOR.MINOR.PATCH, as it is shown.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>What people call the task.</summary>
    public string Name { get; init; } = "";

    /// <summary>Whether it may be run again when its outcome is unknown, because the process ended meanwhile.</summary>
    public bool Idempotent { get; init; }
}

/// <summary>A task that a handler is to run. Members may be called from any thread.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A source without timer and wait handle holds nothing to dispose of, "
    + "and the handler may use its token for as long as it likes.")]
public sealed class TaskContext
{
    private readonly EngineHandle _engine;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletion _completion;

    internal TaskContext(EngineHandle engine, HostTask details)
    {
        _engine = engine;
        Details = details;
        _completion = new TaskCompletion { Token = details.Token };
    }

    /// <summary>Everything the engine says about the task. Its ToString shows secrets: never log it.</summary>
    public HostTask Details { get; }

    /// <summary>The release that the task belongs to.</summary>
    public long ReleaseId => Details.ReleaseId;

    /// <summary>Name of the environment that is being deployed.</summary>
    public string Environment => Details.Environment;

    /// <summary>Cancelled when the task is to stop.</summary>
    public CancellationToken CancellationToken => _stop.Token;

    /// <summary>An input, expanded; it may hold a secret. Names do not follow case.</summary>
    /// <param name="name">Name of the input.</param>
    /// <param name="otherwise">What to give when the task has none of this name.</param>
    /// <returns>Its value.</returns>
    public string Input(string name, string otherwise = "") => Find(Details.Inputs, name) ?? otherwise;

    /// <summary>A variable; secret ones are found too, and masked in the log. Names do not follow case.</summary>
    /// <param name="name">Name of the variable.</param>
    /// <returns>Its value; null when there is none.</returns>
    public string? Variable(string name) => Find(Details.Variables, name) ?? Find(Details.SecretVariables, name);

    /// <summary>Writes lines to the task's log, as output of a process would be: masked, logging commands obeyed.</summary>
    /// <param name="text">One or more lines; the last end of line may be left out.</param>
    /// <param name="isError">Whether it is output of the error stream.</param>
    /// <exception cref="OperationCanceledException">The task is over: it was cancelled, or the engine closed.</exception>
    public unsafe void Log(string text, bool isError = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        TaskLogRequest request = new()
        {
            Token = Details.Token,
            Text = text.EndsWith('\n') ? text : text + "\n",
            IsStderr = isError,
        };
        try
        {
            if (_engine.Call(request, &NativeMethods.TaskLog, TaskLogResponse.Parser).CancelRequested) Stop();
        }
        catch (SlipwayException over)
        {
            Stop();
            throw new OperationCanceledException(over.Message, over, _stop.Token);
        }
    }

    /// <summary>Says how far the task has come.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <param name="text">What it is doing.</param>
    public void Progress(int percent, string text = "") =>
        Log($"##vso[task.setprogress value={Math.Clamp(percent, 0, 100)};]{Escaped(text)}");

    /// <summary>Adds a warning to the task's issues.</summary>
    /// <param name="message">What it warns of.</param>
    public void Warn(string message)
    {
        lock (_completion) _completion.Issues.Add(new Issue { Message = message });
    }

    /// <summary>Sets a variable for the tasks behind this one. A secret value is masked in the log from here on.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="isSecret">Whether it is masked in logs and sealed in the database.</param>
    /// <param name="isOutput">Whether it is named after the task (<c>reference.name</c>) and later jobs see it.</param>
    public void SetVariable(string name, string value, bool isSecret = false, bool isOutput = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        string kind = (isSecret ? "issecret=true;" : "") + (isOutput ? "isOutput=true;" : "");
        Log($"##vso[task.setvariable variable={Escaped(name).Replace("]", "%5D").Replace(";", "%3B")};{kind}]{Escaped(value)}");
    }

    internal void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (AggregateException)
        {
            // A callback of the handler's own failed; the handler is told to stop all the same.
        }
    }

    /// <summary>Runs the handler and answers for it, whatever it does.</summary>
    internal void Run(ITaskHandler handler)
    {
        TaskOutcome outcome;
        try
        {
            outcome = handler.RunAsync(this, _stop.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            outcome = TaskOutcome.Canceled;
        }
#pragma warning disable CA1031 // A handler ends its task, never the process.
        catch (Exception error)
#pragma warning restore CA1031
        {
            outcome = TaskOutcome.Failed($"{error.GetType().Name}: {error.Message}");
            try
            {
                Log(error.ToString(), isError: true);
            }
            catch (OperationCanceledException)
            {
                // The engine was closed, or the task is over: there is no log any more.
            }
        }
        Answer(outcome);
    }

    internal void Answer(TaskOutcome outcome)
    {
        try
        {
            lock (_completion)
            {
                _completion.Status = outcome.Status;
                _completion.Message = outcome.Message ?? "";
                try
                {
                    _engine.Complete(_completion);
                }
                catch (InvalidArgumentException refused)
                {
                    // A status that is no outcome: unanswered, the task would run for ever.
                    _completion.Status = TaskStatus.Failed;
                    _completion.Message = $"the handler's outcome was refused: {refused.Message}";
                    _engine.Complete(_completion);
                }
            }
        }
        catch (SlipwayException)
        {
            // Closed, or answered already: the engine knows what became of the task.
        }
    }

    // How values stand in logging commands.
    private static string Escaped(string text) =>
        text.Replace("%", "%AZP25").Replace("\r", "%0D").Replace("\n", "%0A");

    private static string? Find(MapField<string, string> values, string name)
    {
        if (values.TryGetValue(name, out string? exact)) return exact;
        foreach ((string key, string value) in values)
        {
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) return value;
        }
        return null;
    }
}

internal sealed class FunctionHandler(Func<TaskContext, CancellationToken, Task<TaskOutcome>> run) : ITaskHandler
{
    public Task<TaskOutcome> RunAsync(TaskContext context, CancellationToken cancellationToken) => run(context, cancellationToken);
}
