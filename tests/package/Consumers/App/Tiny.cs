using BertGen;

namespace App;

/// <summary>A model inside the project: found without an item.</summary>
[BertEmbedder("models/tiny")]
public sealed partial class Tiny;
