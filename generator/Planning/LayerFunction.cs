using BertGen.Generator.Common;
using BertGen.Generator.Planning.Gradients;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning;

/// <summary>
/// What layers compute that are alike: operations on parameters, which are the rows and the weights of a call. Two functions are
/// equal when they compute the same in the same variables.
/// </summary>
/// <param name="Kind">What its family calls such layers.</param>
/// <param name="Body">The operations. Values are numbered as they come, weights have their names in the layer.</param>
internal sealed record LayerFunction(string Kind, EquatableArray<Op> Body)
{
    /// <summary>The function that a layer is a call of.</summary>
    /// <param name="place">The layer.</param>
    /// <param name="ops">Its operations.</param>
    /// <param name="parameter">The parameter that stands for a value of another layer.</param>
    /// <param name="isOption">Operations that some calls have and others do not: the call says whether it does.</param>
    public static LayerFunction Of(LayerPlace place, IEnumerable<Op> ops, Func<Value, Value>? parameter = null, Func<Op, bool>? isOption = null)
    {
        var formal = new Dictionary<Value, Value>();
        var body = new List<Op>();
        int count = 0;
        foreach (Op op in ops)
        {
            // Rows are selected, and spread, in some calls and not in others.
            if (op is SelectOp or WidenOp)
            {
                formal[op.Output] = Formal(op.Inputs[0]);
            }
            else if (isOption?.Invoke(op) != true)
            {
                Op general = op.Map(Formal).At(null);

                // What goes to the gradients of weights is no value, but is called after them.
                body.Add(op.Output.Rows == RowSpace.None ? general with { Output = op.Output with { Name = "" } } : general);
            }
        }

        return new LayerFunction(place.Kind, body.ToEquatable());

        Value Formal(Value value)
        {
            if (formal.TryGetValue(value, out Value known))
            {
                return known;
            }

            Value outer = parameter?.Invoke(value) ?? value;
            Value numbered = new(
                NumberText.Plain(count++), outer.Slot, outer.Width, outer.Rows == RowSpace.Distances ? outer.Rows : RowSpace.Pieces, outer.IsKept)
            {
                Scope = outer.Scope,
            };
            formal.Add(value, numbered);
            return numbered;
        }
    }
}
