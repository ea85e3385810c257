namespace BertGen.Generator.Tests.Published;

/// <summary>What is expected of single models, beside the facts.</summary>
internal static class PublishedModels
{
    /// <summary>Models that cannot be compiled: the diagnostic, and a part of it that says why.</summary>
    public static readonly Dictionary<string, (string Id, string Part)> Refused = new()
    {
        // Families that are not built.
        ["google--embeddinggemma-300m"] = ("BERT028", "\"model_type\" is \"gemma3_text\""),
        ["mixedbread-ai--mxbai-rerank-xsmall-v1"] = ("BERT028", "\"model_type\" is \"deberta-v2\""),
        ["mixedbread-ai--mxbai-rerank-base-v1"] = ("BERT028", "\"model_type\" is \"deberta-v2\""),
        ["mixedbread-ai--mxbai-rerank-large-v1"] = ("BERT028", "\"model_type\" is \"deberta-v2\""),

        // Encoders of their own code under the name of a family that they are not of.
        ["jinaai--jina-embeddings-v2-base-en"] = ("BERT028", "\"position_embedding_type\" is \"alibi\""),
        ["jinaai--jina-embeddings-v2-small-en"] = ("BERT028", "\"position_embedding_type\" is \"alibi\""),
        ["jinaai--jina-reranker-v1-turbo-en"] = ("BERT028", "\"position_embedding_type\" is \"alibi\""),
        ["jinaai--jina-embeddings-v3"] = ("BERT028", "\"lora_adaptations\" is a list with \"retrieval.query\""),
        ["nomic-ai--nomic-embed-text-v2-moe"] = ("BERT028", "\"num_experts\" is 8"),

        // A key that the library refuses too.
        ["avsolatorio--NoInstruct-small-Embedding-v0"] = ("BERT090", "\"output_key\" is no key"),
    };

    /// <summary>Models that compile with warnings.</summary>
    public static readonly Dictionary<string, string> Warnings = new()
    {
        // Two of its positions belong to no piece.
        ["jinaai--jina-reranker-v2-base-multilingual"] = "BERT101",
    };

    /// <summary>Numbers that the published weights have and a class has not: heads that the folder does not ask for.</summary>
    public static readonly Dictionary<string, long> Beside = new()
    {
        ["answerdotai--ModernBERT-base"] = (768 * 768) + 768 + 50_368,
    };

    /// <summary>Positions of models whose config names two numbers, of which the library reads the other.</summary>
    public static readonly Dictionary<string, int> Positions = new()
    {
        ["nomic-ai--nomic-embed-text-v1.5"] = 2048,
    };

    /// <summary>Of models of a vector for each piece: the length that queries are filled up to, the longest document, and the width of the vectors.</summary>
    public static readonly Dictionary<string, (int Query, int Document, int Width)> MultiVectors = new()
    {
        ["colbert-ir--colbertv2.0"] = (32, 180, 128),
        ["answerdotai--answerai-colbert-small-v1"] = (32, 512, 96),
    };

    /// <summary>What scores go through, where the folder names it.</summary>
    public static readonly Dictionary<string, string> Functions = new()
    {
        ["cross-encoder--ms-marco-MiniLM-L6-v2"] = "Identity",
        ["cross-encoder--ms-marco-MiniLM-L12-v2"] = "Identity",
        ["cross-encoder--ms-marco-TinyBERT-L2-v2"] = "Identity",
        ["cross-encoder--mmarco-mMiniLMv2-L12-H384-v1"] = "Identity",
    };

    /// <summary>The small files that are there, and a tokenizer of one piece where the class is nothing without it.</summary>
    public static IReadOnlyDictionary<string, string> FilesOf(PublishedFolder folder) => TokenizerFolderOf(folder) is { } path
        ? new Dictionary<string, string>(folder.Files) { [path + "tokenizer.json"] = """{"model": {"type": "WordPiece", "vocab": {"[UNK]": 0}}}""" }
        : folder.Files;

    private static string? TokenizerFolderOf(PublishedFolder folder) => folder.Name switch
    {
        "minishlab--potion-base-8M" => "",
        "sentence-transformers--static-retrieval-mrl-en-v1" => "0_StaticEmbedding/",
        _ => null,
    };

    /// <summary>The name of a way of pooling in the files.</summary>
    public static string NameOf(BertPooling mode) => mode switch
    {
        BertPooling.Cls => "cls",
        BertPooling.Mean => "mean",
        BertPooling.LastToken => "lasttoken",
        _ => mode.ToString(),
    };

    /// <summary>Most pieces of a text: the library's own number, or that of the tokenizer, but no more than the positions.</summary>
    public static int LimitOf(PublishedFolder folder)
    {
        if (folder.Number("limit", "max_seq_length") is { } own)
        {
            return own;
        }

        if (TokenizerFolderOf(folder) is not null)
        {
            return 0; // a table of static vectors cuts nothing
        }

        int positions = folder.Number("architecture", "position_rows") ?? folder.Number("architecture", "longest") ?? int.MaxValue;
        return folder.Fact("limit", "model_max_length") is { } length ? (int)Math.Min(length.GetDouble(), positions) : positions;
    }
}
