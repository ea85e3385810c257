namespace BertGen.Benchmarks.Onnx;

/// <summary>An attribute of a node: an integer, several, or a float.</summary>
internal abstract record OnnxAttribute(string Name)
{
    public static implicit operator OnnxAttribute((string Name, long Value) attribute) => new Integer(attribute.Name, attribute.Value);

    public static implicit operator OnnxAttribute((string Name, long[] Values) attribute) => new Integers(attribute.Name, attribute.Values);

    public static implicit operator OnnxAttribute((string Name, float Value) attribute) => new Float(attribute.Name, attribute.Value);

    public void Write(ProtoWriter proto)
    {
        proto.Text(OnnxField.Attribute.Name, Name);
        proto.Integer(OnnxField.Attribute.Type, WriteValue(proto));
    }

    /// <summary>Writes the value and returns the number of its type.</summary>
    protected abstract int WriteValue(ProtoWriter proto);

    private sealed record Float(string Name, float Value) : OnnxAttribute(Name)
    {
        protected override int WriteValue(ProtoWriter proto)
        {
            proto.Float(OnnxField.Attribute.Float, Value);
            return 1;
        }
    }

    private sealed record Integer(string Name, long Value) : OnnxAttribute(Name)
    {
        protected override int WriteValue(ProtoWriter proto)
        {
            proto.Integer(OnnxField.Attribute.Integer, Value);
            return 2;
        }
    }

    private sealed record Integers(string Name, long[] Values) : OnnxAttribute(Name)
    {
        protected override int WriteValue(ProtoWriter proto)
        {
            foreach (long value in Values)
            {
                proto.Integer(OnnxField.Attribute.Integers, value);
            }

            return 7;
        }
    }
}
