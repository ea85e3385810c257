namespace BertGen.Generator.Planning;

/// <summary>What has the variable that a value is kept in.</summary>
internal enum SlotScope
{
    /// <summary>A computation without gradients.</summary>
    Computation,

    /// <summary>A training step.</summary>
    Step,

    /// <summary>The caller, who gives its rows.</summary>
    Given,

    /// <summary>A trained layer, for the backward pass; each has variables of these names.</summary>
    Layer,
}
