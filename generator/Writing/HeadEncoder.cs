using BertGen.Generator.Planning;

namespace BertGen.Generator.Writing;

/// <summary>The class in the written one that computes a head over the encoder.</summary>
/// <param name="Plan">What it computes.</param>
/// <param name="Class">Its name.</param>
/// <param name="Field">The field that holds it.</param>
/// <param name="Comment">What it is for.</param>
internal sealed record HeadEncoder(EmbedderPlan Plan, string Class, string Field, string Comment)
{
    /// <summary>Those that are given rows, whatever made them.</summary>
    public static IEnumerable<HeadEncoder> OverGiven(ClassPlan plan)
    {
        if (plan.Pooling is { } pooling)
        {
            yield return new HeadEncoder(pooling, "PoolingHead", "Pools", "How Embed makes one vector of those of a text.");
        }

        if (plan.Pooler is { } pooler)
        {
            yield return new HeadEncoder(pooler, "PoolerHead", "PoolsFirst", "The model's pooler.");
        }
    }

    /// <summary>The fields of the nested class that hold encoders beside itself, with their types.</summary>
    public static IEnumerable<(string Type, string Field)> FieldsOf(ClassPlan plan) =>
        [.. plan.Embed is null ? (IEnumerable<(string, string)>)[] : [("SentenceEncoder", "Embeds")], .. Of(plan).Select(head => (head.Class, head.Field))];

    /// <summary>Those of a class.</summary>
    public static IEnumerable<HeadEncoder> Of(ClassPlan plan)
    {
        if (plan.Classify is { } classify)
        {
            yield return new HeadEncoder(classify, "ClassifierEncoder", "Classifies", "The logits of the model's classifier, from the first pieces of the last layer.");
        }

        if (plan.Predict is { } predict)
        {
            yield return new HeadEncoder(predict, "PredictorEncoder", "Predicts", "The logits of the masked-language head, for every piece.");
        }

        if (plan.Sparse is { } sparse)
        {
            yield return new HeadEncoder(sparse, "SparseEncoder", "MakesSparse", "The weights of the vocabulary in a text.");
        }
    }
}
