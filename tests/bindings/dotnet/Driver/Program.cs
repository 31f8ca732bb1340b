// The driver over the .NET package; ../../README.md says what it does. Calls go through the typed methods of Engine, found by name:
// unary ones in turn by the synchronous and the asynchronous one.
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Slipway;
using Slipway.V1;
using Task = System.Threading.Tasks.Task;

JsonFormatter formatter = new(JsonFormatter.Settings.Default);
Dictionary<string, IDisposable> streams = [];
Engine? engine = null;
int calls = 0;
List<(string Actor, string Group)> groups = [];

using StreamReader input = new(Console.OpenStandardInput(), new UTF8Encoding(false));
using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
while (input.ReadLine() is { } line) output.WriteLine(Answer(line));
// End of input: nothing is closed, whatever still runs.
return 0;

string Answer(string line)
{
    string[] words = line.Split(' ', 2);
    string rest = words.Length > 1 ? words[1] : "";
    try
    {
        switch (words[0])
        {
            case "hello":
                return "ok " + new JsonObject { ["language"] = "csharp", ["version"] = Engine.Version }.ToJsonString();
            case "open":
                groups.Clear();
                engine = Engine.Open(JsonParser.Default.Parse<OpenOptions>(rest), new EngineHost { ResolveGroups = ResolveGroups });
                return "ok";
            case "close":
                engine?.Dispose();
                return "ok";
            case "call":
                words = rest.Split(' ', 2);
                return "ok " + formatter.Format(Call(words[0], words[1]));
            case "stream":
                words = rest.Split(' ', 3);
                streams[words[0]] = (IDisposable)Invoke(Pascal(words[1]), words[2])!;
                return "ok";
            case "next":
                words = rest.Split(' ');
                return Next(streams[words[0]], TimeSpan.FromMilliseconds(long.Parse(words[1])));
            case "end":
                streams.Remove(rest, out IDisposable? stream);
                stream!.Dispose();
                return "ok";
            case "directory":
                words = rest.Split(' ');
                groups.Add((words[0], words[1]));
                return "ok";
            case "task":
                words = rest.Split(' ');
                engine!.AddTaskHandler(words[0], new Handler(words[1]));
                return "ok";
            default:
                return "unsupported";
        }
    }
    catch (SlipwayException error)
    {
        JsonObject detail = new() { ["message"] = error.Message, ["path"] = error.Path };
        if (error.Findings.Count > 0)
        {
            detail["findings"] = new JsonArray([.. error.Findings.Select(finding => JsonNode.Parse(formatter.Format(finding)))]);
        }
        return $"error {JsonNamingPolicy.SnakeCaseUpper.ConvertName(error.Code.ToString())} {detail.ToJsonString()}";
    }
}

// Inside UpdateApproval.
void ResolveGroups(HostGroupQuery query)
{
    if (groups.Contains((query.Actor, "unreachable"))) engine!.GetRelease(new() { ReleaseId = 999 });  // throws, as a directory does
    AnswerGroupsRequest answer = new() { Token = query.Token };
    answer.Groups.Add(groups.Where(member => member.Actor == query.Actor).Select(member => member.Group));
    engine!.AnswerGroups(answer);
}

static string Pascal(string rpc) => string.Concat(rpc.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

IMessage Call(string rpc, string request)
{
    if (++calls % 2 == 0) return (IMessage)Invoke(Pascal(rpc), request)!;
    Task answer = (Task)Invoke(Pascal(rpc) + "Async", request)!;
    answer.GetAwaiter().GetResult();
    return (IMessage)answer.GetType().GetProperty("Result")!.GetValue(answer)!;
}

object? Invoke(string name, string request)
{
    MethodInfo method = typeof(Engine).GetMethod(name)!;
    ParameterInfo[] parameters = method.GetParameters();
    MessageDescriptor type =
        (MessageDescriptor)parameters[0].ParameterType.GetProperty("Descriptor", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;
    IMessage message = JsonParser.Default.Parse(request, type);
    object?[] arguments = parameters.Length == 1 ? [message] : [message, CancellationToken.None];
    return method.Invoke(engine, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}

string Next(object stream, TimeSpan timeout)
{
    object?[] arguments = [timeout, null];
    bool read = (bool)stream.GetType().GetMethod("TryRead")!.Invoke(stream, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
    if (read) return "ok " + formatter.Format((IMessage)arguments[1]!);
    bool ended = (bool)stream.GetType().GetProperty("Ended")!.GetValue(stream)!;
    return ended ? "end" : """error DEADLINE_EXCEEDED {"message": "nothing came in time", "path": ""}""";
}

internal sealed class Handler(string behaviour) : ITaskHandler
{
    public async Task<TaskOutcome> RunAsync(TaskContext context, CancellationToken cancellationToken)
    {
        switch (behaviour)
        {
            case "succeed":
                context.Log("message: " + context.Input("message"));
                return TaskOutcome.Succeeded;
            case "secret":
                context.Log("secret: " + context.Variable("Password"));
                return TaskOutcome.Succeeded;
            case "output":
                context.SetVariable("Answer", "42", isOutput: true);
                return TaskOutcome.Succeeded;
            case "warn":
                context.Log("##vso[task.logissue type=warning;]careful");
                return TaskOutcome.Succeeded;
            case "fail":
                return TaskOutcome.Failed("told to fail");
            case "throw":
                throw new InvalidOperationException("told to throw");
            case "wait":
                context.Log("waiting");
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return TaskOutcome.Succeeded;
            case "ignore":
                await Task.Delay(Timeout.Infinite, CancellationToken.None);
                return TaskOutcome.Succeeded;
            default:
                return TaskOutcome.Failed("no such behaviour: " + behaviour);
        }
    }
}
