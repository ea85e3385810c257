namespace BertGen.Checkpoints.Safetensors;

/// <summary>A tensor and its place: <c>Begin</c> counts from the end of the file's header.</summary>
internal readonly record struct PlacedTensor(TensorEntry Entry, long Begin)
{
    public long End => Begin + Entry.ByteLength;
}
