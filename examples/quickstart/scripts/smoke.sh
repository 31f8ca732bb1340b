#!/usr/bin/env bash
# Asks until the page of the application that was started names the version. Arguments: port, version, environment.
set -u
port=$1 version=$2 environment=$3
pid=$(cat "$(dirname "$0")/../pid")
for _ in $(seq 150); do
  page=$(curl -fsS --max-time 2 "http://127.0.0.1:$port/" 2>/dev/null) && case $page in
    "Shop $version in $environment"*)
      echo "http://127.0.0.1:$port/ says: $page"
      exit 0 ;;
  esac
  sleep 0.1
  kill -0 "$pid" 2>/dev/null || { echo "##vso[task.logissue type=error]the application has ended; its log:"; tail -n 5 "$(dirname "$0")/../log"; exit 1; }
done
echo "##vso[task.logissue type=error]http://127.0.0.1:$port/ does not serve version $version"
exit 1
