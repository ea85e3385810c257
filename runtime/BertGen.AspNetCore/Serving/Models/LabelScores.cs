using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Engine;
using BertGen.Engine.Pipeline;

namespace BertGen.Serving.Models;

/// <summary>Makes scores of the logits of one text or pair.</summary>
internal static class LabelScores
{
    /// <summary>By the function that the folder names for pairs.</summary>
    public static float[] OfFolder(BertModelInfo info, float[] logits) => Of(logits, info.Scores?.Function ?? DenseActivation.Sigmoid);

    /// <summary>Shares of 1; of one label, the logistic function: as pipelines of transformers have it.</summary>
    public static float[] Shares(float[] logits) => Of(logits, logits.Length == 1 ? DenseActivation.Sigmoid : DenseActivation.Softmax);

    private static float[] Of(float[] logits, DenseActivation function) => DenseValues.Copy<float>(Scores.Of(Tensor.Create(logits, [1, logits.Length]), function));
}
