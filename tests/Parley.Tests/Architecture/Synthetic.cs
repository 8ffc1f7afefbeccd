// A house in miniature with broken walls: the checker must see each break.
#pragma warning disable CA1812, IDE0130

namespace Synthetic
{
    internal static class Root
    {
        public static int Allowed() => Alpha.AlphaSetup.Number();

        public static int PastTheDoor() => Alpha.Model.Inner.Number;
    }
}

namespace Synthetic.Alpha
{
    internal static class AlphaSetup
    {
        public static int Number() => Model.Inner.Number;
    }
}

namespace Synthetic.Alpha.Model
{
    internal static class Inner
    {
        public static int Number { get; } = Environment.ProcessId;
    }

    internal sealed class Entity;
}

namespace Synthetic.Beta
{
    internal sealed class Allowed
    {
        public int Number { get; } = Alpha.AlphaSetup.Number();
    }

    internal sealed class PastTheDoorInALambda
    {
        public Func<int> Get { get; } = () => Alpha.Model.Inner.Number;
    }

    internal sealed class PastTheDoorAsATypeArgument
    {
        public List<Alpha.Model.Entity> Entities { get; } = [];
    }

    internal sealed class PastTheDoorInAnAsyncMethod
    {
        public static async Task<int> GetAsync()
        {
            await Task.Yield();
            return Alpha.Model.Inner.Number;
        }
    }
}

namespace Synthetic.Gamma
{
    internal sealed class Forbidden
    {
        public static object Make() => new Beta.Allowed();
    }
}

namespace Synthetic.Delta
{
    internal sealed class Unlisted;
}
