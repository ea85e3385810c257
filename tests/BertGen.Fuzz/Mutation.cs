namespace BertGen.Fuzz;

/// <summary>Damages valid files the way that finds most: a few changed bits, extreme numbers, and pieces moved, doubled, cut out or cut off.</summary>
internal static class Mutation
{
    private static readonly byte[][] ExtremeNumbers =
    [
        [0], [1], [0x7F], [0x80], [0xFF],
        [0xFF, 0xFF], [0, 0x80],
        [0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 1, 0, 0, 0],
    ];

    public static byte[] Apply(byte[] file, Random random)
    {
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            file = Change(file, random);
        }

        return file;
    }

    private static byte[] Change(byte[] file, Random random)
    {
        int start = Place(file, random);
        int end = Math.Min(file.Length, start + random.Next(1, 17));
        byte[] part = file[start..end];
        switch (random.Next(7))
        {
            case 0:
                return [.. file[..start], .. part.Select(value => (byte)(value ^ (1 << random.Next(8)))), .. file[end..]];
            case 1:
                random.NextBytes(part);
                return [.. file[..start], .. part, .. file[end..]];
            case 2:
                byte[] number = ExtremeNumbers[random.Next(ExtremeNumbers.Length)];
                return [.. file[..start], .. number, .. file[Math.Min(file.Length, start + number.Length)..]];
            case 3:
                return [.. file[..start], .. file[end..]];
            case 4:
                return [.. file[..end], .. file[start..]];
            case 5:
                int target = Place(file, random);
                return [.. file[..target], .. part, .. file[target..]];
            default:
                return file[..start];
        }
    }

    // Structure is at the ends of files and data in between.
    private static int Place(byte[] file, Random random) => random.Next(3) switch
    {
        0 => random.Next(Math.Min(file.Length, 600) + 1),
        1 => file.Length - random.Next(Math.Min(file.Length, 600) + 1),
        _ => random.Next(file.Length + 1),
    };
}
