using BertGen.Generator.Configuration.Json;

namespace BertGen.Generator.Configuration;

/// <summary>What reading has to know of a family of encoders: whose config it is, and what the keys of it mean.</summary>
internal interface IConfigFamily
{
    /// <summary><c>model_type</c> in the config.</summary>
    string ModelType { get; }

    /// <summary>Reads a config of the family.</summary>
    /// <param name="keys">Reads keys, and collects what is wrong with them.</param>
    /// <param name="root">The config.</param>
    EncoderConfig Read(KeyReader keys, JsonObject root);
}
