using Parley.Gateway.Messages;
using Parley.Gateway.Uploads;

namespace Parley.Gateway.Http;

/// <summary>A request's body: one of the two.</summary>
internal sealed record MediaBody(ClientBody? Json, FormUpload? Form) : IAsyncDisposable
{
    public ValueTask DisposeAsync()
    {
        Json?.Dispose();
        return Form?.DisposeAsync() ?? default;
    }
}
