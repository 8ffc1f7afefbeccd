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
internal sealed class ModelsEndpoint(IRouteSource routes, WireErrors errors)
{
    private const int DefaultPage = 20;
    private const int LargestPage = 1000;

    public Task ListAsync(HttpContext context, Caller caller)
    {
        var models = routes.Current.Models;
        if (!IsAnthropic(context))
        {
            return WriteAsync(context, json =>
            {
                json.WriteString("object", "list");
                json.WriteStartArray("data");
                foreach (var model in models) WriteOpenAi(json, model);
                json.WriteEndArray();
            });
        }

        // Newest first is Anthropic's order; ours have no age, so the order is by name.
        var query = context.Request.Query;
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var asked) ? Math.Clamp(asked, 1, LargestPage) : DefaultPage;
        var from = IndexAfter(query["after_id"]);
        var until = query["before_id"] is [{ } before] ? models.ToList().FindIndex(m => m.Model == before) : models.Length;
        if (until < 0) until = models.Length;
        if (query["before_id"].Count > 0) from = Math.Max(from, until - limit);
        var page = models.Skip(from).Take(Math.Min(limit, until - from)).ToList();
        return WriteAsync(context, json =>
        {
            json.WriteStartArray("data");
            foreach (var model in page) WriteAnthropic(json, model);
            json.WriteEndArray();
            json.WriteBoolean("has_more", query["before_id"].Count > 0 ? from > 0 : from + page.Count < models.Length);
            json.WriteString("first_id", page.FirstOrDefault()?.Model);
            json.WriteString("last_id", page.LastOrDefault()?.Model);
        });

        int IndexAfter(string? id) => string.IsNullOrEmpty(id) ? 0 : models.ToList().FindIndex(m => m.Model == id) + 1;
    }

    public async Task GetAsync(HttpContext context, Caller caller)
    {
        var id = (string)context.Request.RouteValues["id"]!;
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
        json.WriteString("owned_by", model.Candidates[0].Upstream.Name);
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

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> members)
    {
        using var body = new PooledBytes();
        var json = new Utf8JsonWriter(body);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Count;
        await context.Response.Body.WriteAsync(body.Written, context.RequestAborted).ConfigureAwait(false);
    }
}
