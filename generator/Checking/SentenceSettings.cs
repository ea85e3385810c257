using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>How texts become sentence vectors, after options and files were reconciled.</summary>
internal sealed record SentenceSettings(Pooling Pooling, bool Normalize, int SequenceLimit);
