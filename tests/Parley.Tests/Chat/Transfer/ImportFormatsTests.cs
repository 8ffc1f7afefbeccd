using System.Text.Json;
using Parley.Chat.Model;
using Parley.Chat.Transfer;

namespace Parley.Tests.Chat.Transfer;

/// <summary>Exports as the vendors write them, down to their oddities.</summary>
public sealed class ImportFormatsTests
{
    internal const string ChatGpt =
        """
        {"title":"Night train","create_time":1760000000.123456,"update_time":1760000100.5,"current_node":"d",
         "mapping":{
          "root":{"id":"root","message":null,"parent":null,"children":["s"]},
          "s":{"id":"s","message":{"id":"s","author":{"role":"system"},"create_time":null,"content":{"content_type":"text","parts":[""]},"metadata":{"is_visually_hidden_from_conversation":true}},"parent":"root","children":["a"]},
          "a":{"id":"a","message":{"id":"a","author":{"role":"user"},"create_time":1760000001.0,"content":{"content_type":"multimodal_text","parts":[{"content_type":"image_asset_pointer","asset_pointer":"file-service://x"},"How do I get to Lisbon?\u0000"]},"metadata":{}},"parent":"s","children":["b","c"]},
          "b":{"id":"b","message":{"id":"b","author":{"role":"assistant"},"create_time":1760000002.0,"content":{"content_type":"text","parts":["By plane."]},"metadata":{"model_slug":"gpt-5"},"recipient":"all"},"parent":"a","children":[]},
          "c":{"id":"c","message":{"id":"c","author":{"role":"assistant"},"create_time":1760000003.0,"content":{"content_type":"code","language":"python","text":"search('trains')"},"metadata":{},"recipient":"python"},"parent":"a","children":["t"]},
          "t":{"id":"t","message":{"id":"t","author":{"role":"tool","name":"python"},"create_time":1760000003.5,"content":{"content_type":"execution_output","text":"..."},"metadata":{}},"parent":"c","children":["d"]},
          "d":{"id":"d","message":{"id":"d","author":{"role":"assistant"},"create_time":1760000004.0,"content":{"content_type":"text","parts":["By night train. \ud83d"]},"metadata":{"model_slug":"gpt-5"},"recipient":"all"},"parent":"t","children":[]}},
         "moderation_results":[],"plugin_ids":null,"conversation_id":"68e7-abc","is_archived":true,"id":"68e7-abc"}
        """;

    internal const string Claude =
        """
        {"uuid":"11111111-2222-3333-4444-555555555555","name":"Zug","created_at":"2025-05-01T10:00:00.123456Z","updated_at":"2025-05-01T10:05:00.000000Z","account":{"uuid":"x"},
         "chat_messages":[
          {"uuid":"m1","text":"Wie komme ich hin?","content":[{"type":"text","text":"Wie komme ich hin?"}],"sender":"human","created_at":"2025-05-01T10:00:01.000000Z",
           "attachments":[{"file_name":"plan.txt","extracted_content":"```\nab 20:00\n```"}],"files":[{"file_name":"karte.png"}]},
          {"uuid":"m2","text":"","content":[{"type":"thinking","thinking":"Hm."},{"type":"text","text":"Mit dem "},{"type":"tool_use","name":"search"},{"type":"text","text":"Nachtzug."}],"sender":"assistant","created_at":"2025-05-01T10:00:05.000000Z","attachments":[],"files":[]}]}
        """;

    [Fact]
    public void ChatGPT_s_tree_keeps_its_branches_without_what_nobody_saw()
    {
        var read = Read(ChatGpt);
        Assert.Equal(("chatgpt:68e7-abc", "Night train", true, "d"), (read.Origin, read.Title, read.IsArchived, read.HeadId));
        Assert.Equal([("a", null, MessageRole.User), ("b", "a", MessageRole.Assistant), ("d", "a", MessageRole.Assistant)], read.Messages.Select(m => (m.Id, m.ParentId, m.Role)));
        Assert.Equal("*(a picture, which the import left out)*\n\nHow do I get to Lisbon?", read.Messages[0].Text);
        Assert.Equal("By night train. ", read.Messages[2].Text);
        Assert.Equal("gpt-5", read.Messages[1].Model);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1760000000123), read.CreatedAt);
    }

    [Fact]
    public void Claude_s_list_becomes_a_chain_with_its_attachments()
    {
        var read = Read(Claude);
        Assert.Equal(("claude:11111111-2222-3333-4444-555555555555", "Zug", "m2"), (read.Origin, read.Title, read.HeadId));
        Assert.Equal([("m1", null), ("m2", "m1")], read.Messages.Select(m => (m.Id, m.ParentId)));
        Assert.Equal("Wie komme ich hin?\n\nplan.txt:\n\n````\n```\nab 20:00\n```\n````\n\n*(the file karte.png, which the import left out)*", read.Messages[0].Text);
        Assert.Equal(("Mit dem \n\nNachtzug.", "Hm."), (read.Messages[1].Text, read.Messages[1].Reasoning));
    }

    /// <summary>Each longer fence was looked for from the start: 200,000 of them took 42 seconds.</summary>
    [Fact]
    public void An_attachment_of_backticks_alone_is_fenced_at_once()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var text = Read(Claude.Replace("```\\nab 20:00\\n```", new string('`', 1_000_000), StringComparison.Ordinal)).Messages[0].Text;
        Assert.Contains($"\n{new string('`', 1_000_001)}\n{new string('`', 1_000_000)}\n", text, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), watch.Elapsed.ToString());
    }

    [Fact]
    public void Claude_s_branches_are_kept_where_the_export_tells_them()
    {
        var read = Read("""
            {"uuid":"u","name":"","created_at":"2025-05-01T10:00:00Z","chat_messages":[
             {"uuid":"1","sender":"human","text":"q","parent_message_uuid":"00000000-0000-4000-8000-000000000000"},
             {"uuid":"2","sender":"assistant","text":"a","parent_message_uuid":"1"},
             {"uuid":"3","sender":"assistant","text":"b","parent_message_uuid":"1"}]}
            """);
        Assert.Equal([("1", null), ("2", "1"), ("3", "1")], read.Messages.Select(m => (m.Id, m.ParentId)));
    }

    [Theory]
    [InlineData("{}"), InlineData("""{"mapping":{}}"""), InlineData("""{"mapping":5,"id":"x"}"""), InlineData("""{"chat_messages":[]}"""), InlineData("""{"format":"parley.conversation.v1","id":"no guid"}""")]
    public void What_is_none_of_them_is_nothing(string json) => Assert.Null(Importer.Read(JsonElement.Parse(json)));

    [Fact]
    public void The_same_file_gives_the_same_ids_for_the_same_person_only()
    {
        var (me, you, now) = (Guid.CreateVersion7(), Guid.CreateVersion7(), DateTimeOffset.Parse("2026-01-01T00:00:00Z"));
        var first = ImportPlan.Make(me, Read(ChatGpt), null, now);
        var again = ImportPlan.Make(me, Read(ChatGpt), null, now.AddDays(3));
        Assert.Equal(first.Messages.Select(m => m.Id), again.Messages.Select(m => m.Id));
        Assert.Equal(first.Conversation.Id, again.Conversation.Id);
        Assert.Empty(first.Messages.Select(m => m.Id).Intersect(ImportPlan.Make(you, Read(ChatGpt), null, now).Messages.Select(m => m.Id)));
        // Ids sort by time, like those that are made here.
        Assert.Equal(first.Messages.Select(m => m.Id), first.Messages.OrderBy(m => m.CreatedAt).Select(m => m.Id).Order());
        Assert.Equal(first.Messages[2].Id, first.Conversation.HeadId);
        Assert.All(first.Messages, m => Assert.Equal('7', m.Id.ToString()[14]));
    }

    [Fact]
    public void Circles_strangers_twins_and_absurd_times_do_no_harm()
    {
        var now = DateTimeOffset.Parse("2026-01-01T00:00:00Z");
        ImportedMessage Message(string id, string? parent, DateTimeOffset? at = null) => new(id, parent, MessageRole.User, id, at);
        var (conversation, messages, _) = ImportPlan.Make(Guid.CreateVersion7(), new ImportedConversation
        {
            Origin = "chatgpt:" + new string('x', 500), Title = "a\nb" + new string('t', 300), CreatedAt = null, UpdatedAt = null, HeadId = "nobody",
            Messages = [Message("1", "2"), Message("2", "1"), Message("3", "nobody"), Message("3", null), Message("4", "3", DateTimeOffset.MaxValue), Message("5", "4", DateTimeOffset.MinValue)],
        }, null, now);
        Assert.Equal(5, messages.Count);
        Assert.Contains(messages.Take(2), m => m.ParentId is null);
        Assert.Null(messages[2].ParentId);
        Assert.All(messages, m => Assert.InRange(m.CreatedAt, new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), now));
        Assert.InRange(conversation.Origin!.Length, 8, 200);
        Assert.StartsWith("a b", conversation.Title, StringComparison.Ordinal);
        Assert.InRange(conversation.Title.Length, 190, Conversation.MaxTitle);
        Assert.Null(conversation.HeadId);
    }

    private static ImportedConversation Read(string json) => Importer.Read(JsonElement.Parse(json))!;
}
