namespace BertGen.Benchmarks.Peers;

/// <summary>One way to run the model: BertGen, or a peer in one of its forms.</summary>
internal interface IContender
{
    /// <summary>Name in tables.</summary>
    string Name { get; }

    /// <summary>Runs the workload some times.</summary>
    /// <returns>The seconds of every run.</returns>
    IReadOnlyList<double> Run(Workload workload, int times);

    /// <summary>The vectors of all true pieces, text after text.</summary>
    float[] Output(Workload workload);

    /// <summary>Whether it is measured on the workload.</summary>
    bool Takes(Workload workload);
}
