using System.Text.Json;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;
using BertGen.Engine.Pipeline;

namespace BertGen.Saving;

/// <summary>Writes what makes sentence vectors of a model, in the form that sentence-transformers 6 writes: modules, limit, prompts and tokenizer.</summary>
internal sealed class SavedPipeline(SentencePipeline pipeline, BertModelInfo info, ModelTexts texts)
{
    /// <summary>Far above any pipeline.</summary>
    private const int MostModules = 64;

    private const string Config = "config.json";
    private const string Weights = "model.safetensors";
    private const string Base = LibraryFiles.Base;
    private const string Own = LibraryFiles.Library + "sentence_transformer.modules.";

    private static readonly string[] Types = ["Pooling", "Dense", "LayerNorm", "Normalize", "SpladePooling", "MultiVectorMask"];
    private static readonly string[] Roles = ["document", "query"];

    private SentencePlan Plan => pipeline.Plan;

    /// <summary>The files and folders that a saved pipeline may have, beside those of every saved model.</summary>
    public static IEnumerable<string> Names =>
    [
        .. LibraryFiles.Names, .. Enumerable.Range(1, MostModules).SelectMany(index => Types.Select(type => $"{index}_{type}")),
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

        if (Plan.Multi is { SpecialTokens.Count: > 0 } || Plan.Sparse?.TableFolder is not null)
        {
            throw new NotSupportedException("What this folder says of texts has no form that is saved: prompts that are tokens, or a table beside the model. Only models without them are saved.");
        }

        names.AddRange(LibraryFiles.WriteTokenizer(
            target, texts, info, Plan.HasWindows || Plan.Limit == 0 ? info.PositionCount : Math.Min(Plan.Limit, info.PositionCount)));
        Add(LibraryFiles.Modules, stream => LibraryFiles.WriteModules(
            stream, [("", Base + "transformer.Transformer"), .. Plan.Modules.Select((module, i) => (FolderOf(i), TypeOf(module).Type)), .. OtherModule is { } last ? [(FolderOfOther, last.Type)] : Array.Empty<(string, string)>()]));
        Add(LibraryFiles.Encoder, stream => SavedTexts.WriteObject(stream, WriteEncoder));
        Add(LibraryFiles.Sentences, stream => SavedTexts.WriteObject(stream, WriteSentences));
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

        if (OtherModule is { } other)
        {
            Add($"{FolderOfOther}/{Config}", stream => SavedTexts.WriteObject(stream, other.Write));
        }

        return names;
    }

    /// <summary>The module that is no step on vectors: what makes them sparse, or says which of them count; null where there is none.</summary>
    private (string Name, string Type, Action<Utf8JsonWriter> Write)? OtherModule =>
        Plan.Multi is { } multi ? ("MultiVectorMask", LibraryFiles.Library + "multi_vector_encoder.modules.multi_vector_mask.MultiVectorMask", json => WriteMask(json, multi))
        : IsSparse ? ("SpladePooling", LibraryFiles.Library + "sparse_encoder.modules.splade_pooling.SpladePooling", json => WriteSplade(json, Plan.Sparse!))
        : null;

    // A class may have sentence vectors besides, which are what the folder is saved for then.
    private bool IsSparse => Plan.Sparse is not null && Plan.Modules.Count == 0;

    private string FolderOfOther => $"{Plan.Modules.Count + 1}_{OtherModule!.Value.Name}";

    private static void WriteSplade(Utf8JsonWriter json, SparsePlan sparse)
    {
        json.WriteString("pooling_strategy", sparse.IsSum ? "sum" : "max");
        json.WriteString("activation_function", sparse.IsTwice ? "log1p_relu" : "relu");
        json.WriteNull("embedding_dimension");
    }

    private static void WriteMask(Utf8JsonWriter json, MultiVectorPlan multi)
    {
        WriteTexts(json, "skiplist_words", multi.SkipWords);
        WriteTexts(json, "skiplist_tasks", multi.SkipRoles.Select(role => role.ToString().ToLowerInvariant()));
        if (multi.KeptIds is not { } ids)
        {
            json.WriteNull("keep_only_token_ids");
            return;
        }

        json.WriteStartArray("keep_only_token_ids");
        foreach (int id in ids)
        {
            json.WriteNumberValue(id);
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WriteExpansion(Utf8JsonWriter json, MultiVectorPlan multi)
    {
        json.WriteStartObject("query_expansion");
        json.WriteString("strategy", multi.IsExpandedLengthFixed ? "fixed" : "min");
        json.WriteBoolean("attend", multi.AttendsToExpansion);
        json.WriteString("token", multi.ExpansionToken);
        json.WriteNumber("length", multi.ExpandedLength);
        json.WriteEndObject();
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

    /// <summary>The path of a function of torch.</summary>
    internal static string ActivationOf(DenseActivation activation) =>
        activation == DenseActivation.Identity ? "torch.nn.modules.linear.Identity" : $"torch.nn.modules.activation.{activation}";

    private static void WriteNames(Utf8JsonWriter json, bool onPieces)
    {
        string name = onPieces ? "token_embeddings" : "sentence_embedding";
        json.WriteString("module_input_name", name);
        json.WriteString("module_output_name", name);
    }

    private void WriteEncoder(Utf8JsonWriter json)
    {
        LibraryFiles.WriteLimits(json, Plan.HasWindows ? info.PositionCount : Plan.Limit, Plan.LowercasesFirst, info);
        LibraryFiles.WriteTask(json, IsSparse ? "fill-mask" : "feature-extraction", IsSparse ? "logits" : "last_hidden_state", "token_embeddings");
        if (Plan.QueryLimit is { } query)
        {
            json.WriteNumber("query_length", Math.Max(query, 1));
        }

        if (Plan.Multi is { ExpandedLength: > 0 } multi)
        {
            WriteExpansion(json, multi);
        }

        if (Plan.DocumentLimit is { } document)
        {
            json.WriteNumber("document_length", Math.Max(document, 1));
        }
    }

    private void WriteSentences(Utf8JsonWriter json)
    {
        string type = Plan.Multi is not null ? "MultiVectorEncoder" : IsSparse ? "SparseEncoder" : "SentenceTransformer";
        // The library has both roles in every model, with nothing before the texts where the folder says nothing.
        LibraryFiles.WriteModel(json, type, [.. Plan.Prompts, .. Roles.Where(role => !Plan.Prompts.ContainsKey(role)).Select(role => KeyValuePair.Create(role, ""))]);
        json.WriteString("default_prompt_name", Plan.DefaultPrompt);
        json.WriteString("similarity_fn_name", Plan.Multi is { } multi ? multi.IsMean ? "meanmaxsim" : "maxsim" : Plan.Similarity.ToString().ToLowerInvariant());
        if (IsSparse && Plan.Sparse!.MaxActive is { } most)
        {
            json.WriteNumber("max_active_dims", most);
        }

        if (Plan.Dimensions is { } dimensions)
        {
            json.WriteNumber("truncate_dim", dimensions);
        }
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
