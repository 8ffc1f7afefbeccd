using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Uploads;

/// <summary>The head of a part: which field it is, and its header lines as they came.</summary>
internal readonly record struct FormHead(string Name, bool IsFile, ReadOnlyMemory<byte> Lines)
{
    public static FormHead Of(MultipartSection section)
    {
        if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name) is not { Length: > 0 } name)
            throw GatewayFaultException.Invalid("A part of the form has no name: each needs a header 'Content-Disposition: form-data; name=\"...\"'.");
        var lines = new StringBuilder();
        foreach (var (header, values) in section.Headers!)
            foreach (var value in values) lines.Append(header).Append(": ").Append(value).Append("\r\n");
        return new FormHead(name.ToString(), disposition.FileName.HasValue || disposition.FileNameStar.HasValue, Encoding.UTF8.GetBytes(lines.Append("\r\n").ToString()));
    }
}
