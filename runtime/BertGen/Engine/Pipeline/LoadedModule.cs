namespace BertGen.Engine.Pipeline;

/// <summary>A step of a pipeline, ready to run on one text. Immutable, and safe for concurrent use.</summary>
internal abstract class LoadedModule
{
    /// <summary>Runs the step: every vector by itself and in one order, so that a text has the same bits in every batch.</summary>
    public abstract void Apply(SentenceState state);
}
