using System.Text.Json;
using BertGen.Engine.Pipeline;

namespace BertGen.Saving;

/// <summary>Writes what makes sentence vectors of a model, in the form that sentence-transformers 6 writes: modules, limit, prompts and tokenizer.</summary>
internal sealed class SavedPipeline(SentencePipeline pipeline, BertModelInfo info, ModelTexts texts)
{
    /// <summary>Far above any pipeline.</summary>
    private const int MostModules = 64;

    private const string Config = "config.json";

    /// <summary>What PyLate up to version 3 calls a model of a vector for each piece, whose prompts are tokens.</summary>
    private const string OldMultiVector = "ColBERT";

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

        if (Plan.Sparse?.TableFolder is not null)
        {
            throw new NotSupportedException("The folder of this model is a router, whose vectors of some texts are made by a table beside the model: no form of it is saved. Only models of one way are saved.");
        }

        names.AddRange(LibraryFiles.WriteTokenizer(
            target, texts, info, Plan.HasWindows || Plan.Limit == 0 ? info.PositionCount : Math.Min(Plan.Limit, info.PositionCount)));
        Add(LibraryFiles.Modules, stream => LibraryFiles.WriteModules(
            stream, [("", LibraryFiles.Base + "transformer.Transformer"), .. SavedModules.List(Modules), .. OtherModule is { } last ? [(FolderOfOther, last.Type)] : Array.Empty<(string, string)>()]));
        Add(LibraryFiles.Encoder, stream => SavedTexts.WriteObject(stream, WriteEncoder));
        Add(LibraryFiles.Sentences, stream => SavedTexts.WriteObject(stream, WriteSentences));
        names.AddRange(SavedModules.Write(target, pipeline.Root, Modules));
        if (OtherModule is { } other)
        {
            Add($"{FolderOfOther}/{Config}", stream => SavedTexts.WriteObject(stream, other.Write));
        }

        return names;
    }

    /// <summary>The module that is no step on vectors: what makes them sparse, or says which of them count; null where there is none.</summary>
    private (string Name, string Type, Action<Utf8JsonWriter> Write)? OtherModule =>
        IsOldMultiVector ? null
        : Plan.Multi is { } multi ? ("MultiVectorMask", LibraryFiles.Library + "multi_vector_encoder.modules.multi_vector_mask.MultiVectorMask", json => WriteMask(json, multi))
        : IsSparse ? ("SpladePooling", LibraryFiles.Library + "sparse_encoder.modules.splade_pooling.SpladePooling", json => WriteSplade(json, Plan.Sparse!))
        : null;

    // A class may have sentence vectors besides, which are what the folder is saved for then.
    private bool IsSparse => Plan.Sparse is not null && Plan.Modules.Count == 0;

    private string FolderOfOther => $"{Plan.Modules.Count + 1}_{OtherModule!.Value.Name}";

    // Only the old form has prompts that are tokens. Its programs scale vectors of pieces by themselves.
    private bool IsOldMultiVector => Plan.Multi is { SpecialTokens.Count: > 0 };

    private IReadOnlyList<SentenceModule> Modules => IsOldMultiVector && Plan.Modules is [.., NormalizeModule] ? [.. Plan.Modules.SkipLast(1)] : Plan.Modules;

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

    private void WriteOldMultiVector(Utf8JsonWriter json, MultiVectorPlan multi)
    {
        json.WriteString("query_prefix", multi.SpecialTokens[0]);
        json.WriteString("document_prefix", multi.SpecialTokens[1]);
        json.WriteNumber("query_length", Plan.QueryLimit ?? Plan.Limit);
        json.WriteNumber("document_length", Plan.DocumentLimit ?? Plan.Limit);
        json.WriteBoolean("do_query_expansion", multi.ExpandedLength > 0);
        json.WriteBoolean("attend_to_expansion_tokens", multi.AttendsToExpansion);
        WriteTexts(json, "skiplist_words", multi.SkipWords);
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

    private void WriteEncoder(Utf8JsonWriter json)
    {
        LibraryFiles.WriteLimits(json, Plan.HasWindows ? info.PositionCount : Plan.Limit, Plan.LowercasesFirst, info);
        LibraryFiles.WriteTask(json, IsSparse ? "fill-mask" : "feature-extraction", IsSparse ? "logits" : "last_hidden_state", "token_embeddings");
        if (IsOldMultiVector)
        {
            return; // all else stands in the file of the sentences
        }

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
        string type = IsOldMultiVector ? OldMultiVector : Plan.Multi is not null ? "MultiVectorEncoder" : IsSparse ? "SparseEncoder" : "SentenceTransformer";
        // The library has both roles in every model, with nothing before the texts where the folder says nothing.
        LibraryFiles.WriteModel(json, type, [.. Plan.Prompts.Where(prompt => !IsOldMultiVector || !Roles.Contains(prompt.Key)), .. Roles.Where(role => !Plan.Prompts.ContainsKey(role)).Select(role => KeyValuePair.Create(role, ""))]);
        json.WriteString("default_prompt_name", Plan.DefaultPrompt);
        json.WriteString("similarity_fn_name", Plan.Multi is { } multi ? multi.IsMean ? "meanmaxsim" : "maxsim" : Plan.Similarity.ToString().ToLowerInvariant());
        if (IsOldMultiVector)
        {
            WriteOldMultiVector(json, Plan.Multi!);
        }

        if (IsSparse && Plan.Sparse!.MaxActive is { } most)
        {
            json.WriteNumber("max_active_dims", most);
        }

        if (Plan.Dimensions is { } dimensions)
        {
            json.WriteNumber("truncate_dim", dimensions);
        }
    }
}
