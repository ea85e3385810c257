using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Options;

namespace BertGen.Generator.Writing;

/// <summary>What the class of a model has.</summary>
internal static class WrittenParts
{
    public static ClassParts Of(EmbedderSpec spec)
    {
        bool isTorch = spec.Target == Target.TorchSharp, isPooled = spec.Pipeline is { IsPlain: true };
        return If(ClassParts.Encoder, !spec.IsStatic)
            | If(ClassParts.Engine, !spec.IsStatic && !isTorch)
            | If(ClassParts.Table, spec.IsStatic)
            | If(ClassParts.Torch, isTorch)
            | If(ClassParts.Trained, spec.RequiresGrad && !isTorch)
            | If(ClassParts.Hub, spec.IsPretrained)
            | If(ClassParts.Path, !spec.IsPretrained)
            | If(ClassParts.Mix, spec is { IsStatic: false, IsMixLearned: true })
            | If(ClassParts.Pooler, spec.HasPooler)
            | If(ClassParts.Texts, spec.Pipeline is not null || spec.Scores is not null)
            | If(ClassParts.Prompts, spec.Pipeline is not null || spec.Scores is { Prompts.Count: > 0 })
            | If(ClassParts.Vectors, spec.Pipeline is not null)
            | If(ClassParts.Sentences, spec.HasSentences)
            | If(ClassParts.Pooling, isPooled)
            | If(ClassParts.TrainedPooling, isPooled && spec.IsEmbedTrained)
            | If(ClassParts.Sparse, spec.Sparse is not null)
            | If(ClassParts.MultiVectors, spec.Multi is not null)
            | If(ClassParts.Labels, spec.Scores is not null)
            | If(ClassParts.Classifier, spec.IsClassifier)
            | If(ClassParts.ClassifierOfIds, spec is { IsClassifier: true, Scores.Modules.Count: 0 })
            | If(ClassParts.Ranks, ServiceInterfaces.IsReranker(spec))
            | If(ClassParts.TokenClassifier, spec.IsTokenClassifier)
            | If(ClassParts.MaskedLanguage, spec.HasMaskedLanguage);
    }

    private static ClassParts If(ClassParts part, bool has) => has ? part : ClassParts.None;
}
