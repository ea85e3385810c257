namespace BertGen.Training;

/// <summary>
/// A source of random numbers that two numbers describe: what comes next depends on them alone, so a training that is broken
/// off goes on with the numbers that it would have had.
/// </summary>
public interface IRandomState
{
    /// <summary>Chooses the sequence.</summary>
    ulong Seed { get; set; }

    /// <summary>How far along the sequence it is.</summary>
    long Step { get; set; }
}
