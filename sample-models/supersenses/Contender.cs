using System.Numerics.Tensors;
using BertGen.Training;

namespace Supersenses;

/// <summary>One of the ways to get vectors for a classifier.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Model">The embedder.</param>
/// <param name="Parameters">What of it is trained.</param>
/// <param name="LearningRate">At what rate.</param>
/// <param name="Embed">Gives the vectors of texts.</param>
/// <param name="Train">Does so for a training step; null where nothing but the classifier is trained.</param>
internal sealed record Contender(
    string Name,
    IDisposable Model,
    IReadOnlyList<Parameter> Parameters,
    double LearningRate,
    Func<string[], Tensor<float>> Embed,
    Func<string[], TrainingStep>? Train) : IDisposable
{
    /// <summary>All of them, each with a model of its own.</summary>
    public static IEnumerable<Func<string, Contender>> All { get; } = [Frozen, Mixed, Tuned];

    public void Dispose() => Model.Dispose();

    private static Contender Frozen(string folder)
    {
        TopLayer model = TopLayer.Load(folder);
        return new Contender("frozen, top layer", model, [], 0, texts => model.Embed(texts), null);
    }

    private static Contender Mixed(string folder)
    {
        LayerMix model = LayerMix.Load(folder);
        return new Contender("frozen, learned mix", model, model.Parameters, 1e-2, texts => model.Embed(texts), texts => model.TrainEmbed(texts));
    }

    private static Contender Tuned(string folder)
    {
        FineTuned model = FineTuned.Load(folder);
        return new Contender("fine-tuned", model, model.Parameters, 5e-4, texts => model.Embed(texts), texts => model.TrainEmbed(texts));
    }
}
