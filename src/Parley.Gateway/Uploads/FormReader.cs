using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Uploads;

/// <summary>
/// Reads a form until the model is known for which it is. Fields before that are kept in memory, files in a <see cref="Spool"/>;
/// a file behind the model's name is not read here at all, but streams through.
/// </summary>
internal sealed class FormReader(MultipartReader parts, long limit, CancellationTokenSource client)
{
    /// <summary>Fields without files, all together.</summary>
    private const int MaxFieldBytes = 1024 * 1024;

    /// <summary>OpenAI takes 16 pictures and a dozen fields.</summary>
    internal const int MostParts = 128;

    private const int LongestBoundary = 128;
    private const int LongestModel = 256;

    private readonly List<FormPart> _kept = [];
    private readonly SoundLength _sound = new();
    private Spool? _spool;
    private string? _model;
    private int _fieldBytes;

    /// <summary>Reads the form with this content type; throws <see cref="GatewayFaultException"/> for one that cannot be used, and
    /// <see cref="OperationCanceledException"/> when the client left, after it has cancelled <paramref name="client"/>.</summary>
    public static async Task<FormUpload> ReadAsync(Stream body, string? contentType, long limit, CancellationTokenSource client)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || HeaderUtilities.RemoveQuotes(type.Boundary) is not { Length: > 0 and <= LongestBoundary } boundary)
            throw GatewayFaultException.Invalid("The header content-type of a form must name its boundary: multipart/form-data; boundary=... Nothing was sent to a model.");
        var reader = new FormReader(new MultipartReader(boundary.ToString(), body, Spool.PieceBytes), limit, client);
        try
        {
            return await reader.ReadAsync().ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            reader._spool?.Dispose();
            if (FormFaults.Of(problem, limit) is { Kind: not FaultKind.Internal } fault) throw new GatewayFaultException(fault with { Message = $"{fault.Message} Nothing was sent to a model." });
            if (problem is not (IOException or OperationCanceledException)) throw;
            await client.CancelAsync().ConfigureAwait(false);
            throw new OperationCanceledException(client.Token);
        }
    }

    private async Task<FormUpload> ReadAsync()
    {
        MultipartSection? live = null;
        while (await parts.ReadNextSectionAsync(client.Token).ConfigureAwait(false) is { } section)
        {
            if (_kept.Count == MostParts) throw GatewayFaultException.Invalid($"The form has more than {MostParts} parts.");
            var head = FormHead.Of(section);
            if (head is { IsFile: true, Name: FormUpload.ModelField }) throw GatewayFaultException.Invalid("'model' is not the name of a model, but a file.", FormUpload.ModelField);
            if (head.IsFile && _model is not null)
            {
                live = section;
                break;
            }

            _kept.Add(head.IsFile ? await SpoolAsync(head, section.Body).ConfigureAwait(false) : await TakeFieldAsync(head, section.Body).ConfigureAwait(false));
        }

        if (string.IsNullOrEmpty(_model)) throw GatewayFaultException.Invalid("The form has no field 'model': name the model to use; GET /v1/models lists them.", "model");
        return new FormUpload(_model, _kept, _spool, _sound, live is null ? null : new FormRest(parts, live, _kept.Count), limit, client);
    }

    private async Task<FormPart> TakeFieldAsync(FormHead head, Stream body)
    {
        using var value = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await body.ReadAsync(buffer, client.Token).ConfigureAwait(false)) > 0)
        {
            _fieldBytes += read;
            if (_fieldBytes > MaxFieldBytes) throw new GatewayFaultException(new GatewayFault(FaultKind.TooLarge, $"The form's fields hold more than {MaxFieldBytes / 1024} KiB beside its files."));
            value.Write(buffer, 0, read);
        }

        var bytes = value.ToArray();
        if (head.Name == FormUpload.ModelField) TakeModel(bytes);
        return new FormPart(head.Name, head.Lines, bytes);
    }

    private void TakeModel(ReadOnlySpan<byte> name)
    {
        if (_model is not null) throw FormUpload.ModelTwice();
        if (!Utf8.IsValid(name) || name.Length > LongestModel) throw GatewayFaultException.Invalid("'model' is not the name of a model.", FormUpload.ModelField);
        _model = Encoding.UTF8.GetString(name);
    }

    private async Task<FormPart> SpoolAsync(FormHead head, Stream body)
    {
        var buffer = new byte[Spool.PieceBytes];
        var start = _spool?.Length ?? 0;
        int read;
        while ((read = await body.ReadAsync(buffer, client.Token).ConfigureAwait(false)) > 0)
        {
            if (head.Name == FormUpload.SoundField) _sound.Take(buffer.AsSpan(0, read));
            try
            {
                await (_spool ??= new Spool()).AppendAsync(buffer.AsMemory(0, read), client.Token).ConfigureAwait(false);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                throw new GatewayFaultException(FormFaults.NoSpool);
            }
        }

        return new FormPart(head.Name, head.Lines, default, _spool is null ? null : new SpoolRange(start, _spool.Length - start));
    }
}
