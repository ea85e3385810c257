# A Slurm of its own on loopback: keys, sockets, configuration and state lie in a folder, and nothing of the system is touched.
# Sourced; needs root, slurm-wlm and munge. $state is the folder, $nodes the number of its virtual nodes.

# Installs the two packages where they are not there yet. Fails where it cannot.
slurm_install() {
    command -v slurmctld >/dev/null && command -v munged >/dev/null && return
    command -v apt-get >/dev/null || return 1
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends slurm-wlm munge; } >"$state/install.log" 2>&1 &&
        command -v slurmctld >/dev/null
}

# The first of so many ports that nobody listens to.
slurm_ports() {
    local first port
    for ((first = 20000 + RANDOM % 500 * 20; ; first += 20)); do
        for ((port = first; port <= first + nodes; port++)); do
            (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue 2
        done
        echo "$first" && return
    done
}

slurm_configure() {
    local host port node
    host=$(hostname -s) port=$(slurm_ports)
    cat >"$state/slurm.conf" <<END
ClusterName=bertgen
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
AuthType=auth/munge
# A task that is started again waits until the credentials of its first start have ended.
AuthInfo=socket=$state/munge.socket,cred_expire=5
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$state/ctld
SlurmdSpoolDir=$state/spool.%n
SlurmctldPidFile=$state/slurmctld.pid
SlurmctldLogFile=$state/slurmctld.log
SlurmdPidFile=$state/%n.pid
SlurmdLogFile=$state/%n.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=batch_sched_delay=1,sched_interval=2,bf_interval=2
ReturnToService=2
# A node whose daemon is silent for so many seconds is down.
SlurmdTimeout=6
KillWait=2
# The figures in the end are those of jobs that have ended.
MinJobAge=36000
NodeName=n[1-$nodes] NodeHostname=$host NodeAddr=127.0.0.1 Port=[$((port + 1))-$((port + nodes))] CPUs=1 RealMemory=1000
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
    mkdir -p "$state/ctld"
    for ((node = 1; node <= nodes; node++)); do mkdir -p "$state/spool.n$node"; done
    export SLURM_CONF=$state/slurm.conf
}

slurm_node() { slurmd -f "$SLURM_CONF" -N "$1" >>"$state/$1.out" 2>&1; }

# Starts everything, and waits until all nodes are idle.
slurm_start() {
    local node try
    dd if=/dev/urandom of="$state/munge.key" bs=128 count=1 status=none
    chmod 400 "$state/munge.key"
    munged --force --key-file="$state/munge.key" --socket="$state/munge.socket" --pid-file="$state/munge.pid" \
        --log-file="$state/munge.log" --seed-file="$state/munge.seed" >"$state/munge.out" 2>&1 || return
    slurm_configure
    slurmctld -f "$SLURM_CONF" >"$state/slurmctld.out" 2>&1 || return
    for ((node = 1; node <= nodes; node++)); do slurm_node "n$node" || return; done
    for ((try = 0; try < 240; try++)); do
        [ "$(sinfo -h -N -o %T 2>/dev/null | grep -c idle)" = "$nodes" ] && return
        sleep 0.5
    done
    return 1
}

# Ends everything that was started, and waits for it: a daemon writes its state when it ends.
slurm_stop() {
    local file pid pids=() try
    scancel --quiet --user=root 2>/dev/null
    for file in "$state"/n*.pid "$state/slurmctld.pid" "$state/munge.pid"; do
        pid=$(cat "$file" 2>/dev/null) && [ -n "$pid" ] && kill "$pid" 2>/dev/null && pids+=("$pid")
    done
    for ((try = 0; try < 100; try++)); do
        [ ${#pids[@]} -gt 0 ] && ps -o stat= -p "$(IFS=,; echo "${pids[*]}")" | grep -qv Z || return 0
        sleep 0.1
    done
}
