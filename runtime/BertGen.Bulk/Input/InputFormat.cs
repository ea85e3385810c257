namespace BertGen.Bulk;

/// <summary>How texts lie in input files.</summary>
public enum InputFormat
{
    /// <summary>A text a line.</summary>
    Text,

    /// <summary>A JSON object a line.</summary>
    JsonLines,
}
