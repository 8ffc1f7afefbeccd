using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Api;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Shared;
using Parley.Tests.Infrastructure;
using Parley.Ui;

namespace Parley.Tests.Chat;

/// <summary>All modules on a real web server in this process, on a database of either kind, with a clock that can be moved. People are named in a header.</summary>
internal sealed class ConversationStage : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ConversationStage(TemporaryFolder folder, WebApplication app, MovableTime time)
    {
        (_folder, _app, Time) = (folder, app, time);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        _client = new HttpClient { BaseAddress = new Uri(address + "/api/v1/"), Timeout = TimeSpan.FromMinutes(2) };
    }

    public MovableTime Time { get; }

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public IDbContextFactory<ParleyDbContext> Databases => Get<IDbContextFactory<ParleyDbContext>>();

    public static async Task<ConversationStage> StartAsync(bool postgres)
    {
        var folder = new TemporaryFolder();
        var time = new MovableTime();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
        [
            new("Parley:DataFolder", folder.Path), new("Parley:Database", postgres ? await (await PostgresServer.SharedAsync()).CreateDatabaseAsync() : ""),
            new("Parley:DetectLocal", "false"),
        ]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time);
        Modules.AddForServer(builder.Services, builder.Configuration);
        builder.Services.AddAuthentication(options =>
        {
            options.AddScheme<PersonHeader>(PersonHeader.Header, displayName: null);
            options.DefaultScheme = options.DefaultAuthenticateScheme = options.DefaultChallengeScheme = options.DefaultForbidScheme = PersonHeader.Header;
        });
        var app = builder.Build();
        app.UseProblems();
        app.UseMiddleware<SecurityHeaders>();
        app.UsePages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseStrictRequests();
        Modules.Map(app);
        await app.Services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: true, CancellationToken.None);
        await app.StartAsync();
        return new ConversationStage(folder, app, time);
    }

    /// <summary>Sends JSON (text and bytes as they are); the body is what came back.</summary>
    public async Task<HttpResponseMessage> SendAsync(Guid? person, string method, string path, object? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (person is { } id) request.Headers.Add(PersonHeader.Header, id.ToString());
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            byte[] bytes => new ByteArrayContent(bytes) { Headers = { ContentType = new("application/octet-stream") } },
            string text => new StringContent(text, Encoding.UTF8, "application/json"),
            _ => new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"),
        };
        return await _client.SendAsync(request);
    }

    public async Task<JsonElement> OkAsync(Guid person, string method, string path, object? body = null, string? ifMatch = null)
    {
        using var answer = await SendAsync(person, method, path, body, ifMatch);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public async Task<JsonElement> RefusedAsync(HttpStatusCode status, Guid person, string method, string path, object? body = null, string? ifMatch = null)
    {
        using var answer = await SendAsync(person, method, path, body, ifMatch);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status && answer.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{method} {path}: {answer.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    public async Task<Guid> ConversationAsync(Guid person, string title = "") =>
        (await OkAsync(person, "POST", "conversations", new { title })).GetProperty("id").GetGuid();

    /// <summary>A message as the making of answers leaves it: a row, and the conversation's head.</summary>
    public async Task<Guid> SayAsync(Guid person, Guid conversation, string text, Guid? parent = null, MessageRole role = MessageRole.User, string? model = null, MessageStatus status = MessageStatus.Complete)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(Time.GetUtcNow().ToUnixTimeMilliseconds());
        Time.Ahead += TimeSpan.FromMilliseconds(2);
        var id = Guid.CreateVersion7(now);
        await using var db = await Databases.CreateDbContextAsync();
        db.Add(new Message
        {
            Id = id, ConversationId = conversation, UserId = person, ParentId = parent, Role = role, Text = text, Status = status, Model = model,
            AnsweredBy = model is null ? null : model + "-2026-01-31", CostUsd = model is null ? null : 0.0001235m, InputTokens = model is null ? null : 10, OutputTokens = model is null ? null : 5, CreatedAt = now,
            CompletedAt = role == MessageRole.Assistant ? now : null,
        });
        await db.SaveChangesAsync();
        await db.Set<Conversation>().Where(c => c.Id == conversation).ExecuteUpdateAsync(c => c.SetProperty(x => x.HeadId, id).SetProperty(x => x.UpdatedAt, now));
        return id;
    }

    /// <summary>The kinds of a person's events, in their order.</summary>
    public async Task<List<(string Kind, JsonElement Data)>> EventsAsync(Guid person)
    {
        await using var db = await Databases.CreateDbContextAsync();
        var events = await db.Set<FeedEvent>().Where(e => e.UserId == person).OrderBy(e => e.Seq).ToListAsync();
        Assert.Equal(Enumerable.Range(1, events.Count).Select(n => (long)n), events.Select(e => e.Seq));
        return [.. events.Select(e => (e.Kind, JsonElement.Parse(e.Data)))];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    internal sealed class MovableTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}
