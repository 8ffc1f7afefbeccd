using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Parley.Shared;

/// <summary>A section of the configuration and the type that it is bound to: its settable properties are the keys that exist.</summary>
internal sealed record KnownConfiguration(string Section, Type Options);

internal static class KnownConfigurationSetup
{
    /// <summary>Tells <see cref="ConfigurationCheck"/> which keys a section has. Several types may share a section;
    /// lists and dictionaries (<c>Parley:Providers:0:Name</c>) are written as <c>List&lt;T&gt;</c> or <c>Dictionary&lt;string, T&gt;</c>.</summary>
    public static IServiceCollection AddKnownConfiguration(this IServiceCollection services, string section, Type options) =>
        services.AddSingleton(new KnownConfiguration(section, options));

    /// <summary>Binds options at once, validates their annotations and registers them as a singleton of their own type.</summary>
    public static T AddCheckedOptions<T>(this IServiceCollection services, IConfiguration configuration, string section) where T : class, new()
    {
        var options = Bind<T>(configuration, section);
        List<ValidationResult> problems = [];
        if (!Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true))
            throw new UserError(string.Join(' ', problems.Select(p => $"{section}:{string.Join(", ", p.MemberNames)} cannot be used: {p.ErrorMessage}")));
        // The binder takes any number for a word.
        foreach (var property in typeof(T).GetProperties())
        {
            if (property.GetValue(options) is Enum word && !Enum.IsDefined(word.GetType(), word))
                throw new UserError($"{section}:{property.Name} cannot be used: it must be one of {string.Join(", ", Enum.GetNames(word.GetType()))}.");
        }

        services.AddKnownConfiguration(section, typeof(T));
        services.AddSingleton(options);
        return options;
    }

    private static T Bind<T>(IConfiguration configuration, string section) where T : class, new()
    {
        try
        {
            return configuration.GetSection(section).Get<T>() ?? new T();
        }
        catch (InvalidOperationException wrong)
        {
            var key = ConfigurationTrouble.KeyIn(wrong) ?? section;
            throw new UserError($"{key} has a value of a wrong type{Wanted(typeof(T), key[(key.LastIndexOf(':') + 1)..])}. Nothing was started.", wrong);
        }
    }

    /// <summary>What a setting would take, where that can be said in few words.</summary>
    private static string Wanted(Type options, string name)
    {
        var type = options.GetProperty(name, BindingFlags.IgnoreCase | BindingFlags.Public | BindingFlags.Instance)?.PropertyType;
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return type switch
        {
            { IsEnum: true } => $": it must be {string.Join(" or ", Enum.GetNames(type))}",
            _ when type == typeof(TimeSpan) => ": it must be a time span, such as 00:01:30",
            _ when type == typeof(bool) => ": it must be true or false",
            _ when type == typeof(int) || type == typeof(long) => ": it must be a whole number",
            _ => "",
        };
    }
}
