using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Configuration;

/// <summary>What was read from a file, and beside it where each of its places is.</summary>
internal sealed record FileReading(ModelFile File, EquatableArray<Position> Positions);
