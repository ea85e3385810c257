using BertGen.Tool.Tests.Recorded;

namespace BertGen.Parity.Sentence;

/// <summary>The classes of all recorded folders, compiled once for each target.</summary>
internal static class CompiledSentences
{
    // A folder without modules.json has sentence vectors where the attribute says how they are made: the library takes the mean.
    private static readonly Dictionary<BertTarget, Lazy<SentenceModels[]>> Models = Targets.All.ToDictionary(target => target, target => new Lazy<SentenceModels[]>(() => Compile(target)));

    /// <summary>Whether a target has classes of a case.</summary>
    public static bool Has(BertTarget target, SentenceCase recorded) => target == BertTarget.Managed || !recorded.IsStatic;

    /// <summary>Loads the model of a case.</summary>
    public static ISentenceModel Load(BertTarget target, SentenceCase recorded) =>
        Models[target].Value[NeedsPooling(recorded) ? 1 : 0].Load(Path.GetFileName(recorded.Folder), recorded.Folder);

    public static bool NeedsPooling(SentenceCase recorded) =>
        !File.Exists(Path.Combine(recorded.Folder, "modules.json")) && recorded.Recorded.GetProperty("calls").EnumerateArray().Any(call => call.GetProperty("method").GetString()!.StartsWith("encode", StringComparison.Ordinal));

    private static SentenceModels[] Compile(BertTarget target)
    {
        string arguments = ", TopLayerOnly = true" + (target == BertTarget.Managed ? "" : $", {Targets.Arguments.Replace("Bert", "BertGen.Bert", StringComparison.Ordinal)}");
        string root = Path.Combine(RecordedSentences.Folder, "folders");
        ILookup<bool, string> names = SentenceCase.All.Where(recorded => Has(target, recorded)).ToLookup(NeedsPooling, recorded => Path.GetFileName(recorded.Folder));
        return
        [
            SentenceModels.Compile(root, [.. names[false].Distinct()], arguments),
            SentenceModels.Compile(root, [.. names[true].Distinct()], arguments + ", Pooling = BertGen.BertPooling.Mean"),
        ];
    }
}
