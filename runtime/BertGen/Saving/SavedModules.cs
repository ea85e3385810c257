using System.Text.Json;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;
using BertGen.Engine.Pipeline;

namespace BertGen.Saving;

/// <summary>Writes the steps behind an encoder: a folder for each, with its settings and its weights.</summary>
internal static class SavedModules
{
    private const string Config = "config.json";
    private const string Weights = "model.safetensors";
    private const string Own = LibraryFiles.Library + "sentence_transformer.modules.";

    // What may lie beside them in the same file is of the encoder.
    private static readonly string[] TensorNames = ["linear.weight", "linear.bias", "residual.weight", "norm.weight", "norm.bias"];

    /// <summary>The folders and the types of the steps, for the list of all of them.</summary>
    public static IEnumerable<(string Folder, string Type)> List(IEnumerable<SentenceModule> modules) => modules.Select((module, i) => (FolderOf(module, i), TypeOf(module).Type));

    /// <summary>Writes the folders.</summary>
    /// <param name="target">Where they go.</param>
    /// <param name="root">The folder of the model that was loaded.</param>
    /// <param name="modules">The steps.</param>
    /// <param name="result">What the library calls what the last of them makes; null for what it reads.</param>
    /// <returns>The names of the files.</returns>
    public static IReadOnlyList<string> Write(FolderReplacement target, string root, IReadOnlyList<SentenceModule> modules, string? result = null)
    {
        var names = new List<string>();
        for (int i = 0; i < modules.Count; i++)
        {
            SentenceModule module = modules[i];
            string folder = FolderOf(module, i);
            string? output = i == modules.Count - 1 ? result : null;
            Add($"{folder}/{Config}", stream => SavedTexts.WriteObject(stream, json => WriteSettings(json, module, output)));
            if (SourceOf(module) is { } source)
            {
                Add($"{folder}/{Weights}", stream => CopyWeights(Path.Combine(root, source), stream));
            }
        }

        return names;

        void Add(string name, Action<Stream> write)
        {
            target.Add(name, write);
            names.Add(name);
        }
    }

    /// <summary>The path of a function of torch.</summary>
    public static string ActivationOf(DenseActivation activation) =>
        activation == DenseActivation.Identity ? "torch.nn.modules.linear.Identity" : $"torch.nn.modules.activation.{activation}";

    private static string FolderOf(SentenceModule module, int index) => $"{index + 1}_{TypeOf(module).Name}";

    private static (string Name, string Type) TypeOf(SentenceModule module) => module switch
    {
        PoolingModule => ("Pooling", Own + "pooling.Pooling"),
        DenseModule => ("Dense", LibraryFiles.Base + "dense.Dense"),
        LayerNormModule => ("LayerNorm", Own + "layer_norm.LayerNorm"),
        _ => ("Normalize", LibraryFiles.Base + "normalize.Normalize"),
    };

    private static string? SourceOf(SentenceModule module) => module switch
    {
        DenseModule dense => dense.Folder,
        LayerNormModule norm => norm.Folder,
        _ => null,
    };

    private static void WriteSettings(Utf8JsonWriter json, SentenceModule module, string? result)
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
                WriteNames(json, dense.OnPieces, result);
                if (dense.HasResidual)
                {
                    json.WriteBoolean("use_residual", true);
                }

                break;
            case LayerNormModule norm:
                json.WriteNumber("dimension", norm.Width);
                break;
            case NormalizeModule normalize:
                WriteNames(json, normalize.OnPieces, result);
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

    private static void WriteNames(Utf8JsonWriter json, bool onPieces, string? result)
    {
        string name = onPieces ? "token_embeddings" : "sentence_embedding";
        json.WriteString("module_input_name", name);
        json.WriteString("module_output_name", result ?? name);
    }

    private static void CopyWeights(string folder, Stream stream)
    {
        using Checkpoint checkpoint = Checkpoint.Open(folder);
        var writer = new SafetensorsWriter();
        writer.AddMetadata("format", "pt");
        WeightSpec[] table = [.. checkpoint.Tensors.Where(tensor => TensorNames.Contains(tensor.Name)).Select(tensor => tensor.Shape.Length == 1
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
