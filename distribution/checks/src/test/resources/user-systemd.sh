# Runs a systemd for one user, where the machine was not started by systemd. In a mount namespace of
# its own, so that nothing outside of the folder $1 changes. Ends with its input.
set -e
mount -t cgroup2 none /sys/fs/cgroup
mount -t tmpfs none /run
mkdir -p /run/systemd/system
export XDG_RUNTIME_DIR="$1"
systemd=/usr/lib/systemd/systemd
"$systemd" --user --log-target=console --log-level=warning >&2 &
cat >/dev/null
kill $!
wait
