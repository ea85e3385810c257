using System.Globalization;
using System.Text;
using BertGen.Engine.Kernels;

namespace BertGen.Checkpoints;

/// <summary>Reads the keys of a compiled model from a config, and compares them.</summary>
internal static class ModelConfigFile
{
    /// <summary>Throws where a config describes another computation.</summary>
    /// <exception cref="CheckpointException">Keys differ, or cannot be read: the message lists them.</exception>
    public static void Check(ModelConfig compiled, ReadOnlyMemory<byte> utf8, string path)
    {
        var text = new StringBuilder();
        Read(utf8, path, keys =>
        {
            foreach (ConfigKey key in compiled.Keys)
            {
                object found = Value(key, keys);
                if (key.Kind != ConfigKeyKind.Dropout && !Compared(key, key.Value).Equals(Compared(key, found)))
                {
                    text.Append(CultureInfo.InvariantCulture, $"\n  {key.Name}: compiled {Shown(key.Value)}, found {Shown(found)}");
                }
            }
        });
        if (text.Length > 0)
        {
            throw new CheckpointException(path, $"describes another model than the one that was compiled.{text}");
        }
    }

    /// <summary>The compiled keys with the probabilities of dropout that a config has: a class does not depend on them, but who trains a saved model does.</summary>
    /// <exception cref="CheckpointException">A key cannot be read.</exception>
    public static IReadOnlyList<(ConfigKey Key, object Value)> WithDropout(ModelConfig compiled, (byte[] Utf8, string Path)? beside)
    {
        var values = new List<(ConfigKey, object)>();
        if (beside is not { } found)
        {
            return [.. compiled.Keys.Select(key => (key, key.Value))];
        }

        Read(found.Utf8, found.Path, keys => values.AddRange(compiled.Keys.Select(key =>
            (key, key.Kind == ConfigKeyKind.Dropout ? Value(key, keys) : key.Value))));
        return values;
    }

    private static void Read(ReadOnlyMemory<byte> utf8, string path, Action<BertConfigKeys> read) =>
        BertConfigFile.Parse(utf8, path, keys =>
        {
            read(keys);
            return true;
        });

    private static object Value(ConfigKey key, BertConfigKeys keys)
    {
        string name = keys.Has(key.Name) ? key.Name : key.Synonyms.FirstOrDefault(keys.Has) ?? key.Name;
        return key.Kind switch
        {
            ConfigKeyKind.Integer => keys.Integer(name, (int?)key.Absent, int.MinValue, int.MaxValue),
            ConfigKeyKind.Number => keys.Number(name, (double)key.Absent!, value => (float)value > 0 && float.IsFinite((float)value), "a positive 32-bit float"),
            ConfigKeyKind.Dropout => keys.Number(name, (double)key.Absent!, value => value is >= 0 and < 1, "a number of at least 0 and below 1"),
            ConfigKeyKind.Texts => keys.Has(name) || key.IsSaved ? keys.Texts(name) : key.Value,
            ConfigKeyKind.Flag => keys.Has(name) ? keys.Boolean(name) : key.Absent!,
            _ => keys.Text(name, (string)key.Absent!),
        };
    }

    // As the computation has them: an activation may have two names, and epsilon is a 32-bit float.
    private static object Compared(ConfigKey key, object value) => (key.Kind, value) switch
    {
        (ConfigKeyKind.Activation, string name) => ActivationTable.Find(name)?.ToString() ?? name,
        (ConfigKeyKind.Number, double number) => (float)number,
        _ => value,
    };

    // As a config has them.
    private static string Shown(object value) => value switch
    {
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        double number => number.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant(),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };
}
