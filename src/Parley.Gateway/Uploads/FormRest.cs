using Microsoft.AspNetCore.WebUtilities;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Uploads;

/// <summary>What of a form is still with its client: the file that was met, and whatever stands behind it.</summary>
internal sealed class FormRest(MultipartReader parts, MultipartSection section, int partsBefore)
{
    private int _parts = partsBefore;
    private MultipartSection? _section = section;

    /// <summary>The part at hand; null behind the last one.</summary>
    public FormHead? Head { get; private set; } = FormHead.Of(section);

    /// <summary>Reads on in the part at hand; 0 at its end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        await _section!.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);

    /// <summary>Goes to the next part.</summary>
    public async ValueTask MoveNextAsync(CancellationToken cancellationToken)
    {
        _section = await parts.ReadNextSectionAsync(cancellationToken).ConfigureAwait(false);
        Head = _section is null ? null : FormHead.Of(_section);
        // The route was chosen by the first one; another one must not slip past it.
        if (Head is { Name: FormUpload.ModelField }) throw FormUpload.ModelTwice();
        if (++_parts > FormReader.MostParts) throw GatewayFaultException.Invalid($"The form has more than {FormReader.MostParts} parts.");
    }
}
