using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using BertGen.Checkpoints.Safetensors;

namespace BertGen.Benchmarks.Onnx;

/// <summary>
/// An ONNX model under construction. Its weights stay in the safetensors file beside it, where the format finds them by
/// offset and length: every peer reads the same bytes, and the model itself is a few kilobytes.
/// </summary>
internal sealed class OnnxGraph
{
    private const int FloatType = 1;
    private const int Int8Type = 3;
    private const int Int64Type = 7;
    private const int ExternalLocation = 1;
    private const int IrVersion = 8;
    private const int OperatorSet = 17;
    private const string Microsoft = "com.microsoft";

    private readonly ProtoWriter _graph = new();
    private readonly HashSet<string> _initializers = [];
    private readonly Dictionary<string, PlacedTensor> _tensors;
    private readonly string _checkpoint;
    private readonly long _dataStart;
    private int _nodes;

    /// <summary>Begins a graph on the weights of a checkpoint.</summary>
    public OnnxGraph(string checkpoint)
    {
        _checkpoint = checkpoint;
        using FileStream file = File.OpenRead(checkpoint);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        file.ReadExactly(length);
        byte[] header = new byte[BinaryPrimitives.ReadInt64LittleEndian(length)];
        file.ReadExactly(header);
        _dataStart = file.Position;
        _tensors = SafetensorsHeader.Parse(header, file.Length - _dataStart, checkpoint).ToDictionary(tensor => tensor.Entry.Name);
    }

    /// <summary>An input of integers, [batch, pieces].</summary>
    public string Input(string name)
    {
        _graph.Message(OnnxField.Graph.Input, value => WriteValue(value, name, Int64Type, ["batch", "pieces"]));
        return name;
    }

    /// <summary>A tensor of the checkpoint.</summary>
    public string Weight(string name)
    {
        if (_initializers.Add(name))
        {
            PlacedTensor tensor = _tensors[name];
            _graph.Message(OnnxField.Graph.Initializer, initializer =>
            {
                WriteHeader(initializer, name, FloatType, tensor.Entry.Shape);
                WriteExternal(initializer, "location", Path.GetFileName(_checkpoint));
                WriteExternal(initializer, "offset", (_dataStart + tensor.Begin).ToString(CultureInfo.InvariantCulture));
                WriteExternal(initializer, "length", tensor.Entry.ByteLength.ToString(CultureInfo.InvariantCulture));
                initializer.Integer(OnnxField.Tensor.Location, ExternalLocation);
            });
        }

        return name;
    }

    /// <summary>The values of a tensor of the checkpoint, which are float32.</summary>
    public float[] Values(string name)
    {
        PlacedTensor tensor = _tensors[name];
        float[] values = new float[tensor.Entry.ByteLength / sizeof(float)];
        using FileStream file = File.OpenRead(_checkpoint);
        file.Position = _dataStart + tensor.Begin;
        file.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>A constant tensor of bytes.</summary>
    public string Bytes(string name, ReadOnlySpan<sbyte> values, params ReadOnlySpan<long> shape) => Constant(name, Int8Type, shape, MemoryMarshal.AsBytes(values));

    /// <summary>A constant single number.</summary>
    public string Constant(float value) =>
        Constant(FormattableString.Invariant($"float {value:r}"), FloatType, [], MemoryMarshal.AsBytes<float>([value]));

    /// <summary>A constant single integer.</summary>
    public string Constant(long value) =>
        Constant(FormattableString.Invariant($"integer {value}"), Int64Type, [], MemoryMarshal.AsBytes<long>([value]));

    /// <summary>A constant list of integers.</summary>
    public string Constants(params ReadOnlySpan<long> values) =>
        Constant($"integers {string.Join(' ', values.ToArray())}", Int64Type, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>A constant list of numbers.</summary>
    public string Numbers(ReadOnlySpan<float> values) =>
        Constant($"floats {_initializers.Count}", FloatType, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>Parts of one size, along the last axis.</summary>
    public IReadOnlyList<string> Split(string input, int parts)
    {
        string[] outputs = [.. Enumerable.Range(0, parts).Select(_ => FormattableString.Invariant($"Split.{_nodes++}"))];
        WriteNode("Split", "", [input], outputs, [("axis", -1L)]);
        return outputs;
    }

    /// <summary>Adds an operation with several results; returns their names.</summary>
    public IReadOnlyList<string> Nodes(string operation, int results, params ReadOnlySpan<string> inputs)
    {
        string[] outputs = [.. Enumerable.Range(0, results).Select(_ => FormattableString.Invariant($"{operation}.{_nodes++}"))];
        WriteNode(operation, "", inputs, outputs, []);
        return outputs;
    }

    /// <summary>Adds an operation; returns the name of its result.</summary>
    public string Node(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes) =>
        Node(operation, "", inputs, attributes);

    /// <summary>Adds one of ONNX Runtime's own fused operations; returns the name of its result.</summary>
    public string FusedNode(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<OnnxAttribute> attributes) =>
        Node(operation, Microsoft, inputs, attributes);

    /// <summary>Names the output, [batch, pieces, width], and writes the file, beside the checkpoint.</summary>
    public void Save(string path, string output, int width)
    {
        Name(output, "output");
        _graph.Message(OnnxField.Graph.Output, value => WriteValue(value, "output", FloatType, ["batch", "pieces", width]));
        _graph.Text(OnnxField.Graph.Name, "bert");

        var model = new ProtoWriter();
        model.Integer(OnnxField.Model.IrVersion, IrVersion);
        model.Message(OnnxField.Model.OperatorSet, set => WriteOperatorSet(set, "", OperatorSet));
        model.Message(OnnxField.Model.OperatorSet, set => WriteOperatorSet(set, Microsoft, 1));
        model.Bytes(OnnxField.Model.Graph, _graph.Written);
        File.WriteAllBytes(path, model.Written);
    }

    private string Node(string operation, string domain, ReadOnlySpan<string> inputs, ReadOnlySpan<OnnxAttribute> attributes)
    {
        string output = FormattableString.Invariant($"{operation}.{_nodes++}");
        WriteNode(operation, domain, inputs, [output], attributes);
        return output;
    }

    private void Name(string value, string name) => WriteNode("Identity", "", [value], [name], []);

    private void WriteNode(string operation, string domain, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtoWriter();
        foreach (string input in inputs)
        {
            node.Text(OnnxField.Node.Input, input);
        }

        foreach (string output in outputs)
        {
            node.Text(OnnxField.Node.Output, output);
        }

        node.Text(OnnxField.Node.Name, outputs[0]);
        node.Text(OnnxField.Node.Operation, operation);
        foreach (OnnxAttribute attribute in attributes)
        {
            node.Message(OnnxField.Node.Attribute, attribute.Write);
        }

        node.Text(OnnxField.Node.Domain, domain);
        _graph.Bytes(OnnxField.Graph.Node, node.Written);
    }

    private string Constant(string name, int type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
    {
        if (_initializers.Add(name))
        {
            var initializer = new ProtoWriter();
            WriteHeader(initializer, name, type, shape);
            initializer.Bytes(OnnxField.Tensor.Bytes, bytes);
            _graph.Bytes(OnnxField.Graph.Initializer, initializer.Written);
        }

        return name;
    }

    private static void WriteHeader(ProtoWriter initializer, string name, int type, IEnumerable<long> shape)
    {
        foreach (long length in shape)
        {
            initializer.Integer(OnnxField.Tensor.Length, length);
        }

        initializer.Integer(OnnxField.Tensor.Type, type);
        initializer.Text(OnnxField.Tensor.Name, name);
    }

    private static void WriteHeader(ProtoWriter initializer, string name, int type, ReadOnlySpan<long> shape) =>
        WriteHeader(initializer, name, type, shape.ToArray().AsEnumerable());

    private static void WriteExternal(ProtoWriter initializer, string key, string value) => initializer.Message(OnnxField.Tensor.External, entry =>
    {
        entry.Text(1, key);
        entry.Text(2, value);
    });

    private static void WriteValue(ProtoWriter value, string name, int type, ReadOnlySpan<object> shape)
    {
        object[] lengths = shape.ToArray();
        value.Text(OnnxField.Value.Name, name);
        value.Message(OnnxField.Value.Type, described => described.Message(OnnxField.TensorType.Tensor, tensor =>
        {
            tensor.Integer(OnnxField.TensorType.Element, type);
            tensor.Message(OnnxField.TensorType.Shape, dimensions =>
            {
                foreach (object length in lengths)
                {
                    dimensions.Message(OnnxField.TensorType.Dimension, dimension => WriteLength(dimension, length));
                }
            });
        }));
    }

    private static void WriteLength(ProtoWriter dimension, object length)
    {
        if (length is int known)
        {
            dimension.Integer(OnnxField.TensorType.Length, known);
        }
        else
        {
            dimension.Text(OnnxField.TensorType.Symbol, (string)length);
        }
    }

    private static void WriteOperatorSet(ProtoWriter set, string domain, int version)
    {
        set.Text(OnnxField.OperatorSet.Domain, domain);
        set.Integer(OnnxField.OperatorSet.Version, version);
    }
}
