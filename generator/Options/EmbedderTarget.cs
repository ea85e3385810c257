using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Options;

/// <summary>A class with the attribute: its options, and beside them where each was written.</summary>
internal sealed record EmbedderTarget(EmbedderOptions Options, EquatableArray<Position> Positions);
