using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary><c>tokenizer.json</c>, as far as it is checked: the kind of its model, the number of its pieces, and whether some have capitals.</summary>
internal sealed record TokenizerDataFile(string Path, EquatableArray<Finding> Findings, string Kind, int Count, bool HasCapitals)
    : ModelFile(Path, Findings);
