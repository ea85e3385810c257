namespace BertGen.Bulk.Tests;

/// <summary>Which shards a worker takes: what it is told, or what the environment of an array of jobs says.</summary>
public sealed class ShareTests
{
    [Theory]
    [InlineData("0/1", 5, "0 1 2 3 4")]
    [InlineData("1/2", 5, "1 3")]
    [InlineData("4/5", 5, "4")]
    [InlineData("6/7", 5, "")]
    public void AShareIsEveryNthShard(string text, int count, string shards) =>
        Assert.Equal(shards, string.Join(' ', ShardShare.Parse(text).Of(count)));

    [Theory]
    [InlineData("2/2")]
    [InlineData("1")]
    [InlineData("-1/2")]
    [InlineData("a/b")]
    [InlineData("1/0")]
    public void AShareThatIsNoneIsRefused(string text) => Assert.Contains(text, Assert.Throws<FormatException>(() => ShardShare.Parse(text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=3", 3, 64)]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=8", 4, 8)]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_COUNT=5", 2, 5)]
    [InlineData("SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_COUNT=5", 4, 5)]
    [InlineData("SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=7 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=1", 0, 1)]
    [InlineData("JOB_COMPLETION_INDEX=7", 7, 64)]
    [InlineData("JOB_COMPLETION_INDEX=7 JOB_COMPLETIONS=16", 7, 16)]
    public void TheEnvironmentSaysTheShare(string variables, int index, int count) => Assert.Equal(new ShardShare(index, count), Of(variables));

    [Fact]
    public void WithoutAnArrayTheEnvironmentSaysNothing() => Assert.Null(Of("HOME=/root"));

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=x")]
    [InlineData("SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_COUNT=8")]
    [InlineData("SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=1")]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=3")]
    [InlineData("SLURM_ARRAY_TASK_ID=2 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_COUNT=3")]
    [InlineData("SLURM_ARRAY_TASK_ID=1 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_MAX=8 SLURM_ARRAY_TASK_COUNT=3")]
    public void AnEnvironmentThatDoesNotFitIsRefused(string variables) => Assert.Throws<FormatException>(() => Of(variables));

    private static ShardShare? Of(string variables)
    {
        var values = variables.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return ShardShare.FromEnvironment(64, name => values.GetValueOrDefault(name));
    }
}
