namespace Parley.Shared;

internal static class OperationExampleSetup
{
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder operation, string? request = null, string? response = null) =>
        operation.WithMetadata(new OperationExample(request, response));
}
