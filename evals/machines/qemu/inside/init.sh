#!/bin/busybox sh
# The first program of a virtual machine: drivers, disk, then the Python that stays.
/bin/busybox mkdir -p /proc /sys /dev /disk
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sys /sys
/bin/busybox mount -t devtmpfs dev /dev
echo "gui-agent: kernel is up"
if /bin/busybox grep -q gui-agent.probe /proc/cmdline; then
    /bin/busybox poweroff -f
fi
while read -r name; do
    /bin/busybox insmod "/modules/$name" || echo "gui-agent: $name cannot be loaded"
done < /modules/order
tries=0
until [ -b /dev/vda ] || [ "$tries" = 200 ]; do
    /bin/busybox usleep 50000
    tries=$((tries + 1))
done
/bin/busybox mount -t ext4 -o noatime /dev/vda /disk || echo "gui-agent: the disk cannot be mounted"
/bin/busybox mount -t tmpfs -o mode=755,nosuid,nodev run /disk/run
/bin/busybox cp -r /gui-agent /disk/run/code
for each in proc sys dev; do
    /bin/busybox mount --move "/$each" "/disk/$each"
done
exec /bin/busybox switch_root -c /dev/console /disk /usr/bin/python3 -I -S -B -c \
    "import sys; sys.path.insert(0, '/run/code'); from evals.machines.qemu.inside.first import main; main()"
