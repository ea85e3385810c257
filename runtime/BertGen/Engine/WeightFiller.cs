namespace BertGen.Engine;

/// <summary>Writes all values of a block of packed weights.</summary>
internal unsafe delegate void WeightFiller(float* values);
