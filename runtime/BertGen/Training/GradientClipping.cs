namespace BertGen.Training;

/// <summary>Which gradients are measured together when long ones are scaled down.</summary>
public enum GradientClipping
{
    /// <summary>All parameters have one norm, and are scaled by one factor: the direction of the step stays.</summary>
    AllTogether,

    /// <summary>Every parameter has a norm and a factor of its own.</summary>
    EachParameter,
}
