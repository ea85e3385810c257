namespace BertGen.Engine;

/// <summary>Weights as the kernels read them, made of parameters that may change.</summary>
internal interface ITrainedWeights
{
    /// <summary>Rises when a parameter may have changed.</summary>
    long Version { get; }

    /// <summary>Lays the parameters out for the kernels again.</summary>
    void Refresh();
}
