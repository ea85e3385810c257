using BertGen.Generator.Common;

namespace BertGen.Generator.Tests.Harness;

/// <summary>Model folders that tests compile from.</summary>
internal static class TestModels
{
    public const string Tiny = """
        {
          "model_type": "bert",
          "vocab_size": 61,
          "hidden_size": 32,
          "num_hidden_layers": 3,
          "num_attention_heads": 2,
          "intermediate_size": 64,
          "hidden_act": "gelu",
          "max_position_embeddings": 64,
          "type_vocab_size": 2,
          "layer_norm_eps": 1e-12,
          "pad_token_id": 0
        }
        """;

    /// <summary>The form that Google published: fewer keys, under the older file name.</summary>
    public const string Google = """
        {
          "attention_probs_dropout_prob": 0.1,
          "hidden_act": "relu",
          "hidden_dropout_prob": 0.1,
          "hidden_size": 36,
          "initializer_range": 0.02,
          "intermediate_size": 50,
          "max_position_embeddings": 48,
          "num_attention_heads": 3,
          "num_hidden_layers": 3,
          "type_vocab_size": 2,
          "vocab_size": 53
        }
        """;

    /// <summary>A small DistilBERT.</summary>
    public const string DistilBert = """
        {
          "model_type": "distilbert",
          "vocab_size": 61,
          "dim": 32,
          "n_layers": 2,
          "n_heads": 2,
          "hidden_dim": 64,
          "activation": "gelu",
          "max_position_embeddings": 64,
          "pad_token_id": 0
        }
        """;

    /// <summary>A small XLM-RoBERTa; 64 of its positions are pieces'.</summary>
    public const string XlmRoberta = """
        {
          "model_type": "xlm-roberta",
          "vocab_size": 61,
          "hidden_size": 32,
          "num_hidden_layers": 2,
          "num_attention_heads": 2,
          "intermediate_size": 64,
          "hidden_act": "gelu",
          "max_position_embeddings": 66,
          "type_vocab_size": 1,
          "layer_norm_eps": 1e-05,
          "pad_token_id": 1
        }
        """;

    /// <summary>A small MPNet.</summary>
    public const string Mpnet = """
        {
          "model_type": "mpnet",
          "vocab_size": 61,
          "hidden_size": 32,
          "num_hidden_layers": 2,
          "num_attention_heads": 2,
          "intermediate_size": 64,
          "hidden_act": "gelu",
          "max_position_embeddings": 66,
          "layer_norm_eps": 1e-05,
          "pad_token_id": 1
        }
        """;

    /// <summary>A small ELECTRA whose embeddings are narrower than its layers.</summary>
    public const string Electra = """
        {
          "model_type": "electra",
          "vocab_size": 61,
          "embedding_size": 16,
          "hidden_size": 32,
          "num_hidden_layers": 2,
          "num_attention_heads": 2,
          "intermediate_size": 64,
          "hidden_act": "gelu",
          "max_position_embeddings": 64,
          "type_vocab_size": 2,
          "layer_norm_eps": 1e-12,
          "pad_token_id": 0
        }
        """;

    /// <summary>A config as that of a classifier with three labels.</summary>
    public static string ClassifierOf(string config, string type) => config.Replace(
        "\"model_type\"",
        $"\"architectures\": [\"{type}\"], \"id2label\": {{ \"0\": \"not entailed\", \"1\": \"neutral\", \"2\": \"123\" }}, \"model_type\"",
        StringComparison.Ordinal);

    public const string BertBase = """
        {
          "architectures": ["BertForMaskedLM"],
          "attention_probs_dropout_prob": 0.1,
          "hidden_act": "gelu",
          "hidden_dropout_prob": 0.1,
          "hidden_size": 768,
          "initializer_range": 0.02,
          "intermediate_size": 3072,
          "layer_norm_eps": 1e-12,
          "max_position_embeddings": 512,
          "model_type": "bert",
          "num_attention_heads": 12,
          "num_hidden_layers": 12,
          "pad_token_id": 0,
          "type_vocab_size": 2,
          "vocab_size": 30522
        }
        """;

    public const string StaticTokenizer = """{ "model": { "type": "WordPiece", "vocab": { "a": 0 } } }""";

    public const string StaticModules = """
        [
          { "idx": 0, "name": "0", "path": "0_StaticEmbedding", "type": "sentence_transformers.models.StaticEmbedding" },
          { "idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize" }
        ]
        """;

    public const string Modules = """
        [
          { "idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer" },
          { "idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling" },
          { "idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize" }
        ]
        """;

    public const string MeanPooling = """
        { "word_embedding_dimension": 32, "pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true }
        """;

    /// <summary>A class with an attribute, documented as a public class must be.</summary>
    public static string Class(string arguments) => $$"""
        using BertGen;

        namespace Demo;

        /// <summary>A model.</summary>
        [BertEmbedder({{arguments}})]
        public sealed partial class Bert;
        """;

    /// <summary>The same with the attribute of pretrained models.</summary>
    public static string Pretrained(string arguments) => Class(arguments).Replace("[BertEmbedder", "[PretrainedBertEmbedder");

    /// <summary>Where the build puts a file of an archive, or of a downloaded model.</summary>
    public static string PreparedPath(string model, string file) => $"obj/Debug/bertgen/{ModelKey.Of(model)}/{file}";

    /// <summary>A project with the tiny model in <c>models/tiny</c>.</summary>
    public static TestProject TinyProject(string source) => TestProject.Of(source).WithFile("models/tiny/config.json", Tiny);
}
