using BertGen.Engine;

namespace BertGen.Training;

/// <summary>What both passes of a training step run with.</summary>
/// <param name="Encoder">What is computed of the batch.</param>
/// <param name="Head">What makes one vector of those of a text, or null.</param>
/// <param name="Trainer">The trained weights.</param>
/// <param name="Memory">The packed weights.</param>
/// <param name="MaxThreads">Most threads to use.</param>
/// <param name="Mix">The learned mix, or null.</param>
internal sealed record StepCall(ITrainedEncoder Encoder, ITrainedEncoder? Head, Trainer Trainer, WeightMemory Memory, int MaxThreads, ScalarMix? Mix);
