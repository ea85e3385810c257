using System.Reflection;
using System.Text.Json;
using BertGen.Engine.Pipeline;
using BertGen.Text.Tokenizers;
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

        BertModelInfo info = model.Info;
        ILoadedModel loaded = model.Loaded;
        answer.WriteStartObject(Name);
        answer.WriteString("version", typeof(InfoRequest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
        answer.WriteString("family", info.Family);
        WriteSizes(answer, model.Compiled);
        answer.WriteString("precision", "float32");
        answer.WriteNumber("maxPieces", info.MaxPieces);
        if (info.Sentences is { } sentences)
        {
            WriteSentences(answer, sentences);
        }

        if (loaded is IClassifierModel classifier)
        {
            WriteScores(answer, info.Scores!, classifier.LabelNames);
        }

        WriteTokenizer(answer, info, model);
        answer.WriteTexts("requests", RequestKinds.All.Select(kind => kind.Name).Where(name => IsAnswered(name, loaded)));
        answer.WriteEndObject();
    }

    private static void WriteSizes(Utf8JsonWriter answer, ICompiledModel compiled)
    {
        BertModelInfo info = compiled.Info;
        answer.WriteNumber("dimensions", info.Sentences?.WidthOf(info.HiddenSize) ?? info.HiddenSize);
        answer.WriteNumber("hidden", info.HiddenSize);
        answer.WriteNumber("vocabulary", info.VocabularySize);
        answer.WriteNumber("positions", info.PositionCount);
        answer.WriteNumber("types", info.TypeCount);
        answer.WriteNumber("layers", compiled.LayerCount);
        answer.WriteNumber("heads", compiled.HeadCount);
        answer.WriteNumber("intermediate", compiled.IntermediateSize);
        answer.WriteString("activation", info.Activation);
        answer.WriteNumber("parameters", info.ParameterCount);
    }

    private static void WriteSentences(Utf8JsonWriter answer, SentencePlan plan)
    {
        WriteLimit(answer, "limit", plan.Limit);
        WriteLimit(answer, "queryLimit", plan.QueryLimit ?? 0);
        WriteLimit(answer, "documentLimit", plan.DocumentLimit ?? 0);
        answer.WriteTexts("modules", plan.Modules.Select(module => module.GetType().Name.Replace("Module", "", StringComparison.Ordinal)));
        answer.WriteTexts("pooling", plan.Modules.OfType<PoolingModule>().SelectMany(pooling => pooling.Modes).Select(mode => mode.ToString()));
        WritePrompts(answer, plan.Prompts, plan.DefaultPrompt);
        answer.WriteString("similarity", plan.Similarity.ToString().ToLowerInvariant());
    }

    private static void WriteScores(Utf8JsonWriter answer, ScorePlan plan, IReadOnlyList<string> labels)
    {
        answer.WriteStartObject("scores");
        answer.WriteTexts("labels", labels);
        WriteLimit(answer, "limit", plan.Limit);
        WritePrompts(answer, plan.Prompts, plan.DefaultPrompt);
        answer.WriteString("activation", plan.Function.ToString());
        answer.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter answer, string name, int limit)
    {
        if (limit > 0)
        {
            answer.WriteNumber(name, limit);
        }
    }

    private static void WritePrompts(Utf8JsonWriter answer, IReadOnlyDictionary<string, string> prompts, string? name)
    {
        answer.WriteStartObject("prompts");
        foreach ((string key, string text) in prompts)
        {
            answer.WriteString(key, text);
        }

        answer.WriteEndObject();
        if (name is not null)
        {
            answer.WriteString("defaultPrompt", name);
        }
    }

    private static void WriteTokenizer(Utf8JsonWriter answer, BertModelInfo info, PipedModel model)
    {
        if (model.FindTokenizer() is not { } tokenizer)
        {
            answer.WriteNull("tokenizer");
            return;
        }

        answer.WriteStartObject("tokenizer");
        answer.WriteString("class", tokenizer.ClassName);
        answer.WriteNumber("tokens", tokenizer.TokenCount);
        if (model.Loaded is IEncoderModel)
        {
            // A table of static vectors takes tokenizer.json as it stands, and these settings are those of other files.
            answer.WriteBoolean("lowercase", info.Lowercase);
            answer.WriteBoolean("stripAccents", info.StripAccents ?? info.Lowercase);
            answer.WriteBoolean("splitChineseCharacters", info.SplitChineseCharacters);
        }

        answer.WriteString("truncationSide", tokenizer.TruncationSide == TextSide.Left ? "left" : "right");
        answer.WriteEndObject();
    }

    private static bool IsAnswered(string name, ILoadedModel loaded) => name switch
    {
        "embed" => loaded is IEmbeddingModel,
        "classifyTokens" => loaded is ITokenClassifierModel,
        "sparse" => loaded is ISparseModel,
        "multi" => loaded is IMultiVectorModel,
        "similarity" => loaded is ITextEmbeddingModel,
        "forward" => loaded is IEncoderModel,
        "score" or "classify" => loaded is IClassifierModel,
        _ => true,
    };
}
