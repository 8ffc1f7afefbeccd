namespace Parley.Gateway.Routing.Classifying;

/// <summary>What kind of request it is.</summary>
internal enum RequestContext : byte
{
    /// <summary>Talk, and questions that any model answers.</summary>
    Conversation,

    /// <summary>A word of welcome or thanks.</summary>
    Greeting,

    /// <summary>Code, mathematics, data, or another demanding task.</summary>
    Technical,

    /// <summary>Something is to be written.</summary>
    Creative,

    /// <summary>A long prompt.</summary>
    Long,
}

/// <summary>The names of <see cref="RequestContext"/>, as operators write them in conditions.</summary>
internal static class RequestContexts
{
    /// <summary>All of them.</summary>
    public static readonly string[] All = ["conversation", "greeting", "technical", "creative", "long"];

    public static string Name(this RequestContext context) => All[(int)context];
}
