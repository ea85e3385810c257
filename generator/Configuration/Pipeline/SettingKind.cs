namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>The kinds of JSON values.</summary>
internal enum SettingKind
{
    Null,
    False,
    True,
    Number,
    Text,
    Array,
    Object,
}
