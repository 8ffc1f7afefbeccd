using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Parley.Api.Page;

namespace Parley.Api;

/// <summary>The description, made at the first question and kept: routes do not change while a server runs, and making
/// it for every caller who needs no key would be a cheap way to keep the server busy.</summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider source) : IDisposable
{
    public const string Name = "v1";

    private readonly SemaphoreSlim _once = new(1);
    private Made? _made;

    public async Task<byte[]> JsonAsync(CancellationToken cancellationToken) => (await MakeAsync(cancellationToken)).Json;

    public async Task<string> PageAsync(CancellationToken cancellationToken) => (await MakeAsync(cancellationToken)).Page;

    public void Dispose() => _once.Dispose();

    private async Task<Made> MakeAsync(CancellationToken cancellationToken)
    {
        if (_made is { } made) return made;
        await _once.WaitAsync(cancellationToken);
        try
        {
            if (_made is not null) return _made;
            var document = await source.GetOpenApiDocumentAsync(cancellationToken);
            using var json = new MemoryStream();
            await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1, cancellationToken);
            var bytes = json.ToArray();
            return _made = new Made(bytes, ApiPage.Render(JsonNode.Parse(bytes)!.AsObject()));
        }
        finally
        {
            _once.Release();
        }
    }

    private sealed record Made(byte[] Json, string Page);
}
