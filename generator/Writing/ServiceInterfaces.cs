using BertGen.Generator.Members;
using BertGen.Generator.Model;

namespace BertGen.Generator.Writing;

/// <summary>The interfaces of the library by which a program has a model injected: which of them a class has.</summary>
internal static class ServiceInterfaces
{
    /// <summary>What follows the other bases of a class.</summary>
    public static string Of(EmbedderSpec spec) =>
        (!spec.HasSentences ? "" : $", {Names.ISentenceEmbedder}" + (spec.IsStatic ? "" : $", {Names.ITokenEmbedder}"))
        + (spec.Sparse is null ? "" : $", {Names.ISparseEmbedder}")
        + (spec.IsClassifier ? $", {Names.ITextClassifier}" : "")
        + (IsReranker(spec) ? $", {Names.IReranker}" : "");

    /// <summary>Whether a class ranks texts: it has one score for each.</summary>
    public static bool IsReranker(EmbedderSpec spec) => spec.IsClassifier && spec.Config.Labels.Count == 1;
}
