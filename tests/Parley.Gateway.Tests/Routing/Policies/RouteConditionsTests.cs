using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Classifying;
using Parley.Gateway.Routing.Policies;
using static Parley.Gateway.Tests.Routing.Policies.Options;

namespace Parley.Gateway.Tests.Routing.Policies;

public sealed class RouteConditionsTests
{
    private static readonly RouteQuestion Asked = Question(tokens: 500, tags: "team-a, priority:high", kind: RequestContext.Technical) with
    {
        KeyId = "key1", UserId = "user1", Needs = new RequestNeeds(ModelCapabilities.Tools | ModelCapabilities.Vision, null),
    };

    public static TheoryData<string, RouteCondition?, bool> Rows() => new()
    {
        { "none", null, true },
        { "empty", new RouteCondition(), true },
        { "kind", new RouteCondition { Contexts = ["creative", "technical"] }, true },
        { "other kind", new RouteCondition { Contexts = ["creative"] }, false },
        { "tag", new RouteCondition { Tags = ["x", "TEAM-A"] }, true },
        { "part of a tag", new RouteCondition { Tags = ["team"] }, false },
        { "key", new RouteCondition { Callers = ["key1"] }, true },
        { "user", new RouteCondition { Callers = ["user1", "other"] }, true },
        { "other caller", new RouteCondition { Callers = ["other"] }, false },
        { "size", new RouteCondition { MinPromptTokens = 500, MaxPromptTokens = 500 }, true },
        { "shorter", new RouteCondition { MinPromptTokens = 501 }, false },
        { "longer", new RouteCondition { MaxPromptTokens = 499 }, false },
        { "needs", new RouteCondition { Needs = ModelCapabilities.Vision }, true },
        { "needs more", new RouteCondition { Needs = ModelCapabilities.Vision | ModelCapabilities.Pdf }, false },
        { "all hold", new RouteCondition { Contexts = ["technical"], Tags = ["team-a"], Callers = ["key1"], MinPromptTokens = 1, Needs = ModelCapabilities.Tools }, true },
        { "one does not", new RouteCondition { Contexts = ["technical"], Tags = ["team-b"], Callers = ["key1"] }, false },
    };

    [Theory, MemberData(nameof(Rows))]
    public void All_that_is_said_must_hold(string name, RouteCondition? condition, bool holds)
    {
        Assert.NotEmpty(name);
        Assert.Equal(holds, RouteConditions.Holds(condition, Asked));
    }

    [Fact]
    public void What_is_not_known_does_not_hold()
    {
        var nobody = Question();
        Assert.False(RouteConditions.Holds(new RouteCondition { Contexts = ["conversation"] }, nobody));
        Assert.False(RouteConditions.Holds(new RouteCondition { Tags = ["a"] }, nobody));
        Assert.False(RouteConditions.Holds(new RouteCondition { Callers = ["a"] }, nobody));
    }
}
