namespace BertGen;

/// <summary>
/// Asks the compiler to write the embedder of one BERT model into the partial class that carries this attribute.
/// </summary>
/// <remarks>
/// Options are read when compiling: an option that cannot work for the model is a compile error at the argument
/// that asked for it.
/// </remarks>
/// <param name="model">
/// A folder that holds <c>config.json</c> (or <c>bert_config.json</c>), or such a file itself, relative to the
/// project folder.
/// </param>
public sealed class BertEmbedderAttribute(string model) : BertModelAttribute(model);
