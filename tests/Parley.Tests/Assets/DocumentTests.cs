using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Assets.Model;
using Parley.Gateway.Messages;
using Parley.Tests.Chat;

namespace Parley.Tests.Assets;

/// <summary>Texts, PDFs and Word documents: kept as they are, and their text for models.</summary>
public sealed class DocumentTests(ChatStages stages) : IClassFixture<ChatStages>
{
    private static readonly ModelTakes TextOnly = new(false, false);

    private readonly Guid _person = Guid.CreateVersion7();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Encodings => ["utf-8", "utf-8 marked", "utf-16 marked", "utf-16be marked", "utf-16"];

    [Theory, MemberData(nameof(Encodings))]
    public async Task Text_is_read_in_its_encoding_and_never_served_as_a_page(string encoding)
    {
        const string Text = "<script>alert(1)</script>\nGrüße, Ελλάδα, мир\n";
        var stage = await stages.OnAsync(false);
        byte[] bytes = encoding switch
        {
            "utf-8" => Encoding.UTF8.GetBytes(Text),
            "utf-8 marked" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Text)],
            "utf-16 marked" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)],
            "utf-16be marked" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Text)],
            _ => Encoding.Unicode.GetBytes(Text),
        };
        var file = await stage.UploadAsync(_person, bytes, "page.html", type: "text/html");
        Assert.Equal(("text", Text.Length), (file.GetProperty("kind").GetString(), file.GetProperty("characters").GetInt32()));
        var (kept, head) = await stage.DownloadAsync(_person, file);
        Assert.Equal(Text, Encoding.UTF8.GetString(kept));
        Assert.Equal(("text/plain; charset=utf-8", "attachment"), (head.Content.Headers.ContentType!.ToString(), head.Content.Headers.ContentDisposition!.DispositionType));
        Assert.Contains("page.html", head.Content.Headers.ContentDisposition.FileName, StringComparison.Ordinal);
        Assert.Contains(Text, await GivenAsync(stage, file), StringComparison.Ordinal);
        Assert.Null(file.GetProperty("thumbnailUrl").GetString());
        await stage.RefusedAsync(HttpStatusCode.NotFound, _person, "GET", $"files/{file.GetProperty("id").GetGuid()}/thumbnail");
    }

    [Fact]
    public async Task A_pdf_gives_its_text_or_itself()
    {
        var stage = await stages.OnAsync(false);
        var bytes = SampleFiles.Pdf("The first page", "The second page");
        var file = await stage.UploadAsync(_person, bytes, "two.txt");
        Assert.Equal(("pdf", "two.txt.pdf", 2), (file.GetProperty("kind").GetString(), file.GetProperty("name").GetString(), file.GetProperty("pages").GetInt32()));
        Assert.Equal(bytes, (await stage.DownloadAsync(_person, file)).Bytes);
        var text = await GivenAsync(stage, file);
        Assert.True(text.IndexOf("The first page", StringComparison.Ordinal) is > 0 and var first && text.IndexOf("The second page", StringComparison.Ordinal) > first);
        Assert.Contains("PDF of 2 pages", text, StringComparison.Ordinal);
        var part = Assert.IsType<DocumentPart>(Assert.Single(await stage.Get<FileParts>().ReadAsync(_person, [file.GetProperty("id").GetGuid()], new ModelTakes(true, true), Token)));
        var source = Assert.IsType<Base64Source>(part.Source);
        Assert.Equal(("application/pdf", Convert.ToBase64String(bytes)), (source.MediaType, source.Data.GetString()));
        var empty = await stage.UploadAsync(_person, SampleFiles.Pdf(""), "scan.pdf");
        Assert.Contains("no text in this PDF", empty.GetProperty("note").GetString(), StringComparison.Ordinal);
        Assert.Contains("no text that this model could read", await GivenAsync(stage, empty), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_word_document_gives_its_text()
    {
        var stage = await stages.OnAsync(false);
        var file = await stage.UploadAsync(_person, SampleFiles.Word(
            "<w:p><w:r><w:t>Dear </w:t></w:r><w:r><w:t xml:space=\"preserve\"> Ada,</w:t></w:r></w:p><w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:r><w:t>two &amp; three</w:t></w:r></w:p>"
            + "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>B</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"), "letter.docx");
        Assert.Equal(("word", "letter.docx"), (file.GetProperty("kind").GetString(), file.GetProperty("name").GetString()));
        var text = await GivenAsync(stage, file);
        Assert.Contains("Dear  Ada,\ntwo & three\nA\tB", text, StringComparison.Ordinal);
        Assert.DoesNotContain("gone", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bombs_are_not_unpacked()
    {
        var stage = await stages.OnAsync(false);
        // 100 MiB of nothing, packed to some kilobytes.
        var zeros = new byte[100 * 1024 * 1024];
        Assert.Contains("unpacks to far more", await stage.RefusedFileAsync(_person, SampleFiles.PdfOf(SampleFiles.Packed(zeros)), "bomb.pdf", HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
        Assert.Contains("unpacks to far more", await stage.RefusedFileAsync(_person, SampleFiles.Word(new string(' ', 100 * 1024 * 1024)), "bomb.docx", HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
    }

    /// <summary>What would take the whole process down with it.</summary>
    [Theory, InlineData("[", 200_000), InlineData("<< /A ", 200_000), InlineData("q ", 200_000)]
    public async Task Deep_nesting_does_no_harm(string opening, int times)
    {
        var stage = await stages.OnAsync(false);
        var deep = string.Concat(Enumerable.Repeat(opening, times));
        await stage.UploadAnyAsync(_person, SampleFiles.PdfOf(Encoding.ASCII.GetBytes(deep), filter: ""), "deep.pdf");
        await stage.UploadAnyAsync(_person, SampleFiles.PdfOf(SampleFiles.Packed(Encoding.ASCII.GetBytes(deep))), "packed.pdf");
        await stage.UploadAnyAsync(_person, SampleFiles.PdfOf([], filter: "", trailer: $"/X {deep}"), "trailer.pdf");
        await stage.UploadAnyAsync(_person, Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj\n" + deep), "open.pdf");
        await stage.OkAsync(_person, "GET", "files");
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_with_what_to_do()
    {
        var stage = await stages.OnAsync(false);
        Assert.Contains("damaged", await stage.RefusedFileAsync(_person, "%PDF-1.7\nnothing of the kind"u8.ToArray(), "broken.pdf", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        var word = SampleFiles.Word("<w:p/>");
        Assert.Contains("damaged", await stage.RefusedFileAsync(_person, word[..(word.Length / 2)], "half.docx", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("damaged", await stage.RefusedFileAsync(_person, SampleFiles.Word("<w:p>"), "open.docx", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("only Word documents", await stage.RefusedFileAsync(_person, SampleFiles.Word("", "other.xml"), "a.zip", HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
        Assert.Contains("password", await stage.RefusedFileAsync(_person, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]], "old.doc", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("password", await stage.RefusedFileAsync(_person, SampleFiles.PdfOf([], filter: "",
            trailer: $"/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{new string('1', 64)}> /U <{new string('2', 64)}> /P -4 >>"), "closed.pdf", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("empty", await stage.RefusedFileAsync(_person, [], "empty.txt", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("HEIC", await stage.RefusedFileAsync(_person, [0, 0, 0, 24, .. "ftypheic"u8, .. new byte[50]], "photo.jpg", HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
        Assert.Contains("a text file can have at most 2 MB", await stage.RefusedFileAsync(_person, Encoding.ASCII.GetBytes(new string('a', 3 * 1024 * 1024)), "long.txt", HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
        Assert.Contains("501 pages, and at most 500", await stage.RefusedFileAsync(_person, SampleFiles.Pdf([.. Enumerable.Repeat("", 501)]), "thick.pdf", HttpStatusCode.RequestEntityTooLarge), StringComparison.Ordinal);
        await stage.RefusedAsync(HttpStatusCode.BadRequest, _person, "POST", "files", "not a form"u8.ToArray());
        using var brokenOff = new StringContent("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nonly the begin") { Headers = { ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x") } };
        Assert.Contains("broke off", (await stage.RefusedAsync(HttpStatusCode.BadRequest, _person, "POST", "files", brokenOff)).GetProperty("detail").GetString(), StringComparison.Ordinal);
        await using var db = await stage.Databases.CreateDbContextAsync(Token);
        Assert.False(await db.Set<StoredFile>().AnyAsync(f => f.UserId == _person, Token));
    }

    private async Task<string> GivenAsync(ConversationStage stage, System.Text.Json.JsonElement file) =>
        Assert.IsType<TextPart>(Assert.Single(await stage.Get<FileParts>().ReadAsync(_person, [file.GetProperty("id").GetGuid()], TextOnly, Token))).Text;
}
