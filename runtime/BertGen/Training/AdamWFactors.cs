namespace BertGen.Training;

/// <summary>The factors of one step of <see cref="AdamW"/>, with everything that is the same for all values of a parameter.</summary>
internal readonly record struct AdamWFactors
{
    /// <summary>Clips the gradient; 1 where it is short enough.</summary>
    public required float Gradient { get; init; }

    /// <summary>Share of the average of gradients that stays.</summary>
    public required float FirstKept { get; init; }

    /// <summary>Share of the gradient that comes to it.</summary>
    public required float FirstAdded { get; init; }

    /// <summary>Share of the average of squares that stays.</summary>
    public required float SecondKept { get; init; }

    /// <summary>Share of the square that comes to it.</summary>
    public required float SecondAdded { get; init; }

    /// <summary>The learning rate, divided by the weight that the first average holds.</summary>
    public required float Rate { get; init; }

    /// <summary>What the root of the second average is multiplied by.</summary>
    public required float Root { get; init; }

    public required float Epsilon { get; init; }

    /// <summary>Share of the value that is taken away.</summary>
    public required float Decay { get; init; }
}
