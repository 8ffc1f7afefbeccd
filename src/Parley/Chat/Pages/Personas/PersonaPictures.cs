using Parley.Assets;
using Parley.Chat.Context;
using Parley.Ui;

namespace Parley.Chat.Pages.Personas;

/// <summary>The picture that comes with the form of a persona.</summary>
internal sealed class PersonaPictures(FileUploads uploads, IAttachedFiles files)
{
    private const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>The picture that is to be shown: a new one, the one from before, or none. Why a new one cannot be used stands in the form.</summary>
    public async Task<Guid?> TakeAsync(Guid userId, HttpContext context, FormState form)
    {
        if ((await context.Request.ReadFormAsync(context.RequestAborted)).Files["picture"] is not { Length: > 0 } sent) return await KeptAsync(userId, form, context.RequestAborted);
        if (sent.Length <= MaxBytes)
        {
            var (file, refusal) = await uploads.TakeAsync(userId, sent, context.RequestAborted);
            if (file is { Kind: FileKind.Image }) return file.Id;
            form.Fail("picture", refusal?.Detail ?? "This is no picture. Choose a PNG, JPEG or WebP.");
        }
        else form.Fail("picture", "That picture is larger than 5 MB. Choose a smaller one.");

        return await KeptAsync(userId, form, context.RequestAborted);
    }

    private async Task<Guid?> KeptAsync(Guid userId, FormState form, CancellationToken cancellationToken)
    {
        if (form.IsOn("removePicture") || !Guid.TryParseExact(form["pictureId"], "D", out var id)) return null;
        // One that was deleted among the files is gone here, too.
        return await files.RefuseAsync(userId, [id], cancellationToken) is null ? id : null;
    }
}
