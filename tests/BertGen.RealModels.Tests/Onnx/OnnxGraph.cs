namespace BertGen.RealModels.Tests.Onnx;

/// <summary>The constants and operations of an ONNX model.</summary>
internal sealed record OnnxGraph(IReadOnlyDictionary<string, OnnxTensor> Constants, IReadOnlyList<OnnxNode> Nodes)
{
    private const int GraphField = 7, NodeField = 1, ConstantField = 5;
    private const string WeightSuffix = ".weight", BiasSuffix = ".bias";

    public static OnnxGraph Read(ReadOnlySpan<byte> model)
    {
        var constants = new Dictionary<string, OnnxTensor>();
        var nodes = new List<OnnxNode>();
        var file = new ProtoReader(model);
        while (file.Next())
        {
            if (file.Field != GraphField)
            {
                file.Skip();
                continue;
            }

            var graph = new ProtoReader(file.Bytes());
            while (graph.Next())
            {
                switch (graph.Field)
                {
                    case NodeField:
                        nodes.Add(OnnxNode.Read(graph.Bytes()));
                        break;
                    case ConstantField:
                        OnnxTensor constant = OnnxTensor.Read(graph.Bytes());
                        constants.Add(constant.Name, constant);
                        break;
                    default:
                        graph.Skip();
                        break;
                }
            }
        }

        return new OnnxGraph(constants, nodes);
    }

    /// <summary>
    /// The tensors by the names of the PyTorch module that was exported. The export keeps those of tables, norms and biases; a
    /// linear layer's weight became the transposed operand of a product without a name, and its bias is added to that product.
    /// </summary>
    public IEnumerable<OnnxTensor> StateDict()
    {
        foreach (OnnxTensor constant in Constants.Values)
        {
            if (constant.Values is not null && (constant.Name.EndsWith(WeightSuffix, StringComparison.Ordinal) || constant.Name.EndsWith(BiasSuffix, StringComparison.Ordinal)))
            {
                yield return constant;
            }
        }

        foreach (OnnxNode product in Nodes)
        {
            if (product.Operation == "MatMul" && Constants.TryGetValue(product.Inputs[1], out OnnxTensor? weight))
            {
                yield return weight.Transposed(Bias(product)[..^BiasSuffix.Length] + WeightSuffix);
            }
        }
    }

    /// <summary>The name of the bias that is added to a product.</summary>
    private string Bias(OnnxNode product) => Nodes
        .Single(node => node.Operation == "Add" && node.Inputs.Contains(product.Outputs[0]))
        .Inputs.Single(name => Constants.ContainsKey(name) && name.EndsWith(BiasSuffix, StringComparison.Ordinal));
}
