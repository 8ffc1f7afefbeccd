using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Parley.Tests.Architecture;

/// <summary>The conditions by which background services catch what went wrong.</summary>
internal static class JobFilters
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>The background services among some types.</summary>
    public static IEnumerable<Type> Jobs(IEnumerable<Type> types) => types.Where(type => type.IsSubclassOf(typeof(BackgroundService)) && !type.IsAbstract);

    /// <summary>For each condition in a type's code, and in what the compiler made of it, whether it asks if the work is to end.</summary>
    public static IEnumerable<bool> AskForTheEnd(Type type) =>
        from owner in type.GetNestedTypes(All).Prepend(type)
        from method in owner.GetMethods(All)
        let body = method.GetMethodBody()
        where body is not null
        from clause in body.ExceptionHandlingClauses
        where clause.Flags == ExceptionHandlingClauseOptions.Filter
        select TypeReferences.Tokens(body.GetILAsByteArray()!.AsSpan(clause.FilterOffset, clause.HandlerOffset - clause.FilterOffset).ToArray())
            .Any(token => method.Module.ResolveMember(token, owner.GetGenericArguments(), null) is MethodInfo { Name: "get_" + nameof(CancellationToken.IsCancellationRequested) });
}
