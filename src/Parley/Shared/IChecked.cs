namespace Parley.Shared;

/// <summary>A body of <c>/api/v1</c> that knows its own rules, those that need nothing but itself. The API's front door
/// (<c>UseStrictRequests</c>) asks them before the operation runs, so that what breaks a rule is told together with unknown members.</summary>
internal interface IChecked
{
    /// <summary>What cannot be used, by member ("limits.concurrency", "models[0].id"); each message continues the member's
    /// name ("must be ..."). Empty when all can. Pure.</summary>
    IReadOnlyDictionary<string, string[]> Mistakes();
}
