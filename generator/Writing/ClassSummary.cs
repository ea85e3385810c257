using System.Text;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Training;

namespace BertGen.Generator.Writing;

/// <summary>The documentation of a written class: what a person reads on hover.</summary>
internal static class ClassSummary
{
    public static string Of(EmbedderSpec spec, ClassPlan computed, TrainingPlan? step)
    {
        EncoderConfig config = spec.Config;
        EmbedderPlan plan = computed.Forward;
        var text = new StringBuilder();
        text.Append($"""
            /// <summary>
            /// {spec.Architecture.Title} encoder of <c>{Escape(spec.Model)}</c>: {Count(config.LayerCount, "layer")}, hidden size {Number(config.HiddenSize)}, {Count(config.HeadCount, "head")} of {Number(config.HeadSize)},
            /// intermediate size {Number(config.IntermediateSize)} ({Escape(config.Activation)}), {Number(config.VocabularySize)} {spec.Architecture.Pieces}, {Count(config.PositionCount, "position")}, {Count(config.TypeCount, "token type")}.
            /// </summary>
            /// <remarks>
            /// <para>{Result(spec)}. Windows of {Number(spec.MaxPieces)} pieces with {Number(spec.NumStartTokens)} start and {Number(spec.NumEndTokens)} end; {Sentences(spec)}{(computed.Pooler is null ? "" : "; with the pooler")}.</para>
            /// <para>{Number(computed.ParameterCount)} parameters; {NumberText.Scaled(plan.Cost.PerRow)}FLOP a piece, and {Number(plan.Cost.PerPair)} more for every piece that it attends to;
            /// {Execution(spec, plan)}.</para>
            {Training(spec, step)}/// <para>What the compiler did:</para>
            /// <list type="bullet">

            """.Replace("\r\n", "\n"));
        foreach (string note in plan.Notes)
        {
            text.Append($"/// <item><description>{Escape(note)}</description></item>\n");
        }

        return text.Append("/// </list>\n/// </remarks>").ToString();
    }

    private static string Training(EmbedderSpec spec, TrainingPlan? step)
    {
        if (step is null)
        {
            return "";
        }

        string parts = string.Join(
            ", ",
            (string[])[
                .. spec.Training!.TrainsEmbeddings ? ["the embeddings"] : (string[])[],
                .. step.TrainedLayers.Length > 0 ? [Count(step.TrainedLayers.Length, "layer")] : (string[])[],
                .. spec.HasPooler ? ["the pooler"] : (string[])[],
                .. spec.IsMixLearned ? ["the mix"] : (string[])[],
            ]);
        return $"""
            /// <para>Trained: {parts}. A step keeps {Number(step.KeptPerPiece * sizeof(float))} bytes a piece, and its backward pass takes {NumberText.Scaled(step.Cost.PerRow)}FLOP a piece;
            /// {string.Join("; ", step.Notes.Select(Escape))}.</para>

            """.Replace("\r\n", "\n");
    }

    public static string Escape(string text) => VisibleText.Of(text).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>The id of padding, for the documentation of ids.</summary>
    public static string Padding(EncoderConfig config) => config.HasPadding ? NumberText.Plain(config.PadTokenId) : "no id";

    /// <summary>The vector of a text in a few words.</summary>
    public static string SentenceVector(EmbedderSpec spec) =>
        (spec.IsStatic ? "the mean of the vectors of its tokens" : string.Join(" and ", spec.Pipeline!.Pooling!.Modes.Select(PoolingText)) + Layer(spec)) + string.Concat(spec.Pipeline!.Modules.Select(ModuleText));

    private static string ModuleText(SentenceModule module) => module switch
    {
        DenseModule dense => $", {(dense.OnPieces ? "each piece " : "")}through {Number(dense.Inputs)} x {Number(dense.Outputs)} and {dense.Activation}",
        LayerNormModule => ", through a LayerNorm",
        NormalizeModule normalize => normalize.OnPieces ? ", each piece scaled to length 1" : ", scaled to length 1",
        _ => "",
    };

    // Said only where it is not what Forward returns, or not what the folder means.
    private static string Layer(EmbedderSpec spec) =>
        spec.TopLayerOnly ? "" : spec.EmbedsScalarMix ? " of the mix" : " of the last layer";

    private static string Sentences(EmbedderSpec spec)
    {
        string[] kinds =
        [
            .. spec.HasSentences ? ["sentence vectors: " + SentenceVector(spec)] : (string[])[],
            .. spec.Sparse is { } sparse ? [$"sparse vectors: the {(sparse.IsSum ? "sums" : "largest")} of the logarithms of the masked-language head's logits"] : (string[])[],
            .. spec.Multi is not null ? ["a vector for each piece" + string.Concat(spec.Pipeline!.Modules.Select(ModuleText))] : (string[])[],
        ];
        return kinds.Length == 0 ? "no sentence vectors" : string.Join("; ", kinds);
    }

    private static string PoolingText(Pooling pooling) => pooling switch
    {
        Pooling.Mean => "the mean over all pieces",
        Pooling.Cls => "the first piece",
        Pooling.MeanSqrtLength => "the sum over all pieces, divided by the root of their number",
        Pooling.WeightedMean => "the mean over all pieces with rising weights",
        Pooling.LastToken => "the last piece",
        _ => "the largest values over all pieces",
    };

    private static string Result(EmbedderSpec spec) =>
        spec.TopLayerOnly ? "Returns the last layer"
        : (spec.IsMixLearned ? "Returns a learned mix of all layers" : "Returns a mix of the layers with constant weights") + EmbedResult(spec);

    private static string EmbedResult(EmbedderSpec spec) =>
        spec.Pooling == Pooling.None ? "" : spec.EmbedsScalarMix ? ", which Embed pools too" : "; Embed pools the last layer, whatever the mix is";

    private static string Execution(EmbedderSpec spec, EmbedderPlan plan) => spec.Target == Target.TorchSharp
        ? $"through TorchSharp on {(spec.Device == Device.Cuda ? "CUDA" : "the CPU")}, in {spec.Precision}{(spec.RequiresGrad ? ", with gradients" : "")}"
        : $"{Number(plan.WorkspacePerPiece * sizeof(float))} bytes of workspace a piece";

    private static string Count(int count, string noun) => $"{Number(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Number(long value) => NumberText.Grouped(value);
}
