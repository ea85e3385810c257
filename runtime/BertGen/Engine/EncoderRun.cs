using System.Runtime.ExceptionServices;
using BertGen.Engine.Batches;
using BertGen.Engine.Threading;

namespace BertGen.Engine;

/// <summary>
/// Runs an encoder over the groups of a batch on one or more threads. Kept with its lanes and memory for the next call.
/// </summary>
internal sealed unsafe partial class EncoderRun : ILaneJob
{
    /// <summary>Some 0.2 ms of work: for less, a second thread costs more than it brings.</summary>
    private const long FewestFlopsPerLane = 20_000_000;

    private readonly RowGroups _groups = new();
    private readonly List<EncoderLane> _lanes = [];
    private readonly Workspace _workspace = new();
    private readonly WorkerCount _working = new();
    private Worker[] _workers = [];
    private IEncoder? _encoder;
    private Pass _pass;
    private float[] _mixFactors = [];
    private ExceptionDispatchInfo? _failure;
    private float* _memory;
    private nint _floatsPerLane;
    private int _laneCount;
    private int _nextGroup;
    private float* _given;
    private nint _givenStride;

    public EncoderRun()
    {
        Result = new BatchResult(Output, this);
    }

    private enum Pass
    {
        Forward,
        Step,
        Backward,
    }

    public PieceRows Rows { get; } = new();

    public OutputMap Output { get; } = new();

    public BatchResult Result { get; }

    public LaneBarrier Barrier { get; } = new();

    /// <summary>Whether all vectors of the last call that was executed are finite.</summary>
    public bool IsFinite { get; private set; }

    /// <summary>The id whose word never has a gradient, as the reference has it, also where it stands in a text.</summary>
    public int PaddingId { get; set; }

    /// <summary>The position of that id where positions are counted by ids, which has no gradient either.</summary>
    public int? PositionPaddingId { get; set; }

    /// <summary>Who looks at the result of every operation; null in every ordinary call.</summary>
    public FiniteTrace? Trace { get; private set; }

    /// <summary>Factor of every layer in a learned mix.</summary>
    public ReadOnlySpan<float> MixFactors => _mixFactors;

    /// <summary>Encodes the rows and stores the result.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="maxThreads">Most threads to use.</param>
    /// <param name="mix">The learned mix, or null.</param>
    /// <param name="result">Where the result goes; zero where no row goes.</param>
    /// <param name="head">What makes one vector of those of a text; null where rows go to their places.</param>
    public void Execute(IEncoder encoder, int maxThreads, ScalarMix? mix, float* result, IEncoder? head = null)
    {
        Output.Build(Rows.Count);
        IsFinite = true;
        if (Output.Wanted.IsEmpty)
        {
            return;
        }

        SetMix(mix);
        Result.Begin(head, result);
        Run(encoder, Pass.Forward, encoder.WorkspacePerPiece, maxThreads);
        Result.End();
    }

    /// <summary>Encodes the same rows again, to find the first operation whose result is not finite.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="memory">Its weights.</param>
    /// <returns>The operation; null where all are finite now.</returns>
    public string? FindNonFinite(IEncoder encoder, WeightMemory memory)
    {
        Trace = new FiniteTrace(memory);
        try
        {
            Run(encoder, Pass.Forward, encoder.WorkspacePerPiece, maxThreads: 1);
            return Trace.First;
        }
        finally
        {
            Trace = null;
        }
    }

    /// <summary>Says that a vector of the result is not finite.</summary>
    public void SeeNonFinite() => IsFinite = false;

    /// <summary>Empties the run for another batch.</summary>
    /// <param name="width">Values in a vector.</param>
    public void Clear(int width)
    {
        Rows.Clear();
        Output.Clear();
        Result.Reset(width);
        _textRows.Clear();
    }

    /// <summary>Adds a text whose rows are given.</summary>
    /// <param name="count">How many there are, at least 1.</param>
    /// <param name="place">The place of its vector in the result.</param>
    public void GiveText(int count, int place)
    {
        Output.Add(Rows.Count, place);
        Rows.AddGiven(count);
    }

    /// <summary>Says where the rows are that are given.</summary>
    /// <param name="rows">The rows of all texts, one after the other.</param>
    /// <param name="stride">Floats from one to the next.</param>
    public void Give(float* rows, nint stride)
    {
        _given = rows;
        _givenStride = stride;
    }

    /// <summary>A row that was given.</summary>
    public float* GivenRow(int row) => _given + (_givenStride * row);

    /// <inheritdoc/>
    public void RunLane(int lane, Worker worker)
    {
        EncodeGroups(lane);
        WorkerTeam.Shared.Return(worker);
        _working.Leave();
    }

    /// <summary>Runs the operations of a pass on all groups.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="pass">The pass.</param>
    /// <param name="floatsPerPiece">Workspace that it needs.</param>
    /// <param name="maxThreads">Most threads to use.</param>
    private void Run(IEncoder encoder, Pass pass, int floatsPerPiece, int maxThreads)
    {
        (_encoder, _pass) = (encoder, pass);
        TakeWorkers(maxThreads);
        try
        {
            BuildGroups();
            _floatsPerLane = (nint)_groups.MaxRows * floatsPerPiece;
            _memory = _workspace.Ensure(_floatsPerLane * (_groups.Shared ? 1 : _laneCount));
        }
        catch
        {
            ReturnWorkers();
            throw;
        }

        try
        {
            RunLanes();
        }
        finally
        {
            _encoder = null;
        }
    }

    private void BuildGroups()
    {
        if (_pass == Pass.Backward)
        {
            _groups.BuildShared(Rows, BackwardRows);
        }
        else
        {
            _groups.Build(Rows, _laneCount);
        }
    }

    private void SetMix(ScalarMix? mix)
    {
        if (mix is null)
        {
            return;
        }

        if (_mixFactors.Length != mix.Weights.Length)
        {
            _mixFactors = new float[mix.Weights.Length];
        }

        mix.CopyFactors(_mixFactors);
    }

    private void TakeWorkers(int maxThreads)
    {
        int useful = (int)Math.Clamp(Rows.Count * _encoder!.FlopsPerPiece / FewestFlopsPerLane, 1, maxThreads);
        if (_workers.Length < useful - 1)
        {
            _workers = new Worker[useful - 1];
        }

        _laneCount = 1 + WorkerTeam.Shared.Take(_workers.AsSpan(0, useful - 1));
        while (_lanes.Count < _laneCount)
        {
            _lanes.Add(new EncoderLane(this, _lanes.Count));
        }
    }

    private void ReturnWorkers()
    {
        for (int lane = 1; lane < _laneCount; lane++)
        {
            WorkerTeam.Shared.Return(_workers[lane - 1]);
        }
    }

    private void RunLanes()
    {
        _nextGroup = 0;
        _failure = null;
        Barrier.Reset(_laneCount);
        _working.Reset(_laneCount - 1);
        for (int lane = 1; lane < _laneCount; lane++)
        {
            _workers[lane - 1].Start(this, lane);
        }

        EncodeGroups(0);
        _working.Wait();
        _failure?.Throw();
    }

    private void EncodeGroups(int lane)
    {
        try
        {
            if (_groups.Shared)
            {
                // Every lane walks over all groups, in one memory.
                for (int index = 0; index < _groups.Count; index++)
                {
                    Encode(_lanes[lane], index, _laneCount, _memory);
                }
            }
            else
            {
                float* memory = _memory + (_floatsPerLane * lane);
                for (int index; (index = Interlocked.Increment(ref _nextGroup) - 1) < _groups.Count;)
                {
                    Encode(_lanes[lane], index, 1, memory);
                }
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            Barrier.Break();
        }
    }

    private void Encode(EncoderLane lane, int index, int lanes, float* workspace)
    {
        var group = new RowGroup(Rows, Output, _groups.FirstSequence(index), _groups.EndSequence(index));
        if (group.WantedCount > 0)
        {
            lane.Enter(group, lanes, workspace);
            switch (_pass)
            {
                case Pass.Forward:
                    _encoder!.Encode(lane);
                    break;
                case Pass.Step:
                    ((ITrainedEncoder)_encoder!).EncodeStep(lane);
                    break;
                default:
                    ((ITrainedEncoder)_encoder!).Backward(lane);
                    break;
            }
        }
    }
}
