namespace BertGen.Parity.Golden;

/// <summary>The recorded result of a case.</summary>
internal sealed class RecordedOutput
{
    private readonly double[] _double;
    private readonly byte[] _wellConditioned;
    private readonly int _hidden;

    private RecordedOutput(double[] values, byte[] wellConditioned, int hidden) =>
        (_double, _wellConditioned, _hidden) = (values, wellConditioned, hidden);

    public static RecordedOutput Read(RecordedTensors tensors, int hidden)
    {
        return new RecordedOutput(tensors.Values<double>("output_f64"), tensors.Values<byte>("well_conditioned"), hidden);
    }

    /// <summary>The vector at a position in float64.</summary>
    public ReadOnlySpan<double> Double(int position) => _double.AsSpan(position * _hidden, _hidden);

    /// <summary>False where the vector comes out of a window without any piece: rounding decides there.</summary>
    public bool IsWellConditioned(int position) => _wellConditioned[position] != 0;
}
