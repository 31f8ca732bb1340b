#!/usr/bin/env bash
# Stops the old version of an environment and starts the new one. Arguments: folder of the version, port, version, environment.
set -eu
folder=$1 port=$2 version=$3 environment=$4
home=$(dirname "$folder")
if [ -f "$home/pid" ]; then
  old=$(cat "$home/pid")
  if kill -0 "$old" 2>/dev/null; then
    echo "stopping $(cat "$home/version" 2>/dev/null || echo 'the old version') (pid $old)"
    kill "$old"
    for _ in $(seq 100); do kill -0 "$old" 2>/dev/null || break; sleep 0.05; done
  fi
fi
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  echo "##vso[task.logissue type=error]port $port belongs to another program; stop it, or run with SLIPWAY_QUICKSTART_PORTS=2847"
  exit 1
fi
if [ -f "$folder/shop.jar" ] && command -v java >/dev/null; then
  command=(java -XX:TieredStopAtLevel=1 -Xmx32m -jar "$folder/shop.jar")
else
  command=(python3 "$folder/shop.py")
fi
# A session of its own, nothing of the task's output held open, and the mark of the task cleared: it is meant to stay.
VSTS_PROCESS_LOOKUP_ID= setsid "${command[@]}" "$port" "$version" "$environment" >"$home/log" 2>&1 </dev/null &
echo $! >"$home/pid"
echo "$version" >"$home/version"
echo "$port" >"$home/port"
echo "started $version on port $port (pid $!)"
