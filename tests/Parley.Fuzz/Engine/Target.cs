namespace Parley.Fuzz.Engine;

/// <summary>A piece of the product that takes bytes from strangers.</summary>
internal abstract class Target
{
    public abstract string Name { get; }

    /// <summary>Inputs of a short run, a second or two: a number, so that a run with the same seed tries the same inputs on any
    /// machine.</summary>
    public virtual int ShortRun => 1_500;

    /// <summary>Whether a golden file (its path below the corpus, with slashes) is a seed.</summary>
    public virtual bool IsSeed(string path) => false;

    /// <summary>Seeds besides golden files.</summary>
    public virtual IEnumerable<byte[]> Seeds => [];

    /// <summary>The product's own work, and nothing else: what it costs is measured. Throws what the product must not throw.</summary>
    public abstract void Run(ReadOnlyMemory<byte> input);

    /// <summary>Whether what the product made of the input is right; throws <see cref="BrokenLawException"/> where it is not.</summary>
    public virtual void Judge(ReadOnlyMemory<byte> input)
    {
    }
}

/// <summary>The product did not do what it promises.</summary>
internal sealed class BrokenLawException(string law) : Exception(law);
