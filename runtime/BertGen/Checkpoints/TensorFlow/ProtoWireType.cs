namespace BertGen.Checkpoints.TensorFlow;

/// <summary>How the value of a protocol buffer's field is written.</summary>
internal enum ProtoWireType
{
    Varint = 0,
    Fixed64 = 1,
    Nested = 2,
    Fixed32 = 5,
}
