using System.ComponentModel;

namespace BertGen.Engine.Pipeline;

/// <summary>Scales vectors to length 1.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record NormalizeModule : SentenceModule
{
    /// <summary>Whether it scales the vectors of the pieces, and not the sentence vector.</summary>
    public bool OnPieces { get; init; }

    /// <inheritdoc/>
    internal override LoadedModule Load(string root) => new Loaded(OnPieces);

    private sealed class Loaded(bool onPieces) : LoadedModule
    {
        public override void Apply(SentenceState state)
        {
            float[] values = state.Values(onPieces);
            int count = state.Count(onPieces);
            if (count > 0)
            {
                SentenceVectors.Normalize(values, values.Length / count);
            }
        }
    }
}
