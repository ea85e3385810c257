using System.Text.Json;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;
using BertGen.Engine.Pipeline;
using BertGen.Text.Tokenizers.Loading;

namespace BertGen.Saving;

/// <summary>Writes what makes sentence vectors of a model, in the form that sentence-transformers 6 writes: modules, limit, prompts and tokenizer.</summary>
internal sealed class SavedPipeline(SentencePipeline pipeline, BertModelInfo info, ModelTexts texts)
{
    /// <summary>Far above any pipeline.</summary>
    private const int MostModules = 64;

    private const string Modules = "modules.json";
    private const string Config = "config.json";
    private const string Weights = "model.safetensors";
    private const string Sentences = "config_sentence_transformers.json";
    private const string Encoder = "sentence_bert_config.json";
    private const string Library = "sentence_transformers.";
    private const string Base = Library + "base.modules.";
    private const string Own = Library + "sentence_transformer.modules.";

    private static readonly string[] TokenizerNames = [FolderFile.Tokenizer, FolderFile.SpecialTokensMap, FolderFile.AddedTokens];
    private static readonly string[] Types = ["Pooling", "Dense", "LayerNorm", "Normalize"];

    private SentencePlan Plan => pipeline.Plan;

    /// <summary>The files and folders that a saved pipeline may have, beside those of every saved model.</summary>
    public static IEnumerable<string> Names =>
    [
        Modules, Sentences, Encoder, .. TokenizerNames, .. Enumerable.Range(1, MostModules).SelectMany(index => Types.Select(type => $"{index}_{type}")),
    ];

    /// <summary>Writes the files.</summary>
    /// <returns>Their names, but for those that every saved model has.</returns>
    public IEnumerable<string> Write(FolderReplacement target)
    {
        List<string> names = [];
        void Add(string name, Action<Stream> write)
        {
            target.Add(name, write);
            names.Add(name);
        }

        target.Add(FolderFile.TokenizerConfig, WriteTokenizer);
        foreach (string name in TokenizerNames)
        {
            if (texts.Find(name) is { } content)
            {
                Add(name, stream => stream.Write(content));
            }
        }

        Add(Modules, WriteModules);
        Add(Encoder, stream => SavedTexts.WriteObject(stream, WriteEncoder));
        Add(Sentences, stream => SavedTexts.WriteObject(stream, WriteSentences));
        for (int i = 0; i < Plan.Modules.Count; i++)
        {
            SentenceModule module = Plan.Modules[i];
            string folder = FolderOf(i);
            Add($"{folder}/{Config}", stream => SavedTexts.WriteObject(stream, json => WriteModule(json, module)));
            if (SourceOf(module) is { } source)
            {
                Add($"{folder}/{Weights}", stream => CopyWeights(source, stream));
            }
        }

        return names;
    }

    private string FolderOf(int index) => $"{index + 1}_{TypeOf(Plan.Modules[index]).Name}";

    private static (string Name, string Type) TypeOf(SentenceModule module) => module switch
    {
        PoolingModule => ("Pooling", Own + "pooling.Pooling"),
        DenseModule => ("Dense", Base + "dense.Dense"),
        LayerNormModule => ("LayerNorm", Own + "layer_norm.LayerNorm"),
        _ => ("Normalize", Base + "normalize.Normalize"),
    };

    private string? SourceOf(SentenceModule module) => module switch
    {
        DenseModule dense => Path.Combine(pipeline.Root, dense.Folder),
        LayerNormModule norm => Path.Combine(pipeline.Root, norm.Folder),
        _ => null,
    };

    private void WriteModules(Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream, SavedTexts.Indented))
        {
            json.WriteStartArray();
            WriteEntry(json, 0, "", Base + "transformer.Transformer");
            for (int i = 0; i < Plan.Modules.Count; i++)
            {
                WriteEntry(json, i + 1, FolderOf(i), TypeOf(Plan.Modules[i]).Type);
            }

            json.WriteEndArray();
        }

        stream.Write("\n"u8);
    }

    private static void WriteEntry(Utf8JsonWriter json, int index, string path, string type)
    {
        json.WriteStartObject();
        json.WriteNumber("idx", index);
        json.WriteString("name", index.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("path", path);
        json.WriteString("type", type);
        json.WriteEndObject();
    }

    private static void WriteModule(Utf8JsonWriter json, SentenceModule module)
    {
        switch (module)
        {
            case PoolingModule pooling:
                WritePooling(json, pooling);
                break;
            case DenseModule dense:
                json.WriteNumber("in_features", dense.Inputs);
                json.WriteNumber("out_features", dense.Outputs);
                json.WriteBoolean("bias", dense.HasBias);
                json.WriteString("activation_function", ActivationOf(dense.Activation));
                WriteNames(json, dense.OnPieces);
                if (dense.HasResidual)
                {
                    json.WriteBoolean("use_residual", true);
                }

                break;
            case LayerNormModule norm:
                json.WriteNumber("dimension", norm.Width);
                break;
            case NormalizeModule normalize:
                WriteNames(json, normalize.OnPieces);
                break;
        }
    }

    private static void WritePooling(Utf8JsonWriter json, PoolingModule pooling)
    {
        json.WriteNumber("embedding_dimension", pooling.Width);
        if (pooling.Modes.Length == 1)
        {
            json.WriteString("pooling_mode", NameOf(pooling.Modes[0]));
        }
        else
        {
            json.WriteStartArray("pooling_mode");
            foreach (BertPooling mode in pooling.Modes)
            {
                json.WriteStringValue(NameOf(mode));
            }

            json.WriteEndArray();
        }

        json.WriteBoolean("include_prompt", pooling.IncludesPrompt);
    }

    private static string NameOf(BertPooling mode) => mode switch
    {
        BertPooling.Cls => "cls",
        BertPooling.Max => "max",
        BertPooling.MeanSqrtLength => "mean_sqrt_len_tokens",
        BertPooling.WeightedMean => "weightedmean",
        BertPooling.LastToken => "lasttoken",
        _ => "mean",
    };

    private static string ActivationOf(DenseActivation activation) =>
        activation == DenseActivation.Identity ? "torch.nn.modules.linear.Identity" : $"torch.nn.modules.activation.{activation}";

    private static void WriteNames(Utf8JsonWriter json, bool onPieces)
    {
        string name = onPieces ? "token_embeddings" : "sentence_embedding";
        json.WriteString("module_input_name", name);
        json.WriteString("module_output_name", name);
    }

    private void WriteEncoder(Utf8JsonWriter json)
    {
        // What the tokenizer's own limit cannot say: more than the positions, or no cut at all.
        if (!Plan.HasWindows && (Plan.Limit == 0 || Plan.Limit > info.PositionCount))
        {
            json.WriteNumber("max_seq_length", Math.Max(Plan.Limit, 1));
        }

        if (Plan.LowercasesFirst)
        {
            json.WriteBoolean("do_lower_case", true);
        }

        json.WriteString("transformer_task", "feature-extraction");
        json.WriteStartObject("modality_config");
        json.WriteStartObject("text");
        json.WriteString("method", "forward");
        json.WriteString("method_output_name", "last_hidden_state");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("module_output_name", "token_embeddings");
        if (Plan.QueryLimit is { } query)
        {
            json.WriteNumber("query_length", Math.Max(query, 1));
        }

        if (Plan.DocumentLimit is { } document)
        {
            json.WriteNumber("document_length", Math.Max(document, 1));
        }
    }

    private void WriteSentences(Utf8JsonWriter json)
    {
        json.WriteString("model_type", "SentenceTransformer");
        json.WriteStartObject("__version__");
        json.WriteString("sentence_transformers", "6.2.0");
        json.WriteString("transformers", "5.24.0");
        json.WriteEndObject();
        json.WriteStartObject("prompts");
        foreach ((string name, string prompt) in Plan.Prompts)
        {
            json.WriteString(name, prompt);
        }

        json.WriteEndObject();
        json.WriteString("default_prompt_name", Plan.DefaultPrompt);
        json.WriteString("similarity_fn_name", Plan.Similarity.ToString().ToLowerInvariant());
        if (Plan.Dimensions is { } dimensions)
        {
            json.WriteNumber("truncate_dim", dimensions);
        }
    }

    private void WriteTokenizer(Stream stream)
    {
        const string Limit = "model_max_length";
        int limit = Plan.HasWindows || Plan.Limit == 0 ? info.PositionCount : Math.Min(Plan.Limit, info.PositionCount);
        if (texts.Find(FolderFile.TokenizerConfig) is not { } content)
        {
            SavedTexts.WriteTokenizer(stream, info, limit);
            return;
        }

        using JsonDocument settings = JsonDocument.Parse(content);
        SavedTexts.WriteObject(stream, json =>
        {
            foreach (JsonProperty member in settings.RootElement.EnumerateObject().Where(member => member.Name is not (Limit or "max_len")))
            {
                member.WriteTo(json);
            }

            json.WriteNumber(Limit, limit);
        });
    }

    private static void CopyWeights(string folder, Stream stream)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        var writer = new SafetensorsWriter();
        writer.AddMetadata("format", "pt");
        WeightSpec[] table = [.. checkpoint.Tensors.Select(tensor => tensor.Shape.Length == 1
            ? WeightSpec.Vector(tensor.Name, (int)tensor.Shape[0])
            : WeightSpec.Matrix(tensor.Name, (int)tensor.Shape[0], (int)tensor.Shape[1]))];
        BoundWeights weights = checkpoint.Bind(table);
        foreach (WeightSpec tensor in table)
        {
            float[] values = new float[tensor.Count];
            weights.Read(tensor.Name, values);
            writer.Add(tensor.Name, tensor.Columns == 0 ? [tensor.Rows] : [tensor.Rows, tensor.Columns], values);
        }

        writer.Write(stream);
    }
}
