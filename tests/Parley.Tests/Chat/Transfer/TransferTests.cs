using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Parley.Chat.Model;
using Parley.Tests.Chat.Conversations;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Transfer;

[Trait("Pace", "slow")]
public sealed class TransferTests(ChatStages stages) : IClassFixture<ChatStages>
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    private readonly Guid _me = Guid.CreateVersion7();

    [Theory, MemberData(nameof(BothKinds))]
    public async Task An_export_of_all_read_by_somebody_else_is_the_same_again(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var you = Guid.CreateVersion7();
        await FillAsync(stage, _me);
        var file = await BytesAsync(stage, _me, "conversations/export");
        Assert.Equal((2, 0, 0, 5, true), Counts(await stage.OkAsync(you, "POST", "conversations/import", file)));
        Assert.Equal(await EssenceAsync(stage, _me), await EssenceAsync(stage, you));
        // Again, and where it came from.
        Assert.Equal((0, 0, 2, 0, true), Counts(await stage.OkAsync(you, "POST", "conversations/import", file)));
        Assert.Equal((0, 0, 2, 0, true), Counts(await stage.OkAsync(_me, "POST", "conversations/import", file)));
        Assert.Equal(2, (await stage.EventsAsync(you)).Count(e => e.Kind == "conversation"));
    }

    /// <summary>JSON that can be read and means nothing: it is told, and what stands beside it is kept.</summary>
    [Theory, MemberData(nameof(BothKinds))]
    public async Task What_is_odd_in_a_file_takes_nothing_else_with_it(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        string[] odd =
        [
            """{"id":"twice","mapping":{"a":{"parent":null},"a":{"parent":null}}}""",
            """{"id":"half","mapping":{"a":{"message":{"author":{"role":"user"},"content":{"content_type":"text","parts":["half a time"]},"create_time":"\ud800"}}}}""",
            """{"id":"name","mapping":{"\ud800":{"parent":null}}}""",
            $$"""{"format":"parley.conversation.v1","id":"{{Guid.CreateVersion7()}}","title":"role","messages":[{"id":"1","role":"77","text":"nobody says this"}]}""",
            $$"""{"format":"parley.conversation.v1","id":"{{Guid.CreateVersion7()}}","title":"long","messages":[{"id":"1","role":"user","text":"{{new string('x', 2_000_001)}}"}]}""",
        ];
        var report = await stage.OkAsync(_me, "POST", "conversations/import", $"[{string.Join(',', odd)},{ImportFormatsTests.Claude}]");
        Assert.Equal((2, 2, 2), (report.GetProperty("added").GetInt32(), report.GetProperty("failed").GetInt32(), report.GetProperty("empty").GetInt32()));
        Assert.Contains("2,000,000 characters", report.GetProperty("problems").ToString(), StringComparison.Ordinal);
    }

    /// <summary>What a file may hold is more than what the database may: whatever is read can be shown, shared and exported again.</summary>
    [Theory, MemberData(nameof(BothKinds))]
    public async Task Calls_of_tools_are_kept_in_the_strict_form(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var deep = new string('[', 100) + new string(']', 100);
        string[] tools = ["""[{"id":"t1","name":"search","arguments":"{\"q\":1}"},]""", $$"""[{"name":"deep","more":{{deep}}}]""", """[{"id":"nameless"},7,{"name":"half \ud800"}]"""];
        var file = tools.Select(given => $$"""{"format":"parley.conversation.v1","id":"{{Guid.CreateVersion7()}}","title":"tools","messages":[{"id":"1","role":"assistant","text":"Found.","tools":{{given}}}]}""");
        Assert.Equal((3, 0, 0, 3, true), Counts(await stage.OkAsync(_me, "POST", "conversations/import", $"[{string.Join(',', file)}]")));
        List<string> shown = [];
        foreach (var conversation in (await stage.OkAsync(_me, "GET", "conversations")).GetProperty("items").EnumerateArray())
        {
            var path = $"conversations/{conversation.GetProperty("id").GetGuid()}";
            shown.Add((await stage.OkAsync(_me, "GET", $"{path}/messages")).GetProperty("items")[0].GetProperty("tools").GetRawText());
            await stage.OkAsync(_me, "POST", $"{path}/share");
        }

        Assert.Equal(["""[{"id":"","name":"deep","arguments":"{}"}]""", """[{"id":"","name":"half ","arguments":"{}"}]""", """[{"id":"t1","name":"search","arguments":"{\"q\":1}"}]"""], shown.Order(StringComparer.Ordinal));
        Assert.Equal(3, JsonElement.Parse(await BytesAsync(stage, _me, "conversations/export")).GetArrayLength());
    }

    /// <summary>Where a file tells no time, or one that is none yet, it is that of the first reading, and stays so.</summary>
    [Theory, MemberData(nameof(BothKinds))]
    public async Task A_file_without_times_read_again_changes_nothing(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        string Node(string id, string parent, string role, string more = "") =>
            $$"""  "{{id}}":{"message":{"author":{"role":"{{role}}"},"content":{"content_type":"text","parts":["{{id}}"]}{{more}}},"parent":"{{parent}}"} """;
        string File(params string[] nodes) => $$"""[{"id":"timeless","title":"Timeless","mapping":{ {{string.Join(',', nodes)}} } }]""";
        string[] first = [Node("a", "root", "user"), Node("b", "a", "assistant", ",\"create_time\":90000000000")];
        Assert.Equal((1, 0, 0, 2, true), Counts(await stage.OkAsync(_me, "POST", "conversations/import", File(first))));
        for (var times = 0; times < 2; times++)
        {
            stage.Time.Ahead += TimeSpan.FromSeconds(5);
            Assert.Equal((0, 0, 1, 0, true), Counts(await stage.OkAsync(_me, "POST", "conversations/import", File(first))));
        }

        var now = stage.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal((0, 1, 0, 1, true), Counts(await stage.OkAsync(_me, "POST", "conversations/import", File([.. first, Node("c", "b", "user", $",\"create_time\":{now}")]))));
        Assert.Equal(3, (await stage.OkAsync(_me, "GET", "conversations/stats")).GetProperty("messages").GetInt32());
    }

    /// <summary>Small when they are sent, and without end when they are unpacked.</summary>
    [Fact]
    public async Task Zips_that_are_made_to_hurt_are_not_read()
    {
        var stage = await stages.OnAsync(false);
        using var many = new MemoryStream();
        using (var zip = new ZipArchive(many, ZipArchiveMode.Create, leaveOpen: true))
            for (var i = 0; i < 1001; i++) zip.CreateEntry($"conversations-{i}.json");
        // Its directory seems to begin with the file.
        var broken = Zip("conversations.json", "[]");
        var end = broken.AsSpan().LastIndexOf("PK\x05\x06"u8);
        var padded = new byte[broken.Length + 20 * 1024 * 1024];
        broken.AsSpan(0, end).CopyTo(padded);
        broken.AsSpan(end).CopyTo(padded.AsSpan(padded.Length - (broken.Length - end)));
        foreach (var bytes in new[] { many.ToArray(), padded })
        {
            using var answer = await stage.SendAsync(_me, "POST", "conversations/import", bytes);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("nothing", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Three_imports_of_a_person_run_at_a_time()
    {
        var stage = await stages.OnAsync(false);
        var slow = new HeldContent[3];
        var running = new Task<HttpResponseMessage>[3];
        for (var i = 0; i < 3; i++) Begin(i);
        await Task.WhenAll(slow.Select(content => content.Begun));
        // The server has them once it refuses another one. That one may be there before them, and have the place of one, which is refused.
        await Parley.Tests.Providers.Eventually.TrueAsync(async () =>
        {
            for (var i = 0; i < 3; i++)
                if (running[i].IsCompleted) Begin(i);
            return (await stage.SendAsync(_me, "POST", "conversations/import", "[]")).StatusCode == HttpStatusCode.TooManyRequests && !running.Any(one => one.IsCompleted);
        });
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await stage.SendAsync(Guid.CreateVersion7(), "POST", "conversations/import", "[]")).StatusCode);
        foreach (var content in slow) content.Release();
        Assert.All(await Task.WhenAll(running), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await Parley.Tests.Providers.Eventually.TrueAsync(async () => (await stage.SendAsync(_me, "POST", "conversations/import", "[]")).StatusCode != HttpStatusCode.TooManyRequests);

        void Begin(int at) => running[at] = stage.SendAsync(_me, "POST", "conversations/import", slow[at] = new HeldContent($"[{ImportFormatsTests.Claude}]"));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Vendors_exports_are_taken_as_they_are_and_later_ones_add_what_is_new(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var first = $"[{ImportFormatsTests.ChatGpt},{ImportFormatsTests.Claude}]";
        Assert.Equal((2, 0, 0, 5, true), Counts(await stage.OkAsync(_me, "POST", "conversations/import", Zip("conversations.json", first))));
        Assert.Equal((0, 0, 2, 0, true), Counts(await stage.OkAsync(_me, "POST", "conversations/import", first)));
        var later = first.Replace("\"attachments\":[],\"files\":[]}]", "\"attachments\":[],\"files\":[]},{\"uuid\":\"m3\",\"sender\":\"human\",\"text\":\"Danke\",\"created_at\":\"2025-05-02T10:00:00Z\"}]", StringComparison.Ordinal);
        using var form = new MultipartFormDataContent { { new StringContent("ignored"), "note" }, { new ByteArrayContent(Encoding.UTF8.GetBytes(later)), "file", "conversations.json" } };
        Assert.Equal((0, 1, 1, 1, true), Counts(await stage.OkAsync(_me, "POST", "conversations/import", form)));

        var list = await stage.OkAsync(_me, "GET", "conversations");
        var zug = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal("Zug", zug.GetProperty("title").GetString());
        Assert.Equal(DateTimeOffset.Parse("2025-05-02T10:00:00Z"), (await stage.OkAsync(_me, "GET", $"conversations/{zug.GetProperty("id").GetGuid()}/messages")).GetProperty("items")[2].GetProperty("createdAt").GetDateTimeOffset());
        var train = (await stage.OkAsync(_me, "GET", "conversations?archived=true")).GetProperty("items")[0].GetProperty("id").GetGuid();
        var messages = (await stage.OkAsync(_me, "GET", $"conversations/{train}/messages")).GetProperty("items");
        Assert.Equal((2, 2), (messages.GetArrayLength(), messages[1].GetProperty("siblings").GetArrayLength()));
        Assert.Equal(2, (await stage.OkAsync(_me, "GET", "conversations/search?q=train")).GetProperty("items").GetArrayLength());

        // What was deleted comes back.
        await stage.OkAsync(_me, "DELETE", $"conversations/{train}");
        Assert.Equal((0, 1, 1, 0, true), Counts(await stage.OkAsync(_me, "POST", "conversations/import", later)));
        await stage.OkAsync(_me, "GET", $"conversations/{train}");
    }

    [Fact]
    public async Task A_file_may_be_larger_than_other_bodies()
    {
        var stage = await stages.OnAsync(false);
        var file = $"[{new string(' ', 12 * 1024 * 1024)}{ImportFormatsTests.Claude}]";
        Assert.Equal((1, 0, 0, 2, true), Counts(await stage.OkAsync(_me, "POST", "conversations/import", file)));
    }

    [Fact]
    public async Task Two_imports_of_one_file_at_once_make_no_twins()
    {
        foreach (var postgres in new[] { false, true })
        {
            var stage = await stages.OnAsync(postgres);
            var file = $"[{string.Join(',', Enumerable.Range(0, 20).Select(i => ImportFormatsTests.Claude.Replace("11111111", $"{i:D8}", StringComparison.Ordinal)))}]";
            var reports = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => stage.OkAsync(_me, "POST", "conversations/import", file)));
            Assert.Equal(20, reports.Sum(report => report.GetProperty("added").GetInt32()));
            Assert.Equal(0, reports.Sum(report => report.GetProperty("failed").GetInt32()));
            Assert.Equal(40, (await stage.OkAsync(_me, "GET", "conversations/stats")).GetProperty("messages").GetInt32());
            await stage.OkAsync(_me, "DELETE", "chat/history?permanent=true");
        }
    }

    [Fact]
    public async Task Broken_files_say_what_was_kept()
    {
        var stage = await stages.OnAsync(false);
        var report = await stage.OkAsync(_me, "POST", "conversations/import", $"[{ImportFormatsTests.ChatGpt},{{broken}},{{\"title\":\"Other\"}},{ImportFormatsTests.Claude[..300]}");
        Assert.Equal((1, 0, 0, 3, false), Counts(report));
        Assert.Equal(2, report.GetProperty("failed").GetInt32());
        var problems = report.GetProperty("problems").EnumerateArray().ToList();
        Assert.Equal([2, 3], problems.Take(2).Select(p => p.GetProperty("conversation").GetInt32()));
        Assert.Equal("Other", problems[1].GetProperty("title").GetString());
        Assert.Contains("breaks off in the middle of a conversation; 3 conversations were read before that", problems[2].GetProperty("problem").GetString(), StringComparison.Ordinal);

        foreach (var (file, says) in new (object, string)[]
        {
            ("", "is no JSON"), ("hello", "is no JSON"), (Zip("readme.txt", "hello"), "holds no conversations.json"), ("PK\x03\x04 is no zip"u8.ToArray(), "broken"),
            (new MultipartFormDataContent { { new StringContent("x"), "note" } }, "is missing"),
        })
        {
            var refused = await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "POST", "conversations/import", file);
            Assert.Contains(says, refused.GetProperty("errors").GetProperty("file")[0].GetString(), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task One_conversation_is_exported_as_a_file_with_its_name(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var id = await FillAsync(stage, _me);
        using var answer = await stage.SendAsync(_me, "GET", $"conversations/{id}/export?format=md");
        Assert.Equal(("text/markdown", "attachment", "Поезд в Лиссабон 2026.md"),
            (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileNameStar));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("# Поезд/в \\*Лиссабон\\* \\<2026\\>\n", text, StringComparison.Ordinal);
        Assert.Contains("**You** · ", text, StringComparison.Ordinal);
        Assert.Contains("**demo-2026-01-31 (demo)** · ", text, StringComparison.Ordinal);
        Assert.Contains("By **night train**.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("By plane.", text, StringComparison.Ordinal);
        var json = JsonElement.Parse(await BytesAsync(stage, _me, $"conversations/{id}/export?format=json"));
        Assert.Equal(4, json[0].GetProperty("messages").GetArrayLength());
        await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "GET", $"conversations/{id}/export?format=docx");
        var html = Encoding.UTF8.GetString(await BytesAsync(stage, _me, $"conversations/{id}/export?format=html"));
        Assert.Contains("<h1 dir=\"auto\">", html, StringComparison.Ordinal);
        Assert.Contains("By <strong>night train</strong>.", html, StringComparison.Ordinal);
        Assert.Contains("<code class=\"language-python\">print('x')", html, StringComparison.Ordinal);
        Assert.Equal("%PDF-"u8.ToArray(), (await BytesAsync(stage, _me, $"conversations/{id}/export?format=pdf"))[..5]);

        using var zip = new ZipArchive(new MemoryStream(await BytesAsync(stage, _me, "conversations/export?format=md")));
        Assert.Equal(2, zip.Entries.Count);
        using var reader = new StreamReader(zip.Entries.Single(entry => entry.Name.Contains("Лиссабон", StringComparison.Ordinal)).Open());
        Assert.Equal(text, await reader.ReadToEndAsync());
    }

    internal static async Task<Guid> FillAsync(ConversationStage stage, Guid person)
    {
        var id = await stage.ConversationAsync(person, "Поезд/в *Лиссабон* <2026>");
        await stage.OkAsync(person, "PATCH", $"conversations/{id}", new { folder = "travel", pinned = true, parameters = new { temperature = 0.5 } });
        var question = await stage.SayAsync(person, id, "How?\n\n```python\nprint('x')\n```");
        await stage.SayAsync(person, id, "By plane.", question, MessageRole.Assistant, "demo");
        var answer = await stage.SayAsync(person, id, "By **night train**.", question, MessageRole.Assistant, "demo", MessageStatus.Stopped);
        await stage.SayAsync(person, id, "谢谢 شكرا", answer);
        await stage.OkAsync(person, "POST", $"conversations/{id}/messages/{answer}/feedback", new { rating = "good", comment = "yes" });
        await stage.SayAsync(person, await stage.ConversationAsync(person, ""), "alone");
        return id;
    }

    /// <summary>What is said in an export, without ids.</summary>
    private static async Task<string> EssenceAsync(ConversationStage stage, Guid person)
    {
        var essence = new StringBuilder();
        foreach (var conversation in JsonElement.Parse(await BytesAsync(stage, person, "conversations/export")).EnumerateArray().OrderBy(c => c.GetProperty("createdAt").GetString(), StringComparer.Ordinal))
        {
            var messages = conversation.GetProperty("messages").EnumerateArray().ToList();
            var texts = messages.ToDictionary(m => m.GetProperty("id").GetString()!, m => m.GetProperty("text").GetString());
            foreach (var member in conversation.EnumerateObject().Where(m => m.Name is not ("id" or "messages" or "headId"))) essence.AppendLine($"{member.Name} {member.Value}");
            essence.AppendLine(texts[conversation.GetProperty("headId").GetString()!]);
            foreach (var message in messages)
                essence.AppendLine(string.Join(' ', message.EnumerateObject().Where(m => m.Name is not "id").Select(m => $"{m.Name}={(m.Name == "parentId" ? texts[m.Value.GetString()!] : m.Value)}")));
        }

        return essence.ToString();
    }

    private static async Task<byte[]> BytesAsync(ConversationStage stage, Guid person, string path)
    {
        using var answer = await stage.SendAsync(person, "GET", path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static (int, int, int, int, bool) Counts(JsonElement report) => (report.GetProperty("added").GetInt32(), report.GetProperty("updated").GetInt32(),
        report.GetProperty("unchanged").GetInt32(), report.GetProperty("messages").GetInt32(), report.GetProperty("complete").GetBoolean());

    private static byte[] Zip(string name, string content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var writer = new StreamWriter(zip.CreateEntry("export/" + name).Open())) writer.Write(content);
        return bytes.ToArray();
    }
}
