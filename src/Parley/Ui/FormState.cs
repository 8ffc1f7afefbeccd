namespace Parley.Ui;

/// <summary>What a person sent by a form and what is wrong with it, so that the form comes back as they left it: the
/// components for fields read it by the field's name. One per request.</summary>
internal sealed class FormState
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);

    /// <summary>What is wrong with the whole.</summary>
    public string? Problem { get; private set; }

    public bool IsValid => Problem is null && _errors.Count == 0;

    /// <summary>The value as sent, trimmed by nobody; empty when it was not sent.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>What was sent, or null before anything was.</summary>
    public string? Find(string name) => _values.GetValueOrDefault(name);

    public string? Error(string name) => _errors.GetValueOrDefault(name);

    /// <summary>Whether a box was ticked.</summary>
    public bool IsOn(string name) => _values.ContainsKey(name);

    /// <summary>Takes what was sent, without U+0000: nobody types it, and PostgreSQL has no place for it.</summary>
    public async Task<FormState> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType) return this;
        foreach (var (name, value) in await context.Request.ReadFormAsync(context.RequestAborted)) _values[name] = value.ToString().Replace("\0", "", StringComparison.Ordinal);
        return this;
    }

    /// <summary>Says what is wrong with a field: a whole sentence.</summary>
    public FormState Fail(string name, string error)
    {
        _errors[name] = error;
        return this;
    }

    /// <summary>Says what is wrong with the whole: what happened, what was kept, what to do.</summary>
    public FormState Fail(string problem)
    {
        Problem = problem;
        return this;
    }

    /// <summary>A first look at what must not be empty.</summary>
    public FormState Require(string name, string error)
    {
        if (string.IsNullOrWhiteSpace(this[name])) Fail(name, error);
        return this;
    }
}
