using System.Text;
using System.Text.Json;

namespace Parley.Tests.Media;

/// <summary>An answer that was read to its end.</summary>
internal sealed class MediaAnswer(HttpResponseMessage response, byte[] body)
{
    public int Status { get; } = (int)response.StatusCode;

    public string? ContentType { get; } = response.Content.Headers.ContentType?.ToString();

    public long? Length { get; } = response.Content.Headers.ContentLength;

    public string RequestId { get; } = response.Headers.GetValues("x-parley-request-id").Single();

    public byte[] Body => body;

    public string Text => Encoding.UTF8.GetString(body);

    public JsonElement Error => JsonElement.Parse(body).GetProperty("error");
}
