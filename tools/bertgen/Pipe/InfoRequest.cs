using System.Reflection;
using System.Text.Json;
using BertGen.Checkpoints;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"info": true}</c>: facts about the model. Its weights are loaded for it: they have to be those of the config.</summary>
internal sealed class InfoRequest : IRequestKind
{
    public string Name => "info";

    public IReadOnlyList<string> Members => [];

    public string Summary => """{"info": true}  ->  facts about the model""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        if (!request.Get(Name).Flag())
        {
            throw new PipeException(PipeCode.NotARequest, $"'{Name}' is false; expected true.");
        }

        BertModelInfo info = model.Compiled.Info;
        ILoadedModel loaded = model.Loaded;
        BertConfig? config = PretrainedBertModel.Find(model.Source).FindConfig();
        answer.WriteStartObject(Name);
        answer.WriteString("version", typeof(InfoRequest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
        answer.WriteString("family", "bert");
        WriteSizes(answer, info, config);
        answer.WriteNumber("maxPieces", info.MaxPieces);
        if (info.SequenceLimit > 0)
        {
            answer.WriteNumber("limit", info.SequenceLimit);
        }

        answer.WriteStartObject("tokenizer");
        answer.WriteBoolean("lowercase", info.Lowercase);
        if (info.StripAccents is { } strips)
        {
            answer.WriteBoolean("stripAccents", strips);
        }

        answer.WriteBoolean("splitChineseCharacters", info.SplitChineseCharacters);
        answer.WriteEndObject();
        answer.WriteStartArray("requests");
        foreach (string name in Requests(loaded))
        {
            answer.WriteStringValue(name);
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
    }

    private static void WriteSizes(Utf8JsonWriter answer, BertModelInfo info, BertConfig? config)
    {
        answer.WriteNumber("dimensions", info.HiddenSize);
        answer.WriteNumber("vocabulary", info.VocabularySize);
        answer.WriteNumber("positions", info.PositionCount);
        answer.WriteNumber("types", info.TypeCount);
        if (config is not null)
        {
            answer.WriteNumber("layers", config.LayerCount);
            answer.WriteNumber("heads", config.HeadCount);
            answer.WriteNumber("intermediate", config.IntermediateSize);
            answer.WriteString("activation", config.Activation);
            answer.WriteNumber("parameters", ModelSize.Of(config).Parameters);
        }
    }

    private static IEnumerable<string> Requests(ILoadedModel loaded) =>
        RequestKinds.All.Select(kind => kind.Name).Where(name => loaded is IEmbeddingModel || name is not ("embed" or "similarity"));
}
