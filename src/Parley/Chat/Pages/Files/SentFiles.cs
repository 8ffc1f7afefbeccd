using Parley.Assets;
using Parley.Ui;

namespace Parley.Chat.Pages.Files;

/// <summary>The files of the composer's form: those that were uploaded before, and, without a script, those that come with it.</summary>
internal sealed class SentFiles(FileUploads uploads)
{
    /// <summary>All files of a form without a script.</summary>
    public const long MostBytes = 128L * 1024 * 1024;

    private const string Kept = "Files", Sent = "Attach";

    /// <summary>Uploads what came with the form. <c>Problem</c> tells which of it is not taken; what is taken is among the ids.</summary>
    public async Task<(IReadOnlyList<Guid> Ids, string? Problem)> TakeAsync(Guid userId, FormState form, HttpContext context)
    {
        List<Guid> ids = [.. form[Kept].Split(',').Select(text => Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct()];
        if (!context.Request.HasFormContentType) return (ids, null);
        var files = (await context.Request.ReadFormAsync(context.RequestAborted)).Files.GetFiles(Sent).Where(file => file.FileName.Length > 0).ToList();
        if (ids.Count + files.Count > FileParts.MaxPerMessage) return ([.. ids.Take(FileParts.MaxPerMessage)], $"At most {FileParts.MaxPerMessage} files go with a message. None of the new ones was kept; choose fewer, and send the rest with the next message.");
        List<string> problems = [];
        foreach (var file in files)
        {
            var (shown, refusal) = await uploads.TakeAsync(userId, file, context.RequestAborted);
            if (shown is not null) ids.Add(shown.Id);
            else if (refusal is not null) problems.Add($"{FileNames.Of(file.FileName, null)}: {refusal.Detail.Replace(" Nothing was kept.", "", StringComparison.Ordinal)}");
        }

        return (ids, problems.Count == 0 ? null : $"{string.Join(" ", problems)} Your text{(ids.Count > 0 ? " and the other files were" : " was")} kept; nothing was sent.");
    }
}
