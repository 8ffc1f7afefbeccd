namespace Parley.Shared;

/// <summary>Bodies, as JSON, that the description of the API shows for an operation.</summary>
internal sealed record OperationExample(string? Request, string? Response);

internal static class OperationExampleSetup
{
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder operation, string? request = null, string? response = null) =>
        operation.WithMetadata(new OperationExample(request, response));
}
