namespace Parley.Gateway.Pipeline.Admission;

/// <summary>Whose limit it is.</summary>
/// <param name="Allowances">Where what is left of it stands.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Limit">The limit in force.</param>
/// <param name="Kind">What it is, for its caller.</param>
internal readonly record struct Subject(Allowances Allowances, string Name, Limit Limit, SubjectKind Kind);
