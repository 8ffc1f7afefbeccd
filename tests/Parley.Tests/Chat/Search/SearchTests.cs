using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Chat.Search;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Search;

[Trait("Pace", "slow")]
public sealed class SearchTests(ChatStages stages) : IClassFixture<ChatStages>
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    private readonly Guid _me = Guid.CreateVersion7();

    public static TheoryData<bool, string, string> Scripts
    {
        get
        {
            var rows = new TheoryData<bool, string, string>();
            foreach (var postgres in new[] { false, true })
                foreach (var (text, sought) in new[]
                {
                    ("The Night TRAIN leaves at nine", "train"), ("The Night TRAIN leaves at nine", "\"ight TRA\""), ("Поезд в Лиссабон", "лиссабон"), ("Το τρένο φεύγει", "ΤΡΈΝΟ"),
                    ("我们坐夜车去里斯本", "里斯本"), ("我们坐夜车去里斯本", "夜车"), ("我们坐夜车", "夜车"), ("车", "车"), ("夜行列車でリスボンへ行きます", "リスボン"), ("القطار الليلي إلى لشبونة", "لشبونة"),
                    ("100% of a_b\\c", "100%"), ("100% of a_b\\c", "a_b\\c"), ("say \"hello\" to O'Neil", "O'Neil"), ("smile 😀 now", "😀"), ("Ёж и Ёлка", "ёж"), ("so be XQ", "xq"), ("a OR b AND NOT c*", "c*"),
                }) rows.Add(postgres, text, sought);
            return rows;
        }
    }

    [Theory, MemberData(nameof(Scripts))]
    public async Task Any_script_is_found_and_the_place_is_marked(bool postgres, string text, string sought)
    {
        var stage = await stages.OnAsync(postgres);
        var id = await stage.ConversationAsync(_me, "plain");
        var message = await stage.SayAsync(_me, id, text);
        await stage.SayAsync(_me, id, "something else");
        var hit = Assert.Single((await FindAsync(stage, sought)).EnumerateArray());
        Assert.Equal(("message", message), (hit.GetProperty("kind").GetString(), hit.GetProperty("messageId").GetGuid()));
        var mark = hit.GetProperty("marks")[0];
        Assert.Equal(sought.Trim('"'), hit.GetProperty("snippet").GetString()!.Substring(mark.GetProperty("start").GetInt32(), mark.GetProperty("length").GetInt32()), ignoreCase: true);
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Titles_come_first_then_messages_newest_first_page_by_page(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var titled = await stage.ConversationAsync(_me, "Needle in the title");
        var plain = await stage.ConversationAsync(_me, "plain");
        List<Guid> said = [];
        for (var i = 0; i < 7; i++) said.Add(await stage.SayAsync(_me, plain, $"needle {i} " + new string('x', 300)));
        List<JsonElement> seen = [];
        for (string? next = ""; next is not null;)
        {
            var page = await stage.OkAsync(_me, "GET", $"conversations/search?q=NEEDLE&limit=3&cursor={next}");
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 3);
            seen.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(("title", titled), (seen[0].GetProperty("kind").GetString(), seen[0].GetProperty("conversationId").GetGuid()));
        Assert.Equal(said.AsEnumerable().Reverse(), seen.Skip(1).Select(hit => hit.GetProperty("messageId").GetGuid()));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task The_index_follows_every_change(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var id = await stage.ConversationAsync(_me, "Lighthouse");
        var answer = await stage.SayAsync(_me, id, "whatever streams", status: MessageStatus.Streaming);
        Assert.Equal(0, (await FindAsync(stage, "streams")).GetArrayLength());
        await using var db = await stage.Databases.CreateDbContextAsync();
        await db.Set<Message>().Where(m => m.Id == answer).ExecuteUpdateAsync(m => m.SetProperty(x => x.Text, "the whole orchestra").SetProperty(x => x.Status, MessageStatus.Complete));
        Assert.Equal(0, (await FindAsync(stage, "streams")).GetArrayLength());
        Assert.Equal(1, (await FindAsync(stage, "orchestra whole")).GetArrayLength());
        Assert.Equal(0, (await FindAsync(stage, "\"orchestra whole\"")).GetArrayLength());
        await stage.OkAsync(_me, "PATCH", $"conversations/{id}", new { title = "Windmill" });
        Assert.Equal((0, 1), ((await FindAsync(stage, "lighthouse")).GetArrayLength(), (await FindAsync(stage, "indmil")).GetArrayLength()));
        await stage.OkAsync(_me, "DELETE", $"conversations/{id}");
        Assert.Equal((0, 0), ((await FindAsync(stage, "orchestra")).GetArrayLength(), (await FindAsync(stage, "windmill")).GetArrayLength()));
        await stage.OkAsync(_me, "POST", $"conversations/{id}/restore");
        Assert.Equal((1, 1), ((await FindAsync(stage, "orchestra")).GetArrayLength(), (await FindAsync(stage, "windmill")).GetArrayLength()));
        await stage.OkAsync(_me, "DELETE", $"conversations/{id}?permanent=true");
        Assert.Equal((0, 0), ((await FindAsync(stage, "orchestra")).GetArrayLength(), (await FindAsync(stage, "windmill")).GetArrayLength()));
        if (!postgres) Assert.Equal(0, await db.Database.SqlQuery<int>($"SELECT count(*) AS \"Value\" FROM search_rows WHERE conversation_id = {id}").SingleAsync());
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task An_index_that_is_gone_is_made_and_filled_again(bool postgres)
    {
        await using var stage = await ConversationStage.StartAsync(postgres);
        var id = await stage.ConversationAsync(_me, "Old title");
        await stage.SayAsync(_me, id, "old message");
        await using var db = await stage.Databases.CreateDbContextAsync();
        // As a migration that builds the table anew leaves it.
        await db.Database.ExecuteSqlRawAsync(postgres ? "DROP INDEX ix_messages_folded" : "DROP TRIGGER search_message_inserted; DROP TRIGGER search_message_updated;");
        if (!postgres) Assert.Equal(0, await AddAndCountAsync(stage, id, "unheard"));
        await stage.Get<ISearchIndex>().PrepareAsync(db, CancellationToken.None);
        Assert.Equal((1, 1), ((await FindAsync(stage, "old title")).GetArrayLength(), (await FindAsync(stage, "message")).GetArrayLength()));
        if (!postgres) Assert.Equal(1, (await FindAsync(stage, "unheard")).GetArrayLength());
        Assert.Equal(1, await AddAndCountAsync(stage, id, "anew"));
    }

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Accents_do_not_matter_and_the_places_are_marked_all_the_same(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var id = await stage.ConversationAsync(_me, "Crème brûlée");
        await stage.SayAsync(_me, id, "Frau MÜLLER kommt aus Tiêng Viêt nach Sao Tome");
        foreach (var (sought, place) in new[] { ("muller", "MÜLLER"), ("müll", "MÜLL"), ("tieng", "Tiêng"), ("\"viet nach\"", "Viêt nach"), ("são", "Sao"), ("tomé", "Tome") })
        {
            var hit = Assert.Single((await FindAsync(stage, sought)).EnumerateArray());
            var mark = hit.GetProperty("marks")[0];
            Assert.Equal(place, hit.GetProperty("snippet").GetString()!.Substring(mark.GetProperty("start").GetInt32(), mark.GetProperty("length").GetInt32()));
        }

        Assert.Equal("title", Assert.Single((await FindAsync(stage, "brulee")).EnumerateArray()).GetProperty("kind").GetString());
        Assert.Equal(0, (await FindAsync(stage, "miller")).GetArrayLength());
    }

    [Fact]
    public async Task An_index_that_keeps_accents_is_made_anew()
    {
        await using var stage = await ConversationStage.StartAsync(postgres: false);
        var id = await stage.ConversationAsync(_me);
        await stage.SayAsync(_me, id, "Frau Müller");
        await using var db = await stage.Databases.CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync(
            """
            DROP TABLE search_triples; DROP TABLE search_index;
            CREATE VIRTUAL TABLE search_index USING fts5 (owner, text, title, content='', contentless_delete=1, tokenize='trigram');
            CREATE VIRTUAL TABLE search_triples USING fts5vocab (search_index, row);
            UPDATE messages SET text = text;
            """);
        Assert.Equal((1, 0), ((await FindAsync(stage, "müller")).GetArrayLength(), (await FindAsync(stage, "muller")).GetArrayLength()));
        await stage.Get<ISearchIndex>().PrepareAsync(db, CancellationToken.None);
        Assert.Equal((1, 1), ((await FindAsync(stage, "müller")).GetArrayLength(), (await FindAsync(stage, "muller")).GetArrayLength()));
        Assert.Equal(1, await AddAndCountAsync(stage, id, "anew"));
    }

    [Fact]
    public async Task An_index_of_PostgreSQL_that_keeps_accents_is_replaced_and_used()
    {
        await using var stage = await ConversationStage.StartAsync(postgres: true);
        await using var db = await stage.Databases.CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE messages DROP COLUMN folded; CREATE INDEX ix_messages_trigrams ON messages USING gin (text gin_trgm_ops) WHERE status <> 'Streaming'");
        await stage.Get<ISearchIndex>().PrepareAsync(db, CancellationToken.None);
        var names = await db.Database.SqlQueryRaw<string>("SELECT indexname AS \"Value\" FROM pg_indexes WHERE tablename = 'messages'").ToListAsync(CancellationToken.None);
        Assert.Contains("ix_messages_folded", names);
        Assert.DoesNotContain("ix_messages_trigrams", names);
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync("SET enable_seqscan = off");
        var plan = await db.Database.SqlQueryRaw<string>("EXPLAIN SELECT id FROM messages m WHERE m.status <> 'Streaming' AND m.folded ILIKE parley_fold('%müller%')").ToListAsync(CancellationToken.None);
        Assert.Contains(plan, line => line.Contains("ix_messages_folded", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Short_terms_behind_the_newest_messages_are_looked_up()
    {
        var stage = await stages.OnAsync(false);
        var id = await stage.ConversationAsync(_me);
        List<Guid> said = [];
        foreach (var text in new[] { "我们坐夜车去", "ends with 夜车", "a Qx b, żę", "plain", "夜 车", "last 夜车 of all", "end" }) said.Add(await stage.SayAsync(_me, id, text));
        var other = Guid.CreateVersion7();
        await stage.SayAsync(other, await stage.ConversationAsync(other), "theirs 夜车 鸚鵡");
        await using var db = await stage.Databases.CreateDbContextAsync();
        var index = new SqliteSearchIndex(newest: 2);
        Assert.Equal([said[5], said[1], said[0]], await IdsAsync("夜车"));
        Assert.Equal([said[2]], await IdsAsync("qX"));
        Assert.Equal([said[2]], await IdsAsync("ŻĘ"));
        Assert.Equal([said[5], said[4], said[1], said[0]], await IdsAsync("车"));
        Assert.Equal([said[5]], await IdsAsync("夜车 of"));
        Assert.Empty(await IdsAsync("鸚鵡"));
        Assert.Empty(await IdsAsync("zq"));

        async Task<List<Guid?>> IdsAsync(string sought) => [.. (await index.MessagesAsync(db, _me, SearchTerms.Parse(sought).Terms!, null, 10, CancellationToken.None)).Select(hit => hit.MessageId)];
    }

    [Fact]
    public async Task Without_trigrams_PostgreSQL_finds_beginnings_of_words_and_the_rest_from_text_to_text()
    {
        await using var stage = await ConversationStage.StartAsync(postgres: true);
        var id = await stage.ConversationAsync(_me);
        await stage.SayAsync(_me, id, "The night train leaves");
        await stage.SayAsync(_me, id, "我们坐夜车去里斯本 " + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"w{i} ")));
        await using var db = await stage.Databases.CreateDbContextAsync();
        await db.Database.ExecuteSqlRawAsync("DROP EXTENSION pg_trgm CASCADE");
        var index = new PostgresSearchIndex("pg_trgm_that_nobody_has");
        await index.PrepareAsync(db, CancellationToken.None);
        Assert.Equal((1, 1, 0, 1), (await CountAsync("trai"), await CountAsync("夜车"), await CountAsync("rain"), await CountAsync("里斯本 w777")));
        // More words than a vector holds are cut, not refused.
        await stage.SayAsync(_me, id, string.Concat(Enumerable.Range(0, 400_000).Select(i => $"q{i} ")));

        async Task<int> CountAsync(string sought) => (await index.MessagesAsync(db, _me, SearchTerms.Parse(sought).Terms!, null, 10, CancellationToken.None)).Count;
    }

    [Theory]
    [InlineData(""), InlineData("q="), InlineData("q=%20%20"), InlineData("q=%22%22"), InlineData("q=a%00b"), InlineData("q=a+b+c+d+e+f+g+h+i")]
    public async Task What_cannot_be_looked_for_is_told(string query)
    {
        var stage = await stages.OnAsync(false);
        Assert.True((await stage.RefusedAsync(HttpStatusCode.BadRequest, _me, "GET", $"conversations/search?{query}")).GetProperty("errors").TryGetProperty("q", out _));
    }

    private async Task<JsonElement> FindAsync(ConversationStage stage, string sought) =>
        (await stage.OkAsync(_me, "GET", $"conversations/search?q={Uri.EscapeDataString(sought)}")).GetProperty("items");

    private async Task<int> AddAndCountAsync(ConversationStage stage, Guid conversation, string word)
    {
        await stage.SayAsync(_me, conversation, word);
        return (await FindAsync(stage, word)).GetArrayLength();
    }
}
