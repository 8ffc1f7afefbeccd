using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace Parley.Api.Requests;

/// <summary>The query that an operation takes: its declared parameters, no others. Names are compared without their case,
/// as binding does.</summary>
internal sealed class QueryForm(ImmutableArray<QueryForm.Member> members)
{
    /// <summary>One member; its type is that of a single value.</summary>
    internal sealed record Member(string Name, Type Type, bool IsList);

    /// <summary>Reads it from what the framework noted when it bound the operation's delegate.</summary>
    public static QueryForm Of(RouteEndpoint operation)
    {
        var body = operation.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        return new([.. operation.Metadata.GetOrderedMetadata<IParameterBindingMetadata>().Select(p => Read(p, operation, body)).OfType<Member>()]);
    }

    public void Check(IQueryCollection query, Mistakes mistakes)
    {
        foreach (var (name, values) in query)
        {
            if (members.FirstOrDefault(m => m.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } member)
                mistakes.Add(name, members.IsEmpty ? "is not known: this operation takes nothing in its query" : $"is not known; there are {string.Join(", ", members.Select(m => m.Name))}");
            else if (values.Count > 1 && !member.IsList)
                mistakes.Add(member.Name, "is given more than once");
            else if (values.Any(value => value?.Contains('\0', StringComparison.Ordinal) == true))
                mistakes.Add(member.Name, NoText.Mistake);
            else if (values.Any(value => !Fits(member.Type, value ?? "")))
                mistakes.Add(member.Name, $"has a value of a wrong type: it must be {Words.For(member.Type)}");
        }
    }

    private static Member? Read(IParameterBindingMetadata parameter, RouteEndpoint operation, Type? body)
    {
        var attributes = parameter.ParameterInfo.GetCustomAttributes(inherit: true);
        var declared = parameter.ParameterInfo.ParameterType;
        var (element, isList) = declared == typeof(StringValues) || declared == typeof(StringValues?) ? (typeof(string), true)
            : declared.IsArray ? (declared.GetElementType()!, true) : (declared, false);
        var type = Nullable.GetUnderlyingType(element) ?? element;
        if (attributes.OfType<IFromQueryMetadata>().FirstOrDefault() is { } named) return new(named.Name ?? parameter.Name, type, isList);
        var comesFromElsewhere = parameter.HasBindAsync || declared == body || operation.RoutePattern.GetParameter(parameter.Name) is not null
            || attributes.Any(a => a is IFromHeaderMetadata or IFromRouteMetadata or IFromBodyMetadata or IFromFormMetadata or IFromServiceMetadata or FromKeyedServicesAttribute);
        var isText = parameter.HasTryParse || type == typeof(string) || (isList && IsNumber(type));
        return isText && !comesFromElsewhere ? new(parameter.Name, type, isList) : null;
    }

    private static bool IsNumber(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(decimal) || type == typeof(double);

    /// <summary>As binding reads it; what is not one of these, the handler looks at.</summary>
    private static bool Fits(Type type, string value) =>
        type == typeof(int) ? int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
        : type == typeof(long) ? long.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
        : type == typeof(decimal) ? decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _)
        : type == typeof(double) ? double.TryParse(value, NumberStyles.AllowThousands | NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        : type != typeof(bool) || bool.TryParse(value, out _);
}
