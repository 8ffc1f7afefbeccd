using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Http;

/// <summary><c>GET /v1/models</c> and <c>/v1/models/{id}</c>: in Anthropic's shape (with its paging) when
/// <c>anthropic-version</c> is sent, in OpenAI's otherwise.</summary>
internal sealed class ModelsEndpoint(IRouteSource routes, WireErrors errors, TimeProvider time)
{
    private const int DefaultPage = 20;
    private const int LargestPage = 1000;

    public Task ListAsync(HttpContext context, Caller caller) => IsAnthropic(context) ? ListPageAsync(context) : ListAllAsync(context);

    private Task ListAllAsync(HttpContext context)
    {
        var models = routes.Current.Models;
        return WriteAsync(context, json =>
        {
            json.WriteString("object", "list");
            json.WriteStartArray("data");
            foreach (var model in models) WriteOpenAi(json, model);
            json.WriteEndArray();
        });
    }

    private async Task ListPageAsync(HttpContext context)
    {
        // Newest first is Anthropic's order; ours have no age, so the order is by name.
        var query = context.Request.Query;
        string? after = query["after_id"], before = query["before_id"];
        foreach (var (name, cursor) in new[] { ("after_id", after), ("before_id", before) })
        {
            if (string.IsNullOrEmpty(cursor) || await IsKnownAsync(cursor, context.RequestAborted).ConfigureAwait(false)) continue;
            await errors.WriteAsync(context, new GatewayFault(FaultKind.InvalidRequest, $"{name}: there is no such model in the list (any more). Begin again without it.") { Param = name }).ConfigureAwait(false);
            return;
        }

        var models = routes.Current.Models;
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, LargestPage) : DefaultPage;
        var from = string.IsNullOrEmpty(after) ? 0 : IndexOf(models, after) + 1;
        var until = string.IsNullOrEmpty(before) ? models.Length : IndexOf(models, before);
        if (until < 0) until = models.Length; // it went this moment
        if (!string.IsNullOrEmpty(before)) from = Math.Max(from, until - limit);
        var page = models.Skip(from).Take(Math.Min(limit, until - from)).ToList();
        await WriteAsync(context, json =>
        {
            json.WriteStartArray("data");
            foreach (var model in page) WriteAnthropic(json, model);
            json.WriteEndArray();
            json.WriteBoolean("has_more", string.IsNullOrEmpty(before) ? from + page.Count < models.Length : from > 0);
            json.WriteString("first_id", page.FirstOrDefault()?.Model);
            json.WriteString("last_id", page.LastOrDefault()?.Model);
        }).ConfigureAwait(false);
    }

    /// <summary>It may have been added a moment ago, by another process.</summary>
    private async Task<bool> IsKnownAsync(string model, CancellationToken cancellationToken)
    {
        if (IndexOf(routes.Current.Models, model) >= 0) return true;
        await routes.RefreshAsync(cancellationToken).ConfigureAwait(false);
        return IndexOf(routes.Current.Models, model) >= 0;
    }

    private static int IndexOf(ImmutableArray<Route> models, string model)
    {
        for (var i = 0; i < models.Length; i++)
            if (models[i].Model == model) return i;
        return -1;
    }

    public async Task GetAsync(HttpContext context, Caller caller)
    {
        var id = ((string)context.Request.RouteValues["id"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase); // the vendors' clients write a slash so
        if (routes.Current.Find(id) is null) await routes.RefreshAsync(context.RequestAborted).ConfigureAwait(false);
        if (routes.Current.Find(id) is not { } model)
        {
            await errors.WriteAsync(context, Admit.Unknown(id)).ConfigureAwait(false);
            return;
        }

        await WriteAsync(context, json =>
        {
            if (IsAnthropic(context)) AnthropicMembers(json, model);
            else OpenAiMembers(json, model);
        }).ConfigureAwait(false);
    }

    private static bool IsAnthropic(HttpContext context) => context.Request.Headers.ContainsKey("anthropic-version");

    private static void WriteOpenAi(Utf8JsonWriter json, Route model)
    {
        json.WriteStartObject();
        OpenAiMembers(json, model);
        json.WriteEndObject();
    }

    private static void OpenAiMembers(Utf8JsonWriter json, Route model)
    {
        json.WriteString("id", model.Model);
        json.WriteString("object", "model");
        json.WriteNumber("created", model.CreatedAt.ToUnixTimeSeconds());
        json.WriteString("owned_by", model.OwnedBy);
    }

    private static void WriteAnthropic(Utf8JsonWriter json, Route model)
    {
        json.WriteStartObject();
        AnthropicMembers(json, model);
        json.WriteEndObject();
    }

    private static void AnthropicMembers(Utf8JsonWriter json, Route model)
    {
        json.WriteString("type", "model");
        json.WriteString("id", model.Model);
        json.WriteString("display_name", model.Model);
        json.WriteString("created_at", model.CreatedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
    }

    private async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> members)
    {
        using var body = new PooledBytes();
        var json = new Utf8JsonWriter(body);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        WireErrors.NameRequest(context.Response.Headers, IsAnthropic(context) ? WireFormat.Messages : WireFormat.Chat, RequestId.New(time));
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Count;
        await context.Response.Body.WriteAsync(body.Written, context.RequestAborted).ConfigureAwait(false);
    }
}
