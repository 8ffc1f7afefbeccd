using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Parley.Api.Requests;
using Parley.Shared;

namespace Parley.Api;

/// <summary>
/// The front door of every operation of <c>/api/v1</c>: looks at a request as a whole before its handler runs, and tells
/// all that cannot be used in one problem: query members that the operation does not take, that are given twice or are no
/// numbers; unknown, repeated and missing members of the body and such of wrong types, with their paths; and what breaks
/// the rules of a body that is <see cref="IChecked"/>.
/// <para>Handlers need do nothing for it. What an operation takes is what its delegate declares: its query parameters
/// (<c>[FromQuery]</c>, <c>[AsParameters]</c> or plain) and its body parameter; one that reads its body by itself says
/// <c>.Accepts&lt;T&gt;("application/json", MergePatch.ContentType)</c>.</para>
/// <para>Bodies that are no JSON (uploads) pass untouched. A body is held in memory, within the limit of every body.</para>
/// </summary>
internal sealed class StrictRequests(RequestDelegate next)
{
    private readonly ConcurrentDictionary<Endpoint, (QueryForm Query, BodyForm? Body)> _operations = new();

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.StartsWithSegments(ProblemsSetup.Api) && context.GetEndpoint() is RouteEndpoint operation
            ? CheckAsync(context, operation)
            : next(context);

    private async Task CheckAsync(HttpContext context, RouteEndpoint operation)
    {
        var (query, body) = _operations.GetOrAdd(operation, static o => (QueryForm.Of((RouteEndpoint)o), BodyForm.Of(o)));
        var mistakes = new Mistakes();
        query.Check(context.Request.Query, mistakes);
        if (body is not null && await CheckAsync(context, body, mistakes) is { } refusal) await Problems.WriteAsync(context, refusal);
        else if (mistakes.Any) await Problems.WriteAsync(context, Problems.InvalidDetails(mistakes.ToDictionary()));
        else await next(context);
    }

    /// <summary>Reads the body, which the handler then reads from memory. Returns why it is not read at all.</summary>
    private static async Task<ProblemDetails?> CheckAsync(HttpContext context, BodyForm form, Mistakes mistakes)
    {
        var request = context.Request;
        var bytes = Array.Empty<byte>();
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
        {
            using var memory = new MemoryStream((int)Math.Clamp(request.ContentLength ?? 0, 0, 64 * 1024));
            await request.Body.CopyToAsync(memory, context.RequestAborted);
            bytes = memory.ToArray();
        }

        if (bytes.Length > 0 && !BodyForm.IsReadable(request))
            return Problems.Details(StatusCodes.Status415UnsupportedMediaType, Problems.NoJson);
        request.Body = new MemoryStream(bytes);
        form.Check(bytes, mistakes);
        return null;
    }
}
