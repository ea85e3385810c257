namespace BertGen.Bulk;

/// <summary>What the values of a carried column are.</summary>
public enum ColumnType
{
    /// <summary>Text.</summary>
    String,

    /// <summary>Whole numbers of 64 bits.</summary>
    Int64,

    /// <summary>Numbers of double precision.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,
}
