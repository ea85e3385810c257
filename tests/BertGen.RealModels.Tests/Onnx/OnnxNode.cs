namespace BertGen.RealModels.Tests.Onnx;

/// <summary>An operation of the graph: what it reads and writes, by name.</summary>
internal sealed record OnnxNode(string Operation, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs)
{
    private const int InputField = 1, OutputField = 2, OperationField = 4;

    public static OnnxNode Read(ReadOnlySpan<byte> message)
    {
        string operation = "";
        List<string> inputs = [], outputs = [];
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case InputField:
                    inputs.Add(reader.Text());
                    break;
                case OutputField:
                    outputs.Add(reader.Text());
                    break;
                case OperationField:
                    operation = reader.Text();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new OnnxNode(operation, inputs, outputs);
    }
}
