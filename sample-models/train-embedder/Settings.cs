namespace TrainEmbedder;

/// <summary>What the command line asked for, and the recipe of the training.</summary>
internal sealed record Settings
{
    /// <summary>Folder of the shipped model, whose vocabulary and data are used and whose weights are compared with.</summary>
    public required string ModelFolder { get; init; }

    /// <summary>Where the trained model, the state of the training and its curve go.</summary>
    public required string OutputFolder { get; init; }

    public required int Steps { get; init; }

    /// <summary>Pairs in a batch: each sees all others as negatives.</summary>
    public required int BatchSize { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>Steps between two saved states: so many are lost at most.</summary>
    public required int StepsPerSave { get; init; }

    public required int Threads { get; init; }

    /// <summary>Whether the trained model is compared with the shipped one in the end.</summary>
    public required bool Evaluates { get; init; }

    /// <summary>Learning rate of all but the word embeddings.</summary>
    public double LearningRate => 1e-3;

    /// <summary>A step sees few of the words, so those that it sees move further.</summary>
    public double WordLearningRate => 4e-3;

    public double Warmup => 0.05;

    public float Temperature => 0.05f;

    /// <summary>What a training can only go on with.</summary>
    public string Recipe => $"{Steps} steps of {BatchSize} pairs, seed {Seed}";

    public string StateFile => Path.Combine(OutputFolder, "training.safetensors");

    public string CurveFile => Path.Combine(OutputFolder, "curve.csv");

    public string ChartFile => Path.Combine(OutputFolder, "curve.svg");

    public string TrainedFolder => Path.Combine(OutputFolder, "model");
}
