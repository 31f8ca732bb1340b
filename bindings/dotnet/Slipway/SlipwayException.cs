using Slipway.V1;

namespace Slipway;

/// <summary>
/// The engine refused or failed. One class per <see cref="StatusCode"/> derives from it, so that a handler may name the case:
/// <c>catch (NotFoundException)</c>.
/// </summary>
public abstract partial class SlipwayException : Exception
{
    private protected SlipwayException(StatusCode code, string message, ErrorDetail detail) : base(message)
    {
        Code = code;
        Detail = detail;
    }

    /// <summary>What kind of failure it is. <see cref="Exception.Message"/> says what is wrong and what to do.</summary>
    public StatusCode Code { get; }

    /// <summary>Everything else that the engine says about it.</summary>
    public ErrorDetail Detail { get; }

    /// <summary>The field that is wrong (<c>environments[2].conditions[0].name</c>); empty when it is not about one.</summary>
    public string Path => Detail.Path;

    /// <summary>Of an import: everything that was found, not only the first.</summary>
    public IReadOnlyList<Finding> Findings => Detail.Findings;

    internal static SlipwayException Of(StatusCode code, string message, ErrorDetail detail) => Create(code, message, detail);
}
