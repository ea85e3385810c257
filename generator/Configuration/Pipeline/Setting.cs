using System.Globalization;
using BertGen.Generator.Common;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>A member of a JSON object, or an item of an array, as a value without position.</summary>
/// <param name="Key">Its name; empty for an item.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A string, or a number as it was written; else empty.</param>
/// <param name="Items">Members of an object or items of an array.</param>
internal sealed record Setting(string Key, SettingKind Kind, string Text, EquatableArray<Setting> Items)
{
    public bool IsNull => Kind == SettingKind.Null;

    /// <summary>Whether Python counts it as true.</summary>
    public bool IsTruthy => Kind switch
    {
        SettingKind.True => true,
        SettingKind.Text => Text.Length > 0,
        SettingKind.Number => !double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || number != 0,
        SettingKind.Object or SettingKind.Array => Items.Count > 0,
        _ => false,
    };

    /// <summary>A string; null for anything else.</summary>
    public string? AsText => Kind == SettingKind.Text ? Text : null;

    /// <summary>A whole number that fits; null for anything else.</summary>
    public int? AsInteger =>
        Kind == SettingKind.Number && int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    /// <summary>Whether it is a number so large that it stands for none.</summary>
    public bool IsHuge =>
        Kind == SettingKind.Number && double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > int.MaxValue;

    /// <summary>The member of an object; null where there is none.</summary>
    public Setting? Find(string key) => Settings.Find(Items, key);

    /// <summary>What it is, for messages.</summary>
    public string Described => Kind switch
    {
        SettingKind.Text => $"\"{VisibleText.Short(Text)}\"",
        SettingKind.Number => VisibleText.Short(Text),
        SettingKind.True => "true",
        SettingKind.False => "false",
        SettingKind.Null => "null",
        SettingKind.Array => "an array",
        _ => "an object",
    };
}
