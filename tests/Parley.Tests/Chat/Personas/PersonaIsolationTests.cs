using System.Net;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Personas;

/// <summary>Every route of personas with another person's ids: as if they were not there, and nothing happens.</summary>
[Trait("Pace", "slow")]
public sealed class PersonaIsolationTests(ChatStages stages) : IClassFixture<ChatStages>
{
    private const string Secret = "the walrus said";

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory, MemberData(nameof(BothKinds))]
    public async Task Another_person_s_id_is_404_and_changes_nothing(bool postgres)
    {
        var stage = await stages.OnAsync(postgres);
        var (owner, stranger) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var id = (await stage.OkAsync(owner, "POST", "personas", new { name = Secret })).GetProperty("id").GetGuid();
        var memory = (await stage.OkAsync(owner, "POST", $"personas/{id}/memories", new { text = Secret })).GetProperty("id").GetGuid();
        var own = (await stage.OkAsync(stranger, "POST", "personas", new { name = "own" })).GetProperty("id").GetGuid();
        var conversation = await stage.ConversationAsync(owner, Secret);
        var before = await StateAsync();

        await using var mapped = new MappedRoutes();
        var routes = mapped.Routes().ToList();
        Assert.True(routes.Count >= 9, $"{routes.Count} routes");
        foreach (var route in routes)
        {
            List<string> paths = [route.Path.Replace("{id}", $"{id}", StringComparison.Ordinal).Replace("{mid}", $"{memory}", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal)];
            // Their memory at a persona of one's own.
            if (route.Path.Contains("{mid}", StringComparison.Ordinal)) paths.Add(route.Path.Replace("{id}", $"{own}", StringComparison.Ordinal).Replace("{mid}", $"{memory}", StringComparison.Ordinal));
            foreach (var path in paths)
            {
                var problem = await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, route.Method, path, route.Body);
                Assert.DoesNotContain(Secret, problem.GetRawText(), StringComparison.Ordinal);
            }
        }

        await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, "PUT", "personas/current", new { personaId = id });
        await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, "PUT", "personas/current", new { personaId = own, conversationId = conversation });
        await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, "GET", $"personas/current?conversationId={conversation}");
        await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, "POST", "conversations", new { personaId = id });
        await stage.RefusedAsync(HttpStatusCode.NotFound, stranger, "POST", "chat", new { message = "hi", personaId = id });
        Assert.DoesNotContain(Secret, (await stage.OkAsync(stranger, "GET", "personas")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal(before, await StateAsync());

        async Task<string> StateAsync() => (await stage.OkAsync(owner, "GET", "personas")).GetRawText() + (await stage.OkAsync(owner, "GET", $"personas/{id}/memories")).GetRawText()
            + (await stage.OkAsync(owner, "GET", $"conversations/{conversation}")).GetRawText() + (await stage.OkAsync(stranger, "GET", "personas")).GetRawText() + (await stage.EventsAsync(owner)).Count;
    }
}

file static class PersonaRoutes
{
    public static IEnumerable<(string Method, string Path, string? Body)> Routes(this MappedRoutes mapped) =>
        mapped.All.Where(r => r.Path.StartsWith("/api/v1/personas/{id}", StringComparison.Ordinal) && r.Method != "HEAD").Select(r => (r.Method, r.Template["/api/v1/".Length..], BodyOf(r)));

    private static string? BodyOf(MappedRoute route) => (route.Method, route.Path.Split('/')[^1]) switch
    {
        ("PUT", _) => """{"name":"x"}""",
        ("POST", "memories") => """{"text":"x"}""",
        ("PATCH", _) => """{"text":"x"}""",
        _ => null,
    };
}
