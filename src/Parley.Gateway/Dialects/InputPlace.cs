namespace Parley.Gateway.Dialects;

/// <summary>Where the text of a custom tool's input stands in the arguments of a function.</summary>
internal enum InputPlace : byte
{
    /// <summary>It has not come yet.</summary>
    Unknown,

    /// <summary>It begins behind what was read.</summary>
    Here,

    /// <summary>The arguments have another shape.</summary>
    Nowhere,
}
