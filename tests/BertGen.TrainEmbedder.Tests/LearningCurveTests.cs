using TrainingSamples;

namespace TrainEmbedder.Tests;

public sealed class LearningCurveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ATableIsReadUpToTheStepThatATrainingGoesOnFrom()
    {
        string file = _folder.File("curve.csv");
        var curve = new LearningCurve("loss", "held out");
        curve.Add(10, 4.5, null);
        curve.Add(20, 3.25, 0.125);
        curve.Add(30, 3, null);
        curve.Save(file);
        Assert.Equal(["step,loss,held out", "10,4.5,", "20,3.25,0.125", "30,3,"], File.ReadAllLines(file));

        var resumed = new LearningCurve("loss", "held out");
        resumed.Load(file, lastStep: 20);
        Assert.Equal([(10, 4.5), (20, 3.25)], resumed.Points("loss"));
        Assert.Equal([(20, 0.125)], resumed.Points("held out"));
    }

    [Fact]
    public void AnotherTableIsRefused()
    {
        string file = _folder.File("curve.csv");
        File.WriteAllLines(file, ["a,b", "1,2"]);
        UserException error = Assert.Throws<UserException>(() => new LearningCurve("loss", "held out").Load(file, 10));
        Assert.Contains("no table of steps, loss, held out", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AChartIsAnImageWithALineForEachCurve()
    {
        string file = _folder.File("curve.svg");
        CurveChart.Save(
            file,
            new CurveChart.Panel("Loss", ("loss", [(10, 4), (20, 2)])),
            new CurveChart.Panel("Held out", ("one", [(10, 0.1)]), ("two", [(10, 0.5), (20, 0.25)])));
        var image = System.Xml.Linq.XDocument.Load(file);
        string[] lines = [.. image.Root!.Elements().Where(element => element.Name.LocalName == "polyline").Select(element => element.Attribute("points")!.Value)];
        Assert.Equal(3, lines.Length);

        // The first panel: half of the steps is half of the width, and half of the loss half of the height.
        Assert.Equal("380.0,48.0 700.0,133.0", lines[0]);
    }
}
