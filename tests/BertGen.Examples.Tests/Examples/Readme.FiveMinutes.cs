// block: README.md | Five minutes | 1
// block: README.md | Five minutes | 2
// output: README.md | Five minutes | 2
