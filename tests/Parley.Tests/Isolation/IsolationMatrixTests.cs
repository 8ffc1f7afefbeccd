using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Shared;
using Parley.Simulator;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Isolation;

/// <summary>
/// Every route that is mapped, with another person's ids in its path, its query and its body, asked by somebody who is signed in: as if they were not there, no byte of theirs, and nothing changes.
/// The rows are made of the routes and of the description of the API; a new route or field that nobody has placed fails.
/// </summary>
[Trait("Pace", "slow")]
public sealed class IsolationMatrixTests
{
    private static readonly (string, string)[] AnyForm = [("Message", "x"), ("Title", "x"), ("Folder", "x"), ("On", "true"), ("Model", "sim/echo"), ("Rating", "good")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Anothers_ids_are_as_if_they_were_not_there()
    {
        await using var simulator = await SimulatorServer.StartAsync(new() { Key = "upstream" });
        await using var server = new ParleyServer(new() { Arguments = ["--Parley:Identity:SignUp=open"] });
        (await server.RunAsync(["users", "create", "--email", "ada@example.org", "--display-name", "Ada", "--role", "admin", "--password-stdin"], PersonBrowser.Password)).Expect();
        await server.StartAsync();
        await server.AddProviderAsync("sim", "chat", new Uri(simulator.BaseAddress, "/v1"), ["echo"], "upstream");
        using var programs = server.CreateClient();
        using var owner = new PersonBrowser(server.BaseAddress);
        using var stranger = new PersonBrowser(server.BaseAddress);
        await owner.RegisterAsync("owner@example.org", Token);
        await stranger.RegisterAsync("stranger@example.org", Token);
        var theirs = await TheirThings.MakeAsync(owner, programs, "walrus", Token);
        var own = await TheirThings.MakeAsync(stranger, programs, "penguin", Token);
        await using var mapped = new MappedRoutes();
        var (_, openApi, _) = await owner.AskAsync("GET", "/openapi/v1.json", cancellationToken: Token);
        var document = JsonElement.Parse(openApi);
        List<string> wrong = [];
        var (rows, fields) = (0, 0);

        // Titles and the like are written behind an answer.
        string before;
        do
        {
            before = await OwnedRows.ReadAsync(server.DataFolder, theirs.Person);
            await Task.Delay(500, Token);
        }
        while (before != await OwnedRows.ReadAsync(server.DataFolder, theirs.Person));
        Assert.Contains(theirs.Word, before, StringComparison.Ordinal);

        foreach (var route in mapped.All.Where(r => r.Method is not ("HEAD" or "ANY") && !r.IsFallback && !WhoseId.NoIds.Contains(r.Template)))
        {
            var operation = new OperationBody(document, route.Template, route.Method);
            if (route.Policy == Policies.Admin)
            {
                if (route.Names.Count > 0) await ExpectAsync(route, Path(route, route.Names, theirs, theirs), operation.With(null, own, own), HttpStatusCode.Forbidden);
                continue;
            }

            // 1. In the path: all of theirs, and theirs below one's own.
            for (var i = 0; i < route.Names.Count; i++)
            {
                if (WhoseId.InPath(route, route.Names[i], theirs) is not { } id || id == WhoseId.InPath(route, route.Names[i], own)) continue;
                rows++;
                // A form of the settings leads back to its page, which says that there is no such thing.
                await ExpectAsync(route, Path(route, [route.Names[i]], theirs, i == 0 ? theirs : own), operation.With(null, own, own),
                    route.Method == "POST" && route.Path.StartsWith("/settings/", StringComparison.Ordinal) ? HttpStatusCode.SeeOther : HttpStatusCode.NotFound);
            }

            // The ids are right: their owner finds what they name.
            if (route is { Method: "GET", Names.Count: > 0 })
            {
                var (status, _, _) = await AskAsync(owner, theirs, route, Path(route, route.Names, theirs, theirs), null);
                if (status != HttpStatusCode.OK) wrong.Add($"{route}: its owner gets {(int)status}");
            }

            if (route.Policy == MappedRoute.Anonymous) continue;
            var start = Path(route, [], own, own);
            // 2. In the query. A page that was asked to begin at what is not there may show itself as it is.
            foreach (var name in operation.IdQueries.Union(route.IdQueries))
            {
                fields++;
                var id = WhoseId.InField(name, theirs) ?? throw new InvalidOperationException($"{route}: whose {name} is that? Say so in WhoseId.");
                await ExpectAsync(route, $"{start}?{name}={id}", operation.With(null, own, own), route.Path.StartsWith("/api/", StringComparison.Ordinal) ? [HttpStatusCode.NotFound] : [HttpStatusCode.NotFound, HttpStatusCode.OK]);
            }

            // 3. In the body.
            foreach (var name in operation.IdFields)
            {
                fields++;
                if (route.Template == "/api/v1/chat/cache/invalidate")
                {
                    // One's own answers are forgotten, of whatever it names: there are none.
                    var (status, text, _) = await AskAsync(stranger, own, route, start, new JsonObject { [name] = WhoseId.InField(name, theirs) });
                    if ((status, text) != (HttpStatusCode.OK, """{"removed":0}""")) wrong.Add($"{route} {name}: {(int)status} {text}");
                    continue;
                }

                // A draft is never lost for a file that is not there: it is kept without it, as FilePageTests ask.
                await ExpectAsync(route, start, operation.With(name, theirs, own), route.Template == "/api/v1/conversations/{id}/draft" ? HttpStatusCode.NoContent : HttpStatusCode.NotFound);
            }
        }

        // What a form of a page names besides.
        await ExpectFormAsync(new MappedRoute("POST", "/c/{id:guid}/branch", Policies.Chat), $"/c/{own.Conversation}/branch", null, [HttpStatusCode.NotFound], ("Message", theirs.Answer));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(before, await OwnedRows.ReadAsync(server.DataFolder, theirs.Person));
        Assert.True(rows >= 60 && fields >= 12, $"{rows} rows, {fields} fields: the matrix has shrunk.");

        async Task ExpectAsync(MappedRoute route, string path, JsonObject? body, params IEnumerable<HttpStatusCode> expected) => await ExpectFormAsync(route, path, body, expected, null);

        async Task ExpectFormAsync(MappedRoute route, string path, JsonObject? body, IEnumerable<HttpStatusCode> expected, (string, string)? field)
        {
            var (status, text, _) = await AskAsync(stranger, own, route, path, body, field);
            if (!expected.Contains(status)) wrong.Add($"{route.Method} {path} {body?.ToJsonString()}: {(int)status} {text[..Math.Min(text.Length, 200)]}");
            if (text.Contains(theirs.Word, StringComparison.OrdinalIgnoreCase)) wrong.Add($"{route.Method} {path} tells what is theirs: {text}");
        }

        async Task<(HttpStatusCode Status, string Text, HttpResponseHeaders Headers)> AskAsync(PersonBrowser browser, TheirThings caller, MappedRoute route, string path, JsonObject? body, (string, string)? field = null)
        {
            if (!route.Path.StartsWith("/v1/", StringComparison.Ordinal))
                return await browser.AskAsync(route.Method, path, body is not null ? new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") : route.Method == "POST" && !route.Path.StartsWith("/api/", StringComparison.Ordinal) ? Form(theirs, field) : null, Token);
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", caller.Secret);
            using var answer = await programs.SendAsync(request, Token);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token), answer.Headers);
        }
    }

    private static FormUrlEncodedContent Form(TheirThings theirs, (string, string)? field) => new([.. AnyForm.Append(($"text-{theirs.Memory}", "x")).Select(f => field is { } one && one.Item1 == f.Item1 ? one : f).Select(f => KeyValuePair.Create(f.Item1, f.Item2))]);

    /// <summary>A route's path with ids: of <paramref name="theirs"/> where named, of <paramref name="rest"/> elsewhere.</summary>
    private static string Path(MappedRoute route, IReadOnlyList<string> names, TheirThings theirs, TheirThings rest) => route.Names.Aggregate(route.Template, (path, name) =>
        path.Replace($"{{{name}}}", WhoseId.InPath(route, name, names.Contains(name) ? theirs : rest) ?? (route.Policy == Policies.Admin ? $"{Guid.Empty}" : throw new InvalidOperationException($"{route}: whose {name} is that? Say so in WhoseId.")), StringComparison.Ordinal));
}
