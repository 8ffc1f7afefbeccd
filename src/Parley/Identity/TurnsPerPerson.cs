using System.Collections.Concurrent;
using Parley.Shared;
using Parley.Ui;
using Parley.Ui.Rendering;

namespace Parley.Identity;

/// <summary>
/// Front door for operations that cost much: so many of them at the same time for one person, on each node, from the
/// first byte to the last of the answer. More are refused at once: they would only keep others waiting.
/// </summary>
internal sealed class TurnsPerPerson(int most, string refusal) : IEndpointFilter
{
    private readonly ConcurrentDictionary<Guid, int> _running = [];

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var person = CallerIdentity.UserId(http.User);
        if (_running.AddOrUpdate(person, 1, (_, running) => running + 1) > most)
        {
            Leave(person);
            http.Response.Headers.RetryAfter = "5";
            return new(ErrorPages.IsForPeople(http) ? PageResult.Refuse(StatusCodes.Status429TooManyRequests, refusal) : Problems.Create(StatusCodes.Status429TooManyRequests, refusal));
        }

        http.Response.RegisterForDispose(new Turn(this, person));
        return next(context);
    }

    private void Leave(Guid person)
    {
        while (_running.TryGetValue(person, out var running))
            if (running > 1 ? _running.TryUpdate(person, running - 1, running) : _running.TryRemove(new(person, running))) return;
    }

    private sealed class Turn(TurnsPerPerson turns, Guid person) : IDisposable
    {
        public void Dispose() => turns.Leave(person);
    }
}
