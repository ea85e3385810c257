using BertGen.Engine;
using TorchSharp;

namespace BertGen.Torch.Batches;

/// <summary>Rotary positions over tensors.</summary>
internal static class RotaryTensors
{
    /// <summary>Cosines and sines of rows, [rows, 1, half].</summary>
    public static (torch.Tensor Cos, torch.Tensor Sin) Of(RotaryTable table, int[] columns, torch.Device device, torch.ScalarType type)
    {
        int half = table.Size / 2;
        RotaryAngles angles = table.Covering(columns.Length == 0 ? 0 : columns.Max() + 1);
        float[] cos = new float[columns.Length * half], sin = new float[columns.Length * half];
        for (int row = 0; row < columns.Length; row++)
        {
            angles.CosOf(columns[row]).CopyTo(cos.AsSpan(row * half));
            angles.SinOf(columns[row]).CopyTo(sin.AsSpan(row * half));
        }

        return (Upload(cos), Upload(sin));

        torch.Tensor Upload(float[] values)
        {
            using torch.Tensor host = torch.tensor(values, [columns.Length, 1, half]);
            return host.to(type, device).DetachFromDisposeScope();
        }
    }

    /// <summary>Turns the first values of the first heads of every row.</summary>
    public static torch.Tensor Rotate(torch.Tensor value, torch.Tensor cos, torch.Tensor sin, int heads, int headSize, int size)
    {
        long rows = value.size(0), width = (long)heads * headSize;
        using torch.Tensor own = value.narrow(-1, 0, width);
        using torch.Tensor byHead = own.view(rows, heads, headSize);
        using torch.Tensor low = byHead.narrow(-1, 0, size / 2);
        using torch.Tensor high = byHead.narrow(-1, size / 2, size / 2);
        using torch.Tensor rest = byHead.narrow(-1, size, headSize - size);
        using torch.Tensor lowCos = low * cos, highSin = high * sin, highCos = high * cos, lowSin = low * sin;
        using torch.Tensor newLow = lowCos - highSin, newHigh = highCos + lowSin;
        using torch.Tensor turned = torch.cat([newLow, newHigh, rest], -1);
        using torch.Tensor flat = turned.view(rows, width);
        using torch.Tensor behind = value.narrow(-1, width, value.size(-1) - width);
        return torch.cat([flat, behind], -1);
    }
}
