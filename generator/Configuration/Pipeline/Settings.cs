using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Json;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>Reads JSON as values without positions.</summary>
internal static class Settings
{
    /// <summary>The members of an object.</summary>
    public static EquatableArray<Setting> Of(JsonObject root) => root.Members.Select(member => Of(member.Name, member.Value)).ToEquatable();

    /// <summary>A member; the last one of its name, as Python reads it.</summary>
    public static Setting? Find(EquatableArray<Setting> settings, string key)
    {
        for (int i = settings.Count - 1; i >= 0; i--)
        {
            if (settings[i].Key == key)
            {
                return settings[i];
            }
        }

        return null;
    }

    private static Setting Of(string key, JsonValue value) => value switch
    {
        JsonObject inner => new(key, SettingKind.Object, "", Of(inner)),
        JsonArray array => new(key, SettingKind.Array, "", array.Items.Select(item => Of("", item)).ToEquatable()),
        JsonString text => new(key, SettingKind.Text, text.Value, []),
        JsonNumber number => new(key, SettingKind.Number, number.Text, []),
        JsonBoolean boolean => new(key, boolean.Value ? SettingKind.True : SettingKind.False, "", []),
        _ => new(key, SettingKind.Null, "", []),
    };
}
