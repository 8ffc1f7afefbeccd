using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Parley.Simulator.Recording;

namespace Parley.Simulator.Requests;

/// <summary>Reads a form as it arrives: files are counted and hashed, not kept.</summary>
internal static class FormReader
{
    private const int MostText = 1024 * 1024;

    public static bool IsForm(HttpRequest request) => Boundary(request) is not null;

    /// <summary>The fields. What cannot be read ends the list: a broken form is a form without the rest.</summary>
    public static async Task<IReadOnlyList<FormField>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var fields = new List<FormField>();
        var reader = new MultipartReader(Boundary(request)!, request.Body) { HeadersLengthLimit = 64 * 1024 };
        try
        {
            while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
                if (section.GetContentDispositionHeader() is { } disposition) fields.Add(await ReadAsync(section, disposition, cancellationToken));
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException && !cancellationToken.IsCancellationRequested)
        {
            await request.Body.CopyToAsync(Stream.Null, cancellationToken);
        }

        return fields;
    }

    private static async Task<FormField> ReadAsync(MultipartSection section, ContentDispositionHeaderValue disposition, CancellationToken cancellationToken)
    {
        var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
        var star = HeaderUtilities.RemoveQuotes(disposition.FileNameStar).Value;
        var file = star ?? HeaderUtilities.RemoveQuotes(disposition.FileName).Value;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var text = file is null ? new MemoryStream() : null;
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var size = 0L;
        for (int read; (read = await section.Body.ReadAsync(buffer, cancellationToken)) > 0; size += read)
        {
            hash.AppendData(buffer, 0, read);
            if (text?.Length < MostText) text.Write(buffer, 0, read);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return new(name, file, section.ContentType, size, Convert.ToHexStringLower(hash.GetHashAndReset()), text is null ? null : Encoding.UTF8.GetString(text.ToArray()));
    }

    private static string? Boundary(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(type.Boundary) is { Length: > 0 } boundary ? boundary.Value : null;
}
