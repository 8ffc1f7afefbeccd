using System.Net;
using Parley.Chat.Model;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Conversations;

/// <summary>Every route of conversations with another person's ids: as if they were not there, and nothing happens.</summary>
[Trait("Pace", "slow")]
public sealed class IsolationTests(ChatStages stages) : IClassFixture<ChatStages>
{
    private const string Secret = "the walrus said";

    public static TheoryData<bool, string, string, string?> Routes
    {
        get
        {
            var rows = new TheoryData<bool, string, string, string?>();
            using var mapped = new Holder();
            foreach (var postgres in new[] { false, true })
                foreach (var route in mapped.Routes.All.Where(r => r.Path.StartsWith("/api/v1/conversations/{id}", StringComparison.Ordinal) && r.Method != "HEAD"))
                    rows.Add(postgres, route.Method, route.Template["/api/v1/".Length..], Body(route));
            return rows;
        }
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task Another_person_s_id_is_404_and_changes_nothing(bool postgres, string method, string path, string? body)
    {
        var stage = await stages.OnAsync(postgres);
        var (owner, stranger) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var id = await stage.ConversationAsync(owner, Secret);
        var question = await stage.SayAsync(owner, id, Secret);
        var answer = await stage.SayAsync(owner, id, Secret, question, MessageRole.Assistant, "demo");
        var own = await stage.ConversationAsync(stranger, "own");
        var before = await StateAsync();

        var message = path.Contains("{mid}", StringComparison.Ordinal) ? "{mid}" : "{messageId}";
        // Their conversation, and their message in a conversation of one's own.
        List<string> paths = [path.Replace("{id}", $"{id}", StringComparison.Ordinal).Replace(message, $"{answer}", StringComparison.Ordinal)];
        if (path.Contains(message, StringComparison.Ordinal)) paths.Add(path.Replace("{id}", $"{own}", StringComparison.Ordinal).Replace(message, $"{answer}", StringComparison.Ordinal));
        foreach (var wanted in paths)
        {
            var problem = await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, method, wanted, body);
            Assert.DoesNotContain(Secret, problem.GetRawText(), StringComparison.Ordinal);
        }

        Assert.Equal(before, await StateAsync());

        async Task<string> StateAsync() => (await stage.OkAsync(owner, "GET", $"conversations/{id}")).GetRawText() + (await stage.OkAsync(owner, "GET", $"conversations/{id}/messages")).GetRawText()
            + (await stage.EventsAsync(owner)).Count + (await stage.OkAsync(stranger, "GET", $"conversations/{own}")).GetRawText();
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task What_an_operation_does_not_take_is_refused(bool postgres, string method, string path, string? body)
    {
        if (postgres) return; // what is refused reaches no database
        var stage = await stages.OnAsync(false);
        var refused = await stage.RefusedAsync(HttpStatusCode.BadRequest, Guid.CreateVersion7(), method, $"{path}?bogus=1", body);
        Assert.Contains("is not known", refused.GetProperty("errors").GetProperty("bogus")[0].GetString(), StringComparison.Ordinal);
        if (method != "PATCH" && body is null) return;
        refused = await stage.RefusedAsync(HttpStatusCode.BadRequest, Guid.CreateVersion7(), method, path, """{"bogus":1}""");
        Assert.Contains("is not a member", refused.GetProperty("errors").GetProperty("bogus")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Another_person_s_ids_in_bodies_and_queries_are_404(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var (owner, stranger) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var id = await stage.ConversationAsync(owner, Secret);
        var message = await stage.SayAsync(owner, id, Secret);
        var own = await stage.ConversationAsync(stranger, "own");
        await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, "PATCH", $"conversations/{own}", new { headId = message });
        await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, "POST", "conversations", new { headId = message });
        await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, "GET", $"conversations/{own}/messages?branch={message}");
        Assert.Empty((await stage.OkAsync(stranger, "GET", "conversations/search?q=walrus")).GetProperty("items").EnumerateArray());
        Assert.Empty((await stage.OkAsync(stranger, "GET", "conversations/search?q=wa")).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain(Secret, (await stage.OkAsync(stranger, "GET", "conversations")).GetRawText() + (await stage.OkAsync(stranger, "GET", "conversations/export")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(0, (await stage.OkAsync(stranger, "GET", "conversations/stats")).GetProperty("messages").GetInt32());
        await stage.OkAsync(stranger, "DELETE", "chat/history?permanent=true");
        await stage.OkAsync(owner, "GET", $"conversations/{id}");
    }

    private static string? Body(MappedRoute route) => (route.Method, route.Path.Split('/')[^1]) switch
    {
        ("PUT", "draft") => """{"text":"x"}""",
        ("POST", "feedback") => """{"rating":"good"}""",
        ("POST", "edit") => """{"text":"x"}""",
        ("POST", "restore" or "share" or "stop") => null,
        ("POST" or "PATCH" or "PUT", _) => "{}",
        _ => null,
    };

    private sealed class Holder : IDisposable
    {
        public MappedRoutes Routes { get; } = new();

        public void Dispose() => Routes.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
