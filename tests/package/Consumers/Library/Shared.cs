using BertGen;

namespace Library;

/// <summary>Compiled in the library, used by others.</summary>
[BertEmbedder("models/tiny")]
public sealed partial class Shared;
