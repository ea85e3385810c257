using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Peers;

/// <summary>The inputs of some texts as one batch, padded to the longest.</summary>
internal sealed class OnnxBatch : IDisposable
{
    private static readonly string[] InputNames = ["input_ids", "token_type_ids", "attention_mask"];
    private static readonly string[] OutputNames = ["output"];

    private readonly int[] _lengths;
    private readonly int _longest;
    private readonly OrtValue[] _inputs;

    public OnnxBatch(int[][] texts)
    {
        _lengths = [.. texts.Select(text => text.Length)];
        _longest = _lengths.Max();
        long[] ids = new long[texts.Length * _longest], mask = new long[ids.Length], types = new long[ids.Length];
        foreach ((int row, int[] text) in texts.Index())
        {
            foreach ((int column, int id) in text.Index())
            {
                ids[(row * _longest) + column] = id;
                mask[(row * _longest) + column] = 1;
            }
        }

        long[] shape = [texts.Length, _longest];
        _inputs = [.. new[] { ids, types, mask }.Select(values => OrtValue.CreateTensorValueFromMemory(values, shape))];
    }

    /// <summary>Runs the model; the result is for the caller to dispose of.</summary>
    public IDisposableReadOnlyCollection<OrtValue> Run(InferenceSession session, RunOptions options) =>
        session.Run(options, InputNames, _inputs, OutputNames);

    /// <summary>The vectors of all true pieces, text after text.</summary>
    public float[] Output(InferenceSession session, RunOptions options)
    {
        using IDisposableReadOnlyCollection<OrtValue> results = Run(session, options);
        ReadOnlySpan<float> all = results[0].GetTensorDataAsSpan<float>();
        int stride = all.Length / _lengths.Length, width = stride / _longest;
        var rows = new List<float>();
        foreach ((int row, int length) in _lengths.Index())
        {
            rows.AddRange(all.Slice(row * stride, length * width));
        }

        return [.. rows];
    }

    public void Dispose()
    {
        foreach (OrtValue input in _inputs)
        {
            input.Dispose();
        }
    }
}
