using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Data;

namespace Parley.Tests.Infrastructure;

internal static class AllModelParts
{
    /// <summary>A test with few modules still has the model of all: EF keeps one model per context type and process, and
    /// migrations compare it with their own.</summary>
    public static IServiceCollection AddAllModelParts(this IServiceCollection services)
    {
        services.TryAddEnumerable(ModelParts.FindAll().Select(part => ServiceDescriptor.Singleton(typeof(IModelPart), part.GetType())));
        return services;
    }
}
