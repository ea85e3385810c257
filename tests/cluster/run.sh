#!/usr/bin/env bash
# A run of `bertgen embed` on a real Slurm that is disturbed all the time: workers are killed, a node is lost with its daemon and all
# that it has started and comes back, and in the end the merged output is compared byte for byte with that of one undisturbed process.
#   tests/cluster/run.sh [--shards N] [--tasks N] [--rows N] [--nodes N] [--kills N] [--node-kills N] [--seed N] [--minutes N]
# Installs Slurm from Debian's packages where it is not there. Says so and ends well where that cannot be: without root or apt-get.
# The tool is built first; BERTGEN_TOOL names the BertGen.Tool.dll of an earlier build. BERTGEN_CLUSTER_KEEP=1 keeps the folder.
set -uo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
shards=64 tasks='' rows=117659 nodes=4 kills=24 node_kills=2 seed=1 minutes=60
while [ $# -gt 0 ]; do
    case $1 in
        --shards | --tasks | --rows | --nodes | --kills | --node-kills | --seed | --minutes) name=${1#--} && printf -v "${name//-/_}" %s "$2" && shift 2 ;;
        *) echo "$1: expected one of --shards, --tasks, --rows, --nodes, --kills, --node-kills, --seed and --minutes." >&2 && exit 2 ;;
    esac
done

state=$(mktemp -d)
run="$state/a run" tool=${BERTGEN_TOOL:-} work='' finish=''
. "$repository/tests/cluster/slurm.sh"

stop() {
    slurm_stop
    # Workers of a killed daemon have no one who ends them, and neither has what this script waits for when it is ended.
    pgrep -f "BertGen.Tool.dll embed .*$state/" | xargs -r kill -9 2>/dev/null
    [ -n "${BERTGEN_CLUSTER_KEEP:-}" ] && echo "The folder is $state." || rm -rf "$state"
}
trap stop EXIT

skip() { echo "Skipped: $1" && exit 0; }
fail() {
    echo "Failed: $1" >&2
    tail -n 5 "$state"/*.out "$state/slurmctld.log" "$run"/logs/slurm-*.log 2>/dev/null >&2
    exit 1
}

bertgen() { dotnet "$tool" "$@"; }

# The processes that embed shards of the run.
workers() { pgrep -f "BertGen.Tool.dll embed work $run" | grep -vx $$; }

# Jobs of an array that are not done: a line each.
open_tasks() { squeue -h -r -j "$work,$finish" -o %T 2>/dev/null; }

# How often tasks were started again, as Slurm counts it.
requeues() { scontrol show job "$work" --oneliner 2>/dev/null | grep -o 'Restarts=[0-9]*' | awk -F= '{ n += $2 } END { print n + 0 }'; }

# The same, of tasks whose node was lost.
requeues_of_nodes() { grep -c 'requeue job .* due to failure of node' "$state/slurmctld.log"; }

# The processes of a task on a node: its script, its worker and what they have started.
node_processes() { grep -lsz "^SLURMD_NODENAME=$1\$" /proc/[0-9]*/environ | cut -d / -f 3 | while read -r pid; do grep -qsz "^SLURM_CONF=$state/" "/proc/$pid/environ" && echo "$pid"; done; }

# Kills a node: the daemon first, then what stands between it and the script of a task and would tell of its end, then the rest.
lose() {
    local found pid
    kill -9 "$(cat "$state/$1.pid")" 2>/dev/null || return
    mapfile -t found < <(node_processes "$1")
    for pid in "${found[@]}"; do
        pid=$(ps -o ppid= -p "$pid" | tr -d ' ')
        [ "$(ps -o comm= -p "${pid:-0}")" = slurmstepd ] && kill -9 "$pid" 2>/dev/null
    done
    [ ${#found[@]} -eq 0 ] || kill -9 "${found[@]}" 2>/dev/null
    bring_back "$1" &

    # One on which nothing ran any more is none that was lost.
    [ ${#found[@]} -gt 0 ] && nodes_lost=$((nodes_lost + 1))
}

# Starts the daemon of a node again, when Slurm has given the node up.
bring_back() {
    local try
    rm -f "$state/$1.pid"
    for ((try = 0; try < 120; try++)); do
        sinfo -h -n "$1" -o %T | grep -q down && break
        sleep 0.5
    done
    slurm_node "$1"
}

[ "$(id -u)" = 0 ] || skip "Slurm is started and stopped by root."
slurm_install || skip "slurm-wlm and munge are not there, and apt-get cannot install them."
if [ -z "$tool" ]; then
    dotnet build "$repository/tools/bertgen" -c Release -v quiet || fail "The tool does not build."
    tool=$repository/tools/bertgen/bin/Release/net10.0/BertGen.Tool.dll
fi

# The same texts in one process, undisturbed.
model=$repository/sample-models/wordnet-mini
zcat "$model/data/synsets.tsv.gz" | awk -F '\t' -v rows="$rows" 'NR <= rows + 1 { gsub(/"/, "\"\"", $5); printf "%s,\"%s\"\n", $1, $5 }' >"$state/in.csv"
for folder in "$state/alone" "$run"; do
    bertgen embed plan "$model" "$folder" "$state/in.csv" --text definition --column id --shards "$shards" || fail "The run cannot be planned."
done
SECONDS=0
bertgen embed work "$state/alone" && bertgen embed merge "$state/alone" "$state/alone.npy" || fail "One process cannot do it alone."
alone=$SECONDS

slurm_start || fail "Slurm does not start."
bertgen embed slurm "$run" --merge "$state/array.npy" --recompute 0.01 --cpus 1 --restarts 1000 ${tasks:+--tasks $tasks} || fail "The scripts cannot be written."
SECONDS=0
submitted=$(bash "$run/slurm/submit.sh") || fail "The scripts cannot be submitted."
echo "Slurm has $submitted."
work=$(sed -n 's/^array \([0-9]*\), .*/\1/p' <<<"$submitted") finish=${submitted##* }

# Disturbances come at random moments: a worker is killed, or a node on which one works, which comes back when Slurm has given it up.
RANDOM=$seed
killed=0 nodes_lost=0
while open_tasks | grep -q .; do
    [ "$SECONDS" -lt $((minutes * 60)) ] || fail "The jobs have not ended after $minutes minutes."
    sleep "0.$((RANDOM % 10))"
    mapfile -t found < <(workers)
    [ ${#found[@]} -gt 0 ] || continue
    if [ "$nodes_lost" -lt "$node_kills" ] && [ "$killed" -ge $(((nodes_lost + 1) * kills / (node_kills + 1))) ]; then
        node=$(tr '\0' '\n' <"/proc/${found[RANDOM % ${#found[@]}]}/environ" 2>/dev/null | sed -n 's/^SLURMD_NODENAME=//p')
        [ -z "$node" ] || lose "$node"
    elif [ "$killed" -lt "$kills" ]; then
        kill -9 "${found[RANDOM % ${#found[@]}]}" 2>/dev/null && killed=$((killed + 1))
    fi
done

ended=$(scontrol show job "$finish" --oneliner | grep -o 'JobState=[A-Z_]*')
[ "$ended" = JobState=COMPLETED ] || fail "The last job has ended with $ended."
bertgen embed status "$run" || fail "Not all shards are done."
for end in npy ids.jsonl; do
    cmp "$state/alone.$end" "$state/array.$end" || fail "The merged .$end is another one than that of one process."
done
echo "$shards shards on $nodes nodes, $killed workers killed and $nodes_lost nodes lost, $(requeues) requeues, $(requeues_of_nodes) of them by lost nodes, $rows rows: the bytes of one process ($SECONDS s beside $alone s)."
