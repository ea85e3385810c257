using BertGen;

namespace LibraryUser;

/// <summary>Compiled in a project that names the package nowhere.</summary>
[BertEmbedder("models/tiny", TopLayerOnly = true)]
internal sealed partial class Own;
