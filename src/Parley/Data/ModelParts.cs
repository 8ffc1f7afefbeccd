namespace Parley.Data;

/// <summary>All model parts of the program, found by their type. A part has a constructor without parameters.</summary>
internal static class ModelParts
{
    public static IReadOnlyList<IModelPart> FindAll() =>
    [
        .. typeof(IModelPart).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IModelPart)))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (IModelPart)Activator.CreateInstance(type, nonPublic: true)!),
    ];
}
