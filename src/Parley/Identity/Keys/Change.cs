namespace Parley.Identity.Keys;

/// <summary>A value that a change gives, which may be none; a change that does not speak of it leaves it as it is.</summary>
internal readonly record struct Change<T>(bool IsGiven, T? Value)
{
    public static Change<T> To(T? value) => new(true, value);

    /// <summary>The value behind the change.</summary>
    public T? Or(T? current) => IsGiven ? Value : current;
}
