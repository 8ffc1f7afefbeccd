using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Uploads;

/// <summary>
/// A form with files on its way through: what was kept of it, and what is still with the client. Kept parts can be sent as often as
/// it takes; what comes from the client can be sent once. A vendor may answer before it has read all, so a send can outlive its
/// answer: the end of the request ends it, and waits for it, before memory and file go.
/// </summary>
internal sealed class FormUpload(
    string model, IReadOnlyList<FormPart> kept, Spool? spool, SoundLength sound, FormRest? rest, long limit, CancellationTokenSource client) : IAsyncDisposable
{
    public const string ModelField = "model";
    public const string SoundField = "file";

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _over = new();
    private TaskCompletionSource? _idle;
    private int _sends;
    private bool _isOver;

    /// <summary>The model asked for.</summary>
    public string Model => model;

    /// <summary>The parts that were kept, in order.</summary>
    public IReadOnlyList<FormPart> Kept => kept;

    /// <summary>What follows them from the client; null when all is kept.</summary>
    public FormRest? Rest => rest;

    /// <summary>The client's bytes were taken, so the form cannot be sent again.</summary>
    public bool IsSpent { get; private set; }

    /// <summary>Why it could not be read on, if it could not.</summary>
    public GatewayFault? Fault { get; private set; }

    /// <summary>The recording in it, as far as it has passed.</summary>
    public SoundLength Sound => sound;

    public static GatewayFaultException ModelTwice() => GatewayFaultException.Invalid("'model' stands twice in the form.", ModelField);

    /// <summary>The value of a kept field, or null.</summary>
    public string? Field(string name)
    {
        foreach (var part in kept)
            if (part.File is null && part.Name == name) return Encoding.UTF8.GetString(part.Value.Span);
        return null;
    }

    /// <summary>Copies a kept file.</summary>
    public Task CopyAsync(SpoolRange file, Stream target, CancellationToken cancellationToken) => spool!.CopyToAsync(file, target, cancellationToken);

    /// <summary>Runs a send under the upload's life.</summary>
    public async Task SendAsync(Func<CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_isOver || IsSpent) throw new IOException("The form cannot be sent once more.");
            IsSpent = rest is not null;
            _sends++;
        }

        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _over.Token);
            await send(either.Token).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
                if (--_sends == 0) _idle?.TrySetResult();
        }
    }

    /// <summary>Reads on from the client; 0 at the end of the part at hand. Throws <see cref="IOException"/> when that does not work,
    /// and says why in <see cref="Fault"/>; a client that left is told to the whole request.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            var read = await rest!.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (rest.Head is { Name: SoundField }) sound.Take(buffer.Span[..read]);
            if (read == 0) await rest.MoveNextAsync(cancellationToken).ConfigureAwait(false);
            return read;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            Fault = FormFaults.Of(problem, limit);
            if (Fault is null) await client.CancelAsync().ConfigureAwait(false);
            throw new IOException("The form could not be read to its end.", problem);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task idle;
        lock (_gate)
        {
            _isOver = true;
            idle = _sends == 0 ? Task.CompletedTask : (_idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await _over.CancelAsync().ConfigureAwait(false);
        await idle.ConfigureAwait(false);
        _over.Dispose();
        spool?.Dispose();
    }
}
